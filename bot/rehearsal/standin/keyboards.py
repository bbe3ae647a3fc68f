"""Reply markup: what Telegram takes, and what it says of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .refusals import Refusal, bad_request

Button = dict[str, Any]
Keyboard = list[list[Button]]

MAX_BUTTONS = 100
MAX_CALLBACK_DATA = 64  # bytes
# Every field of InlineKeyboardButton that says what a press does, in the order in which Telegram looks.
ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)


@dataclass(frozen=True, slots=True)
class Markup:
    """What a message carries below it: an inline keyboard, or something that makes it impossible to edit."""

    inline: Keyboard | None = None
    is_reply_keyboard: bool = False


NO_MARKUP = Markup()


def parse_markup(value: Any) -> Markup:
    """Reads `reply_markup`; raises Refusal as Telegram would."""
    if value is None:
        return NO_MARKUP
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    rows = value.get("inline_keyboard")
    if rows is None:
        return Markup(is_reply_keyboard=bool(value))
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = [row for row in rows if row]
    for row in keyboard:
        for button in row:
            _refuse_bad_button(button)
    if sum(map(len, keyboard)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return Markup(inline=keyboard) if keyboard else NO_MARKUP


def parse_inline_markup(value: Any) -> Keyboard | None:
    """The keyboard of an edited message, which can only be inline."""
    markup = parse_markup(value)
    if markup.is_reply_keyboard:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _refuse_bad_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _unreadable('Can\'t find field "text"')
    actions = [action for action in ACTIONS if button.get(action) not in (None, "")]
    if not actions:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        # Telegram takes the first without a word; its documentation asks for exactly one, and so do we.
        raise _unreadable(f"exactly one action expected, found {' and '.join(actions)}")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if "callback_data" in actions and len(button["callback_data"].encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        _refuse_bad_url(button["url"])


def _refuse_bad_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    reaches = parts.scheme in {"tg", "ton", "tonsite"} or (
        parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    )
    if not reaches:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _unreadable(text: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {text}")

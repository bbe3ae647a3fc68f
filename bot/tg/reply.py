"""A message with its buttons, before it is sent: what the views make and the handlers address."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.tg.callback import button

TEXT_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: a label, and either callback data or an address (``url``)."""

    label: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Text in Telegram's HTML and rows of buttons."""

    html: str
    rows: Rows = ()

    @property
    def digest(self) -> str:
        """A short name of exactly these words and buttons."""
        content = orjson.dumps((self.html, self.rows))
        return hashlib.blake2b(content, digest_size=8).hexdigest()

    def payload(self) -> dict[str, Any]:
        """The parameters that sending and editing have in common."""
        return {
            "text": self.html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": keyboard(self.rows),
        }


def keyboard(rows: Rows) -> dict[str, Any]:
    """The buttons under a message."""
    return {"inline_keyboard": [[_button(each) for each in row] for row in rows]}


def _button(each: Button) -> dict[str, str]:
    return (
        {"text": each.label, "url": each.url}
        if each.url
        else {"text": each.label, "callback_data": each.data}
    )


def paragraphs(parts: Sequence[str]) -> str:
    """The paragraphs of a message, as many as Telegram takes; markup is closed within each."""
    kept: list[str] = []
    for part in parts:
        if sum(len(each) + 2 for each in kept) + len(part) > TEXT_LIMIT - 100:
            return "\n\n".join([*kept, "…"])
        kept += [part] if part else []
    return "\n\n".join(kept)


def tap(label: str, room: str, session: str, deed: str, *arguments: str | int) -> Button:
    """A button that does something."""
    return Button(label, button(room, session, deed, *arguments))

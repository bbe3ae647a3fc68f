"""Updates as they come, JSON, read into what the library has for them: or passed over, and counted, where they are of
another kind or not as Telegram makes them."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    InaccessibleMessage,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    Update,
    User,
)

from bot.app.counters import UNCOUNTED, Counters

logger = logging.getLogger(__name__)

KINDS = ("message", "edited_message", "callback_query")
"""The kinds of updates that Baro asks Telegram for, and reads."""

QUOTATIONS = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)

_LONGEST_ID = 1 << 52
"""Telegram's ids have at most 52 significant bits (Bot API, «User», «Chat»)."""


def kind_of_update(update: Update) -> str:
    """The kind of an update that was read."""
    return next(kind for kind in KINDS if getattr(update, kind) is not None)


def read_update(content: dict[str, Any], bot: Bot, counters: Counters = UNCOUNTED) -> Update | None:
    """An update as the library has it; None for one that is not to be handled, which no later try would change.

    Of the message that a button was tapped on Baro reads a quotation or nothing. Without one it is passed on as
    Telegram passes on an old one, by its number alone: the library's objects for all of it took a fifth of a tap’s
    time.
    """
    if not any(isinstance(content.get(kind), dict) for kind in KINDS):
        counters.count("ignored", "unknown_kind")
        return None
    try:
        update = _tap(content, bot) or Update.de_json(content, bot)
        if _is_sound(update):
            return update
        logger.warning("an update is not as Telegram makes them")
    except Exception as failure:
        logger.warning("an update could not be read: %s", type(failure).__name__)
    counters.count("ignored", "unreadable")
    return None


def _tap(content: dict[str, Any], bot: Bot) -> Update | None:
    """A tap on a message, None for any other update."""
    query = content.get("callback_query")
    tapped = query.get("message") if query else None
    if not query or not tapped:
        return None
    user = query["from"]
    return Update(
        content["update_id"],
        callback_query=CallbackQuery(
            query["id"],
            User(user["id"], user["first_name"], user["is_bot"]),
            query["chat_instance"],
            _tapped(tapped, bot),
            query.get("data"),
        ),
    )


def _tapped(message: dict[str, Any], bot: Bot) -> MaybeInaccessibleMessage:
    """The message with its words where they hold a quotation, or by its number."""
    chat = Chat(message["chat"]["id"], message["chat"]["type"])
    entities = message.get("entities", ())
    if not any(each["type"] in QUOTATIONS for each in entities):
        return InaccessibleMessage(chat, message["message_id"])
    return Message(
        message["message_id"],
        datetime.fromtimestamp(message["date"], UTC),
        chat,
        text=message["text"],
        entities=MessageEntity.de_list(entities, bot),
    )


def _is_sound(update: Update) -> bool:
    """Whether what everything hangs on is there and of its type: the library looks at nothing of that."""
    user, chat, query = update.effective_user, update.effective_chat, update.callback_query
    message = update.message or update.edited_message
    ids = [each.id for each in (user, chat) if each is not None]
    words = [query.id, query.data or ""] if query else [message.text or ""] if message else []
    known = user is not None if query else chat is not None
    return known and all(_is_id(id) for id in ids) and all(isinstance(word, str) for word in words)


def _is_id(id: object) -> bool:
    return type(id) is int and abs(id) < _LONGEST_ID

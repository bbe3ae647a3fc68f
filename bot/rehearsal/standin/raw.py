"""Updates written by hand, for measurements that need no simulated people."""

from __future__ import annotations

from typing import Any

from .taps import Tap
from .world import DAY, World

Json = dict[str, Any]


def push(world: World, update: Json) -> int | None:
    """Queues `update`, a Bot API Update without its number, and returns the number it gets.

    The chat it comes from is taken for open, the message a tap is on for one of the bot's, and the tap for
    one that can be answered: so the bot can answer as it would answer a person.
    """
    kind, payload = next((key, value) for key, value in update.items() if key != "update_id")
    person: Json = payload.get("from") or {}
    if kind == "callback_query":
        _open_tap(world, payload)
        return world.updates.push(kind, payload, ("tap", person.get("id", 0)), world.taps.lifetime)
    chat: Json = payload.get("chat") or {}
    if chat and world.chats.get(chat["id"]) is None:
        world.chats.add(chat)
    return world.updates.push(kind, payload, ("chat", chat.get("id", 0)), DAY)


def _open_tap(world: World, query: Json) -> Tap:
    said: Json = query["message"]
    chat = world.chats.get(said["chat"]["id"]) or world.chats.add(said["chat"])
    if said["message_id"] not in chat.messages_by_id:
        message = world.new_message(chat, world.bot, by_bot=True, text=said.get("text", ""))
        message.message_id, message.date = said["message_id"], said.get("date", message.date)
        message.keyboard = said.get("reply_markup", {}).get("inline_keyboard")
        chat.add(message, world.now())
    return world.taps.open(query.get("data", ""), query["id"])

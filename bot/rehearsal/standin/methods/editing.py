"""What a bot does to messages that are there: edits, deletions, pins, reactions."""

from __future__ import annotations

from typing import Any

from ..calls import Call
from ..chats import Chat
from ..keyboards import Keyboard, parse_inline_markup
from ..messages import Message
from ..refusals import NOT_MODIFIED, bad_request
from ..world import TWO_DAYS, World
from .sending import MAX_TEXT, media_content, read_caption, read_file, read_text

Json = dict[str, Any]

MAX_DELETED = 100
# What Telegram lets bots react with (ReactionTypeEmoji).
REACTIONS = (
    " ❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴"
    " 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴"
    " 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿"
    " 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡 "
)


def edit_message_text(world: World, call: Call) -> Json:
    text, entities = read_text(call)
    keyboard = parse_inline_markup(call.structure("reply_markup"))
    message = _editable(world, call)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    if len(text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    _refuse_unchanged(message, text, entities, keyboard)
    message.text, message.entities = text, entities
    return _edited(world, message, keyboard)


def edit_message_caption(world: World, call: Call) -> Json:
    given = {**call.parameters, "caption_entities": call.structure("caption_entities")}
    text, entities = read_caption(given, "MEDIA_CAPTION_TOO_LONG")
    keyboard = parse_inline_markup(call.structure("reply_markup"))
    message = _editable(world, call)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    _refuse_unchanged(message, text, entities, keyboard)
    message.text, message.entities = text, entities
    return _edited(world, message, keyboard)


def edit_message_reply_markup(world: World, call: Call) -> Json:
    keyboard = parse_inline_markup(call.structure("reply_markup"))
    message = _editable(world, call)
    _refuse_unchanged(message, message.text, message.entities, keyboard)
    return _edited(world, message, keyboard)


def edit_message_media(world: World, call: Call) -> Json:
    """Puts media where text or other media was; the caption comes with it."""
    given = call.structure("media")
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise bad_request("can't parse InputMedia: expected an Object")
    text, entities = read_caption(given, "MEDIA_CAPTION_TOO_LONG")
    keyboard = parse_inline_markup(call.structure("reply_markup"))
    message = _editable(world, call)
    reference = str(given.get("media", ""))
    upload = call.files.get(reference.removeprefix("attach://"))
    file = read_file(world, given["type"], upload, reference)
    content = media_content(given["type"], file)
    if content == message.content:
        _refuse_unchanged(message, text, entities, keyboard)
    message.media, message.content = given["type"], content
    message.text, message.entities = text, entities
    message.file, message.file_name = (file.content if world.keep_history else None), file.name
    return _edited(world, message, keyboard)


def delete_message(world: World, call: Call) -> bool:
    chat = world.chats.find(call.parameters.get("chat_id"))
    message = chat.find(call.integer("message_id"), "delete")
    _refuse_undeletable(world, message)
    chat.delete(message, world.now())
    return True


def delete_messages(world: World, call: Call) -> bool:
    """All or none of those that are there; those that are not are passed over."""
    numbers = call.structure("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    chat = world.chats.find(call.parameters.get("chat_id"))
    held = [chat.messages_by_id[number] for number in numbers if number in chat.messages_by_id]
    present = [message for message in held if not message.deleted]
    for message in present:
        _refuse_undeletable(world, message)
    for message in present:
        chat.delete(message, world.now())
    return True


def pin_chat_message(world: World, call: Call) -> bool:
    chat, message = _message_in_open_chat(world, call, "pin")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
    return True


def unpin_chat_message(world: World, call: Call) -> bool:
    """The message named, or the one pinned last."""
    chat = world.chats.find(call.parameters.get("chat_id"))
    chat.refuse_unless_open()
    number = call.integer("message_id", chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    reactions = call.structure("reaction") or []
    if any(
        reaction.get("type") == "emoji" and reaction.get("emoji") not in REACTIONS for reaction in reactions
    ):
        raise bad_request("REACTION_INVALID")
    _, message = _message_in_open_chat(world, call, "react")
    message.reaction = reactions
    return True


def _message_in_open_chat(world: World, call: Call, purpose: str) -> tuple[Chat, Message]:
    chat = world.chats.find(call.parameters.get("chat_id"))
    chat.refuse_unless_open()
    return chat, chat.find(call.integer("message_id"), purpose)


def _editable(world: World, call: Call) -> Message:
    _, message = _message_in_open_chat(world, call, "edit")
    if not message.by_bot or message.has_reply_keyboard:
        raise bad_request("message can't be edited")
    return message


def _refuse_unchanged(message: Message, text: str, entities: list[Json], keyboard: Keyboard | None) -> None:
    if (message.text, message.entities, message.keyboard) == (text, entities, keyboard):
        raise bad_request(NOT_MODIFIED)


def _edited(world: World, message: Message, keyboard: Keyboard | None) -> Json:
    message.keyboard = keyboard
    message.chat.note_edit(message, world.now())
    return message.as_json()


def _refuse_undeletable(world: World, message: Message) -> None:
    """A bot deletes what is at most two days old: anything in a private chat, only its own elsewhere."""
    if not message.by_bot and message.chat.kind != "private":
        raise bad_request("message can't be deleted")
    if world.now() - message.date > TWO_DAYS:
        raise bad_request("message can't be deleted for everyone")

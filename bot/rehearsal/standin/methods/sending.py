"""sendMessage, sendPhoto, sendDocument and their kin, copyMessage, sendChatAction."""

from __future__ import annotations

from typing import Any

from ..calls import Call, Upload
from ..chats import Chat
from ..entities import formatted
from ..files import MAX_PHOTO, KeptFile, photo_sizes
from ..keyboards import parse_markup
from ..messages import Message
from ..refusals import Refusal, bad_request
from ..world import World

Json = dict[str, Any]

MAX_TEXT = 4096  # characters after entities are parsed
MAX_CAPTION = 1024
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(world: World, call: Call) -> Json:
    text, entities = read_text(call)
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return _deliver(world, call, text=text, entities=entities)


def send_photo(world: World, call: Call) -> Json:
    return _send_file(world, call, "photo")


def send_document(world: World, call: Call) -> Json:
    return _send_file(world, call, "document")


def send_voice(world: World, call: Call) -> Json:
    return _send_file(world, call, "voice")


def send_audio(world: World, call: Call) -> Json:
    return _send_file(world, call, "audio")


def copy_message(world: World, call: Call) -> Json:
    """Copies text and media as they are; of a new caption nothing is known here."""
    original = world.chats.find(call.parameters.get("from_chat_id")).find(call.integer("message_id"), "copy")
    copy = _deliver(
        world,
        call,
        text=original.text,
        entities=original.entities,
        media=original.media,
        content=original.content,
        file=original.file,
        file_name=original.file_name,
    )
    return {"message_id": copy["message_id"]}


def send_chat_action(world: World, call: Call) -> bool:
    action = call.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.chats.find(call.parameters.get("chat_id"))
    chat.refuse_unless_open()
    if world.keep_history:
        chat.actions.append(action)
    return True


def read_text(call: Call) -> tuple[str, list[Json]]:
    """The text of a message to send or to edit; raises Refusal where it is empty or badly formatted."""
    text = call.text("text")
    if not text:
        raise bad_request("message text is empty")
    return formatted(text, call.text("parse_mode"), call.structure("entities"))


def read_caption(given: Json, limit_refusal: str) -> tuple[str, list[Json]]:
    """The caption among `given`, a call's parameters or an InputMedia; raises `limit_refusal` over 1,024."""
    text, entities = formatted(
        given.get("caption") or "",
        given.get("parse_mode") or "",
        given.get("caption_entities"),
        may_be_empty=True,
    )
    if len(text) > MAX_CAPTION:
        raise bad_request(limit_refusal)
    return text, entities


def read_file(world: World, kind: str, upload: Upload | None, reference: Any) -> KeptFile:
    """What was uploaded, or what a file id names; raises Refusal."""
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo" and len(upload.content) > MAX_PHOTO:
            raise Refusal(413, "Request Entity Too Large")
        return world.files.add(kind, upload.content, upload.name, upload.mime_type)
    if not isinstance(reference, str) or not reference or reference.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    known = world.files.by_id(reference)
    if known is not None:
        return known
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the stand-in reaches no other server
    raise bad_request("wrong file identifier/HTTP URL specified")


def media_content(kind: str, file: KeptFile, duration: int = 0) -> Json:
    """The field of a Message that describes the file."""
    described = file.as_json()
    match kind:
        case "photo":
            return {kind: photo_sizes(file)}
        case "document":
            return {kind: {**described, "file_name": file.name, "mime_type": file.mime_type}}
        case _:
            return {kind: {**described, "duration": duration, "mime_type": file.mime_type}}


def _send_file(world: World, call: Call, kind: str) -> Json:
    given = {**call.parameters, "caption_entities": call.structure("caption_entities")}
    text, entities = read_caption(given, "message caption is too long")
    file = read_file(world, kind, call.upload(kind), call.parameters.get(kind))
    return _deliver(
        world,
        call,
        text=text,
        entities=entities,
        media=kind,
        content=media_content(kind, file, call.integer("duration")),
        file=file.content if world.keep_history else None,
        file_name=file.name,
    )


def _deliver(world: World, call: Call, **fields: Any) -> Json:
    markup = parse_markup(call.structure("reply_markup"))
    chat = world.chats.find(call.parameters.get("chat_id"))
    chat.refuse_unless_open()
    replied = _replied_message(chat, call.structure("reply_parameters"))
    message = world.new_message(
        chat,
        None if chat.kind == "channel" else world.bot,
        by_bot=True,
        keyboard=markup.inline,
        has_reply_keyboard=markup.is_reply_keyboard,
        silent=call.flag("disable_notification"),
        protected=call.flag("protect_content"),
        **fields,
    )
    if replied is not None:
        message.content = {**message.content, "reply_to_message": replied.as_json()}
    return chat.add(message, world.now()).as_json()


def _replied_message(chat: Chat, parameters: Json | None) -> Message | None:
    if not parameters:
        return None
    message = chat.messages_by_id.get(int(parameters.get("message_id", 0)))
    if message is not None and not message.deleted:
        return message
    if parameters.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")

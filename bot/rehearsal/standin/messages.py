"""A message as Telegram keeps it, and as it tells it to a bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .keyboards import Button, Keyboard

if TYPE_CHECKING:
    from .chats import Chat

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Message:
    """One message of one chat, by the bot or by somebody else.

    `text` is the caption where the message carries media. `media` names the field that holds the media
    («photo», «document» …) or is empty; `content` holds every field particular to this message, as the Bot
    API has it. `file` is what the bot sent as a photo or a document, `file_name` its name.
    """

    chat: Chat
    message_id: int
    date: int
    sender: Json | None
    by_bot: bool
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: str = ""
    content: Json = field(default_factory=dict)
    keyboard: Keyboard | None = None
    has_reply_keyboard: bool = False
    file: bytes | None = None
    file_name: str = ""
    silent: bool = False
    protected: bool = False
    edit_date: int | None = None
    deleted: bool = False
    reaction: list[Json] = field(default_factory=list)

    @property
    def edited(self) -> bool:
        return self.edit_date is not None

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.keyboard or () for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    def as_json(self) -> Json:
        """The Bot API's Message."""
        said: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.profile}
        if self.sender is not None:
            said["from"] = self.sender
        else:
            said["sender_chat"] = self.chat.profile
        said.update(self.content)
        if self.text:
            said["caption" if self.media else "text"] = self.text
            if self.entities:
                said["caption_entities" if self.media else "entities"] = self.entities
        if self.edit_date is not None:
            said["edit_date"] = self.edit_date
        if self.protected:
            said["has_protected_content"] = True
        if self.keyboard:
            said["reply_markup"] = {"inline_keyboard": self.keyboard}
        return said

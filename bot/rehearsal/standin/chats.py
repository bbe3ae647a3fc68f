"""The chats a bot can be in, and the messages in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from enum import Enum
from itertools import count
from typing import Any, Literal, NamedTuple

from .keyboards import Keyboard
from .messages import Message
from .refusals import Refusal, bad_request, forbidden

Json = dict[str, Any]

# Without history a chat remembers no more than this: enough to edit and delete what is on screen.
REMEMBERED = 16


class Access(Enum):
    """Whether the bot may write into a chat; the value is what Telegram says if it may not."""

    OPEN = ""
    NEVER_STARTED = "bot can't initiate conversation with a user"
    BLOCKED = "bot was blocked by the user"
    DEACTIVATED = "user is deactivated"
    KICKED = "bot was kicked from the {kind} chat"
    UPGRADED = "group chat was upgraded to a supergroup chat"


class Event(NamedTuple):
    """Something that happened to a message, as it stood then; `at` is seconds since the epoch."""

    kind: Literal["sent", "edited", "deleted"]
    message_id: int
    by_bot: bool
    text: str
    labels: list[str]
    silent: bool
    at: float


class Chat:
    """One chat as everybody in it sees it.

    `profile` is the Bot API's Chat. `messages_by_id` also holds deleted messages where history is kept.
    """

    def __init__(self, profile: Json, numbers: Iterator[int], *, keep_history: bool = True) -> None:
        self.profile = profile
        self.chat_id: int = profile["id"]
        self.access = Access.OPEN
        self.upgraded_to: int | None = None
        self.messages_by_id: dict[int, Message] = {}
        self.history: list[Event] = []
        self.pinned: list[int] = []
        self.actions: list[str] = []
        self._numbers = numbers
        self._keep_history = keep_history
        self._changed: asyncio.Event | None = None

    @property
    def kind(self) -> str:
        return str(self.profile["type"])

    @property
    def messages(self) -> list[Message]:
        """What can be seen, oldest first."""
        return [message for message in self.messages_by_id.values() if not message.deleted]

    @property
    def last(self) -> Message | None:
        return next(self.newest_first(), None)

    @property
    def screen(self) -> Message | None:
        """The last message that bears buttons."""
        return next((message for message in self.newest_first() if message.keyboard), None)

    def newest_first(self) -> Iterator[Message]:
        return (message for message in reversed(self.messages_by_id.values()) if not message.deleted)

    def refuse_unless_open(self) -> None:
        if self.access is Access.OPEN:
            return
        if self.access is Access.UPGRADED and self.upgraded_to is not None:
            raise bad_request(Access.UPGRADED.value, migrate_to_chat_id=self.upgraded_to)
        raise forbidden(self.access.value.format(kind=self.kind))

    def find(self, message_id: int, purpose: str) -> Message:
        """Raises Refusal: «message to edit not found»."""
        message = self.messages_by_id.get(message_id)
        if message is None or message.deleted:
            raise bad_request(f"message to {purpose} not found")
        return message

    def next_message_id(self) -> int:
        return next(self._numbers)

    def add(self, message: Message, at: float) -> Message:
        self.messages_by_id[message.message_id] = message
        if not self._keep_history and len(self.messages_by_id) > REMEMBERED:
            del self.messages_by_id[next(iter(self.messages_by_id))]
        self._note("sent", message, at)
        return message

    def note_edit(self, message: Message, at: float) -> None:
        message.edit_date = int(at)
        self._note("edited", message, at)

    def delete(self, message: Message, at: float) -> None:
        message.deleted = True
        if message.message_id in self.pinned:
            self.pinned.remove(message.message_id)
        if not self._keep_history:
            self.messages_by_id.pop(message.message_id, None)
        self._note("deleted", message, at)

    def _note(self, kind: Literal["sent", "edited", "deleted"], message: Message, at: float) -> None:
        if self._keep_history:
            self.history.append(
                Event(
                    kind, message.message_id, message.by_bot, message.text, message.labels, message.silent, at
                )
            )
        if self._changed is not None:
            self._changed.set()
            self._changed = None

    async def until(self, holds: Callable[[], bool], timeout: float) -> None:
        """Returns once `holds` is true, looked at after each change; TimeoutError after `timeout` s."""
        async with asyncio.timeout(timeout):
            while not holds():
                self._changed = self._changed or asyncio.Event()
                await self._changed.wait()

    def render(self) -> str:
        """The chat as a person sees it: their own lines after «>», buttons in brackets, a row a line."""
        return "\n\n".join(map(_rendered, self.messages))


def _rendered(message: Message) -> str:
    lines = [message.text] if message.text else []
    if message.media == "photo":
        lines.insert(0, "🖼")
    elif message.media:
        lines.insert(0, f"📎 {message.file_name or message.media}")
    if not message.by_bot:
        lines = [f"> {line}" for text in lines for line in text.split("\n")]
    return "\n".join([*lines, *_rendered_rows(message.keyboard or [])])


def _rendered_rows(keyboard: Keyboard) -> list[str]:
    return [" ".join(f"[{button['text']}]" for button in row) for row in keyboard]


class Chats:
    """Every chat there is, by id."""

    def __init__(self, *, keep_history: bool = True) -> None:
        self._keep_history = keep_history
        self._by_id: dict[int, Chat] = {}
        # Telegram numbers a bot's messages in all private chats and plain groups from one sequence.
        self._shared_numbers = count(1)

    def add(self, profile: Json) -> Chat:
        own = profile["type"] in {"supergroup", "channel"}
        numbers = count(1) if own else self._shared_numbers
        chat = self._by_id[profile["id"]] = Chat(profile, numbers, keep_history=self._keep_history)
        return chat

    def get(self, chat_id: int) -> Chat | None:
        return self._by_id.get(chat_id)

    def find(self, chat_id: Any) -> Chat:
        """The chat that a call means by an id or an @name; raises Refusal."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        chat = self._by_username(chat_id) if str(chat_id).startswith("@") else self._by_number(chat_id)
        if chat is None:
            raise _chat_not_found()
        return chat

    def _by_number(self, chat_id: Any) -> Chat | None:
        try:
            return self._by_id.get(int(chat_id))
        except ValueError:
            return None

    def _by_username(self, name: str) -> Chat | None:
        wanted = name.removeprefix("@").lower()
        public = (chat for chat in self._by_id.values() if chat.kind in {"supergroup", "channel"})
        return next(
            (chat for chat in public if str(chat.profile.get("username", "")).lower() == wanted), None
        )


def _chat_not_found() -> Refusal:
    return bad_request("chat not found")

"""The human side: what people do in their private chats with the bot."""

from __future__ import annotations

import re
from typing import Any

from .chats import Access, Chat
from .detection import found_entities
from .files import photo_sizes
from .keyboards import Button
from .messages import Message
from .taps import Tap
from .world import DAY, World

Json = dict[str, Any]

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST = 4096  # characters of one message
# A picture of one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c636000000200015d0b2ae60000000049454e44ae426082"
)


class ButtonMissing(AssertionError):
    """A person was to press a button that is not there; says what is on the screen instead."""


class Person:
    """Somebody with a Telegram account, and their private chat with the bot.

    The verbs return when Telegram has the deed; what the bot makes of it comes later (`sees`, `settled`).
    """

    def __init__(self, world: World, user: Json) -> None:
        self.user = user
        self.user_id: int = user["id"]
        self.name: str = user["first_name"]
        self._world = world
        profile: Json = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        if "username" in user:
            profile["username"] = user["username"]
        self.chat: Chat = world.chats.add(profile)
        self.chat.access = Access.NEVER_STARTED

    def __repr__(self) -> str:
        return f"<Person {self.name}>"

    async def sends(self, text: str, **fields: Any) -> Message:
        """Types a message; `fields` are further fields of the Bot API's Message.

        A text too long for one message goes out in several, as Telegram's apps send it; the last is returned.
        """
        if not text.strip():
            raise ValueError("Telegram's apps send no empty message")
        while len(text) > LONGEST:
            self._send(text=text[:LONGEST], entities=found_entities(text[:LONGEST], []), content=fields)
            text = text[LONGEST:]
        return self._send(text=text, entities=found_entities(text, []), content=fields)

    async def starts(self, payload: str = "") -> Message:
        """Follows t.me/<bot>?start=<payload>, presses START; ValueError for what no link can carry."""
        if payload and not _PAYLOAD.fullmatch(payload):
            raise ValueError("a start link carries 1 to 64 of A-Z a-z 0-9 _ -")
        if self.chat.access is Access.BLOCKED:
            await self.unblocks()
        return await self.sends(f"/start {payload}".rstrip())

    async def taps(self, label: str) -> Tap:
        """Presses the newest button so labelled, or one whose label contains it; ButtonMissing if none is."""
        for message in self.chat.newest_first():
            button = _button(message, label)
            if button is not None:
                return self._tap(message, button)
        raise ButtonMissing(f"no button «{label}» for {self.name}; on the screen:\n{self.chat.render()}")

    async def taps_on(self, message: Message, label: str) -> Tap:
        """Presses a button of one message, however old."""
        button = _button(message, label)
        if button is None:
            raise ButtonMissing(f"no button «{label}» in this message; it has {message.labels}")
        return self._tap(message, button)

    async def taps_data(self, message: Message, data: str) -> Tap:
        """Presses what is not on the screen any more, or never was: sends `data` as a tampered app can."""
        return self._tap(message, {"text": "", "callback_data": data})

    async def sees(self, text: str, timeout: float = 5.0) -> Message:
        """The bot's newest message with `text` in it, once there is one; AssertionError after `timeout` s."""

        def found() -> Message | None:
            shown = (message for message in self.chat.newest_first() if message.by_bot)
            return next((message for message in shown if text in message.text), None)

        try:
            await self.chat.until(lambda: found() is not None, timeout)
        except TimeoutError:
            raise AssertionError(
                f"{self.name} does not see «{text}»; on the screen:\n{self.chat.render()}"
            ) from None
        message = found()
        assert message is not None, "found a moment ago"
        return message

    async def sends_photo(self, content: bytes = PIXEL, caption: str = "") -> Message:
        file = self._world.files.add("photo", content, "photo.png", "image/png")
        return self._send(media="photo", content={"photo": photo_sizes(file)}, text=caption)

    async def sends_document(self, name: str, content: bytes, caption: str = "") -> Message:
        file = self._world.files.add("document", content, name)
        described = {**file.as_json(), "file_name": name, "mime_type": file.mime_type}
        return self._send(media="document", content={"document": described}, text=caption, file_name=name)

    async def sends_voice(self, content: bytes = b"OggS", duration: int = 3) -> Message:
        file = self._world.files.add("voice", content, "voice.ogg", "audio/ogg")
        described = {**file.as_json(), "duration": duration, "mime_type": file.mime_type}
        return self._send(media="voice", content={"voice": described})

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        file = self._world.files.add("sticker", b"RIFF", "sticker.webp", "image/webp")
        described = {
            **file.as_json(),
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return self._send(media="sticker", content={"sticker": described})

    async def sends_location(self, latitude: float = 12.65, longitude: float = -8.0) -> Message:
        content = {"location": {"latitude": latitude, "longitude": longitude}}
        return self._send(media="location", content=content)

    async def sends_contact(self, phone_number: str = "+22300000000", first_name: str = "") -> Message:
        contact = {"phone_number": phone_number, "first_name": first_name or self.name}
        return self._send(media="contact", content={"contact": contact})

    async def sends_poll(self, question: str = "?", options: tuple[str, ...] = ("1", "2")) -> Message:
        poll = {
            "id": str(self.chat.next_message_id()),
            "question": question,
            "options": [
                {"text": option, "voter_count": 0, "persistent_id": str(place)}
                for place, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return self._send(media="poll", content={"poll": poll})

    async def forwards(self, text: str, author: str = "?") -> Message:
        """Passes on what somebody who hides their account wrote."""
        origin = {"type": "hidden_user", "date": int(self._world.now()), "sender_user_name": author}
        return await self.sends(text, forward_origin=origin)

    async def edits(self, message: Message, text: str) -> Message:
        message.text, message.entities = text, found_entities(text, [])
        self.chat.note_edit(message, self._world.now())
        self._world.tell("edited_message", message)
        return message

    async def deletes(self, message: Message) -> None:
        """Takes a message away on both sides; Telegram tells the bot nothing."""
        self.chat.delete(message, self._world.now())

    async def blocks(self) -> None:
        self._change_access(Access.BLOCKED, "member", "kicked")

    async def unblocks(self) -> None:
        self._change_access(Access.OPEN, "kicked", "member")

    async def leaves_telegram(self) -> None:
        """Deletes the account; Telegram tells the bot nothing."""
        self.chat.access = Access.DEACTIVATED

    def _send(self, **fields: Any) -> Message:
        if self.chat.access is Access.BLOCKED:
            raise RuntimeError(
                f"{self.name} has blocked the bot: Telegram lets them write only after unblocking it"
            )
        self.chat.access = Access.OPEN
        message = self._world.new_message(self.chat, self.user, **fields)
        self.chat.add(message, self._world.now())
        self._world.tell("message", message)
        return message

    def _tap(self, message: Message, button: Button) -> Tap:
        if "callback_data" not in button:
            raise ButtonMissing(f"the button «{button['text']}» tells the bot nothing when pressed")
        tap = self._world.taps.open(button["callback_data"])
        inaccessible = {"chat": message.chat.profile, "message_id": message.message_id, "date": 0}
        query = {
            "id": tap.query_id,
            "from": self.user,
            "message": inaccessible if message.deleted else message.as_json(),
            "chat_instance": str(self.user_id),
            "data": tap.data,
        }
        self._world.updates.push("callback_query", query, ("tap", self.user_id), self._world.taps.lifetime)
        return tap

    def _change_access(self, access: Access, old: str, new: str) -> None:
        self.chat.access = access
        change = {
            "chat": self.chat.profile,
            "from": self.user,
            "date": int(self._world.now()),
            "old_chat_member": membership(self._world.bot, old),
            "new_chat_member": membership(self._world.bot, new),
        }
        self._world.updates.push("my_chat_member", change, ("member", self.user_id), DAY)


def membership(user: Json, status: str) -> Json:
    """The Bot API's ChatMember."""
    member: Json = {"status": status, "user": user}
    if status == "kicked":
        member["until_date"] = 0
    return member


def _button(message: Message, label: str) -> Button | None:
    buttons = message.buttons
    exact = (button for button in buttons if button["text"] == label)
    containing = (button for button in buttons if label in button["text"])
    return next(exact, None) or next(containing, None)

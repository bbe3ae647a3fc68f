"""Groups and channels that the bot is in."""

from __future__ import annotations

from typing import Any

from .chats import Access, Chat
from .detection import found_entities
from .messages import Message
from .people import Person, membership
from .world import DAY, World

Json = dict[str, Any]


class Group:
    """A group to which somebody has added the bot."""

    def __init__(self, world: World, title: str, members: list[Person]) -> None:
        self.members = members
        self._world = world
        profile = {"id": next(world.group_ids), "type": "group", "title": title}
        self.chat: Chat = world.chats.add(profile)
        if members:
            self._tell_membership(members[0], "left", "member")
            self._service_message(members[0], {"new_chat_members": [world.bot]})

    async def says(self, person: Person, text: str) -> Message:
        """A member writes; a bot in privacy mode hears of commands and mentions alone."""
        message = self._world.new_message(
            self.chat, person.user, text=text, entities=found_entities(text, [])
        )
        self.chat.add(message, self._world.now())
        addressed = any(entity["type"] in {"bot_command", "mention"} for entity in message.entities)
        if self.chat.access is Access.OPEN and (self._world.reads_groups or addressed):
            self._world.tell("message", message)
        return message

    async def removes_bot(self, person: Person) -> None:
        self.chat.access = Access.KICKED
        self._tell_membership(person, "member", "kicked")

    async def becomes_supergroup(self) -> Group:
        """Telegram gives the group a new id; the old one only names it from then on."""
        old, person = self.chat, self.members[0]
        profile = {**old.profile, "id": next(self._world.supergroup_ids), "type": "supergroup"}
        new = self._world.chats.add(profile)
        self._service_message(person, {"migrate_to_chat_id": new.chat_id})
        old.access, old.upgraded_to = Access.UPGRADED, new.chat_id
        self.chat = new
        self._service_message(person, {"migrate_from_chat_id": old.chat_id})
        return self

    def _service_message(self, person: Person, content: Json) -> None:
        message = self._world.new_message(self.chat, person.user, content=content)
        self.chat.add(message, self._world.now())
        self._world.tell("message", message)

    def _tell_membership(self, person: Person, old: str, new: str) -> None:
        change = {
            "chat": self.chat.profile,
            "from": person.user,
            "date": int(self._world.now()),
            "old_chat_member": membership(self._world.bot, old),
            "new_chat_member": membership(self._world.bot, new),
        }
        self._world.updates.push("my_chat_member", change, ("member", self.chat.chat_id), DAY)


class Channel:
    """A channel that the bot administers."""

    def __init__(self, world: World, title: str) -> None:
        self._world = world
        profile = {"id": next(world.supergroup_ids), "type": "channel", "title": title}
        self.chat: Chat = world.chats.add(profile)

    async def posts(self, text: str) -> Message:
        message = self._world.new_message(self.chat, None, text=text, entities=found_entities(text, []))
        self.chat.add(message, self._world.now())
        self._world.tell("channel_post", message)
        return message

"""Everything the stand-in knows: the bot, the chats, the files, and what waits for the bot."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from .chats import Chat, Chats
from .files import Files
from .limits import Limits, Pace
from .messages import Message
from .profile import Profile
from .taps import OpenTaps
from .updates import UpdateQueue
from .webhook import Delivery

Json = dict[str, Any]

DAY = 86_400.0  # how long Telegram keeps an update, but for taps; seconds
TWO_DAYS = 2 * DAY  # how long a bot may delete a message
# Beyond 32 bits, as today's ids are.
FIRST_PERSON_ID = 5_000_000_001
FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001


class World:
    """The state that the Bot API's methods and the simulated people share."""

    def __init__(
        self,
        *,
        token: str,
        username: str,
        now: Callable[[], float],
        limits: Limits | None,
        keep_history: bool,
        query_lifetime: float,
        reads_groups: bool,
    ) -> None:
        self.token = token
        self.now = now
        self.keep_history = keep_history
        self.reads_groups = reads_groups
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": username,
            "username": username,
        }
        self.profile = Profile()
        self.chats = Chats(keep_history=keep_history)
        self.files = Files(keep=keep_history)
        self.updates = UpdateQueue(now)
        self.taps = OpenTaps(now, query_lifetime)
        self.pace = None if limits is None else Pace(limits)
        self.delivery: Delivery | None = None
        self.redelivery_pause = 1.0
        self.person_ids = count(FIRST_PERSON_ID)
        self.group_ids = count(FIRST_GROUP_ID, -1)
        self.supergroup_ids = count(FIRST_SUPERGROUP_ID, -1)

    def new_message(self, chat: Chat, sender: Json | None, *, by_bot: bool = False, **fields: Any) -> Message:
        """A message with the chat's next number, not yet in the chat."""
        return Message(
            chat=chat,
            message_id=chat.next_message_id(),
            date=int(self.now()),
            sender=sender,
            by_bot=by_bot,
            **fields,
        )

    def tell(self, kind: str, message: Message) -> int | None:
        """Queues an update about a message; returns its id."""
        return self.updates.push(kind, message.as_json(), ("chat", message.chat.chat_id), DAY)

"""A local stand-in for Telegram's Bot API, and the people who use a bot through it.

It answers over real HTTP as Telegram does, refusals included, so that the rehearsal, the tests and the
benchmark drive Baro exactly as Telegram would. `StandIn` is the way in.
"""

from .chats import Access, Chat, Event
from .dispatch import Recorded
from .groups import Channel, Group
from .limits import Limits
from .messages import Message
from .people import ButtonMissing, Person
from .standin import TOKEN, StandIn
from .taps import Tap
from .updates import UpdateQueue

__all__ = [
    "TOKEN",
    "Access",
    "ButtonMissing",
    "Channel",
    "Chat",
    "Event",
    "Group",
    "Limits",
    "Message",
    "Person",
    "Recorded",
    "StandIn",
    "Tap",
    "UpdateQueue",
]

"""What is to be sent into one chat: calls of the Bot API in their order, and what to remember once they are through.

A delivery is a row of the outbox (``Parcel``), ciphertext whole: address and text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.app.records import Parcel
from bot.app.vault import OutboxSeal

OUTBOX = b"outbox:"

Role = Literal["plain", "soft", "living"]
"""A ``soft`` call may be refused without harm (a message that is gone already). A ``living`` one shows where a
person stands: refused as an edit, it is sent as a new message, and its id is remembered."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API: method, parameters as JSON values, and how to take a refusal."""

    method: str
    payload: dict[str, Any]
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class Living:
    """Whose living message a delivery brings: a participant's (``kind`` seat: session and roster key) or a staff
    member's (``kind`` staff: the session on screen or "", and the staff name). ``stamp`` and ``digest`` say what it
    shows. ``before`` is the message that was known as the living one when this was decided, 0 for none. Keys are in
    hexadecimal."""

    kind: Literal["seat", "staff"]
    session: str
    key: str
    stamp: str = ""
    digest: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """In whose chat messages stand: a participant's (``session`` and their roster key) or a staff member's (``session``
    "" and their staff name). Keys are in hexadecimal."""

    session: str
    key: str


@dataclass(frozen=True, slots=True)
class Job:
    """Slow work to be done before sending: which document to make of which session, in which language; or, under the
    name of ``bot.tg.eraser``, a chat to be erased."""

    name: str
    session: str
    language: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """Of which walk through a session's roster this is part: a walk with a higher revision overtakes it."""

    session: str
    revision: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Calls to one chat, in order. What they put into the chat is noted for its ``owner``, so that it can be taken out
    again; a delivery with a living message has its owner by that. Once it is through, the messages that were noted
    under the names of ``forgets`` (in hexadecimal) are forgotten: its job took them out of the chat. One that
    ``stands_back`` lets every answer go first: nobody waits for it."""

    chat: int
    calls: tuple[Call, ...]
    living: Living | None = None
    job: Job | None = None
    owner: Owner | None = None
    forgets: tuple[str, ...] = ()
    walk: Walk | None = None
    stands_back: bool = False

    @property
    def noted_for(self) -> Owner | None:
        """Whose messages these are, None where nobody is named."""
        if self.living is None or self.owner is not None:
            return self.owner
        return Owner(self.living.session if self.living.kind == "seat" else "", self.living.key)


def pack(seal: OutboxSeal, delivery: Delivery, id: int, worker: int) -> Parcel:
    """The delivery as a row of the outbox, bound to its lane and id."""
    lane = seal.lane(delivery.chat)
    return Parcel(lane, seal.close(_place(lane, id), delivery), id, worker)


def repack(seal: OutboxSeal, parcel: Parcel, delivery: Delivery) -> Parcel:
    """The same row with its delivery under the newest key."""
    return pack(seal, delivery, parcel.id, parcel.worker)


def unpack(seal: OutboxSeal, parcel: Parcel) -> Delivery:
    """What ``pack`` closed. Raises ``bot.app.vault.Unreadable``."""
    content = seal.open(_place(parcel.lane, parcel.id), parcel.sealed)
    return Delivery(
        chat=content["chat"],
        calls=tuple(Call(**call) for call in content["calls"]),
        living=Living(**content["living"]) if content["living"] else None,
        job=Job(**content["job"]) if content["job"] else None,
        owner=Owner(**content["owner"]) if content["owner"] else None,
        walk=Walk(**content["walk"]) if content.get("walk") else None,
        stands_back=content.get("stands_back", False),
    )


def _place(lane: bytes, id: int) -> bytes:
    return OUTBOX + lane + id.to_bytes(8, "big")

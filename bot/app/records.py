"""The rows of Baro, as the deeds see them: plain values without behaviour, in the words of the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.core.roles import Role

SessionState = Literal["open", "closed", "stopped", "sealed"]
PollState = Literal["open", "closing", "closed"]
QuestionStatus = Literal[
    "waiting", "published", "aside", "asked", "answered", "protected", "handed", "merged"
]
CommitmentStatus = Literal["not_started", "in_progress", "done", "blocked"]
Mode = Literal["hands", "paper", "shared_phone"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A local organisation of the alliance; ``id`` is its short name in lower case."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link to a role. Only the SHA-256 of the link's token is kept; ``expires`` is seconds since 1970."""

    token_hash: bytes
    organisation: str
    role: Role
    expires: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff: a keyed name and one ciphertext (chat, language, what they are doing)."""

    name: bytes
    organisation: str
    role: Role
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Session:
    """A dialogue session or a youth poll. ``id`` is eight random characters; ``stage`` is open for everybody.

    ``closes`` is the moment (seconds since 1970) at which a youth poll closes by itself and at which a closed
    session is sealed; ``closed_on`` the day the session was closed. ``keeps_aside`` says whether the seal leaves the
    questions that the room was never shown; it is set when the session closes, and by whoever seals it.
    """

    id: str
    organisation: str
    code: str
    script: str
    kind: Literal["dialogue", "poll"]
    title: str
    place: str
    day: date
    languages: tuple[str, ...]
    joining: bool = True
    state: SessionState = "open"
    stage: str | None = None
    closes: int | None = None
    closed_on: date | None = None
    keeps_aside: bool = False

    @property
    def is_sealed(self) -> bool:
        """Whether its people are forgotten; their keys are destroyed right after."""
        return self.state != "open" and self.closes is None


@dataclass(frozen=True, slots=True)
class Poll:
    """One ballot step of one session; ``id`` is random so that ballots name no session."""

    id: str
    session: str
    step: str
    state: PollState = "open"


@dataclass(frozen=True, slots=True)
class Tally:
    """What may be published of a closed poll (``name`` is its step) or of a pair (``pair:police``), as JSON text."""

    session: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class HandCount:
    """A poll counted without phones: totals per value for a side or a group of it, and how they were had."""

    session: str
    step: str
    side: str
    dimension: str
    category: str
    mode: Mode
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Intake:
    """A question that waits to be mixed: its id is a keyed name that only the author's token gives, while the intake's
    key is there; the rest is ciphertext."""

    id: bytes
    session: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """A question (or a last word) without an author, a time or an order.

    ``original`` is the text before a correction, kept until the session is sealed; ``source`` is ``phone`` or
    ``paper``; ``answer`` maps languages to what was answered; ``translation`` maps the other languages of the
    session to the question; ``merged_into`` is the id of the question it was merged with.
    """

    id: str
    session: str
    collect: Literal["question", "word"]
    side: str
    language: str
    text: str
    original: str | None = None
    theme: str = ""
    status: QuestionStatus = "waiting"
    supports: int = 0
    source: Literal["phone", "paper"] = "phone"
    token_hash: bytes | None = None
    answer: Mapping[str, str] = field(default_factory=dict)
    translation: Mapping[str, str] = field(default_factory=dict)
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What was promised in the room: by a structure, never a person; ``due`` is a day or None."""

    id: str
    session: str
    number: int
    words: Mapping[str, str]
    structure: str
    due: date | None
    status: CommitmentStatus = "not_started"


@dataclass(frozen=True, slots=True)
class Panel:
    """A facilitator's living message on a session: a keyed name and one ciphertext (chat, message id, screen)."""

    session: str
    name: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """The id of a message in somebody's chat, so that it can be taken out of it: ciphertext, under a keyed name.

    ``owner`` is a key of the roster, or with ``session`` "" the name of a member of staff; ``due`` (seconds since
    1970, rounded) is when it is forgotten, or for staff taken out of the chat.
    """

    name: bytes
    owner: bytes
    session: str
    due: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What a member of staff did on a day: a keyed name, and one ciphertext (who, what, which session, how often)."""

    id: bytes
    organisation: str
    day: date
    sealed: bytes


NOBODY = 0
"""The worker of a parcel that whoever leads is to take: a process which sends nothing has posted it."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row of the outbox: one ciphertext (address and calls) in a lane (one keyed name for each chat).

    ``id`` is the poster's own, growing; ``worker`` is who is to send it, the same for all that waits in a lane, or
    NOBODY.
    """

    lane: bytes
    sealed: bytes
    id: int = 0
    worker: int = NOBODY


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands when something is about to be posted: the name of the key that it is under ("" before the
    first), the highest id in it, and whether anything in it is another worker's."""

    key: str
    highest: int
    shared: bool


@dataclass(frozen=True, slots=True)
class Beat:
    """How often a worker has beaten, and whether its connection to the database is there."""

    count: int
    connected: bool = True


ChoreKind = Literal["mix", "panel", "due", "wipe"]
"""What is left to be done in a session: ``mix`` all that waits, bring its ``panel`` up to date, see that it is ``due``;
or ``wipe`` the traces of what was deleted, in whichever session."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that the worker who leads, or whoever starts next, is to do in a session."""

    kind: ChoreKind
    session: str


@dataclass(frozen=True, slots=True)
class Broadcast:
    """«Bring this session up to date»: the walk through the roster stands behind ``cursor``."""

    session: str
    revision: int
    cursor: bytes


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A participant as stored: a key, the session, one ciphertext, and what the person was last shown (ciphertext)."""

    key: bytes
    session: str
    sealed: bytes
    shown: bytes | None = None

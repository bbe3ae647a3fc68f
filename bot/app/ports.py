"""What the deeds need from outside: a unit of work over the tables, the keys' own store, a clock, chance.

One unit of work is one transaction. Writes are collected and flushed together; a read sees what the same unit of
work wrote before. ``preload`` reads the rows of a whole batch in one query, so that the reads that follow cost none.
Every method may raise StorageFailed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol, TypeVar

from bot.app.holdings import Holdings
from bot.app.mail_ports import Chores, Mail, Pulse, Workers
from bot.app.records import (
    AuditEntry,
    ChatMessage,
    Commitment,
    HandCount,
    Intake,
    Invitation,
    Member,
    Organisation,
    Poll,
    Question,
    RosterRow,
    Session,
    Tally,
)

T = TypeVar("T")


class StorageFailed(Exception):
    """The database could not do what was asked (full, locked, read-only, gone). Nothing was changed."""


class Updates(Protocol):
    """Which updates were handled already: by membership, since their numbers may start again."""

    async def remember(self, ids: Collection[int], day: date) -> set[int]:
        """Note these update ids; returns those that were noted before (they must change nothing)."""

    async def forget(self, before: date) -> None:
        """Drop what was noted before a day: Telegram sends nothing that old again."""


class Organisations(Protocol):
    async def get(self, organisation: str) -> Organisation | None: ...

    def put(self, organisation: Organisation) -> None: ...

    async def all(self) -> list[Organisation]: ...


class Members(Protocol):
    """Staff, found by keyed names, and the invitations that make them."""

    async def preload(self, names: Collection[bytes]) -> None: ...

    async def get(self, name: bytes) -> Member | None: ...

    def put(self, member: Member) -> None: ...

    def remove(self, name: bytes) -> None: ...

    async def of(self, organisation: str) -> list[Member]: ...

    def invite(self, invitation: Invitation) -> None: ...

    async def redeem(self, token_hash: bytes, now: int) -> Invitation | None:
        """Take an invitation that has not expired out of the store, once; None if there is none."""

    async def drop_expired(self, now: int) -> None: ...


class Sessions(Protocol):
    async def get(self, session: str) -> Session | None: ...

    async def by_code(self, code: str) -> Session | None: ...

    def put(self, session: Session) -> None:
        """Insert or replace. The code must be free: another session with it raises ValueError at the flush."""

    async def of(self, organisation: str, kind: str, limit: int, offset: int = 0) -> list[Session]:
        """Sessions of an organisation, of one kind (``dialogue`` or ``poll``), the open ones first, then by day,
        newest first."""

    async def live(self) -> list[Session]:
        """The sessions that are not sealed yet: those in whose rosters somebody can be."""

    async def not_sealed(self) -> list[Session]:
        """The sessions that say of themselves that they are open, closed or stopped."""

    async def due(self, now: int) -> list[Session]:
        """Open sessions whose closing moment has come, and closed or stopped ones whose moment to be sealed has."""

    def put_script(self, digest: str, body: str) -> None:
        """Keep a script's JSON under its SHA-256 in hexadecimal; keeping it twice is harmless."""

    async def script(self, digest: str) -> str | None: ...


class People(Protocol):
    """The roster, what each person was last shown, and the stones of those who left."""

    async def preload(self, keys: Collection[bytes]) -> None: ...

    async def get(self, key: bytes) -> RosterRow | None: ...

    def put(self, key: bytes, session: str, sealed: bytes) -> None: ...

    def put_shown(self, key: bytes, session: str, sealed: bytes) -> None:
        """Remember what the person was last shown. Kept apart from the person's row: the sender writes it too."""

    def remove(self, key: bytes) -> None:
        """Forget the person's row and what they were shown."""

    async def count(self, session: str) -> int: ...

    async def came(self, session: str) -> int:
        """How many ever came in, those who left again included."""

    async def page(self, session: str, after: bytes, limit: int) -> list[RosterRow]:
        """Rows in the order of their keys, behind ``after``."""

    async def forget_session(self, session: str) -> None:
        """Forget everybody of a session: rows, what they were shown, the stones of who left."""

    async def stone(self, key: bytes) -> bytes | None:
        """The ciphertext of counters that stays behind somebody who left, or None."""

    def put_stone(self, key: bytes, session: str, sealed: bytes) -> None: ...

    def remove_stone(self, key: bytes) -> None: ...


class Ballots(Protocol):
    """Polls, ballots, what was counted, and hand counts."""

    async def polls(self, session: str) -> list[Poll]: ...

    def put_poll(self, poll: Poll) -> None: ...

    async def preload(self, ballots: Collection[tuple[str, bytes]]) -> None:
        """Ballots by poll id and ballot key."""

    async def get(self, poll: str, key: bytes) -> str | None: ...

    def put(self, poll: str, key: bytes, value: str) -> None: ...

    def remove(self, poll: str, key: bytes) -> None: ...

    async def count(self, polls: Collection[str]) -> Mapping[str, int]:
        """How many ballots each poll has."""

    async def of(self, poll: str) -> dict[bytes, str]: ...

    async def clear(self, poll: str) -> None:
        """Delete every ballot of a poll."""

    def put_tally(self, tally: Tally) -> None: ...

    async def tallies(self, session: str) -> list[Tally]: ...

    def put_hand_count(self, count: HandCount) -> None:
        """Insert, or replace the count of the same step, line and mode."""

    def remove_hand_count(self, count: HandCount) -> None: ...

    async def hand_counts(self, session: str) -> list[HandCount]: ...


class Questions(Protocol):
    """Questions from intake to answer. Lists come in order of support, then by random id."""

    def put_intake(self, intake: Intake) -> None: ...

    async def intake(self, id: bytes) -> Intake | None: ...

    async def intakes(self, session: str) -> list[Intake]: ...

    async def count_intakes(self, sessions: Collection[str]) -> Mapping[str, int]: ...

    def remove_intake(self, id: bytes) -> None: ...

    def put(self, question: Question) -> None:
        """Insert or replace a question's words; its supports are only changed by ``support``."""

    def remove(self, id: str) -> None:
        """Delete a question and its supports; what was merged into it goes back to its own."""

    async def get(self, session: str, id: str) -> Question | None: ...

    async def by_token(self, token_hash: bytes) -> Question | None: ...

    async def page(
        self,
        session: str,
        *,
        statuses: Collection[str],
        collect: str | None = None,
        theme: str | None = None,
        limit: int,
        offset: int = 0,
        steady: bool = False,
    ) -> list[Question]:
        """One page; with ``steady`` by random id alone, so that nothing moves while people choose."""

    async def count(
        self,
        session: str,
        *,
        collect: str | None = None,
        theme: str | None = None,
        most: int | None = None,
    ) -> Mapping[str, int]:
        """How many questions and words (or only ``question``s or ``word``s) there are in each status; with ``most`` no
        status is counted further."""

    async def themes(self, session: str) -> list[str]: ...

    async def supported(self, keys: Mapping[str, bytes]) -> set[str]:
        """Of these question ids with a person's support key for each: the supported ones."""

    async def support(self, question: str, key: bytes) -> bool:
        """Add a support; False if it was there already. Counts it on the question."""

    async def unsupport(self, question: str, key: bytes) -> bool:
        """Take a support back; False if there was none."""

    async def ids(self, session: str, statuses: Collection[str]) -> list[str]: ...

    async def forget_authors(self, session: str) -> None:
        """Forget the withdraw tokens, the originals of corrected questions, what waits in the intake and who
        supported what; the numbers of supports stay."""


class Commitments(Protocol):
    def put(self, commitment: Commitment) -> None: ...

    def remove(self, id: str) -> None: ...

    async def of(self, session: str) -> list[Commitment]:
        """In order of their numbers."""


class Reports(Protocol):
    """People who reported a poll: a keyed name each, so that nobody counts twice."""

    def put(self, session: str, key: bytes) -> None: ...

    async def has(self, session: str, key: bytes) -> bool: ...

    async def count(self, session: str) -> int: ...

    async def forget_session(self, session: str) -> None:
        """Forget who reported a poll."""


class Messages(Protocol):
    """The ids of messages in the chats of participants and staff, for as long as a bot can still delete them."""

    def put(self, message: ChatMessage) -> None:
        """Note a message; noting it twice is harmless."""

    async def get(self, name: bytes) -> ChatMessage | None: ...

    async def of(self, owners: Collection[bytes]) -> list[ChatMessage]:
        """All that stands in the chats of these owners, as far as it is known."""

    async def due(self, now: int, limit: int) -> list[ChatMessage]:
        """Staff's messages whose moment has come, at most so many."""

    def remove(self, name: bytes) -> None: ...

    async def forget(self, before: int) -> None:
        """Forget participants' messages that were due before this moment."""

    async def forget_session(self, session: str) -> None:
        """Forget the messages of everybody in a session."""


class Audit(Protocol):
    """What staff did that showed or changed participants' words."""

    async def get(self, id: bytes) -> AuditEntry | None: ...

    def put(self, entry: AuditEntry) -> None: ...

    async def page(self, organisation: str, limit: int, offset: int = 0) -> list[AuditEntry]:
        """The entries of an organisation, the newest days first, within a day in no order."""

    async def forget(self, before: date) -> None:
        """Drop the entries of the days before this one."""


class Inventory(Protocol):
    """What the database holds, in numbers and days."""

    async def take(self) -> Holdings: ...


class Work(Protocol):
    """One transaction."""

    updates: Updates
    organisations: Organisations
    members: Members
    sessions: Sessions
    people: People
    ballots: Ballots
    questions: Questions
    commitments: Commitments
    reports: Reports
    messages: Messages
    audit: Audit
    mail: Mail
    workers: Workers
    chores: Chores
    pulse: Pulse
    inventory: Inventory

    async def flush(self) -> None:
        """Send what was collected to the database, inside the transaction."""

    async def commit(self) -> None:
        """Flush and commit. Without it everything is rolled back at the end."""


class Store(Protocol):
    """The database. ``begin`` lets one transaction write at a time within this process."""

    def begin(self) -> AbstractAsyncContextManager[Work]: ...

    async def clean(self) -> bool:
        """Empty the database's log of what was written and deleted since. False if that must be tried again."""

    async def scrub(self) -> bool:
        """Leave nothing in the database's files of what was deleted, ``clean`` included: costly. False if that must
        be tried again."""

    def read(self) -> AbstractAsyncContextManager[Work]:
        """A unit of work that only reads and waits for no writer; committing it is an error."""


class Exports(Protocol):
    """The files that ``baro export`` wrote into its own folder."""

    async def drop_old(self, now: int) -> None:
        """Delete those whose time is over. Raises StorageFailed."""


class KeyStore(Protocol):
    """Keys by name, 32 random bytes each, in a store whose deletions are real. Raises StorageFailed."""

    async def get(self, name: str) -> bytes | None: ...

    async def make(self, name: str) -> bytes:
        """The key of this name, made and stored durably if there is none."""

    async def destroy(self, names: Collection[str]) -> None: ...

    async def rename(self, names: Mapping[str, str]) -> None:
        """Give keys other names; those that are not there are passed over."""

    async def names(self, prefix: str) -> list[str]: ...


class Clock(Protocol):
    """The time. Only days reach the tables where content is concerned."""

    def now(self) -> int:
        """Seconds since 1970."""

    def today(self) -> date:
        """The day in Mali (UTC)."""


class Chance(Protocol):
    """Randomness, cryptographic in the running bot and seeded in a rehearsal's retelling."""

    def bytes(self, count: int) -> bytes: ...

    def letters(self, alphabet: str, count: int) -> str: ...

    def shuffled(self, items: Sequence[T]) -> list[T]: ...

"""Polls, their ballots, what was counted of them, and what was counted by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select

from bot.app.records import HandCount, Poll, Tally
from bot.storage.rows import Rows
from bot.storage.tables import ballots, hand_counts, polls, tallies
from bot.storage.transaction import Transaction

_POLLS = select(polls).where(polls.c.session == bindparam("session")).order_by(polls.c.step)
_TALLIES = select(tallies).where(tallies.c.session == bindparam("session")).order_by(tallies.c.name)
_HAND_COUNTS = (
    select(hand_counts)
    .where(hand_counts.c.session == bindparam("session"))
    .order_by(*(column for column in hand_counts.primary_key))
)
_BALLOTS = select(ballots).where(ballots.c.poll == bindparam("poll"))
_CLEAR = delete(ballots).where(ballots.c.poll == bindparam("poll"))
_COUNT = (
    select(ballots.c.poll, func.count())
    .where(ballots.c.poll.in_(bindparam("polls", expanding=True)))
    .group_by(ballots.c.poll)
)


@dataclass(frozen=True, slots=True)
class _Ballot:
    poll: str
    key: bytes
    value: str


class Ballots:
    """The ballots of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._polls = Rows(transaction, polls, Poll)
        self._ballots = Rows(transaction, ballots, _Ballot)
        self._tallies = Rows(transaction, tallies, Tally)
        self._hand_counts = Rows(transaction, hand_counts, HandCount)
        self._polls_of: dict[str, list[Poll]] = {}

    async def polls(self, session: str) -> list[Poll]:
        # Every tap asks for them: one query a unit of work, until a poll of the session changes.
        if session not in self._polls_of:
            self._polls_of[session] = await self._polls.find(_POLLS, session=session)
        return list(self._polls_of[session])

    def put_poll(self, poll: Poll) -> None:
        self._polls.put(poll)
        self._polls_of.pop(poll.session, None)

    async def preload(self, ballots: Collection[tuple[str, bytes]]) -> None:
        await self._ballots.preload(ballots)

    async def get(self, poll: str, key: bytes) -> str | None:
        ballot = await self._ballots.get(poll, key)
        return ballot.value if ballot else None

    def put(self, poll: str, key: bytes, value: str) -> None:
        self._ballots.put(_Ballot(poll, key, value))

    def remove(self, poll: str, key: bytes) -> None:
        self._ballots.remove(poll, key)

    async def count(self, polls: Collection[str]) -> Mapping[str, int]:
        await self._ballots.flush()
        counted = await self._transaction.rows(_COUNT, {"polls": list(polls)})
        return dict.fromkeys(polls, 0) | {poll: count for poll, count in counted}

    async def of(self, poll: str) -> dict[bytes, str]:
        return {ballot.key: ballot.value for ballot in await self._ballots.find(_BALLOTS, poll=poll)}

    async def clear(self, poll: str) -> None:
        await self._ballots.remove_where(_CLEAR, "poll", poll)

    def put_tally(self, tally: Tally) -> None:
        self._tallies.put(tally)

    async def tallies(self, session: str) -> list[Tally]:
        return await self._tallies.find(_TALLIES, session=session)

    def put_hand_count(self, count: HandCount) -> None:
        self._hand_counts.put(count)

    def remove_hand_count(self, count: HandCount) -> None:
        self._hand_counts.remove(
            count.session, count.step, count.side, count.dimension, count.category, count.mode
        )

    async def hand_counts(self, session: str) -> list[HandCount]:
        return await self._hand_counts.find(_HAND_COUNTS, session=session)

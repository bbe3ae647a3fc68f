"""Commitments: what was promised in the room, by which structure, by when, and what becomes of it."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from typing import get_args

from bot.app import writing
from bot.app.ports import Work
from bot.app.records import Commitment, CommitmentStatus, Session
from bot.app.services import Services
from bot.app.writing import Refused

WORDS_LIMIT = 200
STRUCTURE_LIMIT = 60
MOST = 10
"""Commitments of a session: as many as participants can be shown in one message, at their longest."""

ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
ID_LENGTH = 10

STATUSES: tuple[CommitmentStatus, ...] = get_args(CommitmentStatus)


def read_words(typed: str) -> str:
    """What is promised, in one language. Raises Refused."""
    return writing.line(typed, WORDS_LIMIT)


def read_structure(typed: str) -> str:
    """Who promises. Raises Refused. That it is a structure and no person is asked of who types it."""
    return writing.line(typed, STRUCTURE_LIMIT)


async def promise(
    work: Work, services: Services, session: Session, words: dict[str, str], structure: str, due: date | None
) -> Commitment:
    """Record a commitment under the next number. Raises Refused, with ``full`` when there are enough."""
    known = await work.commitments.of(session.id)
    if len(known) >= MOST:
        raise Refused("full", limit=MOST)
    commitment = Commitment(
        id=services.chance.letters(ID_ALPHABET, ID_LENGTH),
        session=session.id,
        number=max((each.number for each in known), default=0) + 1,
        words=words,
        structure=structure,
        due=due,
    )
    work.commitments.put(commitment)
    return commitment


async def find(work: Work, session: str, id: str) -> Commitment | None:
    """A commitment of this session, or None."""
    return next((each for each in await work.commitments.of(session) if each.id == id), None)


def reword(work: Work, commitment: Commitment, language: str, words: str) -> Commitment:
    """Say it anew, or for the first time, in one language."""
    return _keep(work, replace(commitment, words={**commitment.words, language: words}))


def hand_to(work: Work, commitment: Commitment, structure: str) -> Commitment:
    """Another structure is to do it."""
    return _keep(work, replace(commitment, structure=structure))


def put_off(work: Work, commitment: Commitment, due: date | None) -> Commitment:
    """It is to be done by another day, or by none."""
    return _keep(work, replace(commitment, due=due))


def report(work: Work, commitment: Commitment, status: CommitmentStatus) -> Commitment:
    """How it stands now."""
    return _keep(work, replace(commitment, status=status))


def withdraw(work: Work, commitment: Commitment) -> None:
    """It was recorded by mistake. Its number is not given again while a later one stands."""
    work.commitments.remove(commitment.id)


def _keep(work: Work, commitment: Commitment) -> Commitment:
    work.commitments.put(commitment)
    return commitment


def in_months(today: date, months: int) -> date:
    """The same day so many months on, or that month's last day.

    >>> in_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))

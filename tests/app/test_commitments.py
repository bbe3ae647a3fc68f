"""Commitments: recorded in the room, corrected, kept current long after, seen by everybody with the code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app import commitments
from bot.app.present import present_afterwards
from bot.app.records import Commitment
from bot.app.writing import Refused
from tests.app.room import DAY, Room, room


@pytest.fixture
async def sevare(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def promises(
    room: Room, words: str, structure: str = "La mairie", due: date | None = None
) -> Commitment:
    """A facilitator records what was promised."""
    async with room.database.begin() as work:
        session = await work.sessions.get(room.session)
        assert session is not None
        made = await commitments.promise(work, room.services, session, {"fr": words}, structure, due)
        await work.commit()
    return made


async def kept(room: Room) -> list[Commitment]:
    async with room.database.read() as work:
        return await work.commitments.of(room.session)


async def test_commitments_are_numbered_as_they_are_made(sevare: Room) -> None:
    await promises(sevare, "Éclairer le marché", due=date(2027, 4, 15))
    await promises(sevare, "Une patrouille le soir", structure="Le commissariat")

    first, second = await kept(sevare)

    assert (first.number, first.words, first.due) == (1, {"fr": "Éclairer le marché"}, date(2027, 4, 15))
    assert (second.number, second.structure, second.status) == (2, "Le commissariat", "not_started")
    assert first.id != second.id


async def test_everything_about_a_commitment_can_be_corrected(sevare: Room) -> None:
    made = await promises(sevare, "Éclairer le marche")
    async with sevare.database.begin() as work:
        found = await commitments.find(work, sevare.session, made.id)
        assert found is not None
        found = commitments.reword(work, found, "fr", "Éclairer le marché")
        found = commitments.reword(work, found, "bm", "Ka sugu yeelen")
        found = commitments.hand_to(work, found, "La commune")
        found = commitments.put_off(work, found, DAY)
        commitments.report(work, found, "in_progress")
        await work.commit()

    (corrected,) = await kept(sevare)

    assert corrected == replace(
        made,
        words={"fr": "Éclairer le marché", "bm": "Ka sugu yeelen"},
        structure="La commune",
        due=DAY,
        status="in_progress",
    )


async def test_weeks_later_the_code_shows_how_things_stand(sevare: Room) -> None:
    made = await promises(sevare, "Éclairer le marché")
    await sevare.is_sealed()
    async with sevare.database.begin() as work:
        commitments.report(work, made, "done")
        await work.commit()

    async with sevare.database.read() as work:
        session = await work.sessions.get(sevare.session)
        assert session is not None
        seen = await present_afterwards(work, session)

    assert [(each.number, each.status) for each in seen.commitments] == [(1, "done")]


async def test_a_number_is_not_given_to_another_commitment_while_a_later_one_stands(sevare: Room) -> None:
    first = await promises(sevare, "Éclairer le marché")
    await promises(sevare, "Une patrouille le soir")
    async with sevare.database.begin() as work:
        commitments.withdraw(work, first)
        await work.commit()

    await promises(sevare, "Réparer le pont")

    assert [each.number for each in await kept(sevare)] == [2, 3]


async def test_another_sessions_commitment_is_not_found(sevare: Room) -> None:
    made = await promises(sevare, "Éclairer le marché")

    async with sevare.database.read() as work:
        assert await commitments.find(work, "another2", made.id) is None
        assert await commitments.find(work, sevare.session, "forged") is None


async def test_there_are_no_more_than_one_message_holds(sevare: Room) -> None:
    for number in range(commitments.MOST):
        await promises(sevare, f"Engagement {number}")

    with pytest.raises(Refused, match="full"):
        await promises(sevare, "Encore un")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("  ", "empty"), ("a" * 61, "too_long"), ("Écrire à @moussa", "found"), ("76 12 34 56", "found")],
)
def test_what_is_typed_is_looked_through(typed: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        commitments.read_structure(typed)


def test_what_is_typed_becomes_one_clean_line() -> None:
    assert commitments.read_words(" Éclairer\n le  marché\u202e ") == "Éclairer le marché"
    assert commitments.read_structure("La mairie") == "La mairie"


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
    ],
)
def test_months_end_where_the_month_does(today: date, months: int, day: date) -> None:
    assert commitments.in_months(today, months) == day

"""What came without a phone: questions from paper, and polls counted by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import paper
from bot.app.ports import Work
from bot.app.records import HandCount, Mode, Question
from bot.app.results import items
from bot.app.sessions import stop_poll
from bot.app.writing import Refused
from bot.core.results import Line
from bot.core.script import Ballot, Script
from tests.app.room import Room, room

INHABITANTS = Line("inhabitants")
WOMEN = Line("inhabitants", "gender", "woman")


@pytest.fixture
async def sevare(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        await opened.opens("trust_before")
        yield opened


def police(script: Script) -> Ballot:
    """Trust in the police, before: four points."""
    return items(script)[0].steps[0]


async def enters(room: Room, text: str, side: str = "inhabitants", language: str = "fr") -> Question:
    """A facilitator types a question from a sheet of paper."""
    async with room.database.begin() as work:
        session, script = await room.now(work)
        question = paper.write_question(work, room.services, session, script, side, language, text)
        await work.commit()
    return question


async def refuses(room: Room, text: str, side: str = "inhabitants", language: str = "fr") -> Refused:
    with pytest.raises(Refused) as refused:
        await enters(room, text, side, language)
    return refused.value


async def counts(room: Room, line: Line, mode: Mode, *numbers: int) -> None:
    await room.is_counted_by_hand("police_before", line, mode, *numbers)


async def kept(work: Work, room: Room) -> list[HandCount]:
    return await work.ballots.hand_counts(room.session)


async def test_a_question_from_paper_waits_like_any_other(sevare: Room) -> None:
    entered = await enters(sevare, "  Pourquoi  les patrouilles\n cessent-elles la nuit ? ", "forces", "bm")

    async with sevare.database.read() as work:
        (waiting,) = await work.questions.page(sevare.session, statuses=("waiting",), limit=10)

    assert waiting == entered
    assert waiting.text == "Pourquoi les patrouilles\ncessent-elles la nuit ?"
    assert (waiting.side, waiting.language, waiting.source) == ("forces", "bm", "paper")
    assert waiting.token_hash is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("😀", "empty"),
        ("a" * 601, "too_long"),
        ("Appelez le 76 12 34 56", "found"),
        ("Demandez à @moussa", "found"),
    ],
)
async def test_a_question_from_paper_is_looked_through_too(sevare: Room, text: str, code: str) -> None:
    assert (await refuses(sevare, text)).code == code

    async with sevare.database.read() as work:
        assert not await work.questions.count(sevare.session)


async def test_what_was_found_is_said(sevare: Room) -> None:
    assert (await refuses(sevare, "Appelez le 76 12 34 56")).found == ("76 12 34 56",)


async def test_a_side_or_language_that_the_session_lacks_is_refused(sevare: Room) -> None:
    assert (await refuses(sevare, "Pourquoi ?", side="journalists")).code == "not_now"
    assert (await refuses(sevare, "Pourquoi ?", language="en")).code == "not_now"


async def test_paper_can_be_entered_in_the_evening_after_the_session(sevare: Room) -> None:
    await sevare.ends()

    await enters(sevare, "Qui répare le pont ?")
    await counts(sevare, INHABITANTS, "paper", 1, 2, 3, 4)

    async with sevare.database.read() as work:
        assert (await work.questions.count(sevare.session))["waiting"] == 1
        assert len(await kept(work, sevare)) == 1


async def test_a_youth_poll_takes_no_questions_and_a_stopped_one_nothing(tmp_path: Path) -> None:
    async with room(tmp_path, "youth_poll") as poll:
        assert (await refuses(poll, "Pourquoi ?")).code == "not_now"
        await poll.is_counted_by_hand("poll", INHABITANTS, "hands", 8, 9)
        async with poll.database.begin() as work:
            await stop_poll(work, poll.services, await poll.scene(work))
            await work.commit()

        with pytest.raises(Refused, match="not_now"):
            await poll.is_counted_by_hand("poll", INHABITANTS, "hands", 8, 9)


async def test_numbers_are_typed_at_once_or_one_by_one(sevare: Room) -> None:
    async with sevare.database.read() as work:
        _session, script = await sevare.now(work)
    step = police(script)

    assert paper.read_numbers("12 5 3 0", [], script, step) == [12, 5, 3, 0]
    assert paper.read_numbers(" 12, 5;3\n0 ", [], script, step) == [12, 5, 3, 0]
    assert paper.read_numbers("3", [12, 5], script, step) == [12, 5, 3]
    assert not paper.is_complete(script, step, [12, 5, 3])
    assert paper.is_complete(script, step, [12, 5, 3, 0])
    assert paper.read_numbers("2 1", [12, 5, 3, 0], script, step) == [12, 5, 3, 0, 2, 1]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "no_numbers"),
        ("douze", "no_numbers"),
        ("12 5 x 0", "no_numbers"),
        ("-3", "no_numbers"),
        ("2.5", "no_numbers"),
        ("5001", "too_large"),
        ("9" * 4000, "too_large"),
        ("1 2 3 4 5 6 7", "too_many"),
    ],
)
async def test_a_slip_of_the_finger_is_refused(sevare: Room, typed: str, code: str) -> None:
    async with sevare.database.read() as work:
        _session, script = await sevare.now(work)

    with pytest.raises(Refused, match=code):
        paper.read_numbers(typed, [], script, police(script))


async def test_how_many_may_still_be_typed_is_said(sevare: Room) -> None:
    async with sevare.database.read() as work:
        _session, script = await sevare.now(work)

    with pytest.raises(Refused) as refused:
        paper.read_numbers("1 2 3", [9, 9, 9, 9], script, police(script))

    assert refused.value.limit == 2


async def test_a_count_replaces_the_one_of_the_same_line_and_mode_alone(sevare: Room) -> None:
    await counts(sevare, INHABITANTS, "hands", 1, 2, 3, 4)
    await counts(sevare, INHABITANTS, "paper", 5, 5, 5, 5)
    await counts(sevare, WOMEN, "hands", 1, 1, 1, 1)
    await counts(sevare, INHABITANTS, "hands", 12, 5, 3, 0, 2)

    async with sevare.database.read() as work:
        found = await kept(work, sevare)
    changed = paper.find_hand_count(found, "police_before", INHABITANTS, "hands")

    assert len(found) == 3
    assert changed is not None
    assert changed.counts == {"0": 12, "1": 5, "2": 3, "3": 0, "dont_know": 2, "no_answer": 0}
    assert (changed.side, changed.dimension, changed.category) == ("inhabitants", "", "")


async def test_a_count_can_be_taken_back(sevare: Room) -> None:
    await counts(sevare, WOMEN, "shared_phone", 1, 2, 3, 4)
    async with sevare.database.begin() as work:
        (count,) = await kept(work, sevare)
        work.ballots.remove_hand_count(count)
        await work.commit()

    async with sevare.database.read() as work:
        assert await kept(work, sevare) == []


@pytest.mark.parametrize(
    ("line", "numbers", "code"),
    [
        (Line("forces"), (1, 2, 3, 4), "not_now"),
        (Line("inhabitants", "age", "15-17"), (1, 2, 3, 4), "not_now"),
        (INHABITANTS, (1, 2, 3), "no_numbers"),
        (INHABITANTS, (0, 0, 0, 0), "nobody"),
    ],
)
async def test_a_count_that_fits_no_line_or_names_nobody_is_refused(
    sevare: Room, line: Line, numbers: tuple[int, ...], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        await counts(sevare, line, "hands", *numbers)

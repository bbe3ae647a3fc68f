"""The people of the soak read what they send: what is counted as lost or twice must be Baro's doing."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.fakes.room import room
from tests.soak.people import Participant
from tests.tg.evening import came_twice, evening, rows


async def test_nobody_sends_an_earlier_question_for_the_next(tmp_path: Path) -> None:
    async with room(tmp_path) as opened:
        tonight = await evening(opened, stages=2)
        # Typed a second time out of impatience, and previewed once the first was sent.
        await opened.says(tonight.awa, "Pourquoi le marché est-il si loin ?")

        await Participant(tonight.awa, Random(1), 0.2, "fr", ()).asks("puits")
        await opened.stage(tonight.fanta)

        (question,) = rows(opened, "questions")
        assert "puits" in str(question)


async def test_who_is_asked_for_a_language_once_more_chooses_it_and_goes_on(tmp_path: Path) -> None:
    async with room(tmp_path) as opened:
        somebody = Participant(await came_twice(opened), Random(1), 0.2, "fr", ())
        assert somebody.offers("t") is None, "the choice stands below"
        await somebody.sees(lambda: somebody.offers("t") is not None)

"""What the script allows so many times is given back when it is taken back, wherever the person stands by then."""

from __future__ import annotations

import pytest

from bot.app import ask
from bot.app.join import find_seat
from bot.app.records import Question
from bot.app.support import CannotSupport, toggle
from bot.core.journey import Tell
from bot.core.script import Ask, Stage
from tests.app.house import House
from tests.core.scripts import ARRIVAL, BEFORE, PRIORITIES, QUESTIONS, live, words

AWA = 770001
CLOSING = Stage(
    id="closing",
    title=words("closing"),
    steps=(Ask(id="word", text=words("word"), collect="word", limit=1),),
)


async def withdraws(home: House, user: int, token: str) -> None:
    async with home.scene() as (work, _scene):
        seat = await find_seat(work, home.services, user)
        assert seat is not None and await ask.withdraw(work, home.services, seat, token)


@pytest.mark.parametrize("later", ["questions", "before", "closing"])
async def test_a_question_is_given_back_and_no_last_word(home: House, later: str) -> None:
    await home.begins(live(ARRIVAL, BEFORE, QUESTIONS, CLOSING))
    await home.joins(AWA)
    await home.does(AWA, Tell("who", "inhabitants"), Tell("gender", "no_answer"))
    await home.opens("questions")
    token = await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.mixes(everything=True)
    await home.opens("closing")
    await home.asks(AWA, "On s’est enfin parlé.")
    await home.opens(later)

    await withdraws(home, AWA, token)

    seat = await home.seat(AWA)
    assert seat is not None and seat.person.asked == {"question": 0, "word": 1}


async def test_a_choice_is_given_back_when_its_question_is_withdrawn(home: House) -> None:
    await home.begins(live(ARRIVAL, PRIORITIES))
    await home.joins(AWA)
    await home.does(AWA, Tell("who", "inhabitants"), Tell("gender", "no_answer"))
    await home.opens("priorities")
    async with home.scene() as (work, _scene):
        for id in ("q1", "q2", "q3", "q4", "q5"):
            published = Question(
                id, home.session, "question", "inhabitants", "fr", "Mun na ?", status="published"
            )
            work.questions.put(published)

    await supports(home, "q1", "q2", "q3")
    with pytest.raises(CannotSupport, match="used_up"):
        await supports(home, "q4")
    async with home.scene() as (work, _scene):
        work.questions.remove("q1")

    await supports(home, "q4")
    with pytest.raises(CannotSupport, match="used_up"):
        await supports(home, "q5")


async def supports(home: House, *questions: str) -> None:
    """Awa taps these questions."""
    for question in questions:
        async with home.scene() as (work, _scene):
            seat = await find_seat(work, home.services, AWA)
            assert seat is not None
            await toggle(work, seat, question)

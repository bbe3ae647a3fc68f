"""A question on its way: sent, mixed, looked at and withdrawn, and nobody can say whose it was."""

from __future__ import annotations

import pytest

from bot.app import ask
from bot.app.ask import CannotAsk
from bot.app.join import find_seat
from bot.app.records import Question
from bot.app.vault import Unreadable
from bot.core.journey import Tell
from tests.app.house import House

AWA, BAKARY, CHEICK = 770001, 770002, 770003


async def gathers(home: House) -> None:
    """Three people arrive and the questions are opened."""
    for user in (AWA, BAKARY, CHEICK):
        await home.joins(user)
        await home.does(user, Tell("who", "inhabitants"), Tell("gender", "no_answer"))
    await home.opens("questions")


async def listed(home: House) -> list[Question]:
    async with home.database.read() as work:
        return await work.questions.page(home.session, statuses=("waiting",), limit=50)


async def test_two_questions_wait_and_three_are_mixed(home: House) -> None:
    await gathers(home)
    await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.asks(BAKARY, "Qui nous écoute ?")
    assert await home.mixes() == 0 and await listed(home) == []
    await home.asks(CHEICK, "Quand reviendrez-vous ?")
    assert await home.mixes() == 3
    assert {question.text for question in await listed(home)} == {
        "Pourquoi ce barrage ?",
        "Qui nous écoute ?",
        "Quand reviendrez-vous ?",
    }


async def test_at_the_end_of_a_stage_a_lone_question_is_listed_too(home: House) -> None:
    await gathers(home)
    await home.asks(AWA, "Pourquoi ce barrage ?")
    assert await home.mixes(everything=True) == 1


async def test_while_it_waits_its_words_are_on_no_disk(home: House) -> None:
    await gathers(home)
    await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.database.close()
    assert not any(b"barrage" in file.read_bytes() for file in home.folder.rglob("*") if file.is_file())


async def test_once_mixed_the_key_of_its_waiting_is_gone(home: House) -> None:
    await gathers(home)
    await home.asks(AWA, "Pourquoi ce barrage ?")
    (name,) = await home.keys.names(f"intake:{home.session}:")
    await home.mixes(everything=True)
    with pytest.raises(Unreadable):
        await home.services.vault.open_intake(name)


async def test_only_the_receipt_leads_back_to_it(home: House) -> None:
    await gathers(home)
    token = await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.mixes(everything=True)
    async with home.database.read() as work:
        found = await ask.look(work, home.services, home.session, token)
        assert found is not None and (found.excerpt, found.status) == ("Pourquoi ce barrage ?", "waiting")
        assert await ask.look(work, home.services, "another2", token) is None
        assert await ask.look(work, home.services, home.session, token[:-1] + "_") is None


@pytest.mark.parametrize("mixed", [False, True])
async def test_its_author_takes_it_back_and_may_ask_again(home: House, mixed: bool) -> None:
    await gathers(home)
    token = await home.asks(AWA, "Pourquoi ce barrage ?")
    if mixed:
        await home.mixes(everything=True)
    async with home.scene() as (work, _scene):
        seat = await find_seat(work, home.services, AWA)
        assert seat is not None and await ask.withdraw(work, home.services, seat, token)
    await home.mixes(everything=True)
    assert await listed(home) == []
    seat = await home.seat(AWA)
    assert seat is not None and seat.person.asked == {"question": 0}


async def test_nobody_sends_more_than_the_script_allows(home: House) -> None:
    await gathers(home)
    for number in range(3):
        await home.asks(AWA, f"Question numéro {number} ?")
    with pytest.raises(CannotAsk, match="used_up"):
        await home.asks(AWA, "Encore une ?")


async def test_what_was_found_in_it_is_left_out(home: House) -> None:
    await gathers(home)
    await home.asks(AWA, "Pourquoi @moussa ne vient pas ?")
    await home.mixes(everything=True)
    (question,) = await listed(home)
    assert question.text == "Pourquoi … ne vient pas ?"


@pytest.mark.parametrize(("text", "code"), [("😀", "empty"), ("x" * 601, "too_long"), ("@moussa", "empty")])
async def test_what_cannot_be_asked_says_why(home: House, text: str, code: str) -> None:
    await gathers(home)
    with pytest.raises(CannotAsk, match=code):
        await home.asks(AWA, text)


async def test_outside_the_questions_stage_nothing_can_be_asked(home: House) -> None:
    await gathers(home)
    await home.opens("before")
    with pytest.raises(CannotAsk, match="not_now"):
        await home.asks(AWA, "Pourquoi ce barrage ?")

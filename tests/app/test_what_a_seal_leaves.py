"""What a seal leaves of a session's questions and keys, and what is destroyed of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app.moderate import decide, find, hand_over, merge
from bot.app.records import Question, Session
from bot.app.sealing import forget_people, forgotten_keys, idle_intakes
from bot.app.vault import Unreadable
from bot.core.journey import Tell
from bot.core.questions import EVERY_STATUS, NotAllowed
from tests.app.house import House
from tests.app.question_box import SESSION, QuestionBox, question_box

AWA = 7700010001


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[QuestionBox]:
    """The questions of a session that is over."""
    async with question_box(tmp_path) as opened:
        yield opened


def session(*, keeps_aside: bool = False) -> Session:
    """A session that is over."""
    return Session(
        id=SESSION,
        organisation="add",
        code="ABC234",
        script="",
        kind="dialogue",
        title="Paix",
        place="Sévaré",
        day=date(2026, 12, 5),
        languages=("fr",),
        state="closed",
        closes=1_800_000_000,
        keeps_aside=keeps_aside,
    )


async def left(box: QuestionBox) -> set[str]:
    """The texts of the questions that are there."""
    found = await box.work.questions.page(SESSION, statuses=EVERY_STATUS, limit=100)
    return {each.text for each in found}


def holds_one_of_each(box: QuestionBox) -> None:
    """A question of every status, its text being the status."""
    for status in EVERY_STATUS:
        box.holds(status, status=status)


async def test_what_the_room_was_not_shown_goes_with_the_seal(box: QuestionBox) -> None:
    holds_one_of_each(box)
    await forget_people(box.work, session())
    assert await left(box) == {"published", "asked", "answered", "protected", "merged"}


async def test_who_chose_to_keep_it_keeps_it_but_not_what_was_handed_over(box: QuestionBox) -> None:
    holds_one_of_each(box)
    await forget_people(box.work, session(keeps_aside=True))
    assert await left(box) == set(EVERY_STATUS) - {"handed"}


async def test_what_was_merged_goes_the_way_of_what_it_was_merged_into(box: QuestionBox) -> None:
    unread, published = box.holds("jamais lue"), box.holds("publiée", status="published")
    await merge(box.work, box.holds("comme la non lue"), unread)
    await merge(box.work, box.holds("comme la publiée"), published)
    await forget_people(box.work, session())
    assert await left(box) == {"publiée", "comme la publiée"}


async def test_no_other_sessions_questions_go(box: QuestionBox) -> None:
    other = box.holds("ailleurs", session="mopti234")
    await forget_people(box.work, session())
    assert await box.work.questions.get("mopti234", other.id) == other


async def test_tokens_and_first_words_go_of_what_is_left(box: QuestionBox) -> None:
    holds_one_of_each(box)
    protected = box.holds("corrigée", status="protected")
    box.work.questions.put(replace(protected, original="avec un nom", token_hash=b"x"))
    await forget_people(box.work, session(keeps_aside=True))
    now = await box.now(protected)
    assert (now.original, now.token_hash) == (None, None)


async def handed(box: QuestionBox, of: Session, question: Question) -> Question | None:
    """The focal point notes that a question has reached whom it concerns."""
    return await hand_over(box.work, of, question)


async def test_what_is_handed_over_can_be_called_back_until_the_seal(box: QuestionBox) -> None:
    question = await handed(box, session(), box.holds("On m’a fait du mal", status="protected"))
    assert question is not None and question.status == "handed"
    with pytest.raises(NotAllowed):
        await decide(box.work, question, "recall")
    assert (await decide(box.work, question, "recall", focal=True)).status == "protected"


async def test_behind_the_seal_the_words_of_what_is_handed_over_go_at_once(box: QuestionBox) -> None:
    question = box.holds("On m’a fait du mal", status="protected")
    sealed = await forget_people(box.work, session())
    assert await left(box) == {question.text}
    assert await handed(box, sealed, await find(box.work, SESSION, question.id, focal=True)) is None
    assert await left(box) == set()


async def comes_to_ask(home: House) -> None:
    """Awa arrives where questions are collected."""
    await home.joins(AWA)
    await home.does(AWA, Tell("who", "inhabitants"), Tell("gender", "no_answer"))
    await home.opens("questions")


async def test_a_question_whose_key_is_gone_does_not_keep_the_others_waiting(home: House) -> None:
    await comes_to_ask(home)
    await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.keys.destroy(await home.keys.names(f"intake:{home.session}:"))
    await home.asks(AWA, "Et ce poste ?")
    assert await home.mixes(everything=True) == 1
    async with home.database.read() as work:
        assert (await work.questions.count_intakes([home.session]))[home.session] == 0


async def test_only_an_intake_key_under_which_nothing_waits_is_idle(home: House) -> None:
    await comes_to_ask(home)
    await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.keys.make("intake:another1:abcdefgh")
    async with home.database.read() as work:
        assert await idle_intakes(work, home.services) == set()
    async with home.scene() as (work, _scene):
        for intake in await work.questions.intakes(home.session):
            work.questions.remove_intake(intake.id)
    async with home.database.read() as work:
        (name,) = await idle_intakes(work, home.services)
    assert name.startswith(f"intake:{home.session}:")


async def test_a_key_that_outlives_its_sessions_people_is_found(home: House) -> None:
    ended = await home.ends()
    async with home.database.begin() as work:
        assert await forgotten_keys(work, home.services) == []
        sealed = await forget_people(work, ended)
        await work.commit()
    async with home.database.read() as work:
        assert await forgotten_keys(work, home.services) == [sealed]


async def test_a_key_that_another_process_destroyed_does_not_live_on(home: House) -> None:
    ended = await home.ends()
    await home.services.vault.session(home.session)
    await home.keys.destroy([f"session:{home.session}"])
    async with home.database.begin() as work:
        await forget_people(work, ended)
        await work.commit()
    async with home.scene() as (_work, scene):
        assert scene.session.is_sealed
    with pytest.raises(Unreadable):
        await home.services.vault.session(home.session)

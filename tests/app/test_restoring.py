"""What becomes of sessions that come back from a backup."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app.dossier import Dossier, gather
from bot.app.join import knock
from bot.app.moderate import decide
from bot.app.records import Question, QuestionStatus, Session
from bot.app.restoring import Ended, destroy_left_keys, end_restored
from bot.app.results import Vote, outcomes
from bot.app.seat import load_scene
from bot.app.sessions import stop_poll
from bot.core.journey import Cast, Tell
from bot.core.results import Line
from tests.app.house import House, house
from tests.app.room import room

AWA, BAKARY = 7700010001, 7700010002
DAY = date(2026, 12, 5)


@pytest.fixture
async def next_door(tmp_path: Path) -> AsyncIterator[House]:
    """Another installation, with nothing in it."""
    async with house(tmp_path / "next_door") as opened:
        yield opened


async def votes(home: House) -> None:
    """Two people answer, and one asks."""
    for user in (AWA, BAKARY):
        await home.joins(user)
        await home.does(user, Tell("who", "inhabitants"), Tell("gender", "no_answer"))
    await home.opens("before")
    for user in (AWA, BAKARY):
        await home.does(user, Cast("police_before", "3"))
    await home.opens("questions")
    await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.mixes(everything=True)


async def moves(home: House, next_door: House) -> Ended:
    """A backup goes from one installation to the other."""
    path = home.folder / "baro.backup"
    await home.database.backup(path, DAY)
    async with next_door.database.restore(path) as work:
        ended = await end_restored(work, DAY)
        await work.commit()
    return ended


async def only_session(home: House) -> Session:
    async with home.database.read() as work:
        session = await work.sessions.get(home.session)
    assert session is not None
    return session


async def test_a_session_that_was_open_comes_back_sealed_on_the_backups_day(
    home: House, next_door: House
) -> None:
    await votes(home)
    next_door.session = home.session
    ended = await moves(home, next_door)
    before, after = await only_session(home), await only_session(next_door)
    assert before.state == "open"
    assert after == replace(before, state="sealed", joining=False, closes=None, closed_on=DAY)
    assert ended.sessions == (after,)
    async with next_door.database.read() as work:
        door = await knock(work, next_door.services, before.code, AWA)
        assert (door.session, door.why, door.seat) == (after, "over", None)
        assert await work.sessions.live() == []


async def test_its_open_polls_are_closed_and_uncounted(home: House, next_door: House) -> None:
    await votes(home)
    next_door.session = home.session
    ended = await moves(home, next_door)
    async with next_door.database.read() as work:
        polls = await work.ballots.polls(home.session)
        assert {poll.state for poll in polls} == {"closed"}
        assert ended.polls == len(polls) > 0
        assert await work.ballots.tallies(home.session) == []
        scene = await load_scene(work, next_door.services, await only_session(next_door))
        assert scene is not None
        found = await outcomes(work, home.session, scene.script)
        assert not any(vote.published for outcome in found for vote in outcome.votes)


async def test_a_session_that_waited_to_be_sealed_keeps_its_own_day(home: House, next_door: House) -> None:
    await votes(home)
    await home.ends()
    async with home.database.begin() as work:
        work.sessions.put(replace(await only_session(home), closed_on=date(2026, 12, 4)))
        await work.commit()
    next_door.session = home.session
    ended = await moves(home, next_door)
    after = await only_session(next_door)
    assert (after.state, after.closed_on, after.closes) == ("sealed", date(2026, 12, 4), None)
    assert ended == Ended((after,), 0)


async def test_a_poll_that_was_stopped_stays_stopped(home: House, next_door: House) -> None:
    await votes(home)
    async with home.scene() as (work, scene):
        await stop_poll(work, home.services, scene)
    next_door.session = home.session
    ended = await moves(home, next_door)
    after = await only_session(next_door)
    assert (after.state, after.closed_on) == ("stopped", None)
    assert ended == Ended((), 0)
    async with next_door.database.read() as work:
        assert (await knock(work, next_door.services, after.code, AWA)).why == "unknown"
        assert {poll.state for poll in await work.ballots.polls(home.session)} == {"closed"}


async def test_a_question_comes_back_and_its_receipt_leads_nowhere(home: House, next_door: House) -> None:
    async def question(where: House, status: QuestionStatus = "published") -> Question:
        async with where.database.read() as work:
            (found,) = await work.questions.page(home.session, statuses=(status,), limit=5)
            return found

    await votes(home)
    async with home.scene() as (work, _scene):
        await decide(work, await question(home, "waiting"), "publish")
    await moves(home, next_door)

    before, after = await question(home), await question(next_door)
    assert before.token_hash is not None
    assert after == replace(before, token_hash=None)


async def test_what_was_published_is_read_as_before(tmp_path: Path, next_door: House) -> None:
    line = Line("inhabitants")
    async with room(tmp_path) as sevare:
        people = await sevare.come(7, side="inhabitants")
        await sevare.opens("trust_before")
        await sevare.vote(people, "police_before", "0", "1", "2")
        await sevare.closes("police_before")
        await sevare.is_counted_by_hand("police_before", line, "hands", 2, 0, 1, 4)
        before = await sevare.dossier()
        await sevare.database.backup(tmp_path / "baro.backup", DAY)
    async with next_door.database.restore(tmp_path / "baro.backup") as work:
        await end_restored(work, DAY)
        after = await gather(work, sevare.session, questions=True)
    assert after is not None

    def police(dossier: Dossier) -> Vote:
        (found,) = [each for each in dossier.outcomes if each.item.steps[0].id == "police_before"]
        return found.votes[0]

    assert police(after) == police(before)
    assert police(after).published[line].counts is not None and police(after).by_hand


async def test_keys_that_a_lost_database_left_are_destroyed(home: House) -> None:
    await votes(home)
    await home.asks(BAKARY, "Et la nuit ?")
    path = home.folder / "baro.backup"
    await home.database.backup(path, DAY)
    await home.begins()
    for file in home.folder.glob("baro.db*"):
        file.unlink()

    async with house(home.folder) as again:
        async with again.database.restore(path) as work:
            await end_restored(work, DAY)
            await work.commit()
        # One session is of the backup, the other was made since and is lost.
        assert await destroy_left_keys(again.services) == 2
        assert await again.services.vault.sessions_with_keys() == []
        assert await destroy_left_keys(again.services) == 0
        assert await again.keys.names("") != []

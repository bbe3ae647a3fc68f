"""Several workers behind one address, on one PostgreSQL database: people notice nothing of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.standin import Person
from bot.tg.broadcast import turns
from tests.fakes.crew import CrewRoom, crew
from tests.fakes.postgresql import Server
from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, everywhere, how_to_come_in, until

QUESTIONS = [f"Qui répare le puits numéro {number} ?" for number in range(6)]


@pytest.fixture
def name(postgresql: Server) -> str:
    return postgresql.database()


@pytest.fixture
async def room(postgresql: Server, name: str, tmp_path: Path) -> AsyncIterator[CrewRoom]:
    async with crew(tmp_path, postgresql.address(name)) as opened:
        yield opened


async def six_people(room: CrewRoom, code: str) -> list[Person]:
    """Six people come in, all at once."""
    names = ("Awa", "Sira", "Kadi", "Moussa", "Ali", "Binta")
    answers = ("Habitant", "Femme", "25", "préfère")
    return list(await asyncio.gather(*(room.joins(name, code, *answers) for name in names)))


def leaders(room: CrewRoom) -> list[Room]:
    """Who of the workers leads."""
    return [worker for worker in room.workers if worker.at_work and worker.bot.crew.leads]


def holders(room: CrewRoom) -> list[Room]:
    """Who of the workers has something to send."""
    return [worker for worker in room.workers if not worker.bot.sender.idle]


async def all_tap(room: CrewRoom, people: list[Person], *labels: str) -> None:
    for label in labels:
        await asyncio.gather(*(person.taps(label) for person in people))
        await room.quiet()


async def six_questions(room: CrewRoom, people: list[Person]) -> None:
    """Each sends a question, all at once."""
    await asyncio.gather(*(who.sends(text) for who, text in zip(people, QUESTIONS, strict=True)))
    await room.quiet()
    await all_tap(room, people, "Envoyer")


async def test_an_evening_with_three_workers(room: CrewRoom, postgresql: Server, name: str) -> None:
    room.front.twice = True
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    people = await six_people(room, code)
    await room.stage(fanta)
    await all_tap(room, people, "Continuer", "Beaucoup")
    await room.stage(fanta)
    await six_questions(room, people)
    await room.stage(fanta)

    assert postgresql.runs("SELECT count(*) FROM ballots", name) == "6"
    assert postgresql.runs("SELECT text FROM questions ORDER BY text", name).splitlines() == QUESTIONS
    assert postgresql.runs("SELECT count(*) FROM intake", name) == "0"
    for person in people:
        assert len([text for text in by_bot(person.chat) if text.startswith("❓")]) <= 1
    assert room.standin.faults == []


async def test_what_a_worker_was_to_send_another_sends_when_it_is_dead(room: CrewRoom) -> None:
    moussa = room.person("Moussa")
    room.standin.fail_next(
        "sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40, chat_id=moussa.user_id
    )
    await moussa.sends("Bonjour")
    await until(lambda: room.standin.calls["sendMessage"] == 1)
    await until(lambda: len(holders(room)) == 1)
    (holder,) = holders(room)
    await moussa.sends("AAAA22")
    await asyncio.sleep(0.1)
    assert by_bot(moussa.chat) == [], "nothing overtakes what waits in a lane"

    await holder.crashes()
    # The verbs of the room wait for whoever is left.
    await until(lambda: len(by_bot(moussa.chat)) == 2)
    assert by_bot(moussa.chat)[0] == how_to_come_in(room)


async def test_what_another_worker_has_posted_into_a_lane_is_sent_first(
    postgresql: Server, name: str, tmp_path: Path
) -> None:
    async with crew(tmp_path, postgresql.address(name), beat=2.0) as room:
        moussa = room.person("Moussa")
        room.front.only = 0
        room.standin.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        await moussa.sends("Bonjour")
        await until(lambda: room.standin.calls["sendMessage"] == 1)
        room.front.only = 1
        await moussa.sends("AAAA22")
        await room.standin.settled(quiet=0.0)
        room.front.only = 0
        await moussa.sends("Bonjour")
        await until(lambda: len(by_bot(moussa.chat)) == 3)
        said = [how_to_come_in(room), everywhere(room, "join.unknown_code"), how_to_come_in(room)]
        assert by_bot(moussa.chat) == said


async def test_a_chat_has_one_screen_whichever_worker_answers(
    postgresql: Server, name: str, tmp_path: Path
) -> None:
    async with crew(tmp_path, postgresql.address(name), write_pause=0.5) as room:
        awa = (await evening(room, stages=2)).awa
        room.front.only = 0
        await awa.sends(QUESTIONS[0])
        await until(lambda: QUESTIONS[0] in "".join(by_bot(awa.chat)))
        room.front.only = 1
        await awa.sends(QUESTIONS[1])
        await until(lambda: QUESTIONS[1] in "".join(by_bot(awa.chat)))
        await room.quiet()
        (screen,) = by_bot(awa.chat)
        assert QUESTIONS[1] in screen


async def test_a_broadcast_goes_on_with_the_next_who_leads(room: CrewRoom) -> None:
    tonight = await evening(room)
    # The first, unless a busy machine kept it from beating.
    await until(lambda: bool(leaders(room)))
    (leader,) = leaders(room)
    await leader.crashes()
    await until(lambda: bool(leaders(room)))
    await room.stage(tonight.fanta)
    await until(lambda: by_bot(tonight.awa.chat)[-1].startswith("❓"))
    await until(lambda: by_bot(tonight.sira.chat)[-1].startswith("❓"))


async def test_workers_share_what_the_bot_may_send(postgresql: Server, name: str, tmp_path: Path) -> None:
    async with crew(tmp_path, postgresql.address(name), BOT_MESSAGE_RATE="30") as room:
        assert [worker.bot.signs.pace.rate for worker in room.workers] == [10, 10, 10]
        await room.others[0].closes()
        await until(lambda: room.bot.signs.pace.rate == 15 and room.others[1].bot.signs.pace.rate == 15)


async def test_who_was_silent_for_too_long_starts_over(room: CrewRoom) -> None:
    crewmate = room.others[1].bot.crew
    old = crewmate.roll
    async with room.parts.database.begin() as work:
        await work.workers.strike_off([max(old)])
        await work.commit()
    await until(lambda: len(crewmate.roll) == 3 and max(crewmate.roll) > max(old))
    await room.says(room.person("Moussa"), "Bonjour", "Bonsoir", "Et toi")


def test_who_has_least_left_to_send_is_given_the_next() -> None:
    assert Counter(turns([1, 2, 3], {1: 4, 2: 0, 3: 2}, 6)) == {2: 4, 3: 2}
    assert Counter(turns([1, 2, 3], {}, 25)) == {1: 9, 2: 8, 3: 8}
    assert Counter(turns([1, 2, 3], {1: 1, 9: 5}, 8)) == {1: 2, 2: 3, 3: 3}
    assert turns([], {}, 5) == []

"""Opening a stage for a full hall, at the pace that Telegram allows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bot.app.join import accept
from bot.app.ports import Work
from bot.app.seat import Scene, load_scene
from bot.core.names import person_key
from bot.rehearsal.standin import Access, Limits, Person
from tests.fakes.crew import crew
from tests.fakes.postgresql import Server
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, until

RATE = 20
PEOPLE = 105
"""As few as take a little longer than what is told of."""

_SENDING = re.compile(r"📨 Envoi\u00a0: (\d+)\u00a0%( · .*)?")


async def scene_of(room: Room, work: Work, code: str) -> Scene:
    """The scene of the session with this code."""
    session = await work.sessions.by_code(code)
    assert session is not None
    scene = await load_scene(work, room.parts.services, session)
    assert scene is not None
    return scene


async def full_hall(room: Room, code: str, people: int = PEOPLE) -> list[Person]:
    """So many people come in, all at once and without a word of the bot's."""
    hall = [room.person(f"Habitant {number}") for number in range(people)]
    async with room.parts.database.begin() as work:
        scene = await scene_of(room, work, code)
        for each in hall:
            each.chat.access = Access.OPEN
            await accept(work, room.parts.services, scene, each.user_id, each.user_id, "fr")
        await work.commit()
    return hall


def told(fanta: Person) -> list[int | None]:
    """How many percent each edit of the control message told, oldest first, and None where it told of no broadcast."""
    panels = [event.text for event in fanta.chat.history if event.by_bot and "👥" in event.text]
    found = [_SENDING.search(text) for text in panels]
    return [int(each[1]) if each else None for each in found]


async def test_the_control_message_tells_how_far_a_broadcast_has_come_also_after_a_crash(
    tmp_path: Path,
) -> None:
    limits = Limits(RATE, per_chat_second=RATE)
    async with open_room(tmp_path, limits, BOT_MESSAGE_RATE=str(RATE)) as room:
        fanta = await room.member("Fanta", "facilitator")
        code = await room.session(fanta)
        hall = await full_hall(room, code)
        await room.says(fanta, "/seance")
        await room.taps(fanta, "🟢", "Ouvrir : ")
        before = len(told(fanta))
        await fanta.taps("Ouvrir maintenant")
        await until(lambda: (told(fanta)[-1] or 0) > 0)
        assert fanta.chat.screen is not None and "moins d’une minute" in fanta.chat.screen.text

        await room.crashes()
        reached = told(fanta)[-1]
        had = [each for each in hall if each.chat.messages]
        await room.opens()
        await room.quiet(20)

        seen = told(fanta)[before:]
        percents = [each for each in seen if each is not None]
        assert seen[0] == 0 and seen[-1] is None and None not in seen[:-1]
        assert percents == sorted(set(percents)) and percents[-1] > (reached or 0)
        twice = [each for each in hall if len(each.chat.messages) > 1]
        assert all(each.chat.messages for each in hall)
        assert set(twice) < set(had), "only what the crash cut off before it was noted comes again"


async def last_of_the_roster(room: Room, code: str, hall: list[Person]) -> Person:
    """Whom a broadcast reaches last."""
    async with room.parts.database.read() as work:
        scene = await scene_of(room, work, code)
    return max(hall, key=lambda each: person_key(scene.vault.key, each.user_id))


async def test_who_asks_does_not_wait_for_the_broadcast_to_reach_them(tmp_path: Path) -> None:
    async with open_room(tmp_path, BOT_MESSAGE_RATE="10") as room:
        fanta = await room.member("Fanta", "facilitator")
        code = await room.session(fanta)
        hall = await full_hall(room, code, people=25)
        last = await last_of_the_roster(room, code, hall)
        await room.says(fanta, "/seance")
        await room.taps(fanta, "🟢", "Ouvrir : ")
        await fanta.taps("Ouvrir maintenant")
        await until(lambda: any(each.chat.messages for each in hall if each is not last))

        await last.starts(code)
        await until(lambda: last.chat.screen is not None)
        assert sum(not each.chat.messages for each in hall) > 10
        await room.quiet()
        assert len(by_bot(last.chat)) == 1
        assert all(len(by_bot(each.chat)) == 1 for each in hall)


async def test_a_facilitator_does_not_wait_behind_what_keeps_their_control_message_current(
    tmp_path: Path,
) -> None:
    async with open_room(tmp_path, BOT_MESSAGE_RATE="20") as room:
        fanta = await room.member("Fanta", "facilitator")
        code = await room.session(fanta)
        hall = await full_hall(room, code)
        await room.says(fanta, "/seance")
        await room.taps(fanta, "🟢", "Ouvrir : ")
        await fanta.taps("Ouvrir maintenant")
        await until(lambda: sum(bool(each.chat.messages) for each in hall) > 3)

        await fanta.taps("Plus")
        await until(lambda: "Plus" in by_bot(fanta.chat)[-1])
        assert sum(not each.chat.messages for each in hall) > len(hall) - 25


async def test_workers_send_a_broadcast_together_and_none_of_it_is_refused(
    postgresql: Server, tmp_path: Path
) -> None:
    limits = Limits(RATE, per_chat_second=RATE)
    address = postgresql.address(postgresql.database())
    async with crew(tmp_path, address, limits=limits, BOT_MESSAGE_RATE=str(RATE)) as room:
        fanta = await room.member("Fanta", "facilitator")
        code = await room.session(fanta)
        hall = await full_hall(room, code, people=60)
        await room.says(fanta, "/seance")
        await room.taps(fanta, "🟢", "Ouvrir : ")
        taken: Counter[str] = Counter()
        called = room.standin.calls.copy()
        room.standin.listen(lambda method, _parameters: taken.update([method]))
        await fanta.taps("Ouvrir maintenant")
        await room.quiet(20)

        assert room.standin.calls - called == taken
        assert [len(each.chat.history) for each in hall] == [1] * len(hall)

"""Opening a stage for a full hall, at the pace that Telegram allows."""

from __future__ import annotations

import re
from pathlib import Path

from bot.app.join import accept
from bot.app.seat import load_scene
from bot.rehearsal.standin import Access, Limits, Person
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import until

RATE = 20
PEOPLE = 105
"""As few as take a little longer than what is told of."""

_SENDING = re.compile(r"📨 Envoi\u00a0: (\d+)\u00a0%( · .*)?")


async def full_hall(room: Room, code: str, people: int = PEOPLE) -> list[Person]:
    """So many people come in, all at once and without a word of the bot's."""
    hall = [room.person(f"Habitant {number}") for number in range(people)]
    async with room.parts.database.begin() as work:
        session = await work.sessions.by_code(code)
        assert session is not None
        scene = await load_scene(work, room.parts.services, session)
        assert scene is not None
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
        assert 0 < len(had) < len(hall)
        assert [len(each.chat.messages) for each in hall] == [1] * len(hall)

"""Faults of storage in parts that work by themselves, with nobody's update to blame."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.app.vault import Seal, Unreadable
from bot.core import names
from bot.rehearsal.fixed import SeededChance
from tests.fakes.disk import Disk
from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, how_to_come_in, rows


@pytest.mark.parametrize("left", [0, 1, 7, 11, 12, 20])
def test_what_is_cut_short_cannot_be_read_and_nothing_worse(left: int) -> None:
    seal = Seal(bytes(32), SeededChance(1))
    sealed = seal.close(b"place", "Bonjour")
    with pytest.raises(Unreadable):
        seal.open(b"place", sealed[:left])


async def test_a_row_that_was_emptied_stops_no_broadcast(room: Room) -> None:
    tonight = await evening(room)
    with closing(sqlite3.connect(Disk(room.settings.database_url).path)) as database, database:
        database.execute(
            "UPDATE roster SET sealed = x'' WHERE key IN (SELECT key FROM roster ORDER BY key LIMIT 1)"
        )

    await room.stage(tonight.fanta)

    assert rows(room, "broadcasts") == []
    reached = [person for person in (tonight.awa, tonight.sira) if "❓" in by_bot(person.chat)[-1]]
    assert len(reached) == 1


async def test_a_poll_ends_though_a_member_of_staff_cannot_be_read(room: Room) -> None:
    nouhoum = await room.member("Nouhoum", "leader")
    fanta = await room.member("Fanta", "facilitator")
    await room.says(nouhoum, "/sondage")
    await room.taps(nouhoum, "Nouveau", "🔵 Français")
    await room.says(nouhoum, "Où se sent-on le moins tranquille le soir ?")
    await room.taps(nouhoum, "Nos propres")
    await room.says(nouhoum, "Au marché\nSur la route")
    await room.taps(nouhoum, "1 jour", "Publier")
    finder = room.parts.services.vault.finder
    with closing(sqlite3.connect(Disk(room.settings.database_url).path)) as database, database:
        name = names.staff_name(finder, fanta.user_id)
        database.execute("UPDATE members SET sealed = zeroblob(80) WHERE name = ?", (name,))

    room.clock.moves_on(hours=25)
    room.bot.inbox.falls_due.set()
    await room.quiet()

    assert {row[3] for row in rows(room, "polls")} == {"closed"}


async def test_a_damaged_answer_stops_no_broadcast_but_its_own(room: Room) -> None:
    tonight = await evening(room, stages=2)
    ((session, *_more),) = rows(room, "sessions")
    with closing(sqlite3.connect(Disk(room.settings.database_url).path)) as database, database:
        database.execute(
            "INSERT INTO questions (id, session, collect, side, language, text, theme, status, supports, source,"
            " answer, translation) VALUES ('q', ?, 'question', 'inhabitants', 'fr', 'Pourquoi ?', '', 'answered', 0,"
            " 'chat', '{', '{}')",
            (session,),
        )

    await room.stage(tonight.fanta, 3)
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")

    assert by_bot(moussa.chat) == [how_to_come_in(room)]

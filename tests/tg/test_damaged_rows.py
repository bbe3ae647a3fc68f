"""A row that a disk or somebody has damaged: it stops nobody but its owner, and who is concerned is told what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.core import names
from bot.rehearsal.standin import Person
from tests.fakes.disk import Disk
from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, everywhere, how_to_come_in, rows, until


def damage(
    room: Room, table: str, key: bytes | None = None, column: str = "sealed", to: bytes | None = None
) -> None:
    """One row of a table, or that of a key, can be read no more."""
    path = Disk(room.settings.database_url).path
    with closing(sqlite3.connect(path)) as database, database:
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        first = "name" if "name" in names else "key" if "key" in names else "id"
        found = database.execute(f"SELECT {first} FROM {table} ORDER BY 1 LIMIT 1").fetchone()
        changed = database.execute(
            f"UPDATE {table} SET {column} = ? WHERE {first} = ?",
            (GARBAGE[column] if to is None else to, key or found[0]),
        )
        assert changed.rowcount == 1


GARBAGE: dict[str, bytes | str] = {"sealed": b"\xff" * 80, "value": "²"}


async def key_of(room: Room, somebody: Person) -> bytes:
    """The key of somebody's row in the roster of the one session."""
    ((session, *_more),) = rows(room, "sessions")
    vault = await room.parts.services.vault.session(str(session))
    return names.person_key(vault.key, somebody.user_id)


async def test_who_has_a_damaged_seat_is_told_how_to_come_in_again_and_does(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    tonight = await evening(room)
    damage(room, "roster", await key_of(room, tonight.awa))

    await tonight.awa.taps("Continuer")
    await tonight.sira.taps(room.parts.catalogs.text("bm", "button.next"))
    await room.quiet()
    assert by_bot(tonight.awa.chat)[-1] == everywhere(room, "leave.not_here")
    assert "👮" in by_bot(tonight.sira.chat)[-1]
    assert "a row of the roster cannot be read" in caplog.text
    assert "a batch is replayed" not in caplog.text

    await room.says(tonight.awa, tonight.code)
    await room.taps(tonight.awa, "Français", "J’accepte", "Habitant", "Femme", "25", "préfère", "Continuer")
    await room.taps(tonight.awa, "Beaucoup")
    assert len(rows(room, "ballots")) == 1
    assert len(rows(room, "roster")) == 2


async def test_where_it_is_damaged_what_was_shown_people_are_shown_anew(room: Room) -> None:
    tonight = await evening(room)
    damage(room, "shown", await key_of(room, tonight.awa))

    await room.taps(tonight.awa, "Continuer")
    assert "👮" in by_bot(tonight.awa.chat)[-1]
    damage(room, "shown", await key_of(room, tonight.awa))
    await room.stage(tonight.fanta)

    for person in (tonight.awa, tonight.sira):
        assert by_bot(person.chat)[-1].startswith("❓")
    await room.stage(tonight.fanta)
    assert len(by_bot(tonight.sira.chat)) == 1


async def test_a_damaged_question_that_waits_keeps_no_other_waiting(room: Room) -> None:
    tonight = await evening(room, stages=2)
    for person, text in ((tonight.awa, "Pourquoi le poste est-il fermé ?"), (tonight.sira, "Et le marché ?")):
        await room.says(person, text)
    await room.taps(tonight.awa, "Envoyer")
    await room.taps(tonight.sira, room.parts.catalogs.text("bm", "button.send"))
    assert len(rows(room, "intake")) == 2
    damage(room, "intake")

    await room.stage(tonight.fanta)

    assert rows(room, "intake") == []
    assert len(rows(room, "questions")) == 1
    for person in (tonight.awa, tonight.sira):
        assert not by_bot(person.chat)[-1].startswith("❓")


async def test_a_damaged_ballot_stops_neither_its_voter_nor_the_count(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer", "Beaucoup")
    damage(room, "ballots", column="value")

    await room.says(tonight.awa, "/start")
    await room.taps(tonight.awa, "Retour")
    await room.taps(tonight.awa, "Beaucoup")
    assert len(rows(room, "ballots")) == 1
    damage(room, "ballots", column="value")
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "⚙️ Plus", "Terminer", "Terminer")

    assert {row[3] for row in rows(room, "polls")} == {"closed"}
    assert "failed" not in caplog.text
    assert "ballots that cannot be read are not counted: 1" in caplog.text


async def test_a_damaged_member_stops_neither_the_team_nor_the_room(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    tonight = await evening(room)
    oumar = await room.member("Oumar", "facilitator")
    finder = room.parts.services.vault.finder
    damage(room, "members", names.staff_name(finder, oumar.user_id))

    await room.says(oumar, "/seance")
    await room.stage(tonight.fanta)
    await room.says(tonight.fanta, "/equipe")
    assert by_bot(oumar.chat)[-1] == everywhere(room, "staff.only_staff")
    for person in (tonight.awa, tonight.sira):
        assert by_bot(person.chat)[-1].startswith("❓")
    assert "a member of staff cannot be read" in caplog.text

    await room.invites(oumar, "facilitator", "ADD")
    await room.says(oumar, "/seance")
    assert "failed" not in caplog.text
    assert "Paix à Sévaré" in by_bot(oumar.chat)[-1] or "Paix à Sévaré" in oumar.chat.render()


async def test_a_damaged_row_of_the_outbox_holds_up_none_behind_it(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.quiet()
    wait = "Too Many Requests: retry after 40"
    room.standin.fail_next("sendMessage", 429, wait, retry_after=40, chat_id=moussa.user_id)
    await moussa.sends("Bonjour")
    await until(lambda: room.standin.calls["sendMessage"] == 1)
    await moussa.sends("AAAA22")
    await until(lambda: len(rows(room, "outbox")) == 2)

    await room.crashes()
    damage(room, "outbox")
    await room.opens()
    await room.quiet()

    assert by_bot(moussa.chat) == [everywhere(room, "join.unknown_code")]
    await until(lambda: rows(room, "outbox") == [])


async def test_a_stage_still_reaches_the_others(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    tonight = await evening(room)
    damage(room, "roster")

    await room.stage(tonight.fanta)

    assert rows(room, "broadcasts") == []
    reached = [person for person in (tonight.awa, tonight.sira) if "❓" in by_bot(person.chat)[-1]]
    assert len(reached) == 1
    assert "a row of the roster cannot be read" in caplog.text


async def test_a_session_can_still_be_closed(room: Room) -> None:
    tonight = await evening(room)
    damage(room, "roster")

    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "⚙️ Plus", "Terminer", "Terminer")

    assert {row[3] for row in rows(room, "polls")} == {"closed"}


async def test_a_row_that_was_emptied_stops_no_broadcast(room: Room) -> None:
    tonight = await evening(room)
    damage(room, "roster", to=b"")

    await room.stage(tonight.fanta)

    assert rows(room, "broadcasts") == []
    reached = [person for person in (tonight.awa, tonight.sira) if "❓" in by_bot(person.chat)[-1]]
    assert len(reached) == 1


async def test_a_poll_ends_though_a_member_of_staff_cannot_be_read(room: Room) -> None:
    nouhoum = await room.member("Nouhoum", "leader")
    fanta = await room.member("Fanta", "facilitator")
    await room.youth_poll(nouhoum)
    damage(room, "members", names.staff_name(room.parts.services.vault.finder, fanta.user_id))

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

"""Sealing, as facilitators and the focal point live it; also when the bot or ``baro seal`` ends in the middle."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app.records import Session
from bot.app.sealing import destroy_keys, fall_due, forget_people, mix_the_rest
from bot.app.vault import Unreadable
from bot.cli import office
from bot.rehearsal.standin import Person
from bot.wiring import Parts, installation
from tests.fakes.room import Room, words
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, kept, rows, sentence, taps_data, until

DISCLOSURE = "Un agent m’a frappée au poste."


@dataclass
class Evening:
    """A session with its facilitator and one who takes part."""

    fanta: Person
    code: str
    awa: Person


async def evening(room: Room, stages: int = 1) -> Evening:
    """Make a session, let Awa in, and open so many stages."""
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    awa = await room.joins("Awa", code, "Habitant", "Femme", "25", "préfère")
    await room.stage(fanta, stages)
    return Evening(fanta, code, awa)


async def asked(room: Room, *texts: str) -> Evening:
    """An evening in which Awa has asked these questions, all of them read by nobody yet."""
    tonight = await evening(room, 2)
    for text in texts:
        await room.says(tonight.awa, text)
        await room.taps(tonight.awa, "Envoyer")
    return tonight


async def ends(room: Room, facilitator: Person) -> None:
    """The facilitator ends the session."""
    await room.says(facilitator, "/seance")
    await room.taps(facilitator, "Sévaré", "Plus", "Terminer", "Terminer maintenant")
    await until(lambda: rows(room, "intake") == [] and rows(room, "broadcasts") == [])
    await room.quiet()


async def found(room: Room, code: str) -> Session:
    async with room.parts.database.read() as work:
        session = await work.sessions.by_code(code)
    assert session is not None
    return session


def keys(room: Room) -> set[str]:
    """What keys there are, each by what it is for."""
    path = Path(room.settings.keys_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
        return {name for (name,) in store.execute("SELECT name FROM keys")}


def session_keys(room: Room) -> set[str]:
    return {name for name in keys(room) if name.startswith(("session:", "intake:"))}


def key_of_awa(room: Room) -> bytes:
    """The key of the only row in the roster."""
    ((key, _session),) = rows(room, "roster")
    assert isinstance(key, bytes)
    return key


def is_in_a_file(room: Room, trace: bytes) -> bool:
    """Whether the database or its log holds these bytes, deleted or not."""
    database = Path(room.settings.database_url.removeprefix("sqlite:///"))
    return any(trace in file.read_bytes() for file in database.parent.glob(f"{database.name}*"))


async def looks_again(room: Room) -> None:
    """The bot looks for what is due now, and not in some seconds."""
    room.bot.inbox.falls_due.set()
    await until(lambda: room.bot.idle)


def is_sealed(room: Room) -> bool:
    """Whether nobody is known any more and no key is left."""
    tables = ("roster", "shown", "stones", "supports", "intake", "ballots")
    return not session_keys(room) and not any(rows(room, table) for table in tables)


async def test_a_facilitator_seals_and_is_told_what_goes_and_what_stays(room: Room) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?", "Quand rouvre-t-il ?")
    fanta = tonight.fanta
    await ends(room, fanta)
    assert sentence(room, "fr", "panel.seals", day="6 décembre 2026", hour=9) in by_bot(fanta.chat)[-1]
    assert "2 questions écartées ou jamais lues seront" in by_bot(fanta.chat)[-1]

    await room.taps(fanta, "Sceller")
    asked_for = by_bot(fanta.chat)[-1]
    assert sentence(room, "fr", "seal.sure") in asked_for
    assert sentence(room, "fr", "seal.remains") in asked_for
    await room.taps(fanta, "les effacer")

    done = by_bot(fanta.chat)[-1]
    assert sentence(room, "fr", "panel.sealed") in done
    assert sentence(room, "fr", "seal.remains") in done
    assert is_sealed(room)
    assert rows(room, "questions") == []
    assert len(rows(room, "polls")) > 0


async def test_who_wants_to_keep_what_was_not_shown_keeps_it(room: Room) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
    await ends(room, tonight.fanta)
    await room.taps(tonight.fanta, "Sceller", "mais les garder")
    assert is_sealed(room)
    assert len(rows(room, "questions")) == 1
    assert "1 question à lire" in by_bot(tonight.fanta.chat)[-1]


async def test_where_everything_was_shown_there_is_nothing_to_choose(room: Room) -> None:
    tonight = await evening(room)
    await ends(room, tonight.fanta)
    await room.taps(tonight.fanta, "Sceller", "Oui, sceller")
    assert is_sealed(room)


async def test_a_second_tap_and_a_second_facilitator_change_nothing(room: Room) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
    kadi = await room.member("Kadi", "facilitator")
    await room.says(kadi, "/seance")
    await ends(room, tonight.fanta)
    await room.taps(tonight.fanta, "Sceller", "mais les garder")
    before = kept(room)

    session = (await found(room, tonight.code)).id
    await taps_data(room, tonight.fanta, f"f:{session}:S:r")
    await taps_data(room, kadi, f"f:{session}:s")
    await taps_data(room, kadi, f"f:{session}:S:r")

    assert {**kept(room), "members": []} == {**before, "members": []}
    assert sentence(room, "fr", "panel.sealed") in by_bot(kadi.chat)[-1]


async def test_an_open_session_is_not_sealed(room: Room) -> None:
    tonight = await evening(room)
    session = (await found(room, tonight.code)).id
    for deed in ("s", "S:r", "S:k", "S"):
        await taps_data(room, tonight.fanta, f"f:{session}:{deed}")
    assert (await found(room, tonight.code)).state == "open"
    assert len(rows(room, "roster")) == 1


async def test_a_facilitator_waits_until_everybody_is_told_that_it_is_over(room: Room) -> None:
    tonight = await evening(room)
    await ends(room, tonight.fanta)
    session = (await found(room, tonight.code)).id
    async with room.parts.database.begin() as work:
        work.mail.start_broadcast(session, 1)
        await work.commit()
    await room.taps(tonight.fanta, "Sceller")
    assert by_bot(tonight.fanta.chat)[-1] == sentence(room, "fr", "seal.wait")
    async with room.parts.database.begin() as work:
        await work.mail.drop_broadcast(session)
        await work.commit()
    await room.taps(tonight.fanta, "Réessayer", "Oui, sceller")
    assert is_sealed(room)


async def test_a_session_is_sealed_in_its_time_though_the_bot_was_down_then(room: Room) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
    await ends(room, tonight.fanta)
    await room.closes()
    room.clock.moves_on(hours=30)
    await room.opens()
    await until(lambda: is_sealed(room))
    assert rows(room, "questions") == []


async def test_the_operator_may_have_it_keep_what_was_not_shown(tmp_path: Path) -> None:
    async with open_room(tmp_path, BOT_KEEP_ASIDE="yes") as room:
        tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
        await ends(room, tonight.fanta)
        assert "seront effacées" not in by_bot(tonight.fanta.chat)[-1]
        await room.closes()
        room.clock.moves_on(hours=30)
        await room.opens()
        await until(lambda: is_sealed(room))
        assert len(rows(room, "questions")) == 1


@asynccontextmanager
async def beside(room: Room) -> AsyncIterator[Parts]:
    """Another process on the room's files."""
    async with installation(room.settings, room.clock, room.chance, words(room.settings)) as parts:
        yield parts


async def seals_as_far_as(parts: Parts, session: Session, gap: str) -> None:
    """Seal a session, and end at a gap between two steps."""
    async with parts.database.begin() as work:
        session = fall_due(work, parts.services, session, keeps_aside=session.keeps_aside)
        await work.commit()
    if gap == "before mixing":
        return
    await mix_the_rest(parts.database, parts.services, session.id)
    if gap == "after mixing":
        return
    async with parts.database.begin() as work:
        sealed = await forget_people(work, session)
        await work.commit()
    if gap == "before the keys are destroyed":
        return
    await destroy_keys(parts.services, sealed)


GAPS = ("before mixing", "after mixing", "before the keys are destroyed", "before the log is emptied")


@pytest.mark.parametrize("gap", GAPS)
async def test_what_was_begun_is_finished_at_the_next_start(room: Room, gap: str) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
    await ends(room, tonight.fanta)
    session, outbox = await found(room, tonight.code), keys(room)
    awa = key_of_awa(room)
    await room.closes()
    async with beside(room) as parts:
        await seals_as_far_as(parts, session, gap)
    await room.opens()
    await until(lambda: is_sealed(room) and not is_in_a_file(room, awa))
    assert (await found(room, tonight.code)).is_sealed
    await until(lambda: not {name for name in keys(room) & outbox if name.startswith("outbox:")})


@pytest.mark.parametrize("gap", GAPS)
async def test_what_another_process_began_is_finished_by_the_running_bot(room: Room, gap: str) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
    await ends(room, tonight.fanta)
    await looks_again(room)
    awa = key_of_awa(room)
    async with beside(room) as parts:
        await seals_as_far_as(parts, await found(room, tonight.code), gap)
    room.clock.moves_on(hours=0.1)
    await looks_again(room)
    await until(lambda: is_sealed(room) and not is_in_a_file(room, awa))
    await room.quiet()
    assert sentence(room, "fr", "panel.sealed") in by_bot(tonight.fanta.chat)[-1]


async def test_what_baro_seal_destroys_does_not_live_on_in_the_running_bot(room: Room) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
    old = tonight.awa.chat.screen
    await ends(room, tonight.fanta)

    assert await office.seal(room.settings, tonight.code) == 0

    assert old is not None
    await tonight.awa.taps_on(old, old.labels[0])
    await room.says(tonight.awa, "Bonjour")
    await room.says(tonight.awa, "/langue")
    with pytest.raises(Unreadable):
        await room.parts.services.vault.session((await found(room, tonight.code)).id)
    assert is_sealed(room)


async def test_an_intake_key_that_a_crash_left_is_destroyed_at_the_second_look(room: Room) -> None:
    tonight = await asked(room, "Pourquoi le poste est-il fermé ?")
    session = (await found(room, tonight.code)).id
    async with beside(room) as parts:
        await mix_the_rest(parts.database, parts.services, session)
    for _look in range(2):
        assert [name for name in keys(room) if name.startswith(("intake:", "retired:"))]
        room.clock.moves_on(hours=0.1)
        await looks_again(room)
    await until(lambda: not [name for name in keys(room) if name.startswith(("intake:", "retired:"))])
    await room.says(tonight.awa, "Et demain ?")
    await room.taps(tonight.awa, "Envoyer")
    assert len(rows(room, "intake")) == 1


async def protects(room: Room, tonight: Evening) -> Person:
    """The facilitator hands the first question to the focal point; gives the focal point."""
    dado = await room.member("Dado", "focal")
    await room.stage(tonight.fanta)
    await room.taps(tonight.fanta, "Questions à lire", "Protéger", "Oui, confier")
    return dado


async def test_what_was_handed_over_goes_with_the_seal_and_the_rest_stays_for_the_focal_point(
    room: Room,
) -> None:
    tonight = await asked(room, DISCLOSURE)
    dado = await protects(room, tonight)
    await room.taps(dado, "Voir les questions protégées", "1", "Transmis", "Oui, c’est transmis")
    assert "📤 Transmise" in by_bot(dado.chat)[-1]
    await room.taps(dado, "Pas encore transmis")
    assert "🛡 Protégée" in by_bot(dado.chat)[-1]
    await room.taps(dado, "Transmis", "Oui, c’est transmis")
    await ends(room, tonight.fanta)
    await room.taps(tonight.fanta, "Sceller", "Oui, sceller")
    assert rows(room, "questions") == []
    assert not [text for text in by_bot(dado.chat) if "attend encore" in text]


async def test_the_focal_point_is_reminded_without_a_word_of_it_and_erases_it_behind_the_seal(
    room: Room,
) -> None:
    tonight = await asked(room, DISCLOSURE)
    dado = await protects(room, tonight)
    await ends(room, tonight.fanta)
    await room.taps(tonight.fanta, "Sceller", "Oui, sceller")

    reminder = by_bot(dado.chat)[-1]
    assert "1 question protégée vous attend encore" in reminder
    assert "frappée" not in dado.chat.render()
    await room.taps(dado, "Voir les questions protégées", "1", "Transmis")
    assert sentence(room, "fr", "mod.hand_over_at_once") in by_bot(dado.chat)[-1]
    await room.taps(dado, "Oui, c’est transmis")
    assert rows(room, "questions") == []
    assert "frappée" not in dado.chat.render()


async def test_who_confirmed_before_the_seal_is_asked_again_behind_it(room: Room) -> None:
    tonight = await asked(room, DISCLOSURE)
    dado = await protects(room, tonight)
    await room.taps(dado, "Voir les questions protégées", "1", "Transmis")
    await ends(room, tonight.fanta)
    await office.seal(room.settings, tonight.code)
    await room.taps(dado, "Oui, c’est transmis")
    # It comes behind the reminder, which another process has posted.
    await until(
        lambda: any(sentence(room, "fr", "mod.hand_over_at_once") in text for text in by_bot(dado.chat))
    )
    assert len(rows(room, "questions")) == 1


@pytest.mark.parametrize("running", [True, False])
async def test_baro_seal_leaves_the_reminder_to_the_bot(room: Room, running: bool) -> None:
    tonight = await asked(room, DISCLOSURE)
    dado = await protects(room, tonight)
    await ends(room, tonight.fanta)
    if running:
        await office.seal(room.settings, tonight.code)
        await looks_again(room)
    else:
        await room.closes()
        await office.seal(room.settings, tonight.code)
        await room.opens()
    await until(lambda: "vous attend encore" in by_bot(dado.chat)[-1])
    await room.quiet()
    await until(lambda: rows(room, "outbox") == [])


async def test_what_waits_for_a_participant_of_a_sealed_session_is_not_kept(room: Room) -> None:
    tonight = await evening(room)
    old = tonight.awa.chat.screen
    await ends(room, tonight.fanta)
    await looks_again(room)
    room.standin.fail_next(
        "editMessageText", 429, "Too Many Requests: retry after 60", 60, chat_id=tonight.awa.user_id
    )
    assert old is not None
    await tonight.awa.taps_on(old, old.labels[0])
    await until(lambda: rows(room, "outbox") != [])

    await office.seal(room.settings, tonight.code)
    room.bot.inbox.falls_due.set()

    await until(lambda: rows(room, "outbox") == [])
    await room.crashes()
    await room.opens()

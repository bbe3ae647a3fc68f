"""A deed that fails: nothing of it stays, the others go on, and the log says what failed and not of whom."""

from __future__ import annotations

import re

import pytest
from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.app.records import Organisation
from bot.tg.turn import Turn
from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, everywhere, how_to_come_in, kept, rows, sentence

WORD = "calebasse"


class Cracked(Exception):
    """What goes wrong in these stories."""


async def _cracks(update: Update, turn: Turn) -> None:
    turn.work.organisations.put(Organisation("half", "Half done"))
    await turn.work.flush()
    raise Cracked(update.effective_message.text if update.effective_message else "")


async def _cracks_on_a_vote(update: Update, turn: Turn) -> None:
    assert update.callback_query is not None
    if "Kadi" in str(update.callback_query.from_user.first_name):
        await turn.work.flush()
        raise Cracked(update.callback_query.data)


async def test_of_a_batch_only_the_one_that_fails_is_lost(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    people = [room.person(name) for name in ("Awa", "Kadi", "Moussa")]
    before = kept(room)
    await room.closes()
    for person, text in zip(people, ("Bonjour", f"Ma {WORD}", "Bonsoir"), strict=True):
        await person.sends(text)
    await room.opens()
    room.bot.application.add_handler(MessageHandler(filters.Regex(WORD), _cracks), group=-1)
    await room.quiet()

    awa, kadi, moussa = people
    assert by_bot(awa.chat) == by_bot(moussa.chat) == [how_to_come_in(room)]
    assert kept(room) == before
    (apology,) = by_bot(kadi.chat)
    reference = re.search(r"[0-9a-f]{6}", apology)
    assert reference is not None
    assert apology == everywhere(room, "error.reference", reference=reference[0])
    assert "a batch is replayed one by one: Cracked" in caplog.text
    assert f"update failed: reference {reference[0]}, Cracked" in caplog.text
    for word in (WORD, "Kadi", str(kadi.user_id), "Half"):
        assert word not in caplog.text
    assert len(rows(room, "updates")) == 3
    assert rows(room, "outbox") == []


async def test_what_a_failed_tap_wrote_is_taken_back(room: Room) -> None:
    tonight = await evening(room)
    kadi = await room.joins("Kadi", tonight.code, "Habitant", "Femme", "25", "préfère")
    await room.taps(tonight.awa, "Continuer")
    await room.taps(kadi, "Continuer")
    room.bot.application.add_handler(CallbackQueryHandler(_cracks_on_a_vote), group=1)

    await tonight.awa.taps("Beaucoup")
    tap = await kadi.taps("Beaucoup")
    await room.quiet()

    assert tap.is_answered
    assert len(rows(room, "ballots")) == 1
    assert "gendarmerie" in by_bot(tonight.awa.chat)[-1]
    assert by_bot(kadi.chat)[-1].startswith(sentence(room, "fr", "error.reference", reference=""))
    room.bot.application.remove_handler(room.bot.application.handlers[1][0], group=1)
    await room.taps(kadi, "Beaucoup")
    assert len(rows(room, "ballots")) == 2
    assert "gendarmerie" in kadi.chat.render()

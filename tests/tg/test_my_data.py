"""What the bot says is held on somebody is what is held: no more, no less, and until when."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.join import seats_of
from bot.core import names
from bot.core.questions import EVERY_STATUS
from bot.rehearsal.standin import Person
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import Evening, by_bot, evening, everywhere, rows, sentence, until

QUESTION = "Pourquoi le poste est-il fermé ?"


@pytest.fixture
async def short_seal(tmp_path: Path) -> AsyncIterator[Room]:
    """A room whose operator has set other limits than the usual ones."""
    async with open_room(
        tmp_path, BOT_SEAL_HOURS="3", BOT_SIDE_THRESHOLD="7", BOT_GROUP_THRESHOLD="12"
    ) as opened:
        yield opened


def says(somebody: Person) -> str:
    """The bot's last message, with plain spaces."""
    return by_bot(somebody.chat)[-1].replace("\u00a0", " ")


def number(text: str, before: str) -> int:
    """The number that is said after these words, 0 where nothing is said."""
    found = re.search(rf"{before} : (\d+)", text)
    return int(found[1]) if found else 0


async def stored(room: Room, somebody: Person) -> dict[str, int]:
    """What the database holds under the keys of one account, counted table by table."""
    services, found = room.parts.services, {"Réponses": 0, "Choix": 0, "Numéros de messages": 0}
    async with room.parts.database.read() as work:
        async for seat in seats_of(work, services, somebody.user_id):
            for step, poll in seat.scene.polls.items():
                found["Réponses"] += seat.ballot_key(step) in await work.ballots.of(poll.id)
            ids = await work.questions.ids(seat.scene.session.id, EVERY_STATUS)
            keys = {each: names.support_key(seat.scene.vault.key, each, seat.key) for each in ids}
            found["Choix"] += len(await work.questions.supported(keys))
            found["Numéros de messages"] += len(await work.messages.of([seat.key]))
    return found


async def has_taken_part(room: Room) -> Evening:
    """An evening where Awa has voted twice, sent a question and supported one."""
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer", "Beaucoup", "Juste un peu")
    await room.stage(tonight.fanta)
    for number in range(3):
        neighbour = await room.joins(f"Voisin {number}", tonight.code, "Habitant", "Homme", "25", "préfère")
        await room.says(neighbour, "Qui répare la route ?")
        await room.taps(neighbour, "Envoyer")
    await room.says(tonight.awa, QUESTION)
    await room.taps(tonight.awa, "Envoyer")
    await room.stage(tonight.fanta)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Questions à lire", "Publier", "Publier")
    await room.taps(tonight.awa, "⬜ 1")
    return tonight


async def test_it_says_what_is_stored(room: Room) -> None:
    tonight = await has_taken_part(room)
    await room.says(tonight.awa, "/mesdonnees")
    said = says(tonight.awa)
    held = await stored(room, tonight.awa)
    # The message that says it, and the command, are noted after it was counted.
    held["Numéros de messages"] -= 2
    assert {name: number(said, name) for name in held} == held
    assert held["Réponses"] == 2 and held["Choix"] == 1
    assert number(said, "Questions envoyées") == 1
    assert "Habitant, habitante · Femme · 25 à 35 ans · 🔵 Français" in said
    assert "Paix à Sévaré" in said
    assert QUESTION not in said


async def test_until_when_hangs_on_the_session(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.awa, "/mesdonnees")
    assert "jusqu’à 24 h après la fin, au plus tard le 14 décembre 2026 à 0 h" in says(tonight.awa)

    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Plus", "Terminer", "Terminer maintenant")
    await room.says(tonight.awa, "/mesdonnees")
    assert "Tout cela : jusqu’au 6 décembre 2026 à 9 h" in says(tonight.awa)


async def test_other_settings_say_other_things(short_seal: Room) -> None:
    tonight = await evening(short_seal)
    moussa = short_seal.person("Moussa")
    await moussa.starts(tonight.code)
    await short_seal.quiet()
    await short_seal.taps(moussa, "Français")
    notice = says(moussa)
    assert "jusqu’à 3 h après la fin" in notice
    assert "des totaux d’au moins 7 personnes (12 pour un groupe)" in notice

    await short_seal.says(tonight.awa, "/mesdonnees")
    assert "jusqu’à 3 h après la fin" in says(tonight.awa)
    assert "des totaux d’au moins 7 personnes (12 pour un groupe)" in says(tonight.awa)


async def test_somebody_who_reads_bambara(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.sira, "/kunnafoniw")
    assert by_bot(tonight.sira.chat)[-1].startswith(sentence(room, "bm", "data.heading"))


async def test_its_buttons_erase_leave_and_lead_back(room: Room) -> None:
    tonight = await evening(room)
    for label, then in (
        ("Effacer cette conversation", "erase.sure"),
        ("Quitter la séance", "leave.sure"),
    ):
        await room.says(tonight.awa, "/mesdonnees")
        await room.taps(tonight.awa, label)
        assert by_bot(tonight.awa.chat)[-1].startswith(sentence(room, "fr", then))
    await room.says(tonight.awa, "/mesdonnees")
    await room.taps(tonight.awa, "Revenir")
    assert "Confiance" in by_bot(tonight.awa.chat)[-1]


async def test_of_who_left_a_mark_and_a_number_are_held(room: Room) -> None:
    tonight = await has_taken_part(room)
    await room.says(tonight.awa, "/quitter")
    await room.taps(tonight.awa, "Oui, quitter")
    await room.says(tonight.awa, "/mesdonnees")
    said = says(tonight.awa)
    assert "Vous êtes sorti" in said and number(said, "Questions envoyées") == 1
    assert number(said, "Réponses") == number(said, "Choix") == 0
    assert "Habitant" not in said


async def test_of_a_stranger_nothing_is_held(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "/mydata")
    assert by_bot(moussa.chat) == [everywhere(room, "data.nothing")]


async def test_after_the_seal_nothing_is_held(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Plus", "Terminer", "Terminer maintenant")
    await room.closes()
    room.clock.moves_on(hours=25)
    await room.opens()
    await until(lambda: rows(room, "roster") == [])
    await room.says(tonight.awa, "/mesdonnees")
    assert by_bot(tonight.awa.chat)[-1] == everywhere(room, "data.nothing")


async def test_somebody_of_staff_reads_their_role(room: Room) -> None:
    fanta = await room.member("Fanta", "coordinator")
    await room.says(fanta, "/mesdonnees")
    assert "Équipe : coordination, repère" in says(fanta) and "180 jours" in says(fanta)


async def test_who_reported_a_poll_reads_that_they_did(room: Room) -> None:
    nouhoum = await room.member("Nouhoum", "leader")
    awa = await room.joins("Awa", await room.youth_poll(nouhoum), "Femme", "25")
    await room.says(awa, "/mesdonnees")
    assert sentence(room, "fr", "data.reported") not in by_bot(awa.chat)[-1]

    await room.taps(awa, "Revenir", "Signaler")
    await room.says(awa, "/mesdonnees")
    assert sentence(room, "fr", "data.reported") in by_bot(awa.chat)[-1]
    assert "Le marché est-il sûr le soir" in by_bot(awa.chat)[-1]

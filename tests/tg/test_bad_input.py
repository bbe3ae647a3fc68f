"""What nobody should send: each gets one clear answer in the person's language, or silence, and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.rehearsal.standin import Person
from bot.tg.handlers.participant import DEEDS as PARTICIPANT_DEEDS
from bot.tg.handlers.staff import DEEDS, ERRANDS
from tests.cli.evenings import evening_with_supports
from tests.fakes.room import Room
from tests.tg.evening import (
    by_bot,
    evening,
    everywhere,
    how_to_come_in,
    is_well_said,
    kept,
    rows,
    sentence,
    taps_data,
)

Act = Callable[[Person], Awaitable[object]]

FULL = "é" * 5000
MIRRORED = "\u202eAu secours\u202c"
UNSEEN = "\u200b\u2060\x07"

TYPED: dict[str, Act] = {
    "nothing to be seen": lambda person: person.sends(UNSEEN),
    "enormous": lambda person: person.sends(FULL),
    "emoji": lambda person: person.sends("😀😀😀"),
    "mirrored": lambda person: person.sends(MIRRORED),
    "markup": lambda person: person.sends("<b>&amp;</i>"),
    "forwarded": lambda person: person.forwards("Bonjour"),
}
NOT_READ: dict[str, Act] = {
    "sticker": lambda person: person.sends_sticker(),
    "photo": lambda person: person.sends_photo(caption="Regardez"),
    "document": lambda person: person.sends_document("liste.pdf", b"%PDF"),
    "poll": lambda person: person.sends_poll(),
}
VOICE: dict[str, Act] = {"voice": lambda person: person.sends_voice()}
PERSONAL: dict[str, Act] = {
    "location": lambda person: person.sends_location(),
    "contact": lambda person: person.sends_contact(),
}


async def _edits_what_was_sent(person: Person) -> None:
    sent = next(message for message in person.chat.newest_first() if not message.by_bot)
    await person.edits(sent, "Autre chose")


EDITED: dict[str, Act] = {"edited": _edits_what_was_sent}
ANSWERS: tuple[tuple[dict[str, Act], str], ...] = (
    (TYPED, "ask.not_now"),
    (NOT_READ, "other.not_read"),
    (VOICE, "other.voice"),
    (PERSONAL, "other.personal"),
    (EDITED, "other.edited"),
    ({"unknown command": lambda person: person.sends("/inconnue")}, "other.unknown_command"),
    ({"staff's command": lambda person: person.sends("/seance")}, "staff.only_staff"),
)


@pytest.mark.parametrize(("name", "language"), [("awa", "fr"), ("sira", "bm")])
async def test_a_participant_is_answered_in_their_language(room: Room, name: str, language: str) -> None:
    tonight = await evening(room)
    person: Person = getattr(tonight, name)
    before = kept(room)

    for acts, key in ANSWERS:
        for what, act in acts.items():
            await act(person)
            await room.quiet()
            (answer,) = by_bot(person.chat)
            assert answer.startswith(sentence(room, language, key)), what
            is_well_said(room, answer)

    assert kept(room) == before
    assert room.standin.faults == []


async def test_where_questions_are_asked_only_words_become_one(room: Room) -> None:
    tonight = await evening(room, stages=2)
    awa = tonight.awa
    before = kept(room)

    for text, key in ((UNSEEN, "ask.empty"), ("😀😀😀", "ask.empty"), ("...", "ask.empty")):
        await room.says(awa, text)
        assert by_bot(awa.chat)[-1].startswith(sentence(room, "fr", key))
    await room.says(awa, FULL)
    assert "trop long" in by_bot(awa.chat)[-1]
    await awa.forwards("Où est le poste ?")
    await room.quiet()
    assert by_bot(awa.chat)[-1].startswith(sentence(room, "fr", "other.forwarded"))

    assert kept(room) == before
    await room.says(awa, MIRRORED)
    assert "\nAu secours" in by_bot(awa.chat)[-1]
    assert "\u202e" not in by_bot(awa.chat)[-1]


async def test_a_stranger_is_told_how_to_come_in_in_every_language(room: Room) -> None:
    await evening(room)
    before = kept(room)
    moussa = room.person("Moussa")

    for acts in (TYPED, NOT_READ, VOICE, PERSONAL, EDITED):
        for act in acts.values():
            await act(moussa)
    await room.quiet()

    assert set(by_bot(moussa.chat)) == {how_to_come_in(room)}
    assert kept(room) == before


async def test_staff_are_answered_in_their_language_and_not_taken_for_strangers(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    before = kept(room)

    for act, key in (
        (NOT_READ["photo"], "other.not_read"),
        (VOICE["voice"], "other.voice"),
        (EDITED["edited"], "other.edited"),
    ):
        await act(fanta)
        await room.quiet()
        assert by_bot(fanta.chat)[-1] == sentence(room, "fr", key)
    await room.says(fanta, "/inconnue")
    assert by_bot(fanta.chat)[-1] == sentence(room, "fr", "other.unknown_command")
    await room.says(fanta, "Bonjour")
    assert by_bot(fanta.chat)[-1] == sentence(room, "fr", "help.facilitator")

    assert kept(room) == before


async def test_groups_and_channels_hear_nothing_and_change_nothing(room: Room) -> None:
    tonight = await evening(room)
    before = kept(room)
    calls = room.standin.calls.copy()
    del calls["getUpdates"]

    group = room.standin.group("Quartier", [tonight.awa, tonight.fanta])
    for text in ("Bonjour", "/start", f"/start {tonight.code}", "/seance@BaroTestBot", tonight.code):
        await group.says(tonight.fanta, text)
    channel = room.standin.channel("Annonces")
    await channel.posts(f"/start {tonight.code}")
    await room.quiet()

    assert by_bot(group.chat) == by_bot(channel.chat) == []
    assert set(room.standin.calls - calls) <= {"getUpdates"}
    assert kept(room) == before


async def test_the_bots_buttons_do_nothing_in_a_group(room: Room) -> None:
    tonight = await evening(room)
    group = room.standin.group("Quartier", [tonight.fanta])
    message = await group.says(tonight.fanta, "Regardez")
    (session,) = sessions(room)
    before = kept(room)

    for data in (f"f:{session}:E", f"p:{session}:q", f"j:{session}:y:fr"):
        tap = await tonight.fanta.taps_data(message, data)
        await room.quiet()
        assert (tap.is_answered, tap.alert) == (True, "")

    assert by_bot(group.chat) == []
    assert kept(room) == before


GARBAGE = (
    "",
    ":",
    ":::",
    "p",
    "p::",
    "f::",
    "j::",
    "x" * 64,
    ":" * 64,
    "ɲ" * 32,
    "p:aaaaaaaa:v:police_before:0",
    "p:AAAAAAAA:v:police_before:0",
    "f:aaaaaaaa:E",
    "j:aaaaaaaa:y:fr",
    "j:aaaaaaaa:y",
)
DIALOGUE = "dialogue"
ARGUMENTS = ("", ":nowhere", ":99999:-1:-1:-1", ":²:²:²:²:²", ":a\0b:\0")


def sessions(room: Room) -> list[str]:
    return [str(row[0]) for row in rows(room, "sessions")]


async def taps_all(room: Room, somebody: Person, forged: list[str]) -> list[str]:
    """Tap one forged button after another, as fast as fingers of steel; gives the alerts."""
    message = somebody.chat.last
    assert message is not None
    taps = [await somebody.taps_data(message, data[:64]) for data in forged]
    await room.quiet()
    assert [tap.data for tap in taps if not tap.is_answered] == []
    for text in (*by_bot(somebody.chat), *(tap.alert for tap in taps)):
        is_well_said(room, text)
    return [tap.alert for tap in taps]


async def test_forged_data_changes_nothing_whoever_sends_it(room: Room) -> None:
    tonight = await evening(room)
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    before = kept(room)

    for person in (tonight.awa, tonight.sira, tonight.fanta, moussa):
        await taps_all(room, person, list(GARBAGE))

    assert kept(room) == before
    assert room.standin.faults == []


async def test_a_participants_buttons_with_forged_words_change_nothing(room: Room) -> None:
    tonight = await evening(room)
    (session,) = sessions(room)
    before = kept(room)
    deeds = [deed for deed in PARTICIPANT_DEEDS if deed not in "qL"]

    await taps_all(room, tonight.awa, [f"p:{session}:{deed}{more}" for deed in deeds for more in ARGUMENTS])

    assert kept(room) == before
    assert room.standin.faults == []


async def test_staffs_buttons_are_nothing_in_other_hands(room: Room) -> None:
    tonight = await evening(room)
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    other = await room.member("Oumar", "facilitator", organisation="SAHEL")
    leader = await room.member("Lamine", "leader")
    (session,) = sessions(room)
    before = kept(room)
    forged = [f"f:{session}:{deed}{more}" for deed in DEEDS for more in ("", ":trust_after", ":0:1")]
    errands = [f"f::{errand}:fr" for errand in ERRANDS]

    for person in (tonight.awa, moussa):
        assert set(await taps_all(room, person, forged + errands)) == {""}
    for officer in (other, leader):
        assert set(await taps_all(room, officer, forged)) == {sentence(room, "fr", "staff.not_yours")}
        await taps_all(room, officer, [*errands, f"f::ss:{DIALOGUE}"])

    assert kept(room) == before
    for officer in (other, leader):
        assert "Sévaré" not in repr(officer.chat.history)


async def test_a_facilitators_own_buttons_with_forged_words_never_fail(room: Room) -> None:
    tonight = await evening(room)
    (session,) = sessions(room)
    people = rows(room, "roster")
    deeds = [deed for deed in DEEDS if deed != "E"]

    await taps_all(room, tonight.fanta, [f"f:{session}:{deed}{more}" for deed in deeds for more in ARGUMENTS])
    await taps_all(room, tonight.fanta, [f"f::{errand}{more}" for errand in ERRANDS for more in ARGUMENTS])

    assert rows(room, "roster") == people
    assert sessions(room) == [session]
    assert room.standin.faults == []


async def test_a_button_of_a_session_one_is_not_in_opens_nothing(room: Room) -> None:
    tonight = await evening(room)
    (first,) = sessions(room)
    await room.session(tonight.fanta, title="Une autre")
    (second,) = set(sessions(room)) - {first}
    before = kept(room)

    for deed in ("v:police_before:0", "s:x", "q", "w", "X:x"):
        await taps_data(room, tonight.awa, f"p:{second}:{deed}")
    assert sentence(room, "fr", "leave.not_here") in tonight.awa.chat.render()

    assert kept(room) == before


async def test_guessing_codes_closes_the_door_for_ten_minutes(room: Room) -> None:
    tonight = await evening(room)
    moussa, kadi = room.person("Moussa"), room.person("Kadi")
    before = kept(room)

    await room.says(moussa, *[f"AAAA{number}{number}" for number in (2, 3, 4, 5, 7, 8)])
    assert by_bot(moussa.chat) == [everywhere(room, "join.unknown_code")] * 6
    await room.says(moussa, tonight.code)
    await moussa.starts(tonight.code)
    await room.quiet()
    assert by_bot(moussa.chat)[6:] == [everywhere(room, "join.too_many_tries")] * 2
    await kadi.starts(tonight.code)
    await room.quiet()
    assert "Français" in kadi.chat.render()

    assert kept(room) == before
    room.clock.moves_on(hours=0.2)
    await room.says(moussa, tonight.code)
    assert "Français" in moussa.chat.render()


async def taps_twice(room: Room, somebody: Person, label: str) -> None:
    """Two taps on the same button, faster than the bot answers."""
    message = somebody.chat.screen
    assert message is not None
    for _time in range(2):
        await somebody.taps_on(message, label)
    await room.quiet()


async def test_a_question_sent_with_a_double_tap_is_sent_once(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, "Pourquoi le poste est-il fermé ?")
    preview = tonight.awa.chat.screen
    assert preview is not None
    (data, *_others) = [button["callback_data"] for button in preview.buttons]

    await taps_twice(room, tonight.awa, "Envoyer")

    assert len(rows(room, "intake")) == 1
    receipt, screen = by_bot(tonight.awa.chat)
    assert receipt == sentence(room, "fr", "ask.receipt")
    assert "2 envois" in screen
    before = kept(room)
    tap = await tonight.awa.taps_data(preview, data)
    await room.quiet()
    assert tap.alert == sentence(room, "fr", "answer.here_now")
    assert len(by_bot(tonight.awa.chat)) == 2
    await room.says(tonight.awa, "Et le marché ?")
    await tonight.awa.taps_data(preview, data)
    await room.quiet()
    assert kept(room) == before


async def test_a_support_given_with_a_double_tap_is_given(room: Room) -> None:
    tonight = await evening_with_supports(room)
    assert len(rows(room, "supports")) == 2

    await taps_twice(room, tonight.awa, "✅ 1")
    assert len(rows(room, "supports")) == 1
    await taps_twice(room, tonight.awa, "⬜ 1")

    assert len(rows(room, "supports")) == 2
    assert "✅ 1" in tonight.awa.chat.render()


async def test_other_double_taps_count_once(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    await room.says(fanta, "/seance")
    await room.taps(fanta, "Nouvelle séance", "Dialogue")
    await room.says(fanta, "Paix", "Mairie")
    await room.taps(fanta, "Aujourd’hui")
    await taps_twice(room, fanta, "Français + ")
    assert len(sessions(room)) == 1
    await room.says(fanta, "/seance")
    await room.taps(fanta, "Paix")
    awa = room.person("Awa")
    await awa.starts(room.code(fanta))
    await room.quiet()
    await room.taps(awa, "Français")
    await taps_twice(room, awa, "J’accepte")
    assert len(rows(room, "roster")) == 1
    await room.taps(awa, "Habitant", "Femme", "25", "préfère")
    await room.taps(fanta, "Ouvrir : ")
    await taps_twice(room, fanta, "Ouvrir maintenant")
    await room.taps(awa, "Continuer")
    await taps_twice(room, awa, "Beaucoup")
    assert len(rows(room, "ballots")) == 1
    assert "gendarmerie" in by_bot(awa.chat)[-1]
    assert len(by_bot(awa.chat)) == 1


async def test_an_old_button_shows_where_things_stand(room: Room) -> None:
    tonight = await evening(room)
    awa = tonight.awa
    old = awa.chat.screen
    assert old is not None
    (data, *_others) = [button["callback_data"] for button in old.buttons]
    await room.taps(awa, "Continuer", "Beaucoup")
    await room.stage(tonight.fanta)
    before = kept(room)

    assert old.deleted
    tap = await awa.taps_data(old, data)
    await room.quiet()

    assert tap.alert == sentence(room, "fr", "answer.here_now")
    assert "Vos questions" in by_bot(awa.chat)[-1]
    assert len(by_bot(awa.chat)) == 1
    assert kept(room) == before


async def test_a_tap_that_is_too_old_to_answer_still_counts(room: Room) -> None:
    tonight = await evening(room)
    room.standin.fail_next(
        "answerCallbackQuery",
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )

    await room.taps(tonight.awa, "Continuer")

    (screen,) = by_bot(tonight.awa.chat)
    assert "police" in screen

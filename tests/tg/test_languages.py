"""People read in the languages that their session is held in."""

from __future__ import annotations

from tests.fakes.room import Room
from tests.tg.evening import by_bot, came_twice, evening, rows, sentence, taps_data


async def test_the_question_on_screen_changes_with_the_language(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.awa, "/langue")
    await room.taps(tonight.awa, "Bamanankan")
    (screen,) = by_bot(tonight.awa.chat)
    (other,) = by_bot(tonight.sira.chat)
    assert screen == other


async def test_a_session_of_one_language_offers_no_other(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    await room.says(fanta, "/seance")
    await room.taps(fanta, "Nouvelle séance", "Dialogue")
    await room.says(fanta, "Paix", "Mairie")
    await room.taps(fanta, "Aujourd’hui")
    assert fanta.chat.screen is not None
    await fanta.taps_on(fanta.chat.screen, "🔵 Français")
    await room.quiet()
    awa = await room.joins("Awa", room.code(fanta), "Habitant", "Femme", "25", "préfère")
    waiting = by_bot(awa.chat)
    assert awa.chat.last is not None and awa.chat.last.labels == []

    await room.says(awa, "/langue")
    assert awa.chat.last.labels == ["🔵 Français"]
    (session,) = rows(room, "sessions")
    await taps_data(room, awa, f"p:{session[0]}:L:bm")

    assert by_bot(awa.chat) == waiting == [sentence(room, "fr", "wait.before_start")]


async def test_a_choice_that_came_late_is_taken_and_leaves_one_screen(room: Room) -> None:
    awa = await came_twice(room)
    assert len(by_bot(awa.chat)) == 2
    await room.taps(awa, "Bamanankan")
    (screen,) = by_bot(awa.chat)
    assert screen.startswith("I ye jumɛn ye")
    await room.says(awa, "/langue")
    await room.taps(awa, "Français")
    (screen,) = by_bot(awa.chat)
    assert screen.startswith("Qui êtes-vous")


async def test_a_choice_that_came_late_can_be_erased_with_the_rest(room: Room) -> None:
    awa = await came_twice(room)
    await room.taps(awa, "Français")
    await room.says(awa, "/effacer")
    await room.taps(awa, "Oui, effacer")
    assert not [each.text for each in awa.chat.messages if "/start" in each.text]

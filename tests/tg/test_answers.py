"""Scores are given one after another and can be changed one alone."""

from __future__ import annotations

from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, rows, sentence


async def test_changing_one_score_leads_back_to_all_of_them(room: Room) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer", *["Beaucoup"] * 6)

    await room.taps(tonight.awa, "✏️ La gendarmerie", "Pas du tout")

    (screen,) = by_bot(tonight.awa.chat)
    assert sentence(room, "fr", "wait.noted") in screen
    assert "🚓 La gendarmerie : ○ Pas du tout" in screen.replace("\u00a0", " ")
    assert len(rows(room, "ballots")) == 6


async def test_who_goes_back_finds_the_first_question_without_an_answer(room: Room) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer", "Beaucoup", "Partiellement", "Retour", "Retour")
    assert "👮" in by_bot(tonight.awa.chat)[-1]

    await room.taps(tonight.awa, "Juste un peu")

    assert "🎖️" in by_bot(tonight.awa.chat)[-1]


async def test_a_look_back_is_told_from_the_score_of_today(room: Room) -> None:
    tonight = await evening(room, stages=5)

    await room.taps(tonight.awa, "Continuer", *["Beaucoup"] * 7)

    listed = [label for label in tonight.awa.chat.render().split("\n") if "Être écouté" in label]
    assert len(listed) == len(set(listed)) == 4
    assert "Être écouté – Avant, vu d’aujourd’hui" in tonight.fanta.chat.render()

"""What somebody is in the middle of stays on their screen until they answer it or a stage is opened."""

from __future__ import annotations

from bot.rehearsal.standin import Person
from tests.fakes.room import Room
from tests.tg.evening import Evening, by_bot, evening, rows, sentence

QUESTION = "Pourquoi le poste est-il fermé ?"


async def has_questions_to_read(room: Room) -> Evening:
    """An evening where three neighbours have asked, and Fanta has their questions before her."""
    tonight = await evening(room, stages=2)
    for number in range(3):
        name = f"Voisin {number}"
        neighbour = await room.joins(name, tonight.code, "Habitant", "Homme", "25", "préfère")
        await room.says(neighbour, "Qui répare la route ?")
        await room.taps(neighbour, "Envoyer")
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Questions à lire")
    return tonight


def typed(somebody: Person) -> list[str]:
    """What somebody typed and is still in their chat, but for how they came in."""
    mine = [message.text for message in somebody.chat.messages if not message.by_bot]
    return [text for text in mine if not text.startswith("/")]


async def test_a_preview_stays_while_other_questions_are_published(room: Room) -> None:
    tonight = await has_questions_to_read(room)
    await room.says(tonight.awa, QUESTION)

    await room.taps(tonight.fanta, "Publier")

    (preview,) = by_bot(tonight.awa.chat)
    assert preview.startswith(sentence(room, "fr", "ask.preview"))
    await room.taps(tonight.awa, "Envoyer")
    assert sentence(room, "fr", "ask.receipt") in by_bot(tonight.awa.chat)


async def test_of_a_preview_that_came_twice_either_sends_the_question(room: Room) -> None:
    tonight = await evening(room, stages=2)
    room.standin.cut_next("sendMessage", before=False)
    await room.says(tonight.awa, QUESTION)
    first, _second = (message for message in tonight.awa.chat.messages if "Envoyer" in str(message.labels))

    await tonight.awa.taps_on(first, "Envoyer")
    await room.quiet()

    assert len(rows(room, "intake")) == 1
    assert QUESTION not in tonight.awa.chat.render()


async def test_a_menu_stays_while_questions_are_published(room: Room) -> None:
    tonight = await has_questions_to_read(room)
    await room.says(tonight.awa, "/quitter")

    await room.taps(tonight.fanta, "Publier")

    assert by_bot(tonight.awa.chat) == [sentence(room, "fr", "leave.sure")]
    await room.taps(tonight.awa, "Rester")
    assert "Vos questions" in by_bot(tonight.awa.chat)[-1]


async def test_a_question_that_is_not_sent_leaves_the_chat_with_its_preview(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, QUESTION)
    assert typed(tonight.awa) == [QUESTION]

    await tonight.awa.sends_sticker()
    await room.quiet()

    assert QUESTION not in tonight.awa.chat.render()


async def test_a_stage_that_is_opened_takes_what_was_typed_away(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, QUESTION)

    await room.stage(tonight.fanta)

    assert QUESTION not in tonight.awa.chat.render()
    (screen,) = by_bot(tonight.awa.chat)
    assert screen.startswith("⭐")

"""The person's own chat: what they and the bot wrote leaves it when they say so, as far as Telegram lets a bot."""

from __future__ import annotations

from bot.app.chat_messages import note_for
from bot.rehearsal.standin import Message, Person
from bot.tg.deletion import EMPTIED
from tests.fakes.room import Room
from tests.tg.evening import Evening, by_bot, evening, everywhere, kept, rows, sentence, taps_data, until

QUESTION = "Pourquoi le poste est-il fermé ?"


def erased(room: Room, language: str = "fr", left: str = "") -> str:
    """What is said once a chat is erased."""
    said = [sentence(room, language, "erase.done"), left]
    said += [sentence(room, language, "erase.may_stay", hours=36), sentence(room, language, "erase.by_hand")]
    return "\n\n".join(each for each in said if each)


def in_chat(somebody: Person) -> list[str]:
    """All that still stands in somebody's chat."""
    return [message.text for message in somebody.chat.messages]


def noted(room: Room) -> list[tuple[object, ...]]:
    """The participants' messages that are noted."""
    return [row for row in rows(room, "messages") if row[2] != ""]


def plural(room: Room, language: str, key: str, number: int) -> str:
    """A sentence of the catalogs in the form for a number."""
    return room.parts.catalogs.plural(language, key, number)


def buttons(somebody: Person) -> list[str]:
    """The data of the buttons on somebody's screen."""
    screen = somebody.chat.screen
    return [each["callback_data"] for each in screen.buttons] if screen else []


def button(message: Message | None, label: str) -> tuple[Message, str]:
    """A message and the data of its button of this name, to be tapped later."""
    assert message is not None
    return message, next(each["callback_data"] for each in message.buttons if label in each["text"])


async def has_said_much(room: Room) -> Evening:
    """An evening where Awa has come by a link, sent a question, a sticker and a voice, and asked for help."""
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, QUESTION)
    await room.taps(tonight.awa, "Envoyer")
    await tonight.awa.sends_sticker()
    await tonight.awa.sends_voice()
    await room.says(tonight.awa, "/aide", "/question", "/rien")
    return tonight


async def test_all_that_was_written_leaves_the_chat(room: Room) -> None:
    tonight = await has_said_much(room)
    before, others = kept(room), in_chat(tonight.sira)

    await room.says(tonight.awa, "/effacer")
    assert by_bot(tonight.awa.chat)[-1].startswith(sentence(room, "fr", "erase.sure"))
    assert sentence(room, "fr", "ask.receipt") in by_bot(tonight.awa.chat)
    await room.taps(tonight.awa, "Oui, effacer")

    assert in_chat(tonight.awa) == [erased(room)]
    assert kept(room) == before
    assert in_chat(tonight.sira) == others


async def test_only_the_last_message_is_noted_afterwards(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/effacer")
    before = len(noted(room))
    await room.taps(tonight.awa, "Oui, effacer")
    of_sira_and_the_last = len(noted(room))
    assert of_sira_and_the_last < before

    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Oui, effacer")
    assert in_chat(tonight.awa) == [erased(room)]
    assert len(noted(room)) == of_sira_and_the_last


async def test_somebody_who_reads_bambara(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.sira, "/josi")
    await room.taps(tonight.sira, room.parts.catalogs.text("bm", "button.erase_now"))
    assert in_chat(tonight.sira) == [erased(room, "bm")]


async def test_staying_erases_nothing(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Rester")
    assert sentence(room, "fr", "ask.receipt") in by_bot(tonight.awa.chat)
    assert "Vos questions" in by_bot(tonight.awa.chat)[-1]


async def test_the_session_goes_on_in_the_empty_chat(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Oui, effacer", "Revenir")
    (screen,) = in_chat(tonight.awa)
    assert "Vos questions" in screen

    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Oui, effacer")
    await room.stage(tonight.fanta)
    (screen,) = in_chat(tonight.awa)
    assert screen.startswith("⭐")


async def test_what_was_on_its_way_when_it_was_tapped_is_erased_too(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/effacer")
    yes = button(tonight.awa.chat.screen, "Oui, effacer")
    room.standin.fail_next(
        "sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, chat_id=tonight.awa.user_id
    )
    await tonight.awa.sends("Un mot de plus")
    await tonight.awa.taps_data(*yes)
    await room.quiet()
    assert in_chat(tonight.awa) == [erased(room)]


async def test_a_crash_in_the_middle_loses_no_deletion(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/effacer")
    tried = room.standin.calls["deleteMessages"]
    room.standin.fail_next("deleteMessages", 429, "Too Many Requests: retry after 40", retry_after=40)
    await tonight.awa.taps("Oui, effacer")
    await until(lambda: room.standin.calls["deleteMessages"] > tried)
    assert len(in_chat(tonight.awa)) > 1

    await room.crashes()
    await room.opens()
    await room.quiet()
    assert in_chat(tonight.awa) == [erased(room)]


async def test_a_connection_that_is_cut_only_repeats_it(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/effacer")
    room.standin.cut_next("deleteMessages", before=False)
    await room.taps(tonight.awa, "Oui, effacer")
    assert in_chat(tonight.awa) == [erased(room)]


async def test_a_long_chat_is_erased_a_hundred_messages_at_a_time(room: Room) -> None:
    tonight = await evening(room)
    ids = range(20_000, 20_230)
    async with room.parts.database.begin() as work:
        await note_for(work, room.parts.services, tonight.awa.user_id, ids)
        await work.commit()
    before = room.standin.calls["deleteMessages"]
    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Oui, effacer")
    assert in_chat(tonight.awa) == [erased(room)]
    assert room.standin.calls["deleteMessages"] - before >= 3
    assert room.standin.faults == []


async def test_what_telegram_does_not_let_go_is_said_and_old_screens_are_emptied(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.awa, "Bonjour")
    old = [message.message_id for message in tonight.awa.chat.messages]
    room.clock.moves_on(hours=49)
    async with room.parts.database.begin() as work:
        await note_for(work, room.parts.services, tonight.awa.user_id, old)
        await work.commit()

    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Oui, effacer")

    start, hello, screen, said = in_chat(tonight.awa)
    assert (start, hello, screen) == (f"/start {tonight.code}", "Bonjour", EMPTIED)
    assert said == erased(room, left=plural(room, "fr", "erase.left", 2))


async def test_notes_are_forgotten_after_two_days(room: Room) -> None:
    tonight = await has_said_much(room)
    before = set(noted(room))
    assert before
    await room.closes()
    room.clock.moves_on(hours=48)
    await room.opens()
    await until(lambda: not before & set(noted(room)))
    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Oui, effacer")
    assert in_chat(tonight.awa)[-1] == erased(room)
    assert not [text for text in by_bot(tonight.awa.chat) if "👮" in text]


async def test_who_left_can_erase_the_chat_still(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/quitter")
    await room.taps(tonight.awa, "Oui, quitter")
    await room.says(tonight.awa, "Au revoir")
    assert sentence(room, "fr", "ask.receipt") in by_bot(tonight.awa.chat)

    await room.taps(tonight.awa, "Effacer cette conversation")
    assert sentence(room, "fr", "erase.seat_stays") not in tonight.awa.chat.render()
    await room.taps(tonight.awa, "Oui, effacer")

    (message,) = tonight.awa.chat.messages
    assert message.text == erased(room) and not message.keyboard


async def test_who_left_can_type_it_too(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.awa, "/quitter")
    await room.taps(tonight.awa, "Oui, quitter")
    await room.says(tonight.awa, "/effacer")
    assert by_bot(tonight.awa.chat)[-1] == everywhere(room, "erase.sure")
    await room.taps(tonight.awa, room.parts.catalogs.text("bm", "button.erase_now"))
    assert in_chat(tonight.awa) == [erased(room, "bm")]


async def test_when_it_is_over_a_button_erases_the_chat(room: Room) -> None:
    tonight = await has_said_much(room)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Plus", "Terminer", "Terminer maintenant")
    await room.taps(tonight.awa, "Effacer cette conversation", "Oui, effacer")
    assert in_chat(tonight.awa) == [erased(room)]
    await room.taps(tonight.awa, "Revenir")
    assert "terminé" in by_bot(tonight.awa.chat)[-1]


async def test_after_the_seal_nothing_is_known_but_the_message_at_hand(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Plus", "Terminer", "Terminer maintenant")
    await room.closes()
    room.clock.moves_on(hours=25)
    await room.opens()
    await until(lambda: rows(room, "roster") == [])
    assert noted(room) == []

    await room.taps(tonight.awa, "Effacer cette conversation", "Oui, effacer")
    by_hand = [sentence(room, "fr", key) for key in ("erase.nothing_known", "erase.by_hand")]
    assert in_chat(tonight.awa) == [f"/start {tonight.code}", "\n\n".join(by_hand)]


async def test_a_stranger_is_told_how_to_do_it_by_hand(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "/effacer")
    (said,) = in_chat(moussa)
    assert sentence(room, "fr", "erase.by_hand") in said and sentence(room, "bm", "erase.by_hand") in said
    assert noted(room) == []


async def test_somebody_of_staff_is_told_how_to_do_it_by_hand(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    await room.says(fanta, "/effacer")
    assert sentence(room, "fr", "erase.by_hand") in by_bot(fanta.chat)[-1]
    assert "/effacer" not in in_chat(fanta)


async def test_before_consent_nothing_is_noted(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    awa = room.person("Awa")
    await awa.starts(code)
    await room.quiet()
    before = noted(room)
    await room.taps(awa, "Français", "Je refuse", "Relire")
    await room.says(awa, "Bonjour")
    assert noted(room) == before

    await room.taps(awa, "J’accepte")
    await room.says(awa, "/effacer")
    await room.taps(awa, "Oui, effacer")
    assert f"/start {code}" not in in_chat(awa)


async def test_a_forged_button_reaches_no_other_chat(room: Room) -> None:
    tonight = await evening(room)
    moussa = room.person("Moussa")
    await moussa.starts(tonight.code)
    await room.quiet()
    (data,) = [each for each in buttons(moussa) if each.split(":")[3] == "fr"]
    victim = tonight.awa.chat.screen
    assert victim is not None
    accept = data.rpartition(":")[0].replace(":l:", ":y:")
    for forged in (victim.message_id, 9_999_999_999, -5, "x"):
        await taps_data(room, moussa, f"{accept}:{forged}")
    await room.says(moussa, "/effacer")
    await room.taps(moussa, "Oui, effacer")
    assert victim in tonight.awa.chat.messages
    assert erased(room) in in_chat(moussa)


async def test_what_was_typed_leaves_with_the_question_unless_its_author_keeps_it(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, QUESTION)
    await room.taps(tonight.awa, "✅ Effacer ensuite")
    preview = tonight.awa.chat.screen
    assert preview is not None and "⬜ Effacer ensuite mon texte du chat" in preview.labels
    await room.taps(tonight.awa, "Envoyer")
    assert QUESTION in in_chat(tonight.awa)

    await room.says(tonight.awa, "Qui répare la route ?")
    await room.taps(tonight.awa, "⬜ Effacer ensuite", "Envoyer")
    assert QUESTION in in_chat(tonight.awa)
    assert "Qui répare la route ?" not in in_chat(tonight.awa)

    await room.says(tonight.awa, "/effacer")
    await room.taps(tonight.awa, "Oui, effacer")
    assert in_chat(tonight.awa) == [erased(room)]


async def test_the_choice_is_remembered_and_keeps_the_other_buttons(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, "Appelez-moi au 76 54 32 10, pourquoi ce poste ?")
    await room.taps(tonight.awa, "✅ Effacer ensuite")
    preview = tonight.awa.chat.screen
    assert preview is not None
    assert preview.labels == [
        "📨 Envoyer sans cela",
        "✍️ Écrire de nouveau",
        "⬜ Effacer ensuite mon texte du chat",
    ]
    await room.taps(tonight.awa, "Écrire de nouveau")
    await room.says(tonight.awa, QUESTION)
    preview = tonight.awa.chat.screen
    assert preview is not None and preview.labels[-1] == "⬜ Effacer ensuite mon texte du chat"


async def test_an_old_preview_changes_nothing(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, QUESTION)
    old = button(tonight.awa.chat.screen, "Effacer ensuite")
    await room.taps(tonight.awa, "Envoyer")
    await tonight.awa.taps_data(*old)
    await room.quiet()
    await room.says(tonight.awa, QUESTION)
    preview = tonight.awa.chat.screen
    assert preview is not None and preview.labels[-1] == "✅ Effacer ensuite mon texte du chat"

"""Arriving: a link, a typed code, the choice of language, the notice, yes or no."""

from __future__ import annotations

from bot.app.answer import speak
from bot.app.chat_messages import note_for
from bot.app.desk import find_officer
from bot.app.join import accept, find_seat, knock, move_to
from bot.app.lifetimes import limits_of
from bot.app.present import present_afterwards
from bot.app.records import Session
from bot.app.seat import Seat, load_script
from bot.app.words import Text, _
from bot.core import names
from bot.tg.callback import Tap
from bot.tg.reply import Reply
from bot.tg.show import show
from bot.tg.turn import Turn, removed
from bot.tg.views.arrival import choose_language, declined, in_every_language, notice
from bot.tg.views.participant import draw

LONGEST_ID = 10
"""Digits of a message's id, 32 bits at most."""


async def enter(turn: Turn, code: str, language: str | None = None) -> None:
    """Somebody gives a code, by a link or typed. ``language`` is theirs where it is known."""
    guard, now = turn.batch.guard, turn.services.clock.now()
    name = names.visitor_name(turn.services.vault.finder, turn.user)
    if guard.closed(name, now):
        say(turn, _("join.too_many_tries"), language)
        return
    door = await knock(turn.work, turn.services, code, turn.user)
    if door.seat is not None:
        await show(turn, await move_to(turn.work, turn.services, door.seat, turn.user))
    elif door.session is None:
        guard.wrong(name, now)
        say(turn, _("join.unknown_code"), language)
    elif door.why == "over":
        await look_back(turn, door.session, language)
    elif door.why == "no_entry":
        say(turn, _("join.no_entry"), language)
    else:
        came = turn.message.message_id if turn.message else 0
        turn.answer(choose_language(turn.batch.catalogue, door.session, came))


async def language_of(turn: Turn) -> str | None:
    """The language of whoever wrote or tapped, as they chose it; None for somebody we know nothing of."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is not None:
        return seat.person.language
    officer = await find_officer(turn.work, turn.services, turn.user)
    return officer.language if officer else None


def say(turn: Turn, sentence: Text, language: str | None) -> None:
    """One sentence, in somebody's language, or in each language where theirs is not known."""
    if language is None:
        turn.answer(in_every_language(turn.batch.catalogue, sentence))
    else:
        turn.answer(in_one(turn, sentence, language))


def in_one(turn: Turn, sentence: Text, language: str) -> Reply:
    """A reply of one sentence."""
    return Reply(turn.speech(language)(sentence))


async def look_back(turn: Turn, session: Session, language: str | None, page: int = 0) -> None:
    """What a code shows of a session that is over: first the language, unless it is known."""
    if language is None and len(session.languages) > 1:
        turn.answer(choose_language(turn.batch.catalogue, session, came=0))
        return
    chosen = language or session.languages[0]
    screen = await present_afterwards(turn.work, session, page)
    turn.answer(draw(turn.speech(chosen), screen.script, session.id, screen))


async def at_the_door(turn: Turn, tap: Tap) -> None:
    """A button of somebody who has no seat yet: a language, yes, or no."""
    if not tap.session:
        say(turn, _("join.how"), tap.argument(0))
        return
    session = await turn.work.sessions.get(tap.session)
    language = tap.argument(0)
    if session is None or session.state == "stopped" or language not in session.languages:
        turn.alert(turn.speech(language), _("join.unknown_code"))
        return
    seat = await turn.batch.seat(session.id, turn.user)
    if seat is not None:
        await _come_in_again(turn, tap, seat)
    elif session.state != "open":
        await look_back(turn, session, language)
    elif not session.joining:
        say(turn, _("join.no_entry"), language)
    else:
        await _answer_at_the_door(turn, session, tap, language)


async def _come_in_again(turn: Turn, tap: Tap, seat: Seat) -> None:
    """A button of the door, tapped by somebody who is inside: the answer to a link that was followed twice came after
    they went on. What they choose is taken, and this message is their screen from now on."""
    if tap.deed == "l":
        seat = speak(turn.work, seat, tap.argument(0))
    await note_for(turn.work, turn.services, turn.user, _at_the_door(turn, tap))
    if turn.tapped_message > seat.shown.message:
        turn.send(removed(turn.chat, seat.shown.message))
    await show(turn, seat)


async def _answer_at_the_door(turn: Turn, session: Session, tap: Tap, language: str) -> None:
    speech = turn.speech(language)
    scene = await turn.batch.scene(session.id)
    if scene is None:
        turn.alert(speech, _("join.unknown_code"))
    elif tap.deed == "y":
        seat = await accept(turn.work, turn.services, scene, turn.user, turn.chat, language)
        await note_for(turn.work, turn.services, turn.user, _at_the_door(turn, tap))
        turn.batch.touched.add(session.id)
        await show(turn, seat)
    elif tap.deed == "n":
        turn.answer(declined(speech, session, _came(tap)))
    else:
        script = await load_script(turn.work, session)
        organisation = await turn.work.organisations.get(session.organisation)
        assert organisation is not None
        limits = limits_of(turn.services.promises)
        turn.answer(notice(speech, session, script, organisation, limits, _came(tap)))


def _at_the_door(turn: Turn, tap: Tap) -> list[int]:
    """What stood in the chat before somebody accepted: the message they came with, and the notice."""
    return [message for message in (_came(tap), turn.tapped_message) if message]


def _came(tap: Tap) -> int:
    """The message somebody came with, as their button says; a forged one names at most a message of their own chat."""
    came = tap.argument(1)
    return int(came) if came.isdecimal() and len(came) <= LONGEST_ID else 0

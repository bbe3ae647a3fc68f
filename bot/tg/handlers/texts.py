"""What is typed or sent: codes, questions, what a facilitator writes, and everything nobody expected."""

from __future__ import annotations

from telegram import Message

from bot.app import ask
from bot.app.answer import keep_up
from bot.app.desk import find_officer
from bot.app.join import find_seat
from bot.app.seat import Seat
from bot.app.words import Text, _
from bot.core.codes import looks_like_code, read_code
from bot.tg.handlers.doorway import enter, language_of, say
from bot.tg.handlers.participant import ask_refusal
from bot.tg.handlers.staff import staff_typed
from bot.tg.show import bring, show
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views.questions import preview
from bot.tg.views.welcome import staff_help


async def typed(turn: Turn) -> None:
    """Somebody typed something that is no command."""
    message = turn.message
    assert message is not None
    text = message.text or ""
    if await staff_typed(turn, text):
        return
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is None:
        await _typed_outside(turn, text)
        return
    seat = keep_up(turn.work, seat)
    code, session = read_code(text), seat.scene.session
    if code and code != session.code and await turn.work.sessions.by_code(code):
        await enter(turn, code, seat.person.language)
    elif code == session.code or session.state != "open":
        await show(turn, seat)
    else:
        await _typed_inside(turn, seat, message, text)


async def _typed_outside(turn: Turn, text: str) -> None:
    officer = await find_officer(turn.work, turn.services, turn.user)
    if read_code(text) or looks_like_code(text):
        await enter(turn, text, await language_of(turn))
    elif officer is not None:
        await bring_staff(turn, officer, staff_help(turn.speech(officer.language), officer))
    else:
        say(turn, _("join.how"), await language_of(turn))


async def _typed_inside(turn: Turn, seat: Seat, message: Message, text: str) -> None:
    speech = turn.speech(seat.person.language)
    if _forwarded(message) and ask.asking_step(seat):
        await show(turn, seat, notice=speech(_("other.forwarded")))
        return
    try:
        draft = ask.draft(seat, text)
    except ask.CannotAsk as refusal:
        await show(turn, seat, notice=speech(ask_refusal(refusal)))
        return
    seat = ask.remember_typed(turn.work, seat, message.message_id)
    keeps, session = seat.person.keeps_typed, seat.scene.session.id
    bring(turn, seat, preview(speech, session, draft, keeps=keeps, typed=message.message_id))


def _forwarded(message: Message) -> bool:
    return message.forward_origin is not None


async def something_else(turn: Turn) -> None:
    """A voice, a photo, a sticker, a place: one clear answer, and where the person stands."""
    message = turn.message
    assert message is not None
    await _with_place(turn, _voice_or_other(message))


async def edited(turn: Turn) -> None:
    """Somebody changed a message: what was read stays as it was read."""
    await _with_place(turn, _("other.edited"))


async def _with_place(turn: Turn, sentence: Text) -> None:
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is not None:
        await show(turn, keep_up(turn.work, seat), notice=turn.speech(seat.person.language)(sentence))
        return
    officer = await find_officer(turn.work, turn.services, turn.user)
    say(turn, sentence if officer else _("join.how"), await language_of(turn))


def _voice_or_other(message: Message) -> Text:
    if message.voice or message.audio or message.video_note:
        return _("other.voice")
    if message.contact or message.location:
        return _("other.personal")
    return _("other.not_read")

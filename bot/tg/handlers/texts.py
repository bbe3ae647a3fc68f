"""What is typed or sent: codes, questions, what a facilitator writes, and everything nobody expected."""

from __future__ import annotations

from telegram import Message

from bot.app import ask
from bot.app.answer import keep_up
from bot.app.join import find, find_seat
from bot.app.seat import Seat
from bot.app.words import Text, _
from bot.core.codes import looks_like_code, read_code
from bot.tg.handlers.doorway import enter, say
from bot.tg.handlers.participant import ask_refusal
from bot.tg.handlers.staff import staff_typed
from bot.tg.show import bring, show
from bot.tg.turn import Turn
from bot.tg.views.questions import preview


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
    code = read_code(text)
    if code and code != seat.scene.session.code and await turn.work.sessions.by_code(code):
        await enter(turn, code, seat.person.language)
    else:
        await _typed_inside(turn, seat, message, text)


async def _typed_outside(turn: Turn, text: str) -> None:
    place = await find(turn.work, turn.services, turn.user)
    language = place.language if place else None
    if read_code(text) or looks_like_code(text):
        await enter(turn, text, language)
    else:
        say(turn, _("join.how"), language)


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
    bring(turn, seat, preview(speech, seat.scene.session.id, draft))


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
    if seat is None:
        place = await find(turn.work, turn.services, turn.user)
        say(turn, _("join.how"), place.language if place else None)
    else:
        await show(turn, keep_up(turn.work, seat), notice=turn.speech(seat.person.language)(sentence))


def _voice_or_other(message: Message) -> Text:
    if message.voice or message.audio or message.video_note:
        return _("other.voice")
    if message.contact or message.location:
        return _("other.personal")
    return _("other.not_read")

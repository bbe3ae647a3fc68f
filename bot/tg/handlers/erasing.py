"""A person's own chat: taking out of it what they and the bot wrote."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.app.desk import find_officer
from bot.app.join import find_seat, possible_keys
from bot.tg.callback import Tap
from bot.tg.delivery import Job
from bot.tg.eraser import ERASE
from bot.tg.reply import Reply
from bot.tg.show import bring
from bot.tg.speech import Speech
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn, removed
from bot.tg.views.erasing import nothing_known, sure, sure_in_every_language


async def erase(turn: Turn) -> None:
    """``/effacer``: erase the chat, after one question. Who is known in no session is told how to do it by hand."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is not None:
        speech = turn.speech(seat.person.language)
        bring(turn, seat, sure(speech, seat.scene.session.id, seated=True))
        return
    known = await turn.work.messages.of(await possible_keys(turn.work, turn.services, turn.user))
    if known:
        turn.answer(sure_in_every_language(turn.batch.catalogue, known[0].session))
    else:
        await _by_hand(turn)


async def _by_hand(turn: Turn) -> None:
    officer = await find_officer(turn.work, turn.services, turn.user)
    if officer is not None:
        reply = Reply(nothing_known(turn.speech(officer.language)))
        await bring_staff(turn, officer.at(""), reply)
        return
    catalogue = turn.batch.catalogue
    typed = turn.message.message_id if turn.message else 0
    turn.send(removed(turn.chat, typed))
    turn.answer(Reply("\n\n".join(nothing_known(Speech(each, catalogue)) for each in catalogue.languages)))


async def _ask(turn: Turn, tap: Tap) -> None:
    seat = await turn.batch.seat(tap.session, turn.user)
    if seat is not None:
        bring(turn, seat, sure(turn.speech(seat.person.language), tap.session, seated=True))
    else:
        turn.answer(sure(turn.speech(tap.argument(0)), tap.session, seated=False))


async def _erase(turn: Turn, tap: Tap) -> None:
    """What is on its way into the chat arrives first: the deletion stands behind it in the outbox."""
    turn.send(turn.acknowledge())
    turn.send((), job=Job(ERASE, tap.session, tap.argument(0), str(turn.tapped_message)))
    turn.batch.leaves_traces = True


DEEDS: dict[str, Callable[[Turn, Tap], Awaitable[None]]] = {"d": _ask, "D": _erase}
"""What a button about the chat itself can do, for anybody, with a seat or without."""

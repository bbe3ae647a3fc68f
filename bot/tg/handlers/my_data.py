"""``/mesdonnees``: what is held on whoever asks, and until when."""

from __future__ import annotations

from bot.app.desk import find_officer
from bot.app.join import find_seat
from bot.app.lifetimes import limits_of
from bot.app.my_data import held_on
from bot.tg.reply import Reply, paragraphs
from bot.tg.show import bring
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views.my_data import my_data


async def show_my_data(turn: Turn) -> None:
    """Show somebody what is held on them now: as a participant, as staff, or nothing."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    officer = await find_officer(turn.work, turn.services, turn.user)
    held = await held_on(turn.work, turn.services, turn.user)
    limits = limits_of(turn.services.promises)
    if seat is not None:
        speech = turn.speech(seat.person.language)
        bring(turn, seat, my_data(speech, held, officer, limits, seat.scene.session.id))
    elif officer is not None:
        await bring_staff(turn, officer.at(""), my_data(turn.speech(officer.language), held, officer, limits))
    else:
        spoken = [my_data(turn.speech(each), held, None, limits) for each in turn.batch.catalogue.languages]
        rows = tuple(row for reply in spoken for row in reply.rows)
        turn.answer(Reply(paragraphs([reply.html for reply in spoken]), rows))

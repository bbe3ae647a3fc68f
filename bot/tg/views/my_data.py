"""What somebody reads of what is held on them: a few lines a session, each with until when."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.app.chat_messages import HOUR
from bot.app.desk import Officer
from bot.app.lifetimes import Limits
from bot.app.my_data import Held, HeldOfSeat
from bot.app.register import fate_of
from bot.app.words import Text, _
from bot.core.script import NO_ANSWER, Choose
from bot.tg.reply import Reply, Rows, paragraphs, tap
from bot.tg.speech import Speech
from bot.tg.views.arrival import title_of
from bot.tg.views.erasing import erase_button
from bot.tg.views.team import ROLES


def my_data(
    speech: Speech, held: Sequence[Held], officer: Officer | None, limits: Limits, here: str = ""
) -> Reply:
    """All that is held on somebody, and what stays after it. ``here`` is the session where they have a seat now."""
    if not held and officer is None:
        return Reply(speech(_("data.nothing")))
    parts = [speech(_("data.heading"))]
    parts += ["\n".join(_lines(speech, each, limits)) for each in held]
    if held:
        parts.append(speech(_("data.stays", counts=fate_of("tally", limits))))
    if officer is not None:
        parts.append(speech(_of_staff(officer, limits)))
    return Reply(paragraphs(parts), _buttons(speech, held[0].session.id, here) if held else ())


def _of_staff(officer: Officer, limits: Limits) -> Text:
    return _(
        "data.staff",
        role=ROLES[officer.role],
        badge=officer.badge,
        days=limits.staff_days,
        log_days=limits.audit_days,
    )


def _lines(speech: Speech, held: Held, limits: Limits) -> Iterator[str]:
    title = html.escape(title_of(speech, held.session, held.script), quote=False)
    yield f"<b>{title}</b>"
    if held.seat is None:
        yield speech(_("data.left"))
    else:
        yield speech(_("data.seat", said=" · ".join(_said(speech, held, held.seat))))
        if held.seat.answers:
            yield speech(_("data.answers", number=held.seat.answers, fate=fate_of("ballot", limits)))
    if held.questions:
        yield speech(_("data.questions", number=held.questions))
    if held.seat and held.seat.supports:
        yield speech(_("data.supports", number=held.seat.supports))
    if held.seat and held.seat.reported:
        yield speech(_("data.reported"))
    if held.messages:
        moment = _moment(speech, min(held.due, held.sealed_by))
        yield speech(_("data.messages", number=held.messages, moment=moment))
    yield speech(_until(speech, held, limits))


def _until(speech: Speech, held: Held, limits: Limits) -> Text:
    moment = _moment(speech, held.sealed_by)
    if held.session.state == "open":
        return _("data.until_open", fate=fate_of("seat", limits), moment=moment)
    return _("data.until", moment=moment)


def _said(speech: Speech, held: Held, seat: HeldOfSeat) -> Iterator[str]:
    """What somebody said of themselves, in the words of the buttons that they tapped, and their language."""
    for _stage, step in held.script.steps():
        if not isinstance(step, Choose) or step.about is None:
            continue
        for option in step.options:
            if seat.told.get(step.about, NO_ANSWER) == option.id:
                yield speech.label(option.label)
    yield speech.catalogue.own_name(seat.language)


def _buttons(speech: Speech, session: str, here: str) -> Rows:
    erase = (erase_button(speech, here or session),)
    if not here:
        return (erase,)
    return (
        erase,
        (tap(speech.plain(_("button.leave")), "p", here, "Q"),),
        (tap(speech.plain(_("button.back_to_session")), "p", here, "o"),),
    )


def _moment(speech: Speech, seconds: int) -> Text:
    """A moment to the hour, never before it."""
    moment = datetime.fromtimestamp(-(-seconds // HOUR) * HOUR, UTC)
    return _("data.moment", day=speech.day(moment.date()), hour=moment.hour)

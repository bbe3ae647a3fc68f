"""Supporting: picking the published questions that matter most."""

from __future__ import annotations

from bot.app.ports import Work
from bot.app.seat import Seat, save_seat
from bot.core import names
from bot.core.journey import stand
from bot.core.questions import PUBLIC
from bot.core.script import Support

HIDDEN = ("waiting", "aside", "protected", "merged")
"""Statuses of questions that the room does not see."""


class CannotSupport(Exception):
    """``code``: ``not_now`` (nothing is picked here), ``gone`` (no such question), ``used_up`` (all given)."""

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


async def toggle(work: Work, seat: Seat, question_id: str) -> Seat:
    """Support a question, or take the support back. Raises CannotSupport."""
    step = stand(seat.scene.room, seat.person).step
    if not isinstance(step, Support):
        raise CannotSupport("not_now")
    question = await work.questions.get(seat.scene.session.id, question_id)
    if question is None or question.status not in PUBLIC or question.collect != "question":
        raise CannotSupport("gone")
    key = names.support_key(seat.scene.vault.key, question_id, seat.key)
    if await work.questions.unsupport(question_id, key):
        change = -1
    else:
        if seat.person.supported >= step.limit:
            seat = await _without_vanished(work, seat)
        if seat.person.supported >= step.limit:
            raise CannotSupport("used_up", step.limit)
        await work.questions.support(question_id, key)
        change = 1
    seat = seat.with_person(seat.person.count_support(change))
    save_seat(work, seat)
    return seat


async def _without_vanished(work: Work, seat: Seat) -> Seat:
    """Give back what somebody spent on questions that have left the list since: their buttons are gone with them."""
    ids = await work.questions.ids(seat.scene.session.id, HIDDEN)
    keys = {each: names.support_key(seat.scene.vault.key, each, seat.key) for each in ids}
    vanished = await work.questions.supported(keys) if keys else set()
    for question in vanished:
        await work.questions.unsupport(question, keys[question])
    return seat.with_person(seat.person.count_support(-len(vanished)))

"""Supporting: picking the published questions that matter most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.app.ports import Work
from bot.app.seat import Seat, save_seat
from bot.core import names
from bot.core.journey import stand
from bot.core.questions import EVERY_STATUS, PUBLIC
from bot.core.script import Support

HIDDEN = tuple(status for status in EVERY_STATUS if status not in PUBLIC)
"""Statuses of questions that the room does not see."""


class CannotSupport(Exception):
    """``code``: ``not_now`` (nothing is picked here), ``gone`` (no such question), ``used_up`` (all given)."""

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


async def toggle(work: Work, seat: Seat, question_id: str, wanted: bool | None = None) -> Seat:
    """Support a question, or take the support back; with ``wanted``, only where it is not so already: who taps twice
    means the same twice. Raises CannotSupport."""
    step = stand(seat.scene.room, seat.person).step
    if not isinstance(step, Support):
        raise CannotSupport("not_now")
    question = await work.questions.get(seat.scene.session.id, question_id)
    if question is None or question.status not in PUBLIC or question.collect != "question":
        raise CannotSupport("gone")
    key = names.support_key(seat.scene.vault.key, question_id, seat.key)
    if wanted is not None and wanted == (question_id in await work.questions.supported({question_id: key})):
        return seat
    if await work.questions.unsupport(question_id, key):
        change = -1
    else:
        if seat.person.supported >= step.limit:
            seat = await _recounted(work, seat)
        if seat.person.supported >= step.limit:
            raise CannotSupport("used_up", step.limit)
        await work.questions.support(question_id, key)
        change = 1
    seat = seat.with_person(seat.person.count_support(change))
    save_seat(work, seat)
    return seat


async def _recounted(work: Work, seat: Seat) -> Seat:
    """Count what somebody supports: what they spent on questions that have left the list since is given back, as
    their buttons are gone with them."""
    session = seat.scene.session.id
    for question, key in await _supported(work, seat, await work.questions.ids(session, HIDDEN)):
        await work.questions.unsupport(question, key)
    left = await _supported(work, seat, await work.questions.ids(session, PUBLIC))
    return seat.with_person(replace(seat.person, supported=len(left)))


async def _supported(work: Work, seat: Seat, ids: Iterable[str]) -> list[tuple[str, bytes]]:
    """Those of these questions that somebody supports, with the keys of their supports."""
    keys = {each: names.support_key(seat.scene.vault.key, each, seat.key) for each in ids}
    found = await work.questions.supported(keys) if keys else set()
    return [(each, keys[each]) for each in found]

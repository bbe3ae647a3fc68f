"""Sealing a session from beginning to end, for the bot and for ``baro seal`` alike, and telling the focal point what
is left to be handed over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.app.moderate import focal_points
from bot.app.ports import Store, Work
from bot.app.records import Session
from bot.app.sealing import destroy_keys, forget_people, mix_the_rest
from bot.app.services import Services
from bot.tg.batch import Batch
from bot.tg.staff import tell_staff
from bot.tg.views.sealing import still_protected


async def seal(
    store: Store, services: Services, new_batch: Callable[[Work], Awaitable[Batch]], session_id: str
) -> Batch | None:
    """Seal a session that is over: what still waits is mixed, then its rows go, then its keys. Done again, it changes
    nothing. The batch is for its caller to follow up; None where there is nothing to seal."""
    await mix_the_rest(store, services, session_id)
    async with store.begin() as work:
        session = await work.sessions.get(session_id)
        if session is None or session.state == "open":
            return None
        batch = await new_batch(work)
        if not session.is_sealed:
            await _remind_focal_point(batch, session)
        sealed = await forget_people(work, session)
        batch.leaves_traces = True
        batch.touched.add(session_id)
        await batch.commit()
    await destroy_keys(services, sealed)
    return batch


async def _remind_focal_point(batch: Batch, session: Session) -> None:
    """Say that protected questions are left, and not a word of them."""
    number = (await batch.work.questions.count(session.id)).get("protected", 0)
    if not number:
        return
    for point in await focal_points(batch.work, batch.services, session.organisation):
        tell_staff(batch, point, still_protected(batch.speech(point.language), session, number))

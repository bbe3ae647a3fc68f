"""Answering: saying something of oneself, giving a score, going on, looking again."""

from __future__ import annotations

from dataclasses import replace

from bot.app.ports import Work
from bot.app.seat import Seat, recorded, save_seat
from bot.core.journey import Action, Cast, Continue, act, catch_up, stand
from bot.core.script import is_ballot


async def answer(work: Work, seat: Seat, action: Action) -> Seat:
    """Apply what a person did to where they stand, and record their ballots.

    Raises ``bot.core.journey.Elsewhere`` when it does not fit; nothing is changed then.
    """
    scene = seat.scene
    changes = isinstance(action, Cast) and await recorded(work, seat, action.step) is not None
    person, events = act(scene.room, seat.person, action)
    for event in events:
        work.ballots.put(scene.polls[event.step].id, seat.ballot_key(event.step), event.value)
    seat = seat.with_person(person)
    if changes:
        seat = await _past_what_is_answered(work, seat)
    save_seat(work, seat)
    return seat


async def _past_what_is_answered(work: Work, seat: Seat) -> Seat:
    """Whoever came back to change one answer need not go through the others again."""
    while True:
        step = stand(seat.scene.room, seat.person).step
        if step is None or not is_ballot(step) or await recorded(work, seat, step.id) is None:
            return seat
        person, _events = act(seat.scene.room, seat.person, Continue(step.id))
        seat = seat.with_person(person)


def speak(work: Work, seat: Seat, language: str) -> Seat:
    """Change the person's language."""
    seat = seat.with_person(replace(seat.person, language=language))
    save_seat(work, seat)
    return seat


def keep_up(work: Work, seat: Seat) -> Seat:
    """Move a person who lags behind to where the room is."""
    person = catch_up(seat.scene.room, seat.person)
    if person == seat.person:
        return seat
    seat = seat.with_person(person)
    save_seat(work, seat)
    return seat

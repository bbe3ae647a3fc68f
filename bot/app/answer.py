"""Answering: saying something of oneself, giving a score, going on, looking again."""

from __future__ import annotations

from dataclasses import replace

from bot.app.ports import Work
from bot.app.seat import Seat, save_seat
from bot.core.journey import Action, act, catch_up


async def answer(work: Work, seat: Seat, action: Action) -> Seat:
    """Apply what a person did to where they stand, and record their ballots.

    Raises ``bot.core.journey.Elsewhere`` when it does not fit; nothing is changed then.
    """
    scene = seat.scene
    person, events = act(scene.room, seat.person, action)
    for event in events:
        work.ballots.put(scene.polls[event.step].id, seat.ballot_key(event.step), event.value)
    seat = seat.with_person(person)
    save_seat(work, seat)
    return seat


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

"""The conversation engine: a function from a script, a person and what they did to the person and what follows.

It knows neither Telegram nor the tables. A *live* script shows everybody the stage that the facilitator opened;
a *self* script lets each person walk through the stages. Arrival stages come first, for each person, always.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.core.person import DONE, Person
from bot.core.script import (
    DONT_KNOW,
    NO_ANSWER,
    NON_ANSWERS,
    AnyStep,
    Choose,
    Consent,
    Rate,
    Script,
    Stage,
    is_ballot,
    values_of,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A step, its ``place`` in its stage, and the steps from it ``onward`` that somebody who has consented may stand
    at: those whose polls are not closed."""

    stage: Stage
    place: int
    step: AnyStep
    onward: tuple[AnyStep, ...]


@dataclass(frozen=True)
class Room:
    """What the engine must know of the session: its script, the stage open for everybody (None before the first)
    and the steps whose polls are closed."""

    script: Script
    live: str | None = None
    closed: Collection[str] = ()

    @cached_property
    def spots(self) -> Mapping[str, Spot]:
        """Every step by its id: looked up several times for each thing that a person does."""
        found = {}
        for stage in self.script.stages:
            behind = _behind_consent(stage)
            for place, step in enumerate(stage.steps):
                onward = tuple(
                    each for each in stage.steps[max(place, behind) :] if each.id not in self.closed
                )
                found[step.id] = Spot(stage, place, step, onward)
        return found

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """Every stage by its id."""
        return {stage.id: stage for stage in self.script.stages}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: a step of a stage, or at the end of it (``step`` None); before anything is open
    ``stage`` is None too."""

    stage: Stage | None
    step: AnyStep | None


@dataclass(frozen=True, slots=True)
class Continue:
    """The person has read a step."""

    step: str


@dataclass(frozen=True, slots=True)
class Tell:
    """The person says something of themselves, or ``no_answer``."""

    step: str
    value: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The person gives a score or makes a choice in a poll."""

    step: str
    value: str


@dataclass(frozen=True, slots=True)
class Revisit:
    """The person wants to see a step of their stage again."""

    step: str


Action = Continue | Tell | Cast | Revisit


@dataclass(frozen=True, slots=True)
class BallotCast:
    """A ballot to be recorded in place of the person's earlier one in the same poll."""

    step: str
    value: str


Event = BallotCast


class Elsewhere(Exception):
    """The action does not fit where the person stands: show them where they are. ``code`` says why:
    ``elsewhere`` (another step or stage), ``closed`` (the poll is closed), ``unknown`` (no such step or value)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def arrive(script: Script, language: str) -> Person:
    """Somebody who has just accepted: standing behind the consent step, in the first arrival stage that has more."""
    first = script.stages[0]
    person = Person(language=language, stage=first.id, step=first.steps[0].id)
    consent = script.consent()
    if consent is None:
        return person
    stage = next(stage for stage in script.stages if consent in stage.steps)
    return _after(Room(script), person.at(stage.id, consent.id), stage, consent)


def stand(room: Room, person: Person) -> Standing:
    """Where the person stands now, given what is open. Pure reading: ``person`` may lag behind the room."""
    person = catch_up(room, person)
    if not person.stage:
        return Standing(None, None)
    stage = room.stages[person.stage]
    if person.step == DONE:
        return Standing(stage, None)
    return Standing(stage, room.spots[person.step].step)


def catch_up(room: Room, person: Person) -> Person:
    """The person moved to where the room is: past steps that are not for them or whose poll has closed, into the
    open stage if they are done with arriving. A person in the midst of arriving is left to finish."""
    script = room.script
    stage = room.stages.get(person.stage)
    if stage is not None and person.step != DONE:
        if stage.arrival or script.mode == "self" or stage.id == room.live:
            return _settle(room, person, stage, person.step)
        return _enter(room, person, room.live)
    if stage is not None and stage.arrival:
        return _settle_next(room, person, stage)
    if script.mode == "live" and room.live != person.stage:
        return _enter(room, person, room.live)
    return person


def act(room: Room, person: Person, action: Action) -> tuple[Person, tuple[Event, ...]]:
    """Apply one action. Returns the person as they stand afterwards and the events to record.

    Raises Elsewhere when the action does not belong to where the person stands; nothing changes then.
    """
    person = catch_up(room, person)
    stage, step = _find(room, person, action.step)
    if isinstance(action, Revisit):
        return _revisit(room, person, stage, step), ()
    if isinstance(action, Cast):
        return _cast(room, person, stage, step, action)
    if person.step != step.id:
        raise Elsewhere("elsewhere")
    if isinstance(action, Tell):
        person = _tell(person, step, action.value)
    elif isinstance(step, Consent) or (isinstance(step, Choose) and step.about):
        raise Elsewhere("elsewhere")
    return _after(room, person, stage, step), ()


def applicable(room: Room, person: Person, stage: Stage) -> tuple[AnyStep, ...]:
    """The steps of a stage that this person walks through. Consent, and what is read with it, is behind everybody
    who is a person here."""
    return tuple(step for step in stage.steps[_behind_consent(stage) :] if person.meets(step))


def _behind_consent(stage: Stage) -> int:
    """The place of the first step that is not behind everybody."""
    return next((place for place, step in enumerate(stage.steps, start=1) if isinstance(step, Consent)), 0)


def previous(room: Room, person: Person, step_id: str) -> AnyStep | None:
    """The step before this one on the person's way, for a button that goes back; None at the stage's first."""
    stage, step = _find(room, person, step_id)
    way = [each for each in applicable(room, person, stage) if each.id not in room.closed]
    if step not in way or way.index(step) == 0:
        return None
    return way[way.index(step) - 1]


def _find(room: Room, person: Person, step_id: str) -> tuple[Stage, AnyStep]:
    spot = room.spots.get(step_id)
    if spot is None:
        raise Elsewhere("unknown")
    if spot.stage.id != person.stage or not person.meets(spot.step):
        raise Elsewhere("elsewhere")
    return spot.stage, spot.step


def _revisit(room: Room, person: Person, stage: Stage, step: AnyStep) -> Person:
    if step.id in room.closed:
        raise Elsewhere("closed")
    if isinstance(step, Consent):
        raise Elsewhere("elsewhere")
    return person.at(stage.id, step.id)


def _cast(
    room: Room, person: Person, stage: Stage, step: AnyStep, action: Cast
) -> tuple[Person, tuple[Event, ...]]:
    if not is_ballot(step):
        raise Elsewhere("unknown")
    assert isinstance(step, Choose | Rate)
    if step.id in room.closed:
        raise Elsewhere("closed")
    if action.value not in (*values_of(room.script, step), *NON_ANSWERS):
        raise Elsewhere("unknown")
    moved = person if person.step != step.id else _after(room, person, stage, step)
    return moved, (BallotCast(step.id, action.value),)


def _tell(person: Person, step: AnyStep, value: str) -> Person:
    if not isinstance(step, Choose) or step.about is None:
        raise Elsewhere("unknown")
    if value not in {option.id for option in step.options} | {NO_ANSWER} or value == DONT_KNOW:
        raise Elsewhere("unknown")
    return person.tell(step.about, value)


def _after(room: Room, person: Person, stage: Stage, step: AnyStep) -> Person:
    """The person one step further, at the stage's end, or, where nobody opens stages, in the next one."""
    rest = stage.steps[room.spots[step.id].place + 1 :]
    return _settle(room, person, stage, rest[0].id if rest else DONE)


def _settle(room: Room, person: Person, stage: Stage, step_id: str) -> Person:
    """Stand at ``step_id`` or the next step after it that is for this person and not closed."""
    step = DONE if step_id == DONE else _next_open(room, person, step_id)
    person = person.at(stage.id, step)
    return person if step != DONE else _settle_next(room, person, stage)


def _next_open(room: Room, person: Person, step_id: str) -> str:
    """``step_id`` or the next step after it that is for this person and not closed, DONE behind the last."""
    for step in room.spots[step_id].onward:
        if person.meets(step):
            return step.id
    return DONE


def _settle_next(room: Room, person: Person, stage: Stage) -> Person:
    """From the end of a stage: the next arrival stage, the open stage, or in a self script the next stage."""
    stages = room.script.stages
    following = stages[stages.index(stage) + 1 :]
    following_stage = following[0] if following else None
    if following_stage is not None and (following_stage.arrival or room.script.mode == "self"):
        return _settle(room, person, following_stage, following_stage.steps[0].id)
    if stage.arrival and room.script.mode == "live":
        return _enter(room, person, room.live)
    return person


def _enter(room: Room, person: Person, stage_id: str | None) -> Person:
    """At the first step of the open stage that is for the person; nowhere before the first stage is open."""
    if stage_id is None:
        return person.at("", DONE)
    stage = room.stages[stage_id]
    return _settle(room, person, stage, stage.steps[0].id)

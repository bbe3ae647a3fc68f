"""Whether the conditions of a script's steps can hold: asked before, offered, not at odds with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from bot.core.mistakes import Mistake, Path
from bot.core.person import Person
from bot.core.script import DIMENSIONS, SIDE, AnyStep, Choose, Script

FIELDS = (SIDE, *DIMENSIONS)
"""What a condition may read: what a person said of themselves, and nothing else."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A step, where it stands in the file, and its number in the order people meet the steps."""

    number: int
    path: Path
    step: AnyStep


def check_conditions(script: Script) -> Iterator[Mistake]:
    """Everything wrong with the conditions of a script."""
    places = [
        _Place(1000 * i + j, ("stages", i, "steps", j), step)
        for i, stage in enumerate(script.stages)
        for j, step in enumerate(stage.steps)
    ]
    asked: dict[str, _Place] = {}
    for place in places:
        if isinstance(place.step, Choose) and place.step.about:
            asked.setdefault(place.step.about, place)
    ids = {place.step.id for place in places}
    faulty = {place.number: list(_faults(place, asked, ids)) for place in places}
    asking = {name: place.step for name, place in asked.items()}
    people = list(_people(asking, {name for name, place in asked.items() if faulty[place.number]}))
    for place in places:
        yield from faulty[place.number]
        if not faulty[place.number] and not any(person.meets(place.step) for person in people):
            yield Mistake("check.unreachable", (*place.path, "when"), {"step": place.step.id})


def _faults(place: _Place, asked: Mapping[str, _Place], ids: set[str]) -> Iterator[Mistake]:
    for name, values in place.step.when.items():
        path = (*place.path, "when", name)
        if name not in FIELDS:
            yield Mistake(
                "check.condition_on_answer" if name in ids else "check.condition_unknown",
                path,
                {"field": name, "known": ", ".join(FIELDS)},
            )
        elif name not in asked:
            yield Mistake("check.condition_never_asked", path, {"field": name})
        elif asked[name].number >= place.number:
            yield Mistake("check.condition_later", path, {"field": name, "step": asked[name].step.id})
        elif not values:
            yield Mistake("check.condition_empty", path, {"field": name})
        else:
            offered = _offered(asked[name].step)
            for value in values:
                if value not in offered:
                    found = {"field": name, "value": value, "offered": ", ".join(offered)}
                    yield Mistake("check.condition_value", path, found)


def _offered(step: AnyStep) -> tuple[str, ...]:
    return tuple(option.id for option in step.options) if isinstance(step, Choose) else ()


def _people(asking: Mapping[str, AnyStep], always: set[str]) -> Iterator[Person]:
    """Everybody there can be: each combination of answers, passing over included, in which every answer given
    was also asked. A question in ``always`` has a faulty condition and counts as asked of everybody."""
    names = [name for name in FIELDS if name in asking]
    for said in product(*((None, *_offered(asking[name])) for name in names)):
        about = {name: value for name, value in zip(names, said, strict=True) if value is not None}
        person = Person("", "", "", about)
        if all(name in always or person.meets(asking[name]) for name in about):
            yield person

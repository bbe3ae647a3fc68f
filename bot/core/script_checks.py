"""What a script may not do, beyond its shape: ids, steps and scales that would fail in a room."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.condition_checks import check_conditions
from bot.core.mistakes import Mistake, Path
from bot.core.script import (
    DIMENSIONS,
    NON_ANSWERS,
    SIDE,
    SIDES,
    Answers,
    AnyStep,
    Ask,
    Choose,
    Consent,
    Option,
    Rate,
    Say,
    Scale,
    Script,
    Support,
    is_ballot,
)
from bot.core.word_checks import check_words

OPTIONS = (2, 10)
POINTS = (2, 11)
"""The least and the most answers a person is shown at once."""

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,23}")
"""Ids travel in callback data, of which Telegram takes 64 bytes."""
POINT = re.compile(r"[a-z][a-z0-9_]{0,23}|\d{1,2}")
SCALE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,23}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
MINORS = "15-17"

Located = tuple[Path, AnyStep]


def check_script(script: Script, shared: Mapping[str, Scale]) -> list[Mistake]:
    """All that is wrong with a script. ``shared`` are the scales that every script may use by their name."""
    steps = [
        (("stages", i, "steps", j), step)
        for i, stage in enumerate(script.stages)
        for j, step in enumerate(stage.steps)
    ]
    return [
        *_languages(script),
        *check_words(script, script.languages),
        *_ids(script, steps),
        *_scales(script, shared, steps),
        *_stages(script),
        *_consent(script, steps),
        *_choices(script, steps),
        *_questions(steps),
        *_pairs(steps),
        *check_conditions(script),
    ]


def check_scales(
    scales: Mapping[str, Scale], path: Path = (), languages: Sequence[str] = ()
) -> list[Mistake]:
    """All that is wrong with scales. Without ``languages`` a label needs each language that one has."""
    labels = [point.label for scale in scales.values() for point in scale.points]
    languages = languages or tuple(dict.fromkeys(language for label in labels for language in label))
    found: list[Mistake] = []
    for name, scale in scales.items():
        here = (*path, name)
        found += check_words(scale, languages, here)
        found += _form(name, SCALE_NAME, here)
        found += _options(scale.points, POINTS, POINT, (*here, "points"))
        count = len(scale.points)
        if scale.top < 1 or scale.bottom < 1 or scale.top + scale.bottom > count:
            values = {"scale": name, "top": scale.top, "bottom": scale.bottom, "count": count}
            found.append(Mistake("check.scale_shares", here, values))
    return found


def _languages(script: Script) -> Iterator[Mistake]:
    if not script.languages:
        yield Mistake("check.languages_none", ("languages",))
    for i, language in enumerate(script.languages):
        yield from _form(language, LANGUAGE, ("languages", i))
    yield from _repeated((("languages", i), each) for i, each in enumerate(script.languages))


def _ids(script: Script, steps: Sequence[Located]) -> Iterator[Mistake]:
    yield from _form(script.id, IDENTIFIER, ("id",))
    stages = [(("stages", i, "id"), stage.id) for i, stage in enumerate(script.stages)]
    for named in (stages, [((*path, "id"), step.id) for path, step in steps]):
        for path, name in named:
            yield from _form(name, IDENTIFIER, path)
        yield from _repeated(named)


def _scales(script: Script, shared: Mapping[str, Scale], steps: Sequence[Located]) -> Iterator[Mistake]:
    used: dict[str, Path] = {}
    for path, step in steps:
        if isinstance(step, Rate):
            used.setdefault(step.scale, (*path, "scale"))
            if step.scale not in script.scales:
                known = ", ".join({**shared, **script.scales})
                yield Mistake("check.scale_unknown", (*path, "scale"), {"scale": step.scale, "known": known})
    own = {name: scale for name, scale in script.scales.items() if shared.get(name) != scale}
    yield from check_scales(own, ("scales",), script.languages)
    for name in own:
        if name in shared:
            yield Mistake("check.scale_changed", ("scales", name), {"scale": name})
        if name not in used:
            yield Mistake("check.scale_unused", ("scales", name), {"scale": name}, warning=True)
    for name in used.keys() & (script.scales.keys() - own.keys()):
        for language in script.languages:
            if any(language not in point.label for point in script.scales[name].points):
                yield Mistake("check.scale_language", used[name], {"scale": name, "language": language})


def _stages(script: Script) -> Iterator[Mistake]:
    if not script.arrival:
        yield Mistake("check.arrival_missing", ("stages",))
    if script.mode == "live" and not script.opened:
        yield Mistake("check.nothing_to_open", ("stages",))
    opened = False
    for i, stage in enumerate(script.stages):
        if stage.arrival and opened:
            yield Mistake("check.arrival_late", ("stages", i, "arrival"), {"stage": stage.id})
        opened = opened or not stage.arrival
        if not stage.steps:
            yield Mistake("check.stage_empty", ("stages", i, "steps"), {"stage": stage.id})
        for j, step in enumerate(stage.steps):
            path = ("stages", i, "steps", j)
            if stage.arrival and (isinstance(step, Ask | Support) or is_ballot(step)):
                yield Mistake("check.needs_opened_stage", path, {"kind": step.kind, "step": step.id})
            if not stage.arrival and isinstance(step, Consent):
                yield Mistake("check.consent_outside_arrival", path, {"step": step.id})
            if not stage.arrival and isinstance(step, Choose) and step.about:
                values = {"step": step.id, "field": step.about}
                yield Mistake("check.about_outside_arrival", (*path, "about"), values)


def _consent(script: Script, steps: Sequence[Located]) -> Iterator[Mistake]:
    consents = [(path, step) for path, step in steps if isinstance(step, Consent)]
    if not consents:
        yield Mistake("check.consent_missing", ("stages",))
        return
    (first, consent), *more = consents
    earlier = next((step for path, step in steps if path < first and not isinstance(step, Say)), None)
    if earlier is not None:
        yield Mistake("check.consent_not_first", first, {"step": consent.id, "earlier": earlier.id})
    for path, step in more:
        yield Mistake("check.consent_repeated", path, {"step": step.id, "first": consent.id})
    for path, step in consents:
        if step.when:
            yield Mistake("check.consent_conditional", (*path, "when"), {"step": step.id})


def _choices(script: Script, steps: Sequence[Located]) -> Iterator[Mistake]:
    told: dict[str, str] = {}
    for path, step in steps:
        if not isinstance(step, Choose):
            continue
        here = (*path, "options")
        if step.about is None:
            yield from _options(step.options, OPTIONS, IDENTIFIER, here)
        else:
            yield from _about(script, step, step.about, here)
            if step.about in told:
                values = {"field": step.about, "first": told[step.about]}
                yield Mistake("check.about_twice", (*path, "about"), values)
            told.setdefault(step.about, step.id)


def _about(script: Script, step: Choose, field: str, path: Path) -> Iterator[Mistake]:
    allowed = SIDES if field == SIDE else DIMENSIONS[field]
    yield from _options(step.options, OPTIONS, re.compile(".*"), path)
    for i, option in enumerate(step.options):
        if option.id not in allowed:
            values = {"value": option.id, "field": field, "allowed": ", ".join(allowed)}
            yield Mistake("check.about_option", (*path, i, "id"), values)
        if option.id == MINORS and not script.minors:
            yield Mistake("check.minors", (*path, i, "id"), {"value": option.id})


def _questions(steps: Sequence[Located]) -> Iterator[Mistake]:
    asked = False
    for path, step in steps:
        asked = asked or (isinstance(step, Ask) and step.collect == "question")
        if isinstance(step, Support | Answers) and not asked:
            yield Mistake("check.nothing_asked_before", path, {"kind": step.kind, "step": step.id})


def _pairs(steps: Sequence[Located]) -> Iterator[Mistake]:
    pairs: dict[str, list[tuple[Path, Rate]]] = defaultdict(list)
    for path, step in steps:
        if not isinstance(step, Rate):
            continue
        if step.pair is not None:
            pairs[step.pair].append((path, step))
            yield from _form(step.pair, IDENTIFIER, (*path, "pair"))
            if step.moment is None:
                yield Mistake("check.pair_without_moment", (*path, "pair"), {"pair": step.pair})
        elif step.moment in ("before", "after"):
            yield Mistake("check.moment_without_pair", (*path, "moment"), {"moment": step.moment})
    for pair, members in pairs.items():
        yield from _pair(pair, members)


def _pair(pair: str, members: Sequence[tuple[Path, Rate]]) -> Iterator[Mistake]:
    moments = [step.moment for _, step in members]
    before, after = moments.count("before"), moments.count("after")
    first_path, first = members[0]
    if (before, after) != (1, 1):
        values = {"pair": pair, "before": before, "after": after}
        yield Mistake("check.pair_incomplete", (*first_path, "pair"), values)
    elif moments.index("after") < moments.index("before"):
        path = members[moments.index("after")][0]
        yield Mistake("check.pair_reversed", (*path, "moment"), {"pair": pair})
    if moments.count("retrospective") > 1:
        path = [path for path, step in members if step.moment == "retrospective"][1]
        yield Mistake("check.pair_retrospective", (*path, "moment"), {"pair": pair})
    for path, step in members[1:]:
        values = {"pair": pair, "first": first.id, "step": step.id}
        if step.scale != first.scale:
            scales = {"scale": step.scale, "first_scale": first.scale}
            yield Mistake("check.pair_scale", (*path, "scale"), {**values, **scales})
        if step.item != first.item:
            yield Mistake("check.pair_item", (*path, "item"), values)
        if {name: set(each) for name, each in step.when.items()} != {
            name: set(each) for name, each in first.when.items()
        }:
            yield Mistake("check.pair_condition", (*path, "when"), values)


def _options(
    options: Sequence[Option], number: tuple[int, int], form: re.Pattern[str], path: Path
) -> Iterator[Mistake]:
    least, most = number
    if not least <= len(options) <= most:
        yield Mistake("check.options_count", path, {"count": len(options), "least": least, "most": most})
    named = [((*path, i, "id"), option.id) for i, option in enumerate(options)]
    for here, name in named:
        if name in NON_ANSWERS:
            yield Mistake("check.id_reserved", here, {"id": name})
        yield from _form(name, form, here)
    yield from _repeated(named)


def _form(name: str, form: re.Pattern[str], path: Path) -> Iterator[Mistake]:
    if not form.fullmatch(name):
        yield Mistake("check.id_form", path, {"id": name})


def _repeated(named: Iterable[tuple[Path, str]]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            yield Mistake("check.id_repeated", path, {"id": name})
        seen.add(name)

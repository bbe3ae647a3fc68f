"""Reads the scripts of a folder, and tells all that is wrong with them. A broken script never comes out.

Authors write ``say: greeting`` for what the model calls ``kind: say, id: greeting``, and name scales that
stand in ``scales.yaml`` for all scripts; a script that is loaded carries the scales it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter

from bot.app.words import Text, _op
from bot.content.issues import Issue, ScriptBroken, in_order
from bot.content.pieces import Piece, read_pieces
from bot.content.shapes import Told, mould
from bot.core.mistakes import Mistake
from bot.core.mistakes import Path as Place
from bot.core.script import AnyStep, Rate, Scale, Script
from bot.core.script_checks import check_scales, check_script

SCALES = "scales.yaml"

KINDS: tuple[str, ...] = tuple(step.model_fields["kind"].default for step in get_args(get_args(AnyStep)[0]))
"""The kinds of steps: say, consent, choose …"""

_SCRIPT = TypeAdapter(Script)
_SCALES = TypeAdapter(dict[str, Scale])


def load_scripts(folder: Path) -> dict[str, Script]:
    """Every script of a folder by its id. Raises ScriptBroken if any of them holds a mistake."""
    scripts, issues = _examine_folder(folder)
    _stop_at_errors(issues)
    return scripts


def load_script(path: Path, scales: Mapping[str, Scale]) -> Script:
    """One script, given the shared scales. Raises ScriptBroken."""
    script, issues = _examine(path, scales)
    _stop_at_errors(issues)
    assert script is not None
    return script


def load_scales(folder: Path) -> dict[str, Scale]:
    """The scales of ``folder/scales.yaml``, none if there is no such file. Raises ScriptBroken."""
    scales, issues = _examine_scales(folder)
    _stop_at_errors(issues)
    return scales


def check_folder(folder: Path) -> list[Issue]:
    """All that is wrong with the scripts and the shared scales of a folder, by file and line."""
    return in_order(_examine_folder(folder)[1])


def _stop_at_errors(issues: Iterable[Issue]) -> None:
    if errors := [issue for issue in issues if not issue.warning]:
        raise ScriptBroken(in_order(errors))


def _examine_folder(folder: Path) -> tuple[dict[str, Script], list[Issue]]:
    scales, issues = _examine_scales(folder)
    scripts: dict[str, Script] = {}
    files: dict[str, Path] = {}
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        if path.name == SCALES:
            continue
        script, found = _examine(path, scales)
        issues += found
        if script is None:
            continue
        if script.id in scripts:
            told = _op("check.script_twice", id=script.id, first=files[script.id].name)
            issues.append(Issue(path, 1, told))
        scripts.setdefault(script.id, script)
        files.setdefault(script.id, path)
    return scripts, issues


def _examine_scales(folder: Path) -> tuple[dict[str, Scale], list[Issue]]:
    path = folder / SCALES
    if not path.exists():
        return {}, []
    piece, issues = read_pieces(path)
    if piece is None or not isinstance(piece.value, dict):
        return {}, issues or [Issue(path, 1, _op("check.not_a_mapping"))]
    told = Told(path, issues)
    scales = mould(_SCALES, piece, told)
    issues += _point_out(check_scales(scales), piece, told)
    return scales, issues


def _examine(path: Path, shared: Mapping[str, Scale]) -> tuple[Script | None, list[Issue]]:
    piece, issues = read_pieces(path)
    if piece is None or not isinstance(piece.value, dict):
        return None, issues or [Issue(path, 1, _op("check.not_a_mapping"))]
    told = Told(path, issues)
    for place, step in _steps(piece):
        _name_kind(step, place, told)
    piece.value.setdefault("scales", Piece(1, {}))
    script = mould(_SCRIPT, piece, told)
    used = {step.scale for _, step in script.steps() if isinstance(step, Rate)}
    scales = {name: scale for name, scale in shared.items() if name in used} | dict(script.scales)
    script = script.model_copy(update={"scales": scales})
    issues += _point_out(check_script(script, shared), piece, told)
    return script, issues


def _steps(piece: Piece) -> Iterator[tuple[Place, Piece]]:
    stages = piece.child("stages")
    for i, stage in enumerate(stages.value if stages and isinstance(stages.value, list) else ()):
        steps = stage.child("steps")
        for j, step in enumerate(steps.value if steps and isinstance(steps.value, list) else ()):
            yield ("stages", i, "steps", j), step


def _name_kind(step: Piece, place: Place, told: Told) -> None:
    """Turn ``say: greeting`` into ``kind: say, id: greeting``. What is no step becomes one without words."""
    value = step.value if isinstance(step.value, dict) else {}
    kinds = [key for key in value if key in KINDS]
    if len(kinds) == 1:
        kind, line = kinds[0], value[kinds[0]].line
        rest = {key: piece for key, piece in value.items() if key != kind}
        unknown = {key: rest.pop(key) for key in ("kind", "id") if key in rest}
        for key, piece in unknown.items():
            told.tell(_op("check.key_unknown", key=key, within=kind), piece.line, (*place, key))
        step.value = {"kind": Piece(line, kind), "id": value[kind], **rest}
        return
    if kinds:
        told.tell(_op("check.step_kinds", kinds=", ".join(kinds)), step.line, place)
    else:
        written = next(iter(value), step.value if isinstance(step.value, str) else "…")
        told.tell(_op("check.step_kind", written=written, known=", ".join(KINDS)), step.line, place)
    nothing = {"kind": Piece(step.line, "say"), "id": Piece(step.line, ""), "text": Piece(step.line, {})}
    step.value = nothing


def _point_out(mistakes: Iterable[Mistake], piece: Piece, told: Told) -> list[Issue]:
    """The mistakes with their lines, apart from those in places that are dealt with already."""
    return [
        Issue(told.file, piece.at(mistake.path).line, Text(mistake.code, mistake.values), mistake.warning)
        for mistake in mistakes
        if not told.covers(mistake.path)
    ]

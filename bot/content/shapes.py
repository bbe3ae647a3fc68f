"""Brings pieces of YAML into the shape of a model, telling every mistake of shape at once.

A script with one wrong key must still have its other mistakes found. So each mistake of shape is told, then
mended by the plainest thing that fits, and where it was is remembered: nothing more is told about that place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.app.words import Text, _op
from bot.content.issues import Issue
from bot.content.pieces import Piece
from bot.core.mistakes import Path as Place
from bot.core.word_checks import excerpt

T = TypeVar("T")

ROUNDS = 20
"""A piece is mended in at most three rounds, pieces within it after it."""

FILLERS: Mapping[str, Any] = {
    "string": "",
    "dict": {},
    "mapping": {},
    "model": {},
    "tuple": [],
    "int": "1",
    "bool": "false",
}
"""The plainest value by the kind of value that a model expects."""


@dataclass
class Told:
    """The issues told of one file, and the places that are thereby dealt with."""

    file: Path
    issues: list[Issue] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)

    def tell(self, text: Text, line: int, place: Place) -> None:
        """Tell a mistake, unless the place is dealt with already."""
        if not self.covers(place):
            self.issues.append(Issue(self.file, line, text))
            self.places.add(place)

    def covers(self, place: Place) -> bool:
        """Whether a mistake was told of this place or one around it."""
        return any(place[: len(each)] == each for each in self.places)


def mould(adapter: TypeAdapter[T], piece: Piece, told: Told) -> T:
    """The model that the pieces hold, mended where they did not fit. ``piece`` is changed."""
    for _ in range(ROUNDS):
        try:
            return adapter.validate_python(piece.plain())
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                _mend(piece, detail, told)
    raise AssertionError("a mistake of shape that no filler mends")


def _mend(root: Piece, detail: ErrorDetails, told: Told) -> None:
    place = _place(detail)
    parent, key, again = root.at(place[:-1]), place[-1], told.covers(place)
    told.tell(_sentence(root, detail, place), root.at(place).line, place)
    kind = detail["type"]
    if kind == "extra_forbidden" or (kind == "literal_error" and not again):
        _put(parent, key, None)
    elif kind == "literal_error":
        _put(parent, key, _expected(detail)[0])
    elif kind == "missing":
        _put(parent, key, "")
    elif kind in ("greater_than_equal", "less_than_equal"):
        _put(parent, key, str(detail["ctx"]["ge" if kind.startswith("greater") else "le"]))
    else:
        _put(parent, key, FILLERS[kind.split("_")[0]])


def _put(parent: Piece, key: str | int, value: Any) -> None:
    new = None if value is None else Piece(parent.line, type(value)(value))
    if isinstance(parent.value, dict):
        if new is None:
            parent.value.pop(str(key), None)
        else:
            parent.value[str(key)] = new
    elif isinstance(parent.value, list) and isinstance(key, int) and new is not None:
        parent.value[key] = new


def _sentence(root: Piece, detail: ErrorDetails, place: Place) -> Text:
    found = root.at(place).value
    written = excerpt(found) if isinstance(found, str) else "…"
    key, within = str(place[-1]), _within(root, place)
    match detail["type"]:
        case "extra_forbidden":
            return _op("check.key_unknown", key=key, within=within)
        case "missing":
            return _op("check.key_missing", key=key, within=within)
        case "literal_error":
            known = ", ".join(_expected(detail))
            return _op("check.expects_one_of", key=key, within=within, written=written, known=known)
        case "greater_than_equal":
            return _op("check.number_small", key=key, written=written, least=detail["ctx"]["ge"])
        case "less_than_equal":
            return _op("check.number_large", key=key, written=written, most=detail["ctx"]["le"])
        case "string_type":
            return _op("check.expects_words", key=key, within=within)
        case "tuple_type":
            return _op("check.expects_list", key=key, within=within, written=written)
        case kind if kind.startswith("int"):
            return _op("check.expects_number", key=key, within=within, written=written)
        case kind if kind.startswith("bool"):
            return _op("check.expects_yes_no", key=key, within=within, written=written)
        case _:
            return _op("check.expects_mapping", key=key, within=within, written=written)


def _within(root: Piece, place: Place) -> str:
    """The id of the nearest piece around a place that has one, for an author to recognise it."""
    for end in range(len(place) - 1, -1, -1):
        named = root.at(place[:end]).child("id")
        if named is not None and isinstance(named.value, str) and named.value:
            return named.value
    return str(place[0])


def _place(detail: ErrorDetails) -> Place:
    """Where the mistake is. Pydantic puts a step's kind behind its position: ``stages, 2, steps, 0, say``."""
    place = detail["loc"]
    return (*place[:4], *place[5:]) if place[0] == "stages" and place[2:3] == ("steps",) else place


def _expected(detail: ErrorDetails) -> list[str]:
    return re.findall(r"'([^']*)'", detail["ctx"]["expected"])

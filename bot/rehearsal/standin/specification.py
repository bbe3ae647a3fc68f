"""Checks every call against a description of the Bot API as data, where such a file is at hand.

The file lists methods and types with their fields: `methods[name].fields` and `types[name].fields` hold
`{name, types, required}`, where a type is a name («Integer», «InlineKeyboardMarkup») or «Array of …»;
`types[name].subtypes` names the types that one of may stand in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from .calls import TRUE, Call

# Given a value and the words for where it stands, the sentences that say what is wrong with it.
Check = Callable[[Any, str], list[str]]
PLAIN: dict[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "InputFile": lambda value: isinstance(value, str),
}


class Specification:
    """What the Bot API's methods take."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._types: dict[str, Any] = document["types"]
        self._checks: dict[str, Check] = {}
        self._methods = {name.lower(): method for name, method in document["methods"].items()}
        self._fields: dict[str, dict[str, tuple[Check, list[str]]]] = {}

    def knows(self, method: str) -> bool:
        return method.lower() in self._methods

    def faults(self, call: Call) -> list[str]:
        """Everything that is wrong with a call's parameters, a sentence each; nothing of what they hold."""
        method = self._methods.get(call.method.lower())
        if method is None:
            return [f"{call.method} is no method of the Bot API"]
        fields = self._fields.get(call.method)
        if fields is None:
            fields = self._fields[call.method] = {
                field["name"]: (self._any_of(field["types"]), field["types"])
                for field in method.get("fields", [])
            }
        given = call.parameters.keys() | (call.files.keys() & fields.keys())
        faults = [
            f"{call.method} needs the parameter {field['name']}"
            for field in method.get("fields", [])
            if field["required"] and field["name"] not in given
        ]
        for name, value in call.parameters.items():
            if name not in fields:
                faults.append(f"{call.method} has no parameter {name}")
                continue
            check, types = fields[name]
            faults += check(value if call.typed else _typed(value, types), f"{call.method}: {name}")
        return faults

    def _any_of(self, types: Iterable[str]) -> Check:
        checks = [self._check(name) for name in types]
        if len(checks) == 1:
            return checks[0]

        def check(value: Any, where: str) -> list[str]:
            best: list[str] | None = None
            for alternative in checks:
                faults = alternative(value, where)
                if not faults:
                    return faults
                if best is None or len(faults) < len(best):
                    best = faults
            return best or []

        return check

    def _check(self, name: str) -> Check:
        known = self._checks.get(name)
        if known is None:
            # A type may hold itself (a message may, in a reply): its name is bound before it is read.
            self._checks[name] = lambda value, where: self._checks[name](value, where)
            known = self._checks[name] = self._make_check(name)
        return known

    def _make_check(self, name: str) -> Check:
        if name.startswith("Array of "):
            return _array_check(self._check(name.removeprefix("Array of ")), name)
        if name in PLAIN:
            return _plain_check(PLAIN[name], name)
        described = self._types[name]
        if "subtypes" in described:
            return self._any_of(described["subtypes"])
        return self._object_check(name, described.get("fields", []))

    def _object_check(self, name: str, described: list[dict[str, Any]]) -> Check:
        fields = {field["name"]: self._any_of(field["types"]) for field in described}
        required = [field["name"] for field in described if field["required"]]

        def check(value: Any, where: str) -> list[str]:
            if not isinstance(value, dict):
                return [f"{where} must be of type {name}"]
            faults = [f"{where} ({name}) needs the field {field}" for field in required if field not in value]
            for field, held in value.items():
                if field in fields:
                    faults += fields[field](held, f"{where}.{field}")
                else:
                    faults.append(f"{where} ({name}) has no field {field}")
            return faults

        return check


def _plain_check(is_of_type: Callable[[Any], bool], name: str) -> Check:
    return lambda value, where: [] if is_of_type(value) else [f"{where} must be of type {name}"]


def _array_check(check: Check, name: str) -> Check:
    def check_each(value: Any, where: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{where} must be of type {name}"]
        return [fault for place, held in enumerate(value) for fault in check(held, f"{where}[{place}]")]

    return check_each


def _typed(value: str, types: list[str]) -> Any:
    """The value that a form's string stands for, given what may stand there."""
    if "Integer" in types and value.lstrip("-").isdecimal():
        return int(value)
    if types == ["Boolean"] and value.lower() in TRUE | {"false", "no", "0"}:
        return value.lower() in TRUE
    if types == ["Float"]:
        return _number(value)
    if "String" in types:
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


@lru_cache(maxsize=2)
def load_specification(path: Path) -> Specification | None:
    """Reads the file; None where there is none."""
    return Specification(orjson.loads(path.read_bytes())) if path.is_file() else None

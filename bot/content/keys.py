"""Which sentences the code asks the catalogs for: the first argument of each call of a marker such as ``_``.

The syntax tree is read, not the text, so that a key within an f-string or a condition is found on every
Python, and so that the values given with a key can be compared with the placeholders of its sentence.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CODE = Path(__file__).parents[1]
"""The package whose keys are collected."""

MARKERS = {
    "_": ("baro", False),
    "n_": ("baro", True),
    "_op": ("operator", False),
    "n_op": ("operator", True),
    "Mistake": ("operator", False),
}
"""The functions that take a key: the domain of the key, and whether it has plural forms."""

ALERT = "alert"
"""The method whose sentence stands in a Telegram alert."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where the code names a key. ``key`` is None where it is no literal; ``values`` are the names
    of the values given, None where they cannot be told from the code."""

    key: str | None
    domain: str
    plural: bool
    file: Path
    line: int
    values: frozenset[str] | None
    alert: bool = False


def find_uses(code: Path = CODE) -> list[Use]:
    """Every use of a key in the Python files of a folder. Files are named from the folder's parent on."""
    found: list[Use] = []
    for path in sorted(code.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += _uses(tree, path.relative_to(code.parent))
    return found


def _uses(tree: ast.AST, file: Path) -> Iterator[Use]:
    alerts = {id(call) for call in _calls(tree, (ALERT,)) for call in _calls(call, MARKERS)}
    for call in _calls(tree, MARKERS):
        domain, plural = MARKERS[_name(call)]
        names = [keyword.arg for keyword in call.keywords]
        open_ended = None in names or _name(call) == "Mistake"
        values = None if open_ended else frozenset(name for name in names if name)
        for key in _literals(call.args[0]) if call.args else ():
            yield Use(key, domain, plural, file, call.lineno, values, id(call) in alerts)


def _calls(tree: ast.AST, names: Iterable[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in names:
            yield node


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) and call.func.attr == ALERT else ""


def _literals(node: ast.expr) -> Iterator[str | None]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    else:
        yield node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

"""A transcript as text: the lines that somebody wrote, and what was shown after each.

A line at the margin is written by hand: who does what, a stage direction after «--», a heading after «#», or whom to
show.
Indented lines are what people were shown; they are replaced when transcripts are written anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SHOWN = "Montrer : "
_DEED = re.compile(r"(?P<who>\w+) (?P<verb>[a-zà-ÿ][\w’ ]*?) : (?P<what>.*)")


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something: ``Awa touche : Français``."""

    who: str
    verb: str
    what: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """One file: its hand-written lines, and whose screens it shows."""

    path: Path
    lines: tuple[str, ...]
    shown: frozenset[str]


def read_transcript(path: Path) -> Transcript:
    """Read a file, leaving out what was shown."""
    lines = tuple(line for line in path.read_text("utf-8").splitlines() if not line.startswith("    "))
    named = next((line.removeprefix(SHOWN) for line in lines if line.startswith(SHOWN)), "")
    deeds = [read_deed(line) for line in lines if is_deed(line)]
    shown = named.split(", ") if named else [deed.who for deed in deeds]
    return Transcript(path, lines, frozenset(shown))


def is_direction(line: str) -> bool:
    """Whether a line is a stage direction."""
    return line.startswith("-- ")


def is_deed(line: str) -> bool:
    """Whether a line says what somebody does."""
    return bool(line) and not line.startswith(("#", "-- ", SHOWN))


def read_deed(line: str) -> Deed:
    """Read ``who verb : what``. Raises ValueError for a line that says nothing of the kind."""
    found = _DEED.fullmatch(line.replace("\u00a0:", " :"))
    if found is None:
        raise ValueError(f"who does what? {line}")
    return Deed(found["who"], found["verb"], found["what"])

"""A YAML file as pieces that know their line, so that a mistake found later can be pointed at."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.app.words import _op
from bot.content.issues import Issue

Plain = str | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True)
class Piece:
    """A word, a list or a mapping of a file. ``line`` is where it begins; for a mapping's value, its key."""

    line: int
    value: str | list[Piece] | dict[str, Piece]

    def plain(self) -> Plain:
        """The same without lines."""
        if isinstance(self.value, list):
            return [piece.plain() for piece in self.value]
        if isinstance(self.value, dict):
            return {key: piece.plain() for key, piece in self.value.items()}
        return self.value

    def at(self, path: Sequence[str | int]) -> Piece:
        """The piece at a path, or the last one on the way to it that the file has."""
        piece = self
        for step in path:
            found = piece.child(step)
            if found is None:
                break
            piece = found
        return piece

    def child(self, key: str | int) -> Piece | None:
        """The piece under a key or at a position, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            return self.value[key]
        return None


def read_pieces(file: Path) -> tuple[Piece | None, list[Issue]]:
    """What a YAML file holds, None if it is no YAML at all, and what is wrong with it as YAML.

    Every scalar is taken as the words it is written with: YAML's own reading would turn ``no`` into false and
    ``1.10`` into 1.1, which surprises authors. Words come out trimmed and in Unicode's composed form (NFC),
    however the author's keyboard made the letters.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [Issue(file, line, _op("check.not_utf8"))]
    try:
        loader = yaml.BaseLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None, [Issue(file, 1, _op("check.file_empty"))]
        # Refuses what pieces cannot hold: a list as a key, an alias within itself.
        loader.construct_document(node)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        code = f"U+{ord(text[int(error.position)]):04X}"
        return None, [Issue(file, line, _op("check.yaml_character", character=code))]
    except yaml.MarkedYAMLError as error:
        return None, [_broken(text, error, file)]
    issues: list[Issue] = []
    return _piece(node, node.start_mark.line + 1, file, issues), issues


def _piece(node: yaml.Node, line: int, file: Path, issues: list[Issue]) -> Piece:
    if isinstance(node, yaml.SequenceNode):
        return Piece(line, [_piece(each, each.start_mark.line + 1, file, issues) for each in node.value])
    if not isinstance(node, yaml.MappingNode):
        return Piece(line, _tidy(node.value))
    pieces: dict[str, Piece] = {}
    for key, value in node.value:
        name, key_line = _tidy(key.value), key.start_mark.line + 1
        if name in pieces:
            issues.append(Issue(file, key_line, _op("check.key_twice", key=name, first=pieces[name].line)))
            continue
        pieces[name] = _piece(value, key_line, file, issues)
    return Piece(line, pieces)


def _tidy(words: str) -> str:
    return unicodedata.normalize("NFC", words).strip()


def _broken(text: str, error: yaml.MarkedYAMLError, file: Path) -> Issue:
    """Where reading stopped, or at the end of the file where the piece began that was never closed."""
    lines = text.split("\n")
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark is not None]
    number = next((each for each in marks if each < len(lines) and lines[each].strip()), 0)
    words = lines[number]
    indent = words[: len(words) - len(words.lstrip())]
    quoted = words.strip()
    told = _op("check.yaml_tab", words=quoted) if "\t" in indent else _op("check.yaml_broken", words=quoted)
    return Issue(file, number + 1, told)

"""What a check of scripts or catalogs tells the operator: where, and a sentence of the operator's catalog."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.app.words import Text
from bot.content.catalogs import SOURCE, Catalogs


@dataclass(frozen=True, slots=True)
class Issue:
    """One mistake in a file: its line (from 1) and its sentence. A warning is told and stops nothing."""

    file: Path
    line: int
    text: Text
    warning: bool = False

    @property
    def code(self) -> str:
        """The key of the sentence, such as ``check.words_empty``."""
        return self.text.key


class ScriptBroken(Exception):
    """Scripts or shared scales hold mistakes and cannot be used. ``issues`` tells them all."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__(", ".join(f"{issue.file}:{issue.line} {issue.code}" for issue in self.issues))


def told(issue: Issue, catalogs: Catalogs) -> str:
    """The issue on one line, as compilers tell theirs: file, line, sentence."""
    return f"{issue.file}:{issue.line}: {catalogs.say(SOURCE, issue.text)}"


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    """The issues by file and line."""
    return sorted(issues, key=lambda issue: (str(issue.file), issue.line, issue.code))

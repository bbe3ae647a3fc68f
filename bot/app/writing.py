"""What staff write for others to read: cleaned, not too long, with nothing in it that leads to a person."""

from __future__ import annotations

from bot.core.screening import clean, has_words, screen


class Refused(Exception):
    """What was typed cannot be taken. ``code``: ``empty``, ``too_long`` (``limit`` letters), ``found`` (the
    words that lead to a person), or a code of the deed's own."""

    def __init__(self, code: str, *, limit: int = 0, found: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
        self.found = found


def text(typed: str, limit: int) -> str:
    """A text of one or more lines. Raises Refused."""
    return _fit(clean(typed), limit)


def line(typed: str, limit: int) -> str:
    """The same on one line. Raises Refused."""
    return _fit(" ".join(clean(typed).split()), limit)


def _fit(words: str, limit: int) -> str:
    if not has_words(words):
        raise Refused("empty")
    if len(words) > limit:
        raise Refused("too_long", limit=limit)
    findings = screen(words).findings
    if findings:
        raise Refused("found", found=tuple(finding.words for finding in findings))
    return words

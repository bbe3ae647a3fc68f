"""What a poll leaves behind: counts by line, and lines that are withheld. Which is which is ruled by
``bot.core.disclosure``; the figures that are drawn from counts are in ``bot.core.scores``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

Mode = Literal["hands", "paper", "shared_phone"]
"""How answers were had without a phone of one's own: raised hands, paper slips, one phone passed around."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, the unit that is protected: everybody of a side, or one group of it.

    ``dimension`` and ``category`` are both None on the side's own line. A dimension without a category is the
    people of the side who did not say theirs; such a line is reckoned with and never published.
    """

    side: str
    dimension: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A line that is the sum of others."""

    total: Line
    parts: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """People of one line by what they gave: ``answers`` by scale point or option, ``non_answers`` by kind.
    Both name every value that could be given, also where nobody gave it."""

    answers: Mapping[str, int]
    non_answers: Mapping[str, int]

    @property
    def answered(self) -> int:
        """People who gave an answer."""
        return sum(self.answers.values())

    @property
    def people(self) -> int:
        """People who gave an answer or said that they would not or could not."""
        return self.answered + sum(self.non_answers.values())

    @property
    def views(self) -> tuple[Counts, ...]:
        """The counts that are published of these people: this one."""
        return (self,)

    @property
    def cells(self) -> Mapping[str, int]:
        """Everybody by the one value they gave."""
        return {**self.answers, **self.non_answers}

    @property
    def exposes(self) -> bool:
        """One poll alone ties nobody's answer to another."""
        return False

    def __add__(self, other: Counts) -> Counts:
        """Both together. Values known to one of them alone are kept."""
        return Counts(_sum(self.answers, other.answers), _sum(self.non_answers, other.non_answers))


@dataclass(frozen=True, slots=True)
class HandCount:
    """What was counted in the room for one line, in one mode. The room saw it, so it is published as it
    is."""

    line: Line
    mode: Mode
    counts: Counts


@dataclass(frozen=True, slots=True)
class LineResult:
    """What is published of one line: its counts, or None where it is withheld.

    There is no reason beside a withheld line, because a reason tells. Of twelve people left over in two
    hidden lines, one «too small» and one «hidden with it» (hence ten or more), the small one has at most
    two; and «unanimous» gives everybody's answer to whoever knows one of them. ``modes`` says which hand
    counts were added.
    """

    line: Line
    counts: Counts | None
    modes: tuple[Mode, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether the line is hidden: for few people, for like answers, or because another would show."""
        return self.counts is None


class CountsJson(TypedDict):
    """``Counts`` as stored."""

    answers: dict[str, int]
    non_answers: dict[str, int]


class LineResultJson(TypedDict):
    """``LineResult`` as stored."""

    side: str
    dimension: str | None
    category: str | None
    counts: CountsJson | None
    modes: list[Mode]


def as_json(results: Iterable[LineResult]) -> list[LineResultJson]:
    """The results as plain lists, dictionaries, strings and numbers, in their order."""
    return [
        {
            "side": result.line.side,
            "dimension": result.line.dimension,
            "category": result.line.category,
            "counts": _counts_as_json(result.counts),
            "modes": list(result.modes),
        }
        for result in results
    ]


def from_json(rows: Sequence[LineResultJson]) -> tuple[LineResult, ...]:
    """The results that ``as_json`` wrote. Raises KeyError where a row lacks a field."""
    return tuple(
        LineResult(
            Line(row["side"], row["dimension"], row["category"]),
            _counts_from_json(row["counts"]),
            tuple(row["modes"]),
        )
        for row in rows
    )


def _counts_as_json(counts: Counts | None) -> CountsJson | None:
    if counts is None:
        return None
    return {"answers": dict(counts.answers), "non_answers": dict(counts.non_answers)}


def _counts_from_json(stored: CountsJson | None) -> Counts | None:
    return None if stored is None else Counts(stored["answers"], stored["non_answers"])


def _sum(some: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {value: some.get(value, 0) + more.get(value, 0) for value in {**some, **more}}

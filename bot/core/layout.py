"""Which lines a poll's results have: each side, and each group of it by each dimension.

Lines are listed whether anybody belongs to them or not. People of a side who did not say their group have a
line too, which is reckoned with and never published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.results import Counts, Line, LineResult, Table
from bot.core.suppression import DisclosureError


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of these sides and dimensions (each with its categories), which are what people could say of
    themselves."""

    sides: Sequence[str]
    dimensions: Mapping[str, Sequence[str]]

    @property
    def tables(self) -> list[Table]:
        """Each side as the sum of its groups, dimension by dimension."""
        return [
            Table(Line(side), tuple(Line(side, dimension, category) for category in (*categories, None)))
            for side in self.sides
            for dimension, categories in self.dimensions.items()
        ]

    @property
    def lines(self) -> list[Line]:
        """Each side and, after it, each category of each dimension, and those who did not say."""
        return [line for side in self.sides for line in self._of_side(side)]

    @property
    def unsaid(self) -> frozenset[Line]:
        """The lines that are never published."""
        return frozenset(line for line in self.lines if line.dimension is not None and line.category is None)

    def of_person(self, side: str, groups: Mapping[str, str | None]) -> list[Line]:
        """The lines somebody belongs to. Raises DisclosureError for an unknown side or group."""
        if side not in self.sides:
            raise DisclosureError("unknown_side")
        for dimension, categories in self.dimensions.items():
            if groups.get(dimension) not in (*categories, None):
                raise DisclosureError("unknown_group")
        return [Line(side), *(Line(side, dimension, groups.get(dimension)) for dimension in self.dimensions)]

    def publish(self, counts: Mapping[Line, Counts], hidden: Collection[Line]) -> tuple[LineResult, ...]:
        """One result for every line that is ever published, in order."""
        unsaid = self.unsaid
        return tuple(
            LineResult(line, None if line in hidden else counts[line])
            for line in self.lines
            if line not in unsaid
        )

    def _of_side(self, side: str) -> Iterator[Line]:
        yield Line(side)
        for dimension, categories in self.dimensions.items():
            yield from (Line(side, dimension, category) for category in (*categories, None))

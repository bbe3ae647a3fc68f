"""What files that leave Baro contain: tables, charts and posters, as plain values.

Every string is ready to be read: deeds take it from the catalogs, from the script or from what people wrote.
Reports only lay out, so nothing here has behaviour. Shares lie between 0 and 1, net scores between -1 and 1.
An empty string or None leaves a cell empty.

In each pair ``…Headings`` and ``…Row`` the fields correspond, and stand in the order of the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class QuestionHeadings:
    """``translations`` and ``answers`` head one column for each language in which there may be one."""

    number: str
    kind: str
    text: str
    translations: tuple[str, ...]
    theme: str
    side: str
    status: str
    supports: str
    answers: tuple[str, ...]
    source: str
    merged_from: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question or a last word. ``merged_from`` says in words which questions were merged into it."""

    number: int
    kind: str
    text: str
    translations: tuple[str, ...]
    theme: str
    side: str
    status: str
    supports: int
    answers: tuple[str, ...]
    source: str
    merged_from: str


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """The question list, in the order in which it is to be read."""

    name: str
    headings: QuestionHeadings
    rows: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class LineWords:
    """Which line of which poll a row is about; in headings, the names of these columns.

    ``moment`` is before, after or looking back; ``dimension`` and ``category`` are empty on the line of
    everybody of the side; ``how`` says how the answers were had: phones, raised hands, paper slips, a shared
    phone.
    """

    poll: str
    moment: str
    side: str
    dimension: str
    category: str
    how: str


@dataclass(frozen=True, slots=True)
class ResultHeadings:
    line: LineWords
    answered: str
    mean: str
    top_share: str
    low: str
    high: str
    net: str
    dont_know: str
    no_answer: str
    up: str
    same: str
    down: str
    indicative: str
    withheld: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The figures of one line. ``low`` and ``high`` bound the top share's 95 % interval; ``up``, ``same`` and
    ``down`` count the people whose score changed or not; ``withheld`` says that the line is not shown."""

    line: LineWords
    answered: int | None = None
    mean: float | None = None
    top_share: float | None = None
    low: float | None = None
    high: float | None = None
    net: float | None = None
    dont_know: int | None = None
    no_answer: int | None = None
    up: int | None = None
    same: int | None = None
    down: int | None = None
    indicative: str = ""
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """One row for each line of each poll."""

    name: str
    headings: ResultHeadings
    rows: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True)
class DistributionHeadings:
    line: LineWords
    value: str
    people: str
    share: str


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """How many people of a line gave one value; ``share`` is of those who answered, None for a non-answer."""

    line: LineWords
    value: str
    people: int
    share: float | None


@dataclass(frozen=True, slots=True)
class DistributionSheet:
    """One row for each value of each line that is shown."""

    name: str
    headings: DistributionHeadings
    rows: tuple[DistributionRow, ...]


@dataclass(frozen=True, slots=True)
class CommitmentHeadings:
    """``words`` heads one column for each language."""

    number: str
    words: tuple[str, ...]
    structure: str
    due: str
    status: str


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """What a structure promised to do by a day."""

    number: int
    words: tuple[str, ...]
    structure: str
    due: date | None
    status: str


@dataclass(frozen=True, slots=True)
class CommitmentSheet:
    """What was promised in the room."""

    name: str
    headings: CommitmentHeadings
    rows: tuple[CommitmentRow, ...]


Sheet = QuestionSheet | ResultSheet | DistributionSheet | CommitmentSheet


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of a share."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """The scores of one line at one moment.

    ``name`` stands above the bar on the left («Avant»), ``figures`` on the right («62 % · n = 34»).
    ``counts`` are people by point, from least to most, or None where the line is withheld: then ``withheld``
    is written in the gap. ``top`` bounds the share of the highest points. ``by_hand`` hatches what was
    counted in the room.
    """

    name: str
    figures: str = ""
    counts: tuple[int, ...] | None = None
    top: Interval | None = None
    by_hand: bool = False
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """Bars that are to be compared, under their common label; ``note`` says what changed."""

    label: str
    bars: tuple[ScoreBar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """Scores on one scale. ``points`` name it from least to most; the ``top`` last are favourable, the
    ``bottom`` first unfavourable. ``interval`` and ``by_hand`` explain the interval's mark and the
    hatches."""

    title: str
    subtitle: str
    points: tuple[str, ...]
    top: int
    bottom: int
    items: tuple[ScoreItem, ...]
    interval: str = ""
    by_hand: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OptionItem:
    """The answers of one line to a poll of options: people by option, in order, of ``people`` who answered.

    ``counts`` is None where the line is withheld; the other fields are as in a ScoreBar.
    """

    label: str
    figures: str = ""
    counts: tuple[int, ...] | None = None
    people: int = 0
    by_hand: bool = False
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class OptionChart:
    """A poll of options. Where people could combine them, the counts are more than the people."""

    title: str
    subtitle: str
    options: tuple[str, ...]
    items: tuple[OptionItem, ...]
    by_hand: str = ""
    note: str = ""


Chart = ScoreChart | OptionChart


@dataclass(frozen=True, slots=True)
class Poster:
    """The invitation that hangs on the wall: ``scan`` stands above the QR code of ``link``, ``write`` between
    it and the ``code``, which is already spelled in groups, and ``note`` at the foot."""

    title: str
    scan: str
    link: str
    write: str
    code: str
    note: str = ""

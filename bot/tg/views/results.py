"""What staff read of results: the list of what was voted on, and one item of one side a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.app.results import Item, Outcome, asks_sides, groups_of, readings, sides_of
from bot.app.terms import DIMENSIONS, MOMENTS, SIDES
from bot.app.words import Text, _
from bot.core.results import Line
from bot.core.script import Ballot, Rate, Script
from bot.tg.reply import TEXT_LIMIT, Button, Reply, Rows, tap
from bot.tg.speech import Speech
from bot.tg.views.control import back_to_panel
from bot.tg.views.figures import Figures

LABEL = 34
"""Characters on a button of which two stand side by side."""

LISTED = 8
"""Open polls that are named."""

EVERYBODY, ADDED = "-", "+"

_SIDE_BUTTONS: Mapping[str, Text] = {
    "inhabitants": _("outcome.button_inhabitants"),
    "forces": _("outcome.button_forces"),
    "authorities": _("outcome.button_authorities"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks at: an item, one side, its groups by a dimension (None for everybody together), and
    whether hand counts are ``added`` or stand beside."""

    outcome: Outcome
    side: str
    dimension: str | None = None
    added: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        """The same in a button; ``read_look`` reads it."""
        dimension = EVERYBODY if self.dimension is None else str(list(DIMENSIONS).index(self.dimension))
        side = str(list(SIDES).index(self.side))
        return (self.outcome.item.id, side, dimension, ADDED if self.added else "")


def read_look(script: Script, outcomes: Iterable[Outcome], arguments: Sequence[str]) -> Look | None:
    """What a button of ours names: an item by any of its steps; None where there is no such item. A side or
    groups that the item does not have become the ones it has."""
    step, side, dimension, added = (*arguments, "", "", "", "")[:4]
    outcome = next((each for each in outcomes if step in {one.id for one in each.item.steps}), None)
    if outcome is None:
        return None
    sides = sides_of(script, outcome.item)
    chosen = _named(SIDES, side)
    chosen = chosen if chosen in sides else sides[0]
    by = _named(DIMENSIONS, dimension)
    by = by if by in groups_of(script, outcome.item, chosen) else None
    return Look(outcome, chosen, by, added == ADDED)


def _named(names: Iterable[str], place: str) -> str | None:
    """The name at a place that came in a button."""
    return next((name for number, name in enumerate(names) if str(number) == place), None)


def listing(speech: Speech, session: str, outcomes: Sequence[Outcome]) -> Reply:
    """Everything that has results, what is still open, and the files."""
    closed = [outcome for outcome in outcomes if outcome.closed]
    parts = [speech(_("outcome.title"))]
    parts += [] if closed else [speech(_("outcome.none_yet"))]
    parts += _still_open(speech, outcomes)
    buttons = [item_button(speech, session, "ri", outcome.item) for outcome in closed]
    rows: list[tuple[Button, ...]] = [
        tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)
    ]
    if closed:
        files = ((_("outcome.charts"), "c"), (_("outcome.csv"), "v"), (_("outcome.workbook"), "x"))
        rows.append(tuple(tap(speech.plain(label), "f", session, "rf", code) for label, code in files))
    return Reply("\n\n".join(parts), (*rows, back_to_panel(speech, session)))


def _still_open(speech: Speech, outcomes: Iterable[Outcome]) -> list[str]:
    names = [poll_name(speech, vote.step) for outcome in outcomes for vote in outcome.open]
    if not names:
        return []
    shown = " · ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")
    return [speech(_("outcome.still_open", polls=shown)), speech(_("outcome.not_before_closing"))]


def poll_name(speech: Speech, step: Ballot) -> str:
    """A poll in a few words, with its moment where it has one."""
    if not isinstance(step, Rate):
        return _cut(speech.label(step.question), LABEL)
    label = f"{step.sign} {_cut(speech.label(step.item), LABEL)}".strip()
    if step.moment is None:
        return label
    return speech.plain(_("outcome.poll_and_moment", poll=label, moment=MOMENTS[step.moment]))


def item_button(speech: Speech, session: str, deed: str, item: Item) -> Button:
    """A button that names an item, whatever its moments."""
    label = f"{item.sign} {_cut(speech.label(item.label), LABEL)}".strip()
    return tap(label, "f", session, deed, item.id)


def page(speech: Speech, session: str, script: Script, look: Look) -> Reply:
    """One item for one side, or for its groups by one dimension."""
    outcome = look.outcome
    lines = lines_of_look(script, look)
    told = Figures(speech, script, outcome, added=look.added)
    parts = [_heading(speech, script, look)]
    parts += [paragraph for line in lines for paragraph in told.paragraphs(line)]
    parts += _still_open(speech, [outcome])
    text = _fitted(parts, _notes(speech, script, look, lines), speech(_("outcome.rest_in_file")))
    return Reply(text, _rows(speech, session, script, look))


def lines_of_look(script: Script, look: Look) -> list[Line]:
    """The lines that somebody looks at."""
    if look.dimension is None:
        return [Line(look.side)]
    categories = groups_of(script, look.outcome.item, look.side)[look.dimension]
    return [Line(look.side, look.dimension, category) for category in categories]


def _heading(speech: Speech, script: Script, look: Look) -> str:
    item = f"{look.outcome.item.sign} {speech.label(look.outcome.item.label)}".strip()
    if not asks_sides(script):
        return speech(_("outcome.heading", item=item))
    return speech(_("outcome.heading_of_side", item=item, side=SIDES[look.side]))


def _notes(speech: Speech, script: Script, look: Look, lines: Sequence[Line]) -> list[str]:
    """What every reader must know, once: that lines are withheld, what figures mean, whom they describe."""
    votes, paired = look.outcome.closed, look.outcome.paired
    if not votes:
        return []
    shown = [
        each.counts for vote in votes for line in lines for each in readings(vote, line, added=look.added)
    ]
    notes = []
    if any(look.outcome.waits(vote, line) for vote in votes for line in lines):
        notes.append(speech(_("outcome.groups_wait")))
    elif None in shown or any(paired[line].withheld for line in lines if line in paired):
        notes.append(speech(_("results.withheld")))
    step = look.outcome.item.steps[0]
    if isinstance(step, Rate) and any(shown):
        scale = script.scales[step.scale]
        top = " · ".join(speech.label(point.label) for point in scale.points[-scale.top :])
        notes.append(speech(_("outcome.legend", top=top)))
    return [*notes, speech(_("outcome.participants_only"))]


def _rows(speech: Speech, session: str, script: Script, look: Look) -> Rows:
    def turn_to(label: Text, other: Look) -> Button:
        words = speech.plain(label)
        return tap(f"• {words}" if other == look else words, "f", session, "ri", *other.arguments)

    item = look.outcome.item
    sides = sides_of(script, item)
    rows: list[tuple[Button, ...]] = []
    if len(sides) > 1:
        rows.append(tuple(turn_to(_SIDE_BUTTONS[each], replace(look, side=each)) for each in sides))
    groups = groups_of(script, item, look.side)
    if groups and look.outcome.closed:
        everybody = turn_to(_("outcome.everybody"), replace(look, dimension=None))
        by = [turn_to(DIMENSIONS[each], replace(look, dimension=each)) for each in groups]
        rows.append((everybody, *by))
    by_hand = [
        count for vote in look.outcome.closed for count in vote.by_hand if count.line.side == look.side
    ]
    if by_hand:
        label = _("outcome.beside") if look.added else _("outcome.add")
        rows.append((turn_to(label, replace(look, added=not look.added)),))
    back = tap(speech.plain(_("outcome.back")), "f", session, "r")
    if look.outcome.closed:
        chart = tap(speech.plain(_("outcome.chart")), "f", session, "rf", "c", *look.arguments)
        rows.append((chart, back))
    else:
        rows.append((back,))
    return (*rows, back_to_panel(speech, session))


def _fitted(parts: Sequence[str], notes: Sequence[str], rest: str) -> str:
    """Paragraphs as far as one message holds them, then the notes. Telegram counts UTF-16 units."""
    room = TEXT_LIMIT - sum(_length(note) for note in (*notes, rest))
    kept: list[str] = []
    for part in parts:
        room -= _length(part)
        if room < 0:
            kept.append(rest)
            break
        kept.append(part)
    return "\n\n".join([*kept, *notes])


def _length(text: str) -> int:
    """With the empty line behind it."""
    return len(text.encode("utf-16-le")) // 2 + 2


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"

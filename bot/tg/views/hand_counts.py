"""What staff see when they enter a poll that was counted by hand, and of what they have entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.app.paper import counted_values, is_complete
from bot.app.records import HandCount, Mode
from bot.app.results import Item, asks_sides, groups_of, line_of
from bot.app.terms import CATEGORIES, DIMENSIONS, MODES, NON_ANSWERS, SIDES
from bot.app.words import Text, _, n_
from bot.core.results import Line
from bot.core.script import Ballot, Rate, Script, values_of
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech
from bot.tg.views.paper import screen
from bot.tg.views.results import item_button, poll_name

LISTED = 8
"""Hand counts on one screen."""

EXAMPLE = (12, 5, 3, 0, 7, 2, 9, 4, 1, 6, 8)
"""Numbers as they are typed, for as many answers as a poll can have."""

MODE_CODES: Mapping[str, Mode] = {"h": "hands", "p": "paper", "s": "shared_phone"}
"""What stands for each mode in a button."""

_MODE_BUTTONS: Mapping[str, Text] = {
    "h": _("paper.button_hands"),
    "p": _("paper.button_paper"),
    "s": _("paper.button_shared_phone"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """A poll counted by hand for one line in one mode; ``numbers`` so far, in the order they are typed."""

    step: Ballot
    line: Line
    mode: Mode
    numbers: tuple[int, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """What names it in a button."""
        mode = next(code for code, each in MODE_CODES.items() if each == self.mode)
        return (self.step.id, line_code(self.line), mode)


def line_code(line: Line) -> str:
    """A line in a button: the places of its side, dimension and category."""
    side = str(list(SIDES).index(line.side))
    if line.dimension is None or line.category is None:
        return side
    return f"{side}{list(DIMENSIONS).index(line.dimension)}{list(CATEGORIES).index(line.category)}"


def stored_count(script: Script, step: Ballot, count: HandCount) -> Count:
    """A stored hand count as it was typed."""
    numbers = tuple(count.counts.get(value, 0) for value in counted_values(script, step))
    return Count(step, line_of(count), count.mode, numbers)


def choose_item(speech: Speech, session: str, items: Sequence[Item]) -> Reply:
    """What was counted."""
    buttons = [item_button(speech, session, "hi", item) for item in items]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    return screen(speech, session, [speech(_("paper.which_vote"))], rows)


def choose_moment(speech: Speech, session: str, steps: Sequence[Ballot]) -> Reply:
    """Which of the polls of an item."""
    rows = [(tap(poll_name(speech, step), "f", session, "hp", step.id),) for step in steps]
    return screen(speech, session, [speech(_("paper.which_moment"))], rows)


def choose_side(speech: Speech, session: str, step: Ballot, sides: Sequence[str]) -> Reply:
    """Whose hands or slips were counted."""
    rows = [
        (tap(speech.plain(SIDES[side]), "f", session, "hp", step.id, line_code(Line(side))),)
        for side in sides
    ]
    what = speech(_("paper.poll", poll=poll_name(speech, step)))
    return screen(speech, session, [what, speech(_("paper.whose_votes"))], rows)


def choose_group(speech: Speech, session: str, script: Script, step: Ballot, side: str) -> Reply:
    """A group of a side."""
    lines = [
        Line(side, dimension, category)
        for dimension, categories in groups_of(script, Item((step,)), side).items()
        for category in categories
    ]
    buttons = [
        tap(speech.plain(CATEGORIES[line.category]), "f", session, "hp", step.id, line_code(line))
        for line in lines
        if line.category is not None
    ]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    parts = [_what(speech, script, step, Line(side)), speech(_("paper.which_group"))]
    return screen(speech, session, parts, rows)


def choose_mode(speech: Speech, session: str, script: Script, step: Ballot, line: Line) -> Reply:
    """How it was counted; or first of which group."""
    code = line_code(line)
    rows = [
        (tap(speech.plain(label), "f", session, "hp", step.id, code, mode),)
        for mode, label in _MODE_BUTTONS.items()
    ]
    if line.dimension is None and groups_of(script, Item((step,)), line.side):
        rows.append((tap(speech.plain(_("paper.only_a_group")), "f", session, "hg", step.id, code),))
    parts = [_what(speech, script, step, line), speech(_("paper.how_counted"))]
    return screen(speech, session, parts, rows)


def enter_numbers(
    speech: Speech, session: str, script: Script, count: Count, *, replaces: bool, wrong: Text | None = None
) -> Reply:
    """The numbers are typed; once there is one for every answer they can be kept."""
    complete = is_complete(script, count.step, count.numbers)
    parts = [speech(wrong)] if wrong else []
    parts.append(_what(speech, script, count.step, count.line, count.mode))
    parts.append("\n".join(_numbers(speech, script, count)))
    rows: list[tuple[Button, ...]] = []
    if complete:
        parts.append(speech(_("paper.check", total=sum(count.numbers))))
        if len(count.numbers) < len(counted_values(script, count.step)):
            parts.append(speech(_("paper.non_answers_too")))
        parts += [speech(_("paper.replaces"))] if replaces else []
        rows.append((tap(speech.plain(_("paper.keep")), "f", session, "hk", *count.arguments),))
    else:
        example = " ".join(map(str, EXAMPLE[: len(values_of(script, count.step))]))
        parts.append(speech(_("paper.type_numbers", example=example)))
    if count.numbers:
        rows.append((tap(speech.plain(_("paper.again")), "f", session, "hp", *count.arguments),))
    return screen(speech, session, parts, rows)


def counts(speech: Speech, session: str, script: Script, found: Sequence[Count], page: int) -> Reply:
    """What was counted by hand, a page at a time."""
    pages = max(1, -(-len(found) // LISTED))
    page = min(max(page, 0), pages - 1)
    shown = list(enumerate(found, start=1))[page * LISTED : (page + 1) * LISTED]
    parts = [speech(n_("paper.list", number=len(found)) if found else _("paper.none_yet"))]
    parts += [_summary(speech, script, number, count) for number, count in shown]
    buttons = [tap(str(number), "f", session, "hd", *count.arguments) for number, count in shown]
    rows = [tuple(buttons[place : place + 4]) for place in range(0, len(buttons), 4)]
    if pages > 1:
        turns = ((page - 1, "◀️"), (page + 1, "▶️"))
        rows.append(tuple(tap(sign, "f", session, "hc", to) for to, sign in turns if 0 <= to < pages))
    return screen(speech, session, parts, rows)


def one_count(speech: Speech, session: str, script: Script, count: Count) -> Reply:
    """One hand count, to be typed anew or removed."""
    parts = [
        _what(speech, script, count.step, count.line, count.mode),
        "\n".join(_numbers(speech, script, count)),
    ]
    rows = [
        (tap(speech.plain(_("paper.again")), "f", session, "hp", *count.arguments),),
        (tap(speech.plain(_("paper.remove")), "f", session, "hx", *count.arguments),),
        (tap(speech.plain(_("paper.back_to_counts")), "f", session, "hc"),),
    ]
    return screen(speech, session, parts, rows)


def _summary(speech: Speech, script: Script, number: int, count: Count) -> str:
    """A hand count in two lines."""
    text = _(
        "paper.summary",
        number=number,
        poll=poll_name(speech, count.step),
        who=_who(script, count.line),
        how=MODES[count.mode],
        counts=" · ".join(map(str, count.numbers[: len(values_of(script, count.step))])),
    )
    return speech(text)


def _what(speech: Speech, script: Script, step: Ballot, line: Line, mode: Mode | None = None) -> str:
    """Which poll, whose, and how it was counted."""
    poll, who = poll_name(speech, step), _who(script, line)
    if mode is None:
        return speech(_("paper.poll_of", poll=poll, who=who))
    return speech(_("paper.poll_of_how", poll=poll, who=who, how=MODES[mode]))


def _who(script: Script, line: Line) -> Text:
    """A side, a group of it, or where nobody has a side everybody or the group."""
    if line.category is None:
        return SIDES[line.side] if asks_sides(script) else _("paper.everybody")
    if not asks_sides(script):
        return CATEGORIES[line.category]
    return _("paper.side_and_group", side=SIDES[line.side], group=CATEGORIES[line.category])


def _numbers(speech: Speech, script: Script, count: Count) -> list[str]:
    """A line an answer with its number, the non-answers only where there is one."""
    step, typed = count.step, dict(enumerate(count.numbers))
    options = script.scales[step.scale].points if isinstance(step, Rate) else step.options
    labels: list[str] = [f"{option.sign} {speech.label(option.label)}".strip() for option in options]
    labels += [speech.plain(label) for label in NON_ANSWERS.values()][: max(0, len(typed) - len(labels))]
    return [
        speech(_("paper.number", label=label, number=typed.get(place, "…")))
        for place, label in enumerate(labels)
    ]

"""The question list in the chat: its pages, its filters, and a page's short name in buttons."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from bot.app.question_list import Filter, ListPage, Row, Selection, count_of
from bot.app.terms import QUESTION_STATUSES
from bot.app.words import Text, _, n_
from bot.core.questions import FOR_FOCAL_POINT, theme_key
from bot.tg.reply import Button, Reply, Rows, tap
from bot.tg.speech import Speech
from bot.tg.views.control import back_to_panel

EXCERPT = 120

_LETTERS: dict[Selection, str] = {
    "public": "u",
    "waiting": "w",
    "published": "p",
    "asked": "s",
    "answered": "a",
    "aside": "z",
    "protected": "x",
}
_SELECTIONS = {letter: selection for selection, letter in _LETTERS.items()}
_PLACE = re.compile(r"([upwsazx])(\d{1,4})(?:-([0-9a-f]{8}))?")

FILTERS: tuple[Selection, ...] = ("public", "waiting", "published", "asked", "answered", "aside")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the filtered list, where a button leads back to."""

    filter: Filter = field(default_factory=Filter)
    page: int = 0

    def __str__(self) -> str:
        """At most 14 characters for a button."""
        theme = f"-{self.filter.theme}" if self.filter.theme else ""
        return f"{_LETTERS[self.filter.selection]}{self.page}{theme}"


def read_place(text: str) -> Place | None:
    """The page a button names; None for anything else, such as the queue's empty name."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    return Place(Filter(_SELECTIONS[found[1]], found[3] or ""), int(found[2]))


def listing(
    speech: Speech, session: str, seen: ListPage, *, focal: bool, notice: Text | None = None
) -> Reply:
    """A page of the list. Each number opens its question."""
    parts = [speech(notice)] if notice else []
    parts.append(_heading(speech, seen))
    parts += [_row(speech, row) for row in seen.rows]
    if not seen.rows:
        parts.append(speech(_nothing(seen)))
    place = Place(seen.filter, seen.page)
    rows: list[tuple[Button, ...]] = []
    if seen.rows:
        opened = (tap(f"{row.number}", "f", session, "mo", row.question.id, str(place)) for row in seen.rows)
        rows.append(tuple(opened))
    rows += _pages(session, seen, place)
    rows.append(_choosers(speech, session, seen, place))
    rows += _files(speech, session, seen)
    rows += _queues(speech, session, seen, focal=focal)
    return Reply("\n\n".join(parts), (*rows, back_to_panel(speech, session)))


def choose_status(speech: Speech, session: str, seen: ListPage) -> Reply:
    """What to list, with how many there are of each."""
    buttons = [_selection(speech, session, seen, selection) for selection in FILTERS]
    back = (tap(speech.plain(_("list.back")), "f", session, "q", str(Place(seen.filter, seen.page))),)
    return Reply(speech(_("list.choose_status")), (*in_pairs(buttons), back, back_to_panel(speech, session)))


def choose_theme(speech: Speech, session: str, seen: ListPage) -> Reply:
    """One theme, or all."""
    selection = seen.filter.selection
    buttons = [tap(speech.plain(_("list.every_theme")), "f", session, "q", str(Place(Filter(selection))))]
    for theme in seen.themes:
        place = Place(Filter(selection, theme_key(theme)))
        buttons.append(tap(f"🏷 {theme}", "f", session, "q", str(place)))
    sentence = _("list.choose_theme") if seen.themes else _("list.no_themes")
    return Reply(speech(sentence), (*in_pairs(buttons), back_to_panel(speech, session)))


def in_pairs(buttons: list[Button]) -> Rows:
    """Two buttons a row."""
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


def excerpt(text: str, length: int = EXCERPT) -> str:
    """The beginning of a text on one line, ready for a message."""
    line = " ".join(text.split())
    return html.escape(line if len(line) <= length else line[: length - 1].rstrip() + "…", quote=False)


def status_of(speech: Speech, status: str) -> str:
    """A status, or all that is public, in words with its sign."""
    return f"{sign_of(status)} {speech.plain(_STATUSES[status])}"


def sign_of(status: str) -> str:
    """A status as a sign."""
    return _SIGNS[status]


_STATUSES = {
    **QUESTION_STATUSES,
    "public": _("list.public"),
    "protected": _("list.is_protected"),
    "handed": _("list.is_handed"),
    "merged": _("list.is_merged"),
}
_SIGNS = {
    "public": "👁",
    "waiting": "⏳",
    "published": "✅",
    "asked": "📣",
    "answered": "💡",
    "aside": "🙈",
    "protected": "🛡",
    "handed": "📤",
    "merged": "🔗",
}


def _heading(speech: Speech, seen: ListPage) -> str:
    line = speech(_("list.heading", status=status_of(speech, seen.filter.selection)))
    return f"{line}\n🏷 {html.escape(seen.theme, quote=False)}" if seen.theme else line


def _nothing(seen: ListPage) -> Text:
    if seen.theme:
        return _("list.nothing_of_theme")
    if seen.filter.selection == "public" and seen.counts.get("waiting"):
        return _("list.nothing_public_yet")
    return _("list.nothing")


def _row(speech: Speech, row: Row) -> str:
    question = row.question
    marks = [f"<b>{row.number}.</b>", sign_of(question.status)]
    if question.collect == "word":
        marks.append("💬")
    marks.append(f"♥ {question.supports}")
    if row.merged:
        marks.append(f"🔗 {row.merged} (♥ {row.merged_supports})")
    if question.source == "paper":
        marks.append("📝")
    if question.theme:
        marks.append(f"🏷 {html.escape(question.theme, quote=False)}")
    return f"{' '.join(marks)}\n{excerpt(question.translation.get(speech.language, question.text))}"


def _pages(session: str, seen: ListPage, place: Place) -> list[tuple[Button, ...]]:
    if seen.pages < 2:
        return []
    before, behind = (Place(place.filter, page) for page in (seen.page - 1, seen.page + 1))
    row = [tap(f"{seen.page + 1}/{seen.pages}", "f", session, "q", str(place))]
    if seen.page > 0:
        row.insert(0, tap("◀️", "f", session, "q", str(before)))
    if seen.page < seen.pages - 1:
        row.append(tap("▶️", "f", session, "q", str(behind)))
    return [tuple(row)]


def _choosers(speech: Speech, session: str, seen: ListPage, place: Place) -> tuple[Button, ...]:
    row = [tap(speech.plain(_("list.by_status")), "f", session, "qs", str(place))]
    if seen.themes:
        row.append(tap(speech.plain(_("list.by_theme")), "f", session, "qt", str(place)))
    return tuple(row)


def _files(speech: Speech, session: str, seen: ListPage) -> list[tuple[Button, ...]]:
    if not any(count for status, count in seen.counts.items() if status not in FOR_FOCAL_POINT):
        return []
    csv = tap(speech.plain(_("list.csv")), "f", session, "qx", "csv")
    return [(csv, tap(speech.plain(_("list.xlsx")), "f", session, "qx", "xlsx"))]


def _queues(speech: Speech, session: str, seen: ListPage, *, focal: bool) -> list[tuple[Button, ...]]:
    """The way to what is still to be read, and for the focal point to what is protected."""
    row = []
    if waiting := seen.counts.get("waiting"):
        row.append(tap(speech.plain(n_("list.queue", number=waiting)), "f", session, "m"))
    protected = count_of(seen.counts, "protected")
    if focal and protected and seen.filter.selection != "protected":
        label = speech.plain(n_("list.protected", number=protected))
        row.append(tap(label, "f", session, "q", str(Place(Filter("protected")))))
    return [tuple(row)] if row else []


def _selection(speech: Speech, session: str, seen: ListPage, selection: Selection) -> Button:
    label = f"{status_of(speech, selection)} ({count_of(seen.counts, selection)})"
    return tap(label, "f", session, "q", str(Place(Filter(selection, seen.filter.theme))))

"""The field's own words, for screens and files alike: sides, groups, moments, ways of counting, statuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from bot.app.words import Text, _

SIDES: Mapping[str, Text] = {
    "inhabitants": _("term.inhabitants"),
    "forces": _("term.forces"),
    "authorities": _("term.authorities"),
}

DIMENSIONS: Mapping[str, Text] = {
    "gender": _("term.gender"),
    "age": _("term.age"),
    "residence": _("term.residence"),
}

CATEGORIES: Mapping[str, Text] = {
    "woman": _("term.woman"),
    "man": _("term.man"),
    "15-17": _("term.age_15_17"),
    "18-24": _("term.age_18_24"),
    "25-35": _("term.age_25_35"),
    "36-59": _("term.age_36_59"),
    "60+": _("term.age_60"),
    "resident": _("term.resident"),
    "displaced": _("term.displaced"),
    "returnee": _("term.returnee"),
    "refugee": _("term.refugee"),
}

Moment = Literal["before", "after", "retrospective"]

MOMENTS: Mapping[Moment, Text] = {
    "before": _("term.before"),
    "after": _("term.after"),
    "retrospective": _("term.retrospective"),
}
"""When a score was given, in the order in which the moments are read."""

CHANGE = _("term.change")
"""After less before."""

PHONES = _("term.phones")

MODES: Mapping[str, Text] = {
    "hands": _("term.hands"),
    "paper": _("term.paper"),
    "shared_phone": _("term.shared_phone"),
}
"""How answers were had without a phone of one's own."""

NON_ANSWERS: Mapping[str, Text] = {
    "dont_know": _("term.dont_know"),
    "no_answer": _("term.no_answer"),
}

KINDS: Mapping[str, Text] = {"question": _("term.question"), "word": _("term.last_word")}

SOURCES: Mapping[str, Text] = {"phone": _("term.by_phone"), "paper": _("term.on_paper")}

QUESTION_STATUSES: Mapping[str, Text] = {
    "waiting": _("term.waiting"),
    "published": _("term.published"),
    "aside": _("term.aside"),
    "asked": _("term.asked"),
    "answered": _("term.answered"),
}
"""What a question can be in a list; a protected one is in none, a merged one stands under another."""

COMMITMENT_STATUSES: Mapping[str, Text] = {
    "not_started": _("term.not_started"),
    "in_progress": _("term.in_progress"),
    "done": _("term.done"),
    "blocked": _("term.blocked"),
}


def ways(modes: Iterable[str], *, phones: bool) -> list[Text]:
    """How answers were had: on phones, and in these modes."""
    return [*([PHONES] if phones else []), *(MODES[mode] for mode in modes)]

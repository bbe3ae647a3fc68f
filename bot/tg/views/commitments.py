"""What staff see when they record commitments and say what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.app.commitments import MOST
from bot.app.records import Commitment, CommitmentStatus
from bot.app.words import Text, _
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech
from bot.tg.views.control import back_to_panel
from bot.tg.views.published import commitment_lines, status_of

NEW = "new"
"""Stands in a button for the commitment that is being recorded."""

STATUS_CODES: Mapping[str, CommitmentStatus] = {
    "n": "not_started",
    "i": "in_progress",
    "d": "done",
    "b": "blocked",
}
"""What stands for each status in a button."""

MONTHS = (1, 3)
"""By when, for one tap."""


def listing(speech: Speech, session: str, commitments: Sequence[Commitment]) -> Reply:
    """Every commitment as participants see it, each to be opened by its number."""
    parts = [speech(_("promise.title")), *commitment_lines(speech, commitments)]
    buttons = [tap(str(each.number), "f", session, "co", each.id) for each in commitments]
    rows = [tuple(buttons[place : place + 5]) for place in range(0, len(buttons), 5)]
    if len(commitments) < MOST:
        rows.append((tap(speech.plain(_("promise.add")), "f", session, "ca"),))
    if commitments:
        rows.append((tap(speech.plain(_("promise.csv")), "f", session, "cf"),))
    return Reply("\n\n".join(parts), (*rows, back_to_panel(speech, session)))


def one(speech: Speech, session: str, languages: Sequence[str], commitment: Commitment) -> Reply:
    """One commitment: its status at a tap, and everything that can be corrected."""

    def deed(label: str, name: str, *arguments: str) -> Button:
        return tap(label, "f", session, name, commitment.id, *arguments)

    parts = commitment_lines(speech, [commitment])
    for language in languages:
        if language != speech.language and language in commitment.words:
            name = speech.catalogue.own_name(language)
            parts.append(speech(_("promise.in_language", language=name, words=commitment.words[language])))
    statuses = [
        deed(_ticked(speech.plain(status_of(status)), status == commitment.status), "cs", code)
        for code, status in STATUS_CODES.items()
    ]
    words = [
        deed(_language_label(speech, language, written=language in commitment.words), "cw", language)
        for language in languages
    ]
    rows = (
        tuple(statuses[:2]),
        tuple(statuses[2:]),
        tuple(words),
        (deed(speech.plain(_("promise.structure")), "cg"), deed(speech.plain(_("promise.due")), "cd")),
        (deed(speech.plain(_("promise.delete")), "cx"),),
        (_to_list(speech, session), *back_to_panel(speech, session)),
    )
    return Reply("\n\n".join(parts), rows)


def ask_words(speech: Speech, session: str, language: str, wrong: Text | None = None) -> Reply:
    """What is promised, typed in one language."""
    name = speech.catalogue.own_name(language)
    return _asking(speech, session, _("promise.ask_words", language=name), wrong)


def ask_structure(speech: Speech, session: str, wrong: Text | None = None) -> Reply:
    """Which structure promises it; never a person."""
    return _asking(speech, session, _("promise.ask_structure"), wrong)


def ask_due(speech: Speech, session: str, id: str, wrong: Text | None = None) -> Reply:
    """By when: at a tap, or a day that is typed."""
    asking = _asking(speech, session, _("promise.ask_due"), wrong)
    labels = (_("promise.one_month"), _("promise.three_months"))
    months = tuple(
        tap(speech.plain(label), "f", session, "ct", id, number)
        for label, number in zip(labels, MONTHS, strict=True)
    )
    no_day = (tap(speech.plain(_("promise.no_day")), "f", session, "ct", id, 0),)
    return Reply(asking.html, (months, no_day, *asking.rows))


def confirm_deletion(speech: Speech, session: str, commitment: Commitment) -> Reply:
    """Before a commitment is deleted for everybody."""
    parts = [speech(_("promise.delete_sure")), *commitment_lines(speech, [commitment])]
    rows = (
        (tap(speech.plain(_("promise.delete_now")), "f", session, "cX", commitment.id),),
        (tap(speech.plain(_("promise.keep")), "f", session, "co", commitment.id),),
        back_to_panel(speech, session),
    )
    return Reply("\n\n".join(parts), rows)


def _asking(speech: Speech, session: str, question: Text, wrong: Text | None) -> Reply:
    parts = [speech(wrong)] if wrong else []
    row = (_to_list(speech, session), *back_to_panel(speech, session))
    return Reply("\n\n".join([*parts, speech(question)]), (row,))


def _to_list(speech: Speech, session: str) -> Button:
    return tap(speech.plain(_("promise.back")), "f", session, "c")


def _language_label(speech: Speech, language: str, *, written: bool) -> str:
    name = speech.catalogue.own_name(language)
    text = _("promise.correct_words", language=name) if written else _("promise.add_words", language=name)
    return speech.plain(text)


def _ticked(label: str, chosen: bool) -> str:
    return f"• {label}" if chosen else label

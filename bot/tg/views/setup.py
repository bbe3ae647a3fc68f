"""Making a session, question by question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app.records import Session
from bot.app.words import Catalogue, Text, _
from bot.core.codes import spell
from bot.core.script import Script
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech


def sessions(speech: Speech, found: Sequence[Session]) -> Reply:
    """The organisation's sessions, the open ones first, and a button for a new one."""
    rows: list[tuple[Button, ...]] = [(tap(speech.plain(_("button.new_session")), "f", "", "sn"),)]
    for session in found:
        sign = "🟢" if session.state == "open" else "⚪"
        rows.append((tap(f"{sign} {session.title} · {spell(session.code)}", "f", session.id, "p"),))
    return Reply(speech(_("setup.sessions") if found else _("setup.no_sessions")), tuple(rows))


def choose_script(speech: Speech, scripts: Sequence[Script]) -> Reply:
    """Each script with what it is for."""
    lines = [speech(_("setup.choose_script"))]
    lines += [f"<b>{speech.words(script.title)}</b>\n{speech.words(script.about)}" for script in scripts]
    rows = [(tap(speech.label(script.title), "f", "", "ss", script.id),) for script in scripts]
    return Reply("\n\n".join(lines), (*rows, _cancel(speech)))


def ask_title(speech: Speech, wrong: Text | None = None) -> Reply:
    """The session's title, typed."""
    return _asking(speech, _("setup.ask_title"), wrong)


def ask_place(speech: Speech, wrong: Text | None = None) -> Reply:
    """Where it is, typed."""
    return _asking(speech, _("setup.ask_place"), wrong)


def ask_day(speech: Speech, wrong: Text | None = None) -> Reply:
    """The day: today, tomorrow, or typed."""
    row = (
        tap(speech.plain(_("button.today")), "f", "", "sd", 0),
        tap(speech.plain(_("button.tomorrow")), "f", "", "sd", 1),
    )
    asking = _asking(speech, _("setup.ask_day"), wrong)
    return Reply(asking.html, (row, *asking.rows))


def ask_languages(catalogue: Catalogue, speech: Speech, script: Script) -> Reply:
    """All of the script's languages, or one alone."""
    rows: list[tuple[Button, ...]] = []
    if len(script.languages) > 1:
        every = " + ".join(catalogue.own_name(language) for language in script.languages)
        rows.append((tap(every, "f", "", "sg", *script.languages),))
    rows += [(tap(catalogue.own_name(each), "f", "", "sg", each),) for each in script.languages]
    return Reply(speech(_("setup.ask_languages")), (*rows, _cancel(speech)))


def _asking(speech: Speech, question: Text, wrong: Text | None) -> Reply:
    lines = [speech(wrong)] if wrong else []
    return Reply("\n\n".join([*lines, speech(question)]), (_cancel(speech),))


def _cancel(speech: Speech) -> tuple[Button, ...]:
    return (tap(speech.plain(_("button.cancel")), "f", "", "sl"),)

"""Making a youth poll, question by question, and its preview exactly as people will see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.app.records import Session
from bot.app.screens import Voting
from bot.app.words import Catalogue, Text, _, n_
from bot.core.codes import spell
from bot.core.script import Scale, Script
from bot.core.youth import MOST, OPTION_LIMIT, QUESTION_LIMIT, Unfit
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech
from bot.tg.views.control import back_to_panel
from bot.tg.views.participant import draw


def polls(speech: Speech, found: Sequence[Session]) -> Reply:
    """A group's polls, the running ones first."""
    rows: list[tuple[Button, ...]] = [(tap(speech.plain(_("button.new_poll")), "f", "", "yn"),)]
    for session in found:
        sign = "🟢" if session.state == "open" else "⚪"
        rows.append((tap(f"{sign} {session.title[:40]} · {spell(session.code)}", "f", session.id, "p"),))
    return Reply(speech(_("youth.polls") if found else _("youth.no_polls")), tuple(rows))


def ask_languages(catalogue: Catalogue, speech: Speech, template: Script) -> Reply:
    """In which languages people will read the poll."""
    rows = [(tap(catalogue.own_name(each), "f", "", "yg", each),) for each in template.languages]
    every = " + ".join(catalogue.own_name(language) for language in template.languages)
    rows.append((tap(every, "f", "", "yg", *template.languages),))
    return Reply(speech(_("youth.ask_languages")), (*rows, _cancel(speech)))


def ask_question(catalogue: Catalogue, speech: Speech, language: str, unfit: Unfit | None) -> Reply:
    """The question, typed, in one language."""
    name = catalogue.own_name(language)
    return _asking(speech, _("youth.ask_question", language=name, limit=QUESTION_LIMIT), unfit)


def ask_kind(speech: Speech, scales: Mapping[str, Scale]) -> Reply:
    """A scale, or answers of their own."""
    rows = [(tap(speech.plain(_("button.own_answers")), "f", "", "yk", "own"),)]
    for name, scale in scales.items():
        first, last = scale.points[0], scale.points[-1]
        label = f"📏 {speech.label(first.label)} … {speech.label(last.label)}"
        rows.append((tap(label[:60], "f", "", "yk", name),))
    return Reply(speech(_("youth.ask_kind")), (*rows, _cancel(speech)))


def ask_options(catalogue: Catalogue, speech: Speech, language: str, unfit: Unfit | None) -> Reply:
    """The answers, one a line, in one language."""
    name = catalogue.own_name(language)
    return _asking(speech, _("youth.ask_options", language=name, limit=OPTION_LIMIT, most=MOST), unfit)


def ask_hours(speech: Speech, hours: Sequence[int]) -> Reply:
    """How long the poll stays open."""
    rows = [(tap(speech.plain(duration(each)), "f", "", "yh", each),) for each in hours]
    return Reply(speech(_("youth.ask_hours")), (*rows, _cancel(speech)))


def duration(hours: int) -> Text:
    """Hours or days in words."""
    return n_("youth.days", number=hours // 24) if hours >= 24 else n_("youth.hours", number=hours)


def preview(speech: Speech, script: Script, hours: int) -> Reply:
    """The poll as people will see it, in each of its languages; the answers' buttons do nothing yet."""
    texts, rows = [speech(_("youth.preview", duration=duration(hours)))], []
    stage, step = next(script.polls())
    for language in script.languages:
        seen = draw(
            Speech(language, speech.catalogue), script, "", Voting(stage, step, None, None, reportable=True)
        )
        texts.append(seen.html)
        rows += [tuple(Button(button.label, "f::yi") for button in row) for row in seen.rows]
    publish = (tap(speech.plain(_("button.publish_poll")), "f", "", "yp"),)
    return Reply("\n\n".join(texts), (*rows, publish, _cancel(speech)))


def confirm_stop(speech: Speech, session: Session) -> Reply:
    """Before a poll is stopped: its ballots go uncounted."""
    rows = (
        (tap(speech.plain(_("button.stop_poll_now")), "f", session.id, "yS"),),
        back_to_panel(speech, session.id),
    )
    return Reply(speech(_("youth.stop_sure", title=session.title)), rows)


def unfit_text(unfit: Unfit) -> Text:
    """Why words cannot be taken, and what to do."""
    match unfit.code:
        case "found":
            found = " · ".join(finding.words for finding in unfit.findings[:3])
            return _("youth.found", found=found)
        case "too_long":
            return _("youth.too_long")
        case "too_few":
            return _("youth.too_few")
        case "too_many":
            return _("youth.too_many", most=MOST)
        case "repeated":
            return _("youth.repeated")
        case "not_as_many":
            return _("youth.not_as_many")
        case _ignored:
            return _("youth.empty")


def _asking(speech: Speech, question: Text, unfit: Unfit | None) -> Reply:
    lines = [speech(unfit_text(unfit))] if unfit else []
    return Reply("\n\n".join([*lines, speech(question)]), (_cancel(speech),))


def _cancel(speech: Speech) -> tuple[Button, ...]:
    return (tap(speech.plain(_("button.cancel")), "f", "", "yl"),)

"""What was published, as lines of a message: answers, commitments, the results of a youth poll."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from bot.app.present import EXCERPT
from bot.app.records import Commitment, Question
from bot.app.words import Text, _, n_
from bot.core.results import LineResult
from bot.core.script import Choose, Rate, Script
from bot.tg.speech import Speech


def answered_lines(say: Speech, questions: Iterable[Question]) -> list[str]:
    """A paragraph a question with its answer, in the reader's language where there is a translation."""
    lines = []
    for question in questions:
        asked = question.translation.get(say.language, question.text)
        answer = question.answer.get(say.language) or next(iter(question.answer.values()), "")
        excerpt = asked if len(asked) <= EXCERPT else asked[: EXCERPT - 1].rstrip() + "…"
        lines.append(f"❓ <b>{html.escape(excerpt, quote=False)}</b>\n💬 {html.escape(answer, quote=False)}")
    return lines or [say(_("answers.none_yet"))]


def commitment_lines(say: Speech, commitments: Iterable[Commitment]) -> list[str]:
    """A paragraph a commitment: what, which structure, by when, how it stands."""
    lines = []
    for commitment in commitments:
        parts = [f"🤝 <b>{commitment.number}. {say.words(commitment.words)}</b>"]
        parts.append(say(_("commitment.structure", structure=commitment.structure)))
        if commitment.due is not None:
            parts.append(say(_("commitment.due", day=say.day(commitment.due))))
        parts.append(say(status_of(commitment.status)))
        lines.append("\n".join(parts))
    return lines or [say(_("commitments.none_yet"))]


def status_of(status: str) -> Text:
    """How a commitment stands, in words with a sign."""
    match status:
        case "in_progress":
            return _("commitment.in_progress")
        case "done":
            return _("commitment.done")
        case "blocked":
            return _("commitment.blocked")
        case _ignored:
            return _("commitment.not_started")


def poll_lines(say: Speech, script: Script, results: Mapping[str, LineResult]) -> list[str]:
    """A paragraph a poll: its question and how many chose what, or that too few answered."""
    paragraphs = []
    for _stage, step in script.polls():
        if step.id not in results:
            continue
        counts = results[step.id].counts
        lines = [f"📊 <b>{say.words(step.question)}</b>"]
        if counts is None:
            lines.append(say(_("results.withheld")))
        else:
            lines.append(say(n_("results.people", number=counts.answered)))
            lines += [
                f"{label} : {count} ({_percent(say, count, counts.answered)})"
                for label, count in _labelled(say, script, step, counts.answers)
            ]
        paragraphs.append("\n".join(lines))
    return paragraphs


def _labelled(
    say: Speech, script: Script, step: Rate | Choose, answers: Mapping[str, int]
) -> list[tuple[str, int]]:
    options = script.scales[step.scale].points if isinstance(step, Rate) else step.options
    return [(say.words(option.label), answers.get(option.id, 0)) for option in options]


def _percent(say: Speech, count: int, total: int) -> str:
    return f"{say.number(100 * count / total if total else 0)}\u00a0%"

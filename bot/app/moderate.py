"""Going through questions: finding one, deciding what becomes of it, merging, protecting.

Which decisions lead where is told by ``bot.core.questions``; here they are taken and kept.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from bot.app.desk import Officer, open_officer
from bot.app.ports import Work
from bot.app.records import Question, QuestionStatus, Session
from bot.app.services import Services
from bot.app.vault import Unreadable
from bot.core.questions import FOR_FOCAL_POINT, MERGEABLE, PUBLIC, Decision, NotAllowed, after, may_merge
from bot.core.screening import alike

NEAR = 4
"""Near-duplicates suggested at once."""

COMPARED = 300
"""Questions looked at for near-duplicates: comparing takes time that everybody in the batch waits for."""

CHOICES = 6
"""Questions to merge with on one page."""

READ_AT_ONCE = 500


class Vanished(Exception):
    """The question is not there for this officer: withdrawn, protected, another session's, or never was."""


class Overtaken(Exception):
    """Somebody else decided of the question meanwhile."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A question as a facilitator sees it. ``place`` is its place among the ``waiting`` questions, from 1, or
    0 if it does not wait; ``near`` may ask the same, ``merged`` were merged into it."""

    question: Question
    place: int
    waiting: int
    near: tuple[Question, ...]
    merged: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """A page (from 0) of the questions that another may be merged into."""

    questions: tuple[Question, ...]
    page: int
    pages: int


async def find(
    work: Work, session: str, question_id: str, *, focal: bool = False, seen: str = ""
) -> Question:
    """A question of this session; a protected one, handed over or not, only for the focal point.

    ``seen`` is the status that the officer decides upon. Raises Vanished, or Overtaken when it has another.
    """
    question = await work.questions.get(session, question_id)
    if question is None or (question.status in FOR_FOCAL_POINT and not focal):
        raise Vanished
    if seen and question.status != seen:
        raise Overtaken
    return question


async def next_waiting(work: Work, session: str, behind: str = "", *, backwards: bool = False) -> str | None:
    """The id of the next question to be read behind this id, which need not be there any more; the first
    after the last. In order of the random ids, which tells nothing. None when all are read."""
    ids = sorted(await work.questions.ids(session, ("waiting",)))
    if not ids:
        return None
    if backwards:
        return ids[bisect_left(ids, behind) - 1]
    return ids[bisect_right(ids, behind) % len(ids)]


async def look(work: Work, question: Question) -> Sight:
    """A question with what a facilitator needs beside it to decide."""
    ids = sorted(await work.questions.ids(question.session, ("waiting",)))
    place = ids.index(question.id) + 1 if question.status == "waiting" else 0
    merged = tuple(await merged_into(work, question))
    return Sight(question, place, len(ids), tuple(await near(work, question)), merged)


async def near(work: Work, question: Question) -> list[Question]:
    """Questions that may ask the same and that this one could be merged into."""
    targets = merge_targets(question)
    if not targets:
        return []
    others = await work.questions.page(
        question.session, statuses=targets, collect="question", limit=COMPARED, steady=True
    )
    found = (each for each in others if each.id != question.id and alike(each.text, question.text))
    return list(islice(found, NEAR))


def merge_targets(question: Question) -> tuple[QuestionStatus, ...]:
    """The statuses of questions that this one may be merged into; none for a last word."""
    if question.collect != "question":
        return ()
    return tuple(target for target in MERGEABLE if may_merge(question.status, target))


async def merge_choices(work: Work, question: Question, page: int) -> Choices:
    """A page of everything that this question may be merged into; the last one where there are fewer."""
    targets = merge_targets(question)
    counts = await work.questions.count(question.session, collect="question")
    others = sum(counts.get(target, 0) for target in targets) - (question.status in targets)
    pages = max(1, -(-others // CHOICES))
    page = min(max(page, 0), pages - 1)
    first, behind = page * CHOICES, (page + 1) * CHOICES
    # One more than the page needs, and from the start: the question itself may stand before it.
    found = await work.questions.page(
        question.session, statuses=targets, collect="question", limit=behind + 1, steady=True
    )
    besides = [each for each in found if each.id != question.id]
    return Choices(tuple(besides[first:behind]), page, pages)


async def decide(work: Work, question: Question, decision: Decision, *, focal: bool = False) -> Question:
    """Take a decision that needs nothing but itself. Raises ``bot.core.questions.NotAllowed``.

    An answer does not outlive the status ``answered``, nor a merge the status ``merged``. A protected
    question has no theme, since themes are listed. What was merged into it goes back to be read: somebody
    else may have asked it.
    """
    status = after(question.status, decision, word=question.collect == "word", focal=focal)
    decided = replace(
        question,
        status=status,
        theme=question.theme if status not in FOR_FOCAL_POINT else "",
        answer=question.answer if status == "answered" else {},
        merged_into=question.merged_into if status == "merged" else None,
    )
    work.questions.put(decided)
    if status == "protected":
        for each in await merged_into(work, question):
            work.questions.put(replace(each, status=after(each.status, "part"), merged_into=None))
    return decided


async def hand_over(work: Work, session: Session, question: Question) -> Question | None:
    """The focal point has handed a disclosure on to whom it concerns. Its words stay for them alone until the session
    is sealed; None where it is sealed already, since they are gone then. Raises NotAllowed."""
    handed = await decide(work, question, "hand_over", focal=True)
    if not session.is_sealed:
        return handed
    work.questions.remove(question.id)
    return None


async def merge(work: Work, question: Question, target: Question) -> Question:
    """Merge a question into another, with what was merged into it before. Raises NotAllowed.

    Supports stay with their own rows, whose keys do not match: added up, whoever supported both would count
    twice.
    """
    fits = target.collect == "question" and target.session == question.session and target.id != question.id
    if not fits or target.status not in merge_targets(question):
        raise NotAllowed
    status = after(question.status, "merge", word=question.collect == "word")
    merged = replace(question, status=status, merged_into=target.id)
    for each in await merged_into(work, question):
        work.questions.put(replace(each, merged_into=target.id))
    work.questions.put(merged)
    return merged


async def merged_into(work: Work, target: Question) -> list[Question]:
    """The questions that were merged into this one."""
    return [each for each in await all_merged(work, target.session) if each.merged_into == target.id]


async def all_merged(work: Work, session: str) -> list[Question]:
    """Every merged question of a session."""
    found: list[Question] = []
    while page := await work.questions.page(
        session, statuses=("merged",), limit=READ_AT_ONCE, offset=len(found), steady=True
    ):
        found += page
    return found


def shown_to_room(question: Question) -> tuple[str, Mapping[str, str], Mapping[str, str]] | None:
    """What people in the session are shown of a question: its words, their translations and the answers. None
    where they are not shown it; last words are in the list alone."""
    if question.collect == "word" or question.status not in PUBLIC:
        return None
    return question.text, question.translation, question.answer


async def focal_points(work: Work, services: Services, organisation: str) -> list[Officer]:
    """Whom an organisation has named to receive disclosures of abuse."""
    found = []
    for member in await work.members.of(organisation):
        if member.role == "focal":
            with suppress(Unreadable):
                found.append(open_officer(services, member))
    return found

"""What came without a phone: questions written on paper, and polls counted by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.app import writing
from bot.app.ask import QUESTION_ID_ALPHABET, QUESTION_ID_LENGTH
from bot.app.ports import Work
from bot.app.records import HandCount, Mode, Question, Session
from bot.app.results import Item, line_of, lines_of, offered_sides, sides_of
from bot.app.services import Services
from bot.app.writing import Refused
from bot.core.results import Line
from bot.core.script import NON_ANSWERS, Ask, Ballot, Script, values_of

MOST_PEOPLE = 5000
"""People who gave one answer in one room: a larger number is a slip of the finger."""

_BETWEEN = re.compile(r"[\s,;/+]+")


def question_limit(script: Script) -> int | None:
    """How long a question may be; None where the script collects none."""
    asking = [step for _stage, step in script.steps() if isinstance(step, Ask)]
    return max((step.max_length for step in asking if step.collect == "question"), default=None)


def is_open_to_paper(session: Session) -> bool:
    """Whether anything on paper can be entered: also in the evening, after the session."""
    return session.state in ("open", "closed")


def write_question(
    work: Work, services: Services, session: Session, script: Script, side: str, language: str, typed: str
) -> Question:
    """Enter a question from a sheet of paper: it waits to be gone through like any other.

    Raises Refused, with ``not_now`` where it fits neither the session nor its script.
    """
    limit = question_limit(script)
    fits = side in offered_sides(script) and language in session.languages
    if limit is None or not fits or not is_open_to_paper(session):
        raise Refused("not_now")
    question = Question(
        id=services.chance.letters(QUESTION_ID_ALPHABET, QUESTION_ID_LENGTH),
        session=session.id,
        collect="question",
        side=side,
        language=language,
        text=writing.text(typed, limit),
        source="paper",
    )
    work.questions.put(question)
    return question


def countable_lines(script: Script, step: Ballot) -> tuple[Line, ...]:
    """The lines for which a poll can be counted by hand: the sides it is asked of, and their groups."""
    item = Item((step,))
    return tuple(line for side in sides_of(script, item) for line in lines_of(script, item, side))


def counted_values(script: Script, step: Ballot) -> tuple[str, ...]:
    """What is counted, in the order it is typed: the answers, then the non-answers, which may be left out."""
    return (*values_of(script, step), *NON_ANSWERS)


def is_complete(script: Script, step: Ballot, numbers: Sequence[int]) -> bool:
    """Whether there is a number for every answer."""
    return len(numbers) >= len(values_of(script, step))


def read_numbers(typed: str, so_far: Sequence[int], script: Script, step: Ballot) -> list[int]:
    """The numbers so far with those typed now, one or several: «12 5 3 0».

    Raises Refused: ``no_numbers``, ``too_large``, or ``too_many`` where there are fewer answers (``limit`` says
    how many numbers may still be typed).
    """
    words = [word for word in _BETWEEN.split(typed.strip()) if word]
    if not words or not all(word.isdecimal() for word in words):
        raise Refused("no_numbers")
    if any(len(word) > 6 or int(word) > MOST_PEOPLE for word in words):
        raise Refused("too_large", limit=MOST_PEOPLE)
    numbers = [*so_far, *map(int, words)]
    most = len(counted_values(script, step))
    if len(numbers) > most:
        raise Refused("too_many", limit=most - len(so_far))
    return numbers


def put_hand_count(
    work: Work, session: Session, script: Script, step: Ballot, line: Line, mode: Mode, numbers: Sequence[int]
) -> HandCount:
    """Keep what was counted for a line in one mode, in place of an earlier count of the same.

    Raises Refused: ``not_now``, ``no_numbers`` (some are missing), ``nobody`` (all are nought).
    """
    if line not in countable_lines(script, step) or not is_open_to_paper(session):
        raise Refused("not_now")
    if not is_complete(script, step, numbers):
        raise Refused("no_numbers")
    if not any(numbers):
        raise Refused("nobody")
    counts = dict.fromkeys(counted_values(script, step), 0)
    counts |= dict(zip(counts, numbers, strict=False))
    count = HandCount(
        session=session.id,
        step=step.id,
        side=line.side,
        dimension=line.dimension or "",
        category=line.category or "",
        mode=mode,
        counts=counts,
    )
    work.ballots.put_hand_count(count)
    return count


def find_hand_count(counts: Iterable[HandCount], step: str, line: Line, mode: str) -> HandCount | None:
    """The count of this poll, line and mode, if there is one."""
    return next(
        (each for each in counts if each.step == step and line_of(each) == line and each.mode == mode), None
    )

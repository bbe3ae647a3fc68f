"""Where a person stands, as a screen: the one place that decides what a participant is shown now."""

from __future__ import annotations

from bot.app.counting import published_lines
from bot.app.ports import Work
from bot.app.question_list import counted_to
from bot.app.records import Commitment, Question, Session
from bot.app.screens import (
    AboutYou,
    Afterwards,
    Answered,
    Asking,
    Committed,
    Listed,
    Reading,
    Record,
    Screen,
    Supporting,
    Voting,
    Waiting,
)
from bot.app.seat import Scene, Seat, load_script, recorded
from bot.core import names
from bot.core.journey import applicable, previous, stand
from bot.core.questions import PUBLIC
from bot.core.results import Line
from bot.core.script import (
    SIDES,
    Answers,
    AnyStep,
    Ask,
    Choose,
    Commitments,
    Consent,
    Rate,
    Say,
    Stage,
    Support,
    is_ballot,
)

PAGE = 5
"""Questions on one screen: what a small phone shows without much scrolling."""

ROOM = 3000
"""Characters of answers and commitments on one screen: what Telegram takes, less headings and closing lines."""

EXCERPT = 600
"""Characters of a question that stands above its answer or in a list to choose from."""

MOST_ANSWERS = 500

WHOLE = Line(SIDES[0])
"""The line of everybody in a youth poll, where nobody is asked for a side."""


async def present(work: Work, seat: Seat, page: int = 0) -> Screen:
    """The screen of where this person stands now."""
    scene = seat.scene
    if scene.session.state != "open":
        return await present_afterwards(work, scene.session, page)
    standing = stand(scene.room, seat.person)
    if standing.stage is None or standing.step is None:
        return await _waiting(work, seat, standing.stage)
    return await _present_step(work, seat, standing.stage, standing.step, page)


def stamp(seat: Seat) -> str:
    """Where a person is, in a word that changes when they must be shown something new by a new message."""
    standing = stand(seat.scene.room, seat.person)
    stage = standing.stage.id if standing.stage else ""
    return f"{seat.scene.session.state}:{stage}"


async def present_afterwards(work: Work, session: Session, page: int = 0) -> Afterwards:
    """What anybody with the code sees of a session that is over. The commitments stand on the first page, with the
    first answers where there is room for both."""
    commitments = tuple(await work.commitments.of(session.id))
    pages = await _answers(work, session.id, first=sum(_length_of_commitment(each) for each in commitments))
    page = min(max(page, 0), len(pages) - 1)
    script = await load_script(work, session)
    lines = await published_lines(work, session.id) if session.kind == "poll" else {}
    results = {name: line for name, of_poll in lines.items() for line in of_poll if line.line == WHOLE}
    shown = commitments if page == 0 else ()
    return Afterwards(session, pages[page], shown, page, len(pages), script, results)


async def _present_step(work: Work, seat: Seat, stage: Stage, step: AnyStep, page: int) -> Screen:
    before = previous(seat.scene.room, seat.person.at(stage.id, step.id), step.id)
    back = before.id if before else None
    match step:
        case Say():
            return Reading(stage, step, back)
        case Choose() if step.about:
            return AboutYou(stage, step)
        case Choose() | Rate():
            reportable = seat.scene.session.kind == "poll"
            return Voting(stage, step, await recorded(work, seat, step.id), back, reportable)
        case Ask():
            sent = seat.person.asked.get(step.id, 0)
            return Asking(stage, step, max(0, step.limit - sent), sent, back)
        case Support():
            return await _supporting(work, seat, stage, step, page, back)
        case Answers():
            return await _answered(work, seat.scene, stage, step, page, back)
        case Commitments():
            return Committed(stage, step, tuple(await work.commitments.of(seat.scene.session.id)), back)
        case Consent():
            raise AssertionError("consent is behind everybody who has a seat")


async def _supporting(
    work: Work, seat: Seat, stage: Stage, step: Support, page: int, back: str | None
) -> Supporting:
    session = seat.scene.session.id
    page, pages = await _page_of(work, session, PUBLIC, page)
    questions = await work.questions.page(
        session, statuses=PUBLIC, collect="question", limit=PAGE, offset=page * PAGE, steady=True
    )
    keys = {each.id: names.support_key(seat.scene.vault.key, each.id, seat.key) for each in questions}
    mine = await work.questions.supported(keys) if keys else set()
    listed = tuple(Listed(each, each.id in mine) for each in questions)
    left = max(0, step.limit - seat.person.supported)
    return Supporting(stage, step, listed, page, pages, left, back)


async def _answered(
    work: Work, scene: Scene, stage: Stage, step: Answers, page: int, back: str | None
) -> Answered:
    pages = await _answers(work, scene.session.id)
    page = min(max(page, 0), len(pages) - 1)
    return Answered(stage, step, pages[page], page, len(pages), back)


async def _answers(work: Work, session: str, first: int = 0) -> list[tuple[Question, ...]]:
    """The answered questions in pages that fit a message, one at least. ``first`` is how many characters of the
    first page are taken already."""
    pages: list[list[Question]] = [[]]
    left = ROOM - first
    answered = await work.questions.page(
        session, statuses=("answered",), collect="question", limit=MOST_ANSWERS
    )
    for question in answered:
        length = _length_of_answer(question)
        if length > left and (pages[-1] or (len(pages) == 1 and first)):
            pages.append([])
            left = ROOM
        pages[-1].append(question)
        left -= length
    return [tuple(page) for page in pages]


def _length_of_answer(question: Question) -> int:
    asked = max(len(text) for text in (question.text, *question.translation.values()))
    answer = max((len(text) for text in question.answer.values()), default=0)
    return min(asked, EXCERPT) + answer + 20


def _length_of_commitment(commitment: Commitment) -> int:
    return max(len(text) for text in commitment.words.values()) + len(commitment.structure) + 80


async def _page_of(work: Work, session: str, statuses: tuple[str, ...], page: int) -> tuple[int, int]:
    counts = await work.questions.count(session, collect="question", most=counted_to(page, PAGE))
    pages = max(1, -(-sum(counts.get(status, 0) for status in statuses) // PAGE))
    return min(max(page, 0), pages - 1), pages


async def _waiting(work: Work, seat: Seat, stage: Stage | None) -> Waiting:
    languages = seat.scene.session.languages
    if stage is None:
        return Waiting(None, (), (), False, languages)
    room = seat.scene.room
    steps = applicable(room, seat.person, stage)
    records = []
    for step in steps:
        if is_ballot(step):
            assert isinstance(step, Choose | Rate)
            value, closed = await recorded(work, seat, step.id), step.id in room.closed
            # Ballots are deleted once they are counted: «no answer» would be said to whoever had answered.
            if value is not None or not closed:
                records.append(Record(step, value, not closed))
    again = tuple(step for step in steps if isinstance(step, Ask | Support | Answers | Commitments))
    finished = seat.scene.script.mode == "self" or stage is seat.scene.script.stages[-1]
    return Waiting(stage, tuple(records), again, finished, languages)

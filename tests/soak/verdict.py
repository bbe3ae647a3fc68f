"""What was kept of what people sent, counted in the database and on their screens after everything is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.app.ports import Work
from bot.app.present import present
from bot.app.seat import Scene, Seat, load_scene, load_seat, recorded
from bot.core import names
from bot.core.person import DONE
from bot.core.questions import EVERY_STATUS, PUBLIC
from bot.rehearsal.house import plain
from bot.rehearsal.standin import Message
from bot.tg.speech import Speech
from bot.tg.views.participant import draw
from bot.wiring import Parts
from tests.soak.people import Participant
from tests.soak.phone import RECEIPT, buttons_of
from tests.soak.place import Place

EVERYTHING = 1_000_000


@dataclass
class Verdict:
    """``lost`` and ``twice`` say what was not kept, or counted more than once; ``astray`` who is not where they should
    be; ``unfinished`` what should not be there any more; a sentence each. ``unmixed`` questions are kept but not in the
    list, which is unfinished too; ``repeats`` counts the messages that somebody was sent again while they stood in the
    chat."""

    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    unmixed: int = 0
    repeats: int = 0

    @property
    def complaints(self) -> list[str]:
        """All that is wrong."""
        return [*self.unfinished, *self.lost, *self.twice, *self.astray]


async def judge(parts: Parts, place: Place, people: Sequence[Participant], faults: Sequence[str]) -> Verdict:
    """Count, and look at every screen."""
    verdict = Verdict(unfinished=list(faults))
    async with parts.database.read() as work:
        session = await work.sessions.get(place.session.id)
        scene = await load_scene(work, parts.services, session) if session else None
        assert scene is not None, "nobody has sealed the session"
        await _judge_questions(work, scene, people, verdict)
        await _judge_rest(work, verdict)
        picked: Counter[str] = Counter()
        there = await work.questions.ids(scene.session.id, PUBLIC)
        for person in people:
            seat = await load_seat(work, scene, person.person.user_id)
            if seat is None:
                verdict.lost.append(f"{person.person.name} has no seat")
                continue
            await _judge_scores(work, seat, person, verdict)
            await _judge_supports(work, seat, person, verdict, there, picked)
            await _judge_screen(work, parts, seat, person, verdict)
        await _judge_totals(work, scene, verdict, picked, len(people))
    verdict.repeats = sum(_repeats(person) for person in people)
    return verdict


async def _judge_questions(work: Work, scene: Scene, people: Sequence[Participant], verdict: Verdict) -> None:
    kept = await work.questions.page(
        scene.session.id, statuses=EVERY_STATUS, collect="question", limit=EVERYTHING
    )
    verdict.unmixed = (await work.questions.count_intakes([scene.session.id])).get(scene.session.id, 0)
    times = Counter(question.text for question in kept)
    sent = [text for person in people for text in person.questions]
    missing = [text for text in sent if not times[text]]
    # Those that wait cannot be read: they count for as many of the missing.
    if verdict.unmixed:
        verdict.unfinished.append(f"{verdict.unmixed} questions wait to be mixed")
    verdict.lost += [f"the question «{text}» is not there" for text in missing[verdict.unmixed :]]
    verdict.twice += [f"the question «{text}» is there {n} times" for text, n in times.items() if n > 1]
    verdict.twice += [f"nobody sent «{text}»" for text in times if text not in set(sent)]


async def _judge_scores(work: Work, seat: Seat, person: Participant, verdict: Verdict) -> None:
    for step, score in person.scores.items():
        kept = await recorded(work, seat, step)
        if kept != score:
            verdict.lost.append(f"{person.person.name} scored {score} at {step}, kept is {kept}")


async def _judge_supports(
    work: Work,
    seat: Seat,
    person: Participant,
    verdict: Verdict,
    there: Sequence[str],
    picked: Counter[str],
) -> None:
    keys = {each: names.support_key(seat.scene.vault.key, each, seat.key) for each in there}
    kept = await work.questions.supported(keys) if keys else set()
    for question in person.supports - kept:
        verdict.lost.append(f"{person.person.name}’s support of {question} is not there")
    for question in kept - person.supports:
        verdict.twice.append(f"{person.person.name} did not support {question}")
    if seat.person.supported != len(kept):
        verdict.twice.append(f"{person.person.name} has {seat.person.supported} supports, not {len(kept)}")
    if sum(seat.person.asked.values()) != len(person.questions):
        verdict.twice.append(f"{person.person.name} is said to have asked {dict(seat.person.asked)}")
    picked.update(kept)


async def _judge_screen(work: Work, parts: Parts, seat: Seat, person: Participant, verdict: Verdict) -> None:
    """Everybody is at the end, and the newest screen in their chat says so."""
    name = person.person.name
    last = seat.scene.script.stages[-1].id
    if seat.person.stage != last:
        verdict.astray.append(f"{name} is at {seat.person.stage}:{seat.person.step}")
    if seat.person.step != DONE and not await _looks_again(work, seat):
        verdict.astray.append(f"{name} is at {seat.person.step}")
    speech = Speech(seat.person.language, parts.catalogs)
    screen = await present(work, seat)
    reply = draw(speech, seat.scene.script, seat.scene.session.id, screen)
    shown = _screen_of(person)
    if shown is None or not shown.text.endswith(plain(reply.html)):
        verdict.astray.append(f"{name} sees «{shown.text if shown else ''}», not «{plain(reply.html)}»")
    elif shown.labels != [button.label for row in reply.rows for button in row]:
        verdict.astray.append(f"{name} has the buttons {shown.labels}")


async def _looks_again(work: Work, seat: Seat) -> bool:
    """Whether somebody came back to a score that they have given: a second tap on «change» does that."""
    return await recorded(work, seat, seat.person.step) is not None


def _screen_of(person: Participant) -> Message | None:
    buttons = person.screen()
    return buttons[0].message if buttons else None


async def _judge_totals(
    work: Work, scene: Scene, verdict: Verdict, picked: Counter[str], people: int
) -> None:
    for id in await work.questions.ids(scene.session.id, EVERY_STATUS):
        question = await work.questions.get(scene.session.id, id)
        if question is not None and question.supports != picked[id]:
            verdict.twice.append(f"question {id} has {question.supports} supports, not {picked[id]}")
    came = await work.people.count(scene.session.id)
    if came != people:
        verdict.twice.append(f"{came} people came, not {people}")


async def _judge_rest(work: Work, verdict: Verdict) -> None:
    """Nothing may be on its way any more."""
    pending, broadcasts = await work.mail.pending(), await work.mail.broadcasts()
    verdict.unfinished += [f"left to be done: {chore.kind}" for chore in await work.chores.all()]
    if pending:
        verdict.unfinished.append(f"{pending} rows are in the outbox")
    if broadcasts:
        verdict.unfinished.append(f"{len(broadcasts)} broadcasts are under way")


def _repeats(person: Participant) -> int:
    """How often somebody was sent what stood in their chat already. Two receipts say the same, but for their tokens."""
    there: dict[int, object] = {}
    repeats = 0
    for event in person.person.chat.history:
        if event.by_bot:
            there.pop(event.message_id, None)
            seen = (event.text, event.labels, _tokens(person.person.chat.messages_by_id[event.message_id]))
            repeats += event.kind == "sent" and seen in there.values()
            if event.kind != "deleted":
                there[event.message_id] = seen
    return repeats


def _tokens(message: Message) -> set[tuple[str, ...]]:
    return {button.tap.arguments for button in buttons_of(message) if button.tap.deed in RECEIPT}

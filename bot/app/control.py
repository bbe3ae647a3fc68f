"""What a facilitator sees of a running session: numbers that tell nobody's answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app.ports import Work
from bot.app.records import Session
from bot.app.sealing import UNSEEN
from bot.app.seat import Scene
from bot.app.services import Services
from bot.core.names import progress_shift
from bot.core.progress import STEP, at_least
from bot.core.script import Choose, Rate, Stage
from bot.core.walk import Sending, sending


@dataclass(frozen=True, slots=True)
class OpenPoll:
    """A poll of the session that is not closed yet, and how many have answered it ``at_least``, as far as that
    is told (``bot.core.progress``); 0 where it is not."""

    step: Rate | Choose
    at_least: int


@dataclass(frozen=True, slots=True)
class Control:
    """A session at a glance. ``joined`` counts everybody who ever came in: that somebody left is not told. ``polls``
    are the open stage's, ``closable`` every poll that is not closed yet, also of stages that were left. ``waiting``
    questions are to be gone through, ``mixing`` are not mixed yet, ``published`` stand before the room, ``unseen`` do
    not or not yet; ``reports`` are people who reported a youth poll; ``sending`` says how far a broadcast has come that
    is under way and takes its time."""

    scene: Scene
    stage: Stage | None
    next: Stage | None
    joined: int
    polls: tuple[OpenPoll, ...]
    closable: tuple[Rate | Choose, ...]
    waiting: int
    mixing: int
    published: int
    unseen: int
    reports: int
    sending: Sending | None


async def control(work: Work, services: Services, scene: Scene) -> Control:
    """Look at a session."""
    session, script = scene.session, scene.script
    stage = script.stage(session.stage) if session.stage else None
    questions = await work.questions.count(session.id)
    intake = await work.questions.count_intakes([session.id])
    joined = await work.people.came(session.id)
    return Control(
        scene=scene,
        stage=stage,
        next=_next_stage(scene, stage),
        joined=joined,
        polls=await _open_polls(work, scene, stage, joined),
        closable=tuple(step for _, step in scene.script.polls() if _is_open(scene, step)),
        waiting=questions.get("waiting", 0),
        mixing=intake.get(session.id, 0),
        published=sum(questions.get(status, 0) for status in ("published", "asked", "answered")),
        unseen=sum(questions.get(status, 0) for status in UNSEEN) + intake.get(session.id, 0),
        reports=await work.reports.count(session.id) if session.kind == "poll" else 0,
        sending=await _sending(work, services, session, joined),
    )


async def _sending(work: Work, services: Services, session: Session, joined: int) -> Sending | None:
    walk = next((each for each in await work.mail.broadcasts() if each.session == session.id), None)
    return sending(walk.cursor, joined, services.message_rate) if walk else None


def _next_stage(scene: Scene, stage: Stage | None) -> Stage | None:
    """The stage behind the open one, None where nothing is left to open or nobody opens stages."""
    if scene.script.mode != "live" or scene.session.state != "open":
        return None
    stages = scene.script.opened
    place = stages.index(stage) + 1 if stage is not None else 0
    return stages[place] if place < len(stages) else None


async def _open_polls(work: Work, scene: Scene, stage: Stage | None, joined: int) -> tuple[OpenPoll, ...]:
    steps = [
        step
        for of_stage, step in scene.script.polls()
        if (of_stage is stage or scene.script.mode == "self") and _is_open(scene, step)
    ]
    counts = await work.ballots.count([scene.polls[step.id].id for step in steps]) if steps else {}

    def told(step: Rate | Choose) -> int:
        poll = scene.polls[step.id].id
        return at_least(counts.get(poll, 0), joined, progress_shift(scene.vault.key, poll, STEP))

    return tuple(OpenPoll(step, told(step)) for step in steps)


def _is_open(scene: Scene, step: Rate | Choose) -> bool:
    """Whether people can answer; the polls of a session that was stopped stay as they were, uncounted."""
    poll = scene.polls.get(step.id)
    return poll is not None and poll.state == "open" and scene.session.state == "open"

"""Polls counted by hand: which poll, whose hands, how, the numbers; the list of what was counted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import paper
from bot.app.desk import Officer
from bot.app.results import Item, items, sides_of
from bot.app.seat import Scene
from bot.app.words import Text
from bot.app.writing import Refused
from bot.core.results import Line
from bot.core.script import Ballot
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Deed, TypedInSession
from bot.tg.handlers.at_work import given_so_far
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views import hand_counts as view
from bot.tg.views.refusals import refusal

NUMBERS = "hand_count"
"""What the numbers that are typed are for."""


async def _vote(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    reply = view.choose_item(turn.speech(officer.language), scene.session.id, opened_items(scene))
    await bring_staff(turn, officer, reply)


async def _item(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    """Which of an item's polls, where several were opened."""
    item = next((each for each in opened_items(scene) if each.id == tap.argument(0)), None)
    if item is None:
        await _vote(turn, tap, officer, scene)
        return
    steps = _opened(scene, item)
    if len(steps) == 1:
        await _ask_count(turn, officer, scene, steps[0], "", "")
        return
    reply = view.choose_moment(turn.speech(officer.language), scene.session.id, steps)
    await bring_staff(turn, officer, reply)


async def _poll(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    step = _opened_step(scene, tap.argument(0))
    if step is None:
        await _vote(turn, tap, officer, scene)
        return
    await _ask_count(turn, officer, scene, step, tap.argument(1), tap.argument(2))


async def _ask_count(
    turn: Turn, officer: Officer, scene: Scene, step: Ballot, line_code: str, mode_code: str
) -> None:
    """Ask for what is missing: the side, how it was counted, then the numbers."""
    speech, session = turn.speech(officer.language), scene.session
    sides = sides_of(scene.script, Item((step,)))
    line = _line(scene, step, line_code) or (Line(sides[0]) if len(sides) == 1 else None)
    mode = view.MODE_CODES.get(mode_code)
    if line is None:
        await bring_staff(turn, officer, view.choose_side(speech, session.id, step, sides))
    elif mode is None:
        await bring_staff(turn, officer, view.choose_mode(speech, session.id, scene.script, step, line))
    else:
        await _ask_numbers(turn, officer, scene, view.Count(step, line, mode))


async def _group(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    step = _opened_step(scene, tap.argument(0))
    line = _line(scene, step, tap.argument(1)) if step else None
    if step is None or line is None:
        await _vote(turn, tap, officer, scene)
        return
    speech = turn.speech(officer.language)
    reply = view.choose_group(speech, scene.session.id, scene.script, step, line.side)
    await bring_staff(turn, officer, reply)


async def _ask_numbers(
    turn: Turn, officer: Officer, scene: Scene, count: view.Count, wrong: Text | None = None
) -> None:
    session = scene.session.id
    known = await turn.work.ballots.hand_counts(session)
    earlier = paper.find_hand_count(known, count.step.id, count.line, count.mode)
    speech = turn.speech(officer.language)
    reply = view.enter_numbers(
        speech, session, scene.script, count, replaces=earlier is not None, wrong=wrong
    )
    waiting = officer.waiting(NUMBERS, count=list(count.arguments), numbers=list(count.numbers))
    await bring_staff(turn, waiting, reply)


async def _numbers_typed(turn: Turn, officer: Officer, scene: Scene, text: str) -> None:
    waits = officer.waits or {}
    numbers = waits["numbers"]
    count = _count(scene, waits["count"], numbers)
    assert count is not None, "the script of a session does not change"
    try:
        typed = paper.read_numbers(text, numbers, scene.script, count.step)
    except Refused as refused:
        await _ask_numbers(turn, officer, scene, count, refusal(refused))
        return
    count = view.Count(count.step, count.line, count.mode, tuple(typed))
    await _ask_numbers(turn, officer, scene, count)


async def _keep(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    """Keep the numbers that are on the screen: those typed for the poll that the button names."""
    given = await given_so_far(turn, scene.session.id, NUMBERS)
    if given.get("count") != list(tap.arguments):
        turn.came_to_nothing = True
        await _poll(turn, tap, officer, scene)
        return
    count = _count(scene, given["count"], given["numbers"])
    assert count is not None, "the script of a session does not change"
    try:
        paper.put_hand_count(
            turn.work, scene.session, scene.script, count.step, count.line, count.mode, count.numbers
        )
    except Refused as refused:
        turn.came_to_nothing = True
        await _ask_numbers(turn, officer, scene, count, refusal(refused))
        return
    turn.batch.touched.add(scene.session.id)
    await _show_counts(turn, officer, scene, 0)


async def _counts(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    page = tap.argument(0)
    await _show_counts(turn, officer, scene, int(page) if page.isdecimal() and len(page) < 4 else 0)


async def _show_counts(turn: Turn, officer: Officer, scene: Scene, page: int) -> None:
    known = await turn.work.ballots.hand_counts(scene.session.id)
    found = [
        view.stored_count(scene.script, step, count)
        for _stage, step in scene.script.polls()
        for count in known
        if count.step == step.id
    ]
    reply = view.counts(turn.speech(officer.language), scene.session.id, scene.script, found, page)
    await bring_staff(turn, officer, reply)


async def _one_count(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    count = _count(scene, tap.arguments, ())
    known = await turn.work.ballots.hand_counts(scene.session.id)
    stored = paper.find_hand_count(known, count.step.id, count.line, count.mode) if count else None
    if count is None or stored is None:
        await _show_counts(turn, officer, scene, 0)
        return
    shown = view.stored_count(scene.script, count.step, stored)
    speech = turn.speech(officer.language)
    await bring_staff(turn, officer, view.one_count(speech, scene.session.id, scene.script, shown))


async def _remove(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    count = _count(scene, tap.arguments, ())
    known = await turn.work.ballots.hand_counts(scene.session.id)
    stored = paper.find_hand_count(known, count.step.id, count.line, count.mode) if count else None
    if stored is not None:
        turn.work.ballots.remove_hand_count(stored)
        turn.batch.touched.add(scene.session.id)
    turn.came_to_nothing = stored is None
    await _show_counts(turn, officer, scene, 0)


def opened_items(scene: Scene) -> list[Item]:
    """What can be counted by hand: every item of which a poll was opened, closed or not."""
    return [item for item in items(scene.script) if _opened(scene, item)]


def _opened(scene: Scene, item: Item) -> list[Ballot]:
    return [step for step in item.steps if step.id in scene.polls]


def _opened_step(scene: Scene, step_id: str) -> Ballot | None:
    steps = (step for item in opened_items(scene) for step in _opened(scene, item))
    return next((step for step in steps if step.id == step_id), None)


def _line(scene: Scene, step: Ballot, code: str) -> Line | None:
    """The line that a button names, if the poll can be counted for it."""
    lines = paper.countable_lines(scene.script, step)
    return next((line for line in lines if view.line_code(line) == code), None)


def _count(scene: Scene, arguments: Sequence[str], numbers: Sequence[int]) -> view.Count | None:
    """What a button or a wait names; None for anything forged."""
    step_id, line_code, mode_code = (*arguments, "", "", "")[:3]
    step = _opened_step(scene, step_id)
    line = _line(scene, step, line_code) if step else None
    mode = view.MODE_CODES.get(mode_code)
    return view.Count(step, line, mode, tuple(numbers)) if step and line and mode else None


DEEDS: dict[str, Act[Deed]] = {
    "hv": Act("paper", None, _vote),
    "hi": Act("paper", None, _item),
    "hp": Act("paper", None, _poll),
    "hg": Act("paper", None, _group),
    "hk": Act("paper", "hand_count", _keep),
    "hc": Act("paper", None, _counts),
    "hd": Act("paper", None, _one_count),
    "hx": Act("paper", "hand_count", _remove),
}
TYPED: dict[str, Act[TypedInSession]] = {NUMBERS: Act("paper", None, _numbers_typed)}

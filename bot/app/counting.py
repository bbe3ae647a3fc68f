"""Closing polls: ballots joined to groups in memory, reduced at once to what may be published, and deleted.

What is withheld is never stored, so no later pull, setting or look at the disk can bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import orjson

from bot.app.ports import Work
from bot.app.records import Poll, Tally
from bot.app.seat import Scene, Seat, open_seat
from bot.app.services import Services
from bot.core.disclosure import Ballot, Pair, publishable, publishable_change
from bot.core.results import LineResult, as_json, from_json
from bot.core.script import Choose, Rate, dimensions_of, pair_of, sides_of, values_of

PAGE = 500


async def close_polls(work: Work, services: Services, scene: Scene, steps: Iterable[str]) -> None:
    """Close these polls for good and store what may be published of each.

    The ballots of a pair's first poll stay until its second closes, since only then it is known who changed.
    """
    wanted = [step for step in steps if step in scene.polls and scene.polls[step].state != "closed"]
    if not wanted:
        return
    seats = await _everybody(work, scene)
    for step_id in wanted:
        await _close(work, services, scene, step_id, seats)
        scene.polls[step_id] = Poll(scene.polls[step_id].id, scene.session.id, step_id, "closed")
        work.ballots.put_poll(scene.polls[step_id])
    await _finish_pairs(work, services, scene, wanted, seats)


async def clear_ballots(work: Work, scene: Scene) -> None:
    """Delete what is left of ballots when a session is over: the first of a pair whose second never opened."""
    for poll in scene.polls.values():
        await work.ballots.clear(poll.id)


async def published_lines(work: Work, session: str) -> dict[str, tuple[LineResult, ...]]:
    """What was published of the closed polls, by step, and of the pairs, by ``pair:`` and their name."""
    return {tally.name: from_json(orjson.loads(tally.body)) for tally in await work.ballots.tallies(session)}


async def _everybody(work: Work, scene: Scene) -> list[Seat]:
    seats: list[Seat] = []
    after = b""
    while rows := await work.people.page(scene.session.id, after, PAGE):
        seats += [open_seat(scene, row.key, row.sealed, None) for row in rows]
        after = rows[-1].key
    return seats


async def _close(work: Work, services: Services, scene: Scene, step_id: str, seats: list[Seat]) -> None:
    step = _poll_step(scene, step_id)
    poll = scene.polls[step_id]
    values = await work.ballots.of(poll.id)
    ballots = [
        Ballot(seat.person.side, seat.person.groups(), values[key])
        for seat in seats
        if (key := seat.ballot_key(step_id)) in values
    ]
    lines = publishable(
        ballots,
        values_of(scene.script, step),
        services.promises.thresholds,
        sides=sides_of(scene.script),
        dimensions=dimensions_of(scene.script),
    )
    _store(work, scene, step_id, lines)
    if pair_of(step) is None:
        await work.ballots.clear(poll.id)


async def _finish_pairs(
    work: Work, services: Services, scene: Scene, closed: list[str], seats: list[Seat]
) -> None:
    for before, after in pairs(scene):
        both = [scene.polls.get(before.id), scene.polls.get(after.id)]
        if not {before.id, after.id} & set(closed) or not all(
            poll and poll.state == "closed" for poll in both
        ):
            continue
        lines = await published_lines(work, scene.session.id)
        await _store_change(work, services, scene, (before, after), lines, seats)
        for poll in both:
            if poll is not None:
                await work.ballots.clear(poll.id)


def pairs(scene: Scene) -> list[tuple[Rate, Rate]]:
    """The script's items that are scored before and after, as their two steps."""
    found: dict[str, dict[str, Rate]] = {}
    for _, step in scene.script.polls():
        pair = pair_of(step)
        if pair and isinstance(step, Rate) and step.moment:
            found.setdefault(pair, {})[step.moment] = step
    return [(both["before"], both["after"]) for both in found.values() if {"before", "after"} <= both.keys()]


async def _store_change(
    work: Work,
    services: Services,
    scene: Scene,
    steps: tuple[Rate, Rate],
    lines: Mapping[str, tuple[LineResult, ...]],
    seats: list[Seat],
) -> None:
    before, after = steps
    first = await work.ballots.of(scene.polls[before.id].id)
    second = await work.ballots.of(scene.polls[after.id].id)
    both = [
        Pair(seat.person.side, seat.person.groups(), first.get(key), second.get(key))
        for seat in seats
        if (key := seat.ballot_key(before.id)) in first or key in second
    ]
    change = publishable_change(
        both,
        values_of(scene.script, before),
        lines[before.id],
        lines[after.id],
        services.promises.thresholds,
        sides=sides_of(scene.script),
        dimensions=dimensions_of(scene.script),
    )
    _store(work, scene, f"pair:{before.pair}", change)


def _store(work: Work, scene: Scene, name: str, lines: Iterable[LineResult]) -> None:
    work.ballots.put_tally(Tally(scene.session.id, name, orjson.dumps(as_json(lines)).decode()))


def _poll_step(scene: Scene, step_id: str) -> Rate | Choose:
    step = scene.script.step(step_id)
    assert isinstance(step, Rate | Choose)
    return step

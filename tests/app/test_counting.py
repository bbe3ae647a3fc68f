"""Closing polls: everybody is counted once, little groups are not shown, and no ballot stays behind."""

from __future__ import annotations

from bot.core.journey import Cast, Revisit, Tell
from bot.core.results import Line
from tests.app.house import House

WHOLE = Line("inhabitants")


async def rates(home: House, people: dict[int, str], step: str) -> None:
    """Each of these people gives a score."""
    for user, value in people.items():
        await home.does(user, Cast(step, value))


async def arrive(home: House, users: list[int], side: str = "inhabitants") -> None:
    for user in users:
        await home.joins(user)
        await home.does(user, Tell("who", side), Tell("gender", "woman" if user % 2 else "man"))


async def ballots_left(home: House) -> int:
    async with home.database.read() as work:
        polls = await work.ballots.polls(home.session)
        return sum((await work.ballots.count([poll.id for poll in polls])).values())


async def test_each_person_is_counted_once_however_often_they_change(home: House) -> None:
    people = {user: str(user % 4) for user in range(1, 7)}
    await arrive(home, list(people))
    await home.opens("before")
    await rates(home, people, "police_before")
    await home.does(1, Revisit("police_before"), Cast("police_before", "3"))
    await home.closes("police_before")
    (whole,) = [line for line in (await home.published())["police_before"] if line.line == WHOLE]
    assert whole.counts is not None
    assert dict(whole.counts.answers) == {"0": 1, "1": 1, "2": 2, "3": 2}


async def test_four_people_are_too_few_to_be_shown(home: House) -> None:
    people = {user: str(user % 4) for user in range(1, 5)}
    await arrive(home, list(people))
    await home.opens("before")
    await rates(home, people, "police_before")
    await home.closes("police_before")
    assert all(line.counts is None for line in (await home.published())["police_before"])


async def test_before_and_after_give_who_went_up_and_no_ballot_stays(home: House) -> None:
    people = {user: str(user % 2) for user in range(1, 9)}
    await arrive(home, list(people))
    await home.opens("before")
    await rates(home, people, "police_before")
    await home.closes("police_before")
    assert await ballots_left(home) == 8, "the first of a pair waits for the second"
    await home.opens("after")
    await rates(home, {user: "2" if user < 5 else str(user % 2) for user in people}, "police_after")
    await home.closes("police_after")
    change = next(line for line in (await home.published())["pair:police"] if line.line == WHOLE)
    assert change.counts is not None
    assert dict(change.counts.answers) == {"up": 4, "same": 4, "down": 0}
    assert await ballots_left(home) == 0


async def test_a_closed_poll_stays_closed_when_its_stage_is_opened_again(home: House) -> None:
    await arrive(home, [1])
    await home.opens("before")
    await home.closes("police_before")
    await home.opens("questions")
    await home.opens("before")
    async with home.database.read() as work:
        states = {poll.step: poll.state for poll in await work.ballots.polls(home.session)}
    assert states["police_before"] == "closed"


async def test_the_end_counts_what_is_open_and_leaves_nothing(home: House) -> None:
    people = {user: str(user % 4) for user in range(1, 7)}
    await arrive(home, list(people))
    await home.opens("before")
    await rates(home, people, "police_before")
    await home.ends()
    (whole,) = [line for line in (await home.published())["police_before"] if line.line == WHOLE]
    assert whole.counts is not None and whole.counts.answered == 6
    assert await ballots_left(home) == 0

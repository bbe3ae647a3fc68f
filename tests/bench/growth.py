"""How cost grows: the same taps and the same first pages of lists in sessions of very different size.

Participants and questions grow together, so that what hangs on either shows. Each size has a bot of its own; they are
at work beside each other and take turns, so that a busy moment of the machine falls on all of them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from random import Random
from statistics import median

from bot.rehearsal.standin import Person, StandIn
from bot.tg.callback import button
from tests.bench.contenders import TOKEN, Running, baro, started
from tests.bench.crowd import Crowd, Visit
from tests.bench.facilitator import take_the_session
from tests.bench.room import Room, furnish, open_another
from tests.bench.rounds import Say
from tests.bench.scenes import score

FANTA = 42
LISTED = {"sendMessage": 1}
TOGETHER = 20
"""So many at a time: more would wait for each other."""


@dataclass(frozen=True, slots=True)
class Size:
    """So many participants and published questions."""

    participants: int
    questions: int


SIZES = (Size(1_000, 100), Size(10_000, 10_000), Size(100_000, 100_000))


@dataclass(frozen=True, slots=True)
class Amount:
    """How many people tap and how often each, how many look at a list, how many of these looks are the
    facilitator's, in how many rounds. Nobody may send more than a hundred and fifty messages in a row
    (``bot.tg.flood``), the facilitator's looks in all rounds included."""

    people: int = 150
    taps: int = 5
    supporters: int = 150
    lists: int = 20
    rounds: int = 7


@dataclass(slots=True)
class Cost:
    """What one deed cost in each round: the processor's milliseconds, and seconds until it was answered."""

    work: list[float] = field(default_factory=list)
    wait: list[float] = field(default_factory=list)

    @property
    def middle(self) -> tuple[float, float]:
        """The medians."""
        return median(self.work), median(self.wait)


@dataclass(slots=True)
class Costs:
    """What a tap cost, the first page of the facilitator's list, that of the questions to support, in a session of
    one size; and the most memory that the bot had, in MiB."""

    tap: Cost = field(default_factory=Cost)
    listing: Cost = field(default_factory=Cost)
    supporting: Cost = field(default_factory=Cost)
    memory: float = 0.0


@dataclass(frozen=True, slots=True)
class _Place:
    """A session of one size with its bot, its people and its facilitator."""

    room: Room
    running: Running
    crowd: Crowd
    facilitator: Person
    chance: Random

    async def does(self, visit: Visit, people: int, cost: Cost) -> None:
        """Have so many of the participants, whoever they are, do something."""
        chosen = iter([self.crowd.person(user) for user in self.chance.sample(self.room.users, people)])
        with self._counting(cost):
            await self.crowd.visits(chosen, visit, TOGETHER)

    async def looks(self, times: int, cost: Cost) -> None:
        """Have the facilitator look at the first page of the list."""

        async def visit(crowd: Crowd, fanta: Person) -> None:
            await crowd.writes(fanta, "/questions", LISTED)

        with self._counting(cost):
            await self.crowd.visits(repeat(self.facilitator, times), visit, together=1)

    @contextmanager
    def _counting(self, cost: Cost) -> Iterator[None]:
        """Note what each update that is answered meanwhile costs."""
        work, already = self.running.processor_time(), len(self.crowd.answered)
        yield
        waits = [done - began for began, done in self.crowd.answered[already:]]
        cost.work.append(1000 * (self.running.processor_time() - work) / len(waits))
        cost.wait.append(median(waits))


async def measure(folder: Path, amount: Amount, say: Say, sizes: Sequence[Size] = SIZES) -> dict[Size, Costs]:
    """Costs in a session of each size."""
    rooms: dict[Size, Room] = {}
    for size in sizes:
        place = folder / str(size.participants)
        rooms[size] = await furnish(place, size.participants, size.questions, opened="scores")
        say(f"made a session with {size.participants:,} participants and {size.questions:,} questions")
    costs = {size: Costs() for size in sizes}
    async with AsyncExitStack() as stack:
        # One stand-in for both parts: another would number its updates like those that the bot remembers.
        standins = {size: await StandIn.start(TOKEN, keep_history=False, check_calls=False) for size in sizes}
        for standin in standins.values():
            await stack.enter_async_context(standin)
        async with _at_work(rooms, standins) as places:
            for _round in range(amount.rounds):
                for size, at in places.items():
                    await at.does(_tapping(at, amount.taps), amount.people, costs[size].tap)
            for _round in range(amount.rounds):
                for size, at in places.items():
                    await at.looks(amount.lists, costs[size].listing)
            _note_memory(places, costs)
        for room in rooms.values():
            await open_another(room, "support")
        async with _at_work(rooms, standins) as places:
            for _round in range(amount.rounds):
                for size, at in places.items():
                    await at.does(_look(at), amount.supporters, costs[size].supporting)
            _note_memory(places, costs)
    return costs


@asynccontextmanager
async def _at_work(
    rooms: dict[Size, Room], standins: dict[Size, StandIn]
) -> AsyncIterator[dict[Size, _Place]]:
    """A bot for each session, with its facilitator looking at the control message, so that it is kept current."""
    async with AsyncExitStack() as stack:
        places = {}
        for size, room in rooms.items():
            standin = standins[size]
            running = await stack.enter_async_context(started(standin, baro(standin.url, room.folder)))
            fanta = standin.people.get(FANTA) or standin.person("Fanta", id=FANTA)
            await take_the_session(standin, fanta, room)
            await standin.settled(timeout=30.0)
            crowd = Crowd(standin)
            crowd.leaves_alone(fanta)
            places[size] = _Place(room, running, crowd, fanta, Random(1))
        yield places


def _tapping(place: _Place, times: int) -> Visit:
    """Give scores."""
    first = button("p", place.room.session.id, "v", "police", "rather")

    async def visit(crowd: Crowd, person: Person) -> None:
        message = crowd.shown(person, first)
        for _each in range(times):
            await crowd.taps(person, message, score(message, place.chance))

    return visit


def _look(place: _Place) -> Visit:
    """Look at the first page of the questions to support."""
    first = button("p", place.room.session.id, "o")

    async def visit(crowd: Crowd, person: Person) -> None:
        await crowd.taps(person, crowd.shown(person, first), first)

    return visit


def _note_memory(places: dict[Size, _Place], costs: dict[Size, Costs]) -> None:
    for size, place in places.items():
        costs[size].memory = max(costs[size].memory, place.running.memory())

"""Opening a stage for thousands of people at the pace that Telegram allows, while some of them tap."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

from bot.app.present import stamp
from bot.app.seat import Shown, close_shown, load_scene, load_seat
from bot.rehearsal.standin import Access, Limits, Message, Person, StandIn
from bot.tg.callback import button
from bot.wiring import installation
from tests.bench.contenders import TOKEN, Contender, Running, baro, baro_worker, started
from tests.bench.facilitator import take_the_session
from tests.bench.room import Room, furnish, settings_of
from tests.fakes.address import address
from tests.fakes.ports import free_port

COUNTED = ("sendMessage", "editMessageText")
"""The methods of this scene that count towards Telegram's limits."""

TAPS_A_SECOND = 2.0
HAND = 2.0
"""Seconds after which somebody taps what they were just shown."""

EDGE = 2.0
"""Seconds at either end of the broadcast that are left out of the steady time, but no more than a tenth."""

PATIENCE = 3600.0


@dataclass(frozen=True, slots=True)
class Scene:
    """How many people; messages a second that the bot was told, and that are truly taken; on which database ("" for a
    SQLite file); how many workers; where chance begins."""

    people: int
    told: int
    taken: int
    database: str = ""
    workers: int = 1
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Opening:
    """What it came to. ``share`` is the part of what Telegram takes that was used in the steady time, ``later`` the
    same in its second half; ``work`` the processor's milliseconds for a message, of all workers together; ``refusals``
    the answers 429; ``twice`` the people who did not tap and were shown the stage more than once. Waits are the seconds
    from each tap until it was acknowledged and the screen had changed."""

    seconds: float
    share: float
    later: float
    work: float
    refusals: int
    twice: int
    waits: list[float]

    def wait(self, percent: int) -> float:
        """The percentile of the waits."""
        return quantiles(self.waits, n=100)[percent - 1] if len(self.waits) > 1 else 0.0


@dataclass(slots=True)
class _Tap:
    began: float
    query: str = ""
    acknowledged: bool = False
    changed: bool = False
    done: float = 0.0


@dataclass(slots=True)
class _Watch:
    """What reaches Telegram: when each message was taken, when each person was first shown the stage, how often
    somebody who did not tap was, and what came of each tap."""

    people: set[int]
    taken: list[float] = field(default_factory=list)
    shown: dict[int, float] = field(default_factory=dict)
    times: Counter[int] = field(default_factory=Counter)
    taps: dict[int, _Tap] = field(default_factory=dict)

    def has_it(self, person: Person, now: float) -> bool | None:
        """Whether somebody was shown the stage; None where they are still reading it."""
        moment = self.shown.get(person.user_id)
        return False if moment is None else (now - moment >= HAND or None)

    def hear(self, method: str, parameters: dict[str, Any]) -> None:
        now = asyncio.get_running_loop().time()
        if method == "answerCallbackQuery":
            for tap in self.taps.values():
                if tap.query == parameters["callback_query_id"]:
                    tap.acknowledged = True
                    self._is_done(tap, now)
        elif method in COUNTED:
            self.taken.append(now)
            chat = int(parameters["chat_id"])
            if chat in self.taps:
                self.taps[chat].changed = True
                self._is_done(self.taps[chat], now)
            elif chat in self.people:
                self.times[chat] += 1
            if chat in self.people:
                self.shown.setdefault(chat, now)

    @staticmethod
    def _is_done(tap: _Tap, now: float) -> None:
        if tap.acknowledged and tap.changed and not tap.done:
            tap.done = now


async def measure(folder: Path, scene: Scene) -> Opening:
    """Furnish a session, have its facilitator open a stage, watch. Raises DidNotStart."""
    room = await furnish(folder, scene.people, database=scene.database)
    standin = await StandIn.start(
        TOKEN, keep_history=False, check_calls=False, record=True, limits=Limits(per_second=scene.taken)
    )
    async with standin:
        people = _people(standin, room)
        await _note_screens(room, {each.user_id: _screen(each).message_id for each in people})
        fanta = standin.person("Fanta")
        async with at_work(standin, room, scene) as running:
            await take_the_session(standin, fanta, room)
            await standin.settled(timeout=60.0, quiet=3.0)
            watch = _Watch({each.user_id for each in people})
            standin.listen(watch.hear)
            standin.recorded.clear()
            worked = running.processor_time()
            began = asyncio.get_running_loop().time()
            await fanta.taps_data(_screen(fanta), f"f:{room.session.id}:O:{room.first_stage.id}")
            tapping = asyncio.create_task(_tap(people, watch, Random(scene.seed)))
            try:
                async with asyncio.timeout(PATIENCE):
                    while len(watch.shown) < len(people):
                        await asyncio.sleep(0.05)
            finally:
                tapping.cancel()
            ended = asyncio.get_running_loop().time()
            await standin.settled(timeout=60.0, quiet=2.0)
            worked = running.processor_time() - worked
            return _told(standin, watch, scene, began, ended, worked)


@asynccontextmanager
async def at_work(standin: StandIn, room: Room, scene: Scene) -> AsyncIterator[Running]:
    """Several workers by webhook on the room's database, or one that polls. Raises DidNotStart."""
    ports = [free_port() for _worker in range(scene.workers)]
    async with address(ports) as front:
        bots = [baro_worker(standin.url, room.folder, room.database, front.url, port) for port in ports]
        if scene.workers == 1:
            bots = [baro(standin.url, room.folder, room.database)]
        async with started(standin, *(_at_pace(bot, scene.told) for bot in bots)) as running:
            yield running


def _at_pace(bot: Contender, rate: int) -> Contender:
    """The same bot, told Telegram's limits."""
    limits = {"BOT_MESSAGE_RATE": str(rate), "BOT_CHAT_RATE": "1", "BOT_GROUP_RATE": "20"}
    return replace(bot, environment={**bot.environment, **limits})


def _told(
    standin: StandIn, watch: _Watch, scene: Scene, began: float, ended: float, worked: float
) -> Opening:
    edge = min(EDGE, (ended - began) / 10)
    first, last = began + edge, ended - edge
    middle = (first + last) / 2

    def share(since: float) -> float:
        taken = sum(since <= moment < last for moment in watch.taken)
        return taken / max(last - since, 0.001) / scene.taken

    refused = [each for each in standin.recorded if each.refusal.startswith("Too Many Requests")]
    return Opening(
        seconds=ended - began,
        share=share(first),
        later=share(middle),
        work=1000 * worked / len(watch.taken),
        refusals=len(refused),
        twice=sum(times > 1 for chat, times in watch.times.items() if chat not in watch.taps),
        waits=[tap.done - tap.began if tap.done else float("inf") for tap in watch.taps.values()],
    )


def _people(standin: StandIn, room: Room) -> list[Person]:
    """Everybody, before the screen on which they wait, with an old button."""
    found = []
    for user in room.users:
        person = standin.person(f"Person {user}", id=user)
        person.chat.access = Access.OPEN
        keyboard = [[{"text": "▶️", "callback_data": button("p", room.session.id, "o", "police", "rather")}]]
        world = standin.world
        message = world.new_message(person.chat, world.bot, by_bot=True, text="⏳", keyboard=keyboard)
        person.chat.add(message, world.now())
        found.append(person)
    return found


async def _note_screens(room: Room, screens: dict[int, int]) -> None:
    """Let Baro know which message everybody stands before."""
    async with installation(settings_of(room.folder, room.database)) as parts, parts.database.begin() as work:
        scene = await load_scene(work, parts.services, room.session)
        assert scene is not None, "the session was made a moment ago"
        for user, message in screens.items():
            seat = await load_seat(work, scene, user)
            assert seat is not None, "everybody came in"
            shown = Shown(message, stamp(seat), "waits")
            work.people.put_shown(seat.key, room.session.id, close_shown(scene.vault, seat.key, shown))
        await work.commit()


async def _tap(people: list[Person], watch: _Watch, chance: Random) -> None:
    """Now and then somebody taps who has not yet: half of them have the new stage, half do not."""
    while True:
        await asyncio.sleep(chance.expovariate(TAPS_A_SECOND))
        now = asyncio.get_running_loop().time()
        new = chance.random() < 0.5
        able = [each for each in people if each.user_id not in watch.taps and watch.has_it(each, now) is new]
        if able:
            person = chance.choice(able)
            tap = watch.taps[person.user_id] = _Tap(asyncio.get_running_loop().time())
            made = await person.taps(_label(person))
            tap.query = made.query_id


def _label(person: Person) -> str:
    return next(str(each["text"]) for each in _screen(person).buttons if "callback_data" in each)


def _screen(person: Person) -> Message:
    """The message with buttons that somebody stands before."""
    screen = person.chat.screen
    assert screen is not None, "everybody stands before a screen"
    return screen

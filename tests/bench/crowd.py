"""The people: each does the next thing as soon as all calls that answer the last have arrived."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.standin import Access, Message, Person, StandIn

PATIENCE = 30.0
"""Seconds after which a call counts as missing."""

TAPPED = {"answerCallbackQuery": 1, "editMessageText": 1}
"""What a tap that changes its message is answered with."""

UNCOUNTED = ("getUpdates", "deleteMessages")
"""Calls that are not waited for: a message that is taken out of a chat may be gone already."""

Visit = Callable[["Crowd", Person], Awaitable[None]]
"""All that one person does."""


class CallsMissing(Exception):
    """Updates that did not receive all their calls, or calls that no update asked for."""


@dataclass(slots=True)
class _Waiting:
    """The calls that an update still waits for; ``done`` gets the moment of the last."""

    missing: Counter[str]
    done: asyncio.Future[float]


class Crowd:
    """People who write and tap, many at a time, and what they had to wait for."""

    def __init__(self, standin: StandIn) -> None:
        self.standin = standin
        self.answered: list[tuple[float, float]] = []
        """When each update was made and when all its calls had arrived, on the event loop's clock."""
        self._stray: Counter[str] = Counter()
        self._left_alone: set[int] = set()
        self._waiting: dict[int, _Waiting] = {}
        self._chat_of_query: dict[str, int] = {}
        self._loop = asyncio.get_running_loop()
        self._end = float("inf")
        standin.listen(self._hear)

    def person(self, user: int) -> Person:
        """Somebody with this account, whom the bot may write to."""
        person = self.standin.people.get(user) or self.standin.person(f"Person {user}", id=user)
        person.chat.access = Access.OPEN
        return person

    def shown(self, person: Person, data: str) -> Message:
        """A message of the bot's in somebody's chat that has one button."""
        keyboard = [[{"text": "▶️", "callback_data": data}]]
        world = self.standin.world
        message = world.new_message(person.chat, world.bot, by_bot=True, text="👋", keyboard=keyboard)
        return person.chat.add(message, world.now())

    def leaves_alone(self, person: Person) -> None:
        """What the bot tells this person of itself is nobody's answer."""
        self._left_alone.add(person.user_id)

    @property
    def goes_on(self) -> bool:
        """Whether the time is not over yet."""
        return self._loop.time() < self._end

    async def visits(
        self, people: Iterator[Person], visit: Visit, together: int, seconds: float = float("inf")
    ) -> None:
        """So many people at a time, until nobody is left or the time is over. Raises CallsMissing."""
        self._end = self._loop.time() + seconds
        self._stray.clear()

        async def one_after_another() -> None:
            while self.goes_on and (person := next(people, None)) is not None:
                await visit(self, person)

        try:
            async with asyncio.TaskGroup() as tasks:
                for _each in range(together):
                    tasks.create_task(one_after_another())
        except* TimeoutError:
            raise CallsMissing(f"an update waited {PATIENCE:.0f} s for its calls") from None
        if self._stray:
            raise CallsMissing(f"nobody waited for {dict(self._stray)}")

    async def taps(
        self, person: Person, message: Message, data: str, calls: Mapping[str, int] = TAPPED
    ) -> None:
        """Tap a button, and wait for what answers it."""
        began, waiting = self._expects(person, calls)
        tap = await person.taps_data(message, data)
        self._chat_of_query[tap.query_id] = person.user_id
        await self._answered(person, began, waiting)

    async def writes(self, person: Person, text: str, calls: Mapping[str, int]) -> None:
        """Send a text, and wait for what answers it."""
        began, waiting = self._expects(person, calls)
        await person.sends(text)
        await self._answered(person, began, waiting)

    def _expects(self, person: Person, calls: Mapping[str, int]) -> tuple[float, _Waiting]:
        waiting = self._waiting[person.user_id] = _Waiting(Counter(calls), self._loop.create_future())
        return self._loop.time(), waiting

    async def _answered(self, person: Person, began: float, waiting: _Waiting) -> None:
        async with asyncio.timeout(PATIENCE):
            self.answered.append((began, await waiting.done))
        del self._waiting[person.user_id]

    def _hear(self, method: str, parameters: dict[str, Any]) -> None:
        if method == "answerCallbackQuery":
            chat = self._chat_of_query.pop(parameters["callback_query_id"], None)
        else:
            chat = int(parameters["chat_id"]) if "chat_id" in parameters else None
        if chat is None or method in UNCOUNTED:
            return
        waiting = self._waiting.get(chat)
        if waiting is None and chat in self._left_alone:
            return
        if waiting is None or not waiting.missing[method]:
            self._stray[method] += 1
            return
        waiting.missing[method] -= 1
        if not +waiting.missing:
            waiting.done.set_result(self._loop.time())


def buttons_of(message: Message) -> dict[str, str]:
    """Each button's data with its label."""
    return {each["callback_data"]: each["text"] for each in message.buttons if "callback_data" in each}


def screen_of(person: Person) -> Message:
    """The last message with buttons in somebody's chat."""
    screen = person.chat.screen
    assert screen is not None, "everybody was sent a screen"
    return screen


def deed_of(data: str) -> str:
    """What a button does, of Baro's or of a peer's."""
    return data.split(":")[2]

"""The people who tap: each their next tap as soon as both calls that answer the last have arrived."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any

from bot.rehearsal.standin import Access, Message, Person, StandIn

PATIENCE = 30.0
"""Seconds after which a call counts as missing."""


class CallsMissing(Exception):
    """Taps that did not receive both their calls, or calls that no tap asked for."""


class _Answer:
    """The two calls that a tap waits for; ``done`` gets the moment of the second."""

    def __init__(self, done: asyncio.Future[float]) -> None:
        self.acknowledged = False
        self.edited = False
        self.done = done


class Crowd:
    """People before one message with buttons each."""

    def __init__(self, standin: StandIn) -> None:
        self._standin = standin
        self._messages: list[tuple[Person, Message]] = []
        self._by_query: dict[str, _Answer] = {}
        self._by_chat: dict[int, _Answer] = {}
        self._chance = random.Random(1)
        self._loop = asyncio.get_running_loop()
        self.taps: list[tuple[float, float]] = []
        """When each tap was made and when both its calls had arrived, on the event loop's clock."""
        standin.listen(self._hear)

    def gather(self, users: Sequence[int], data: str) -> None:
        """Let these accounts stand before a message of the bot's that has one button."""
        for user in users:
            person = self._standin.person(f"Person {user}", id=user)
            person.chat.access = Access.OPEN
            keyboard = [[{"text": "▶️", "callback_data": data}]]
            world = self._standin.world
            message = world.new_message(person.chat, world.bot, by_bot=True, text="👋", keyboard=keyboard)
            self._messages.append((person, person.chat.add(message, world.now())))

    def stand_before_screens(self, people: Sequence[Person]) -> None:
        """Let these people stand before the last message with buttons that they were sent."""
        for person in people:
            screen = person.chat.screen
            assert screen is not None, "everybody was sent a screen"
            self._messages.append((person, screen))

    async def tap_for(self, seconds: float) -> None:
        """Everybody taps for so long. Raises CallsMissing."""
        end = self._loop.time() + seconds

        async def go_on(person: Person, message: Message) -> None:
            while self._loop.time() < end:
                await self._tap(person, message)

        await self._all(go_on(person, message) for person, message in self._messages)

    async def tap_once(self, together: int) -> None:
        """Everybody taps once, so many at a time. Raises CallsMissing."""
        waiting = iter(self._messages)

        async def take_turns() -> None:
            for person, message in waiting:
                await self._tap(person, message)

        await self._all(take_turns() for _ in range(together))

    async def _all(self, doings: Iterable[Coroutine[Any, Any, None]]) -> None:
        before = self._standin.calls.copy()
        already = len(self.taps)
        try:
            async with asyncio.TaskGroup() as tasks:
                for doing in doings:
                    tasks.create_task(doing)
        except* TimeoutError:
            raise CallsMissing(f"a tap waited {PATIENCE:.0f} s for its calls") from None
        made = len(self.taps) - already
        calls = self._standin.calls - before
        expected = {"answerCallbackQuery": made, "editMessageText": made}
        if {name: count for name, count in calls.items() if name != "getUpdates"} != expected:
            raise CallsMissing(f"{made} taps were answered by {dict(calls)}")

    async def _tap(self, person: Person, message: Message) -> None:
        answer = self._by_chat[person.user_id] = _Answer(self._loop.create_future())
        began = self._loop.time()
        tap = await person.taps_data(message, self._choose(message))
        self._by_query[tap.query_id] = answer
        async with asyncio.timeout(PATIENCE):
            self.taps.append((began, await answer.done))
        del self._by_chat[person.user_id]

    def _choose(self, message: Message) -> str:
        """A button that is on the screen: an answer other than the one given; where there is none, a score to
        change; where there is none either, whatever goes on."""
        buttons: dict[str, str] = {each["callback_data"]: each["text"] for each in message.buttons}
        deeds = {data: data.split(":")[2] for data in buttons}
        answers = [
            data for data, label in buttons.items() if deeds[data] == "v" and not label.startswith("✅")
        ]
        again = [data for data in buttons if deeds[data] == "r"]
        return self._chance.choice(answers or again[:1] or list(buttons)[:1])

    def _hear(self, method: str, parameters: dict[str, Any]) -> None:
        if method == "answerCallbackQuery":
            answer = self._by_query.pop(parameters["callback_query_id"], None)
            if answer is not None:
                answer.acknowledged = True
        elif method == "editMessageText":
            answer = self._by_chat.get(int(parameters["chat_id"]))
            if answer is not None:
                answer.edited = True
        else:
            return
        if answer is not None and answer.acknowledged and answer.edited and not answer.done.done():
            answer.done.set_result(self._loop.time())

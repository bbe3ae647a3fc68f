"""The stand-in as its users hold it: start it, make people, look at what the bot did."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from . import raw
from .dispatch import Dispatch, Recorded
from .groups import Channel, Group
from .limits import Limits
from .messages import Message
from .people import Person
from .server import BotApiServer
from .specification import load_specification
from .trouble import Trouble
from .world import World

PROJECT = Path(__file__).resolve().parents[3]
SPECIFICATION = PROJECT.parent / "shared" / "telegram" / "bot-api-10.1.json"
TOKEN = "1:TEST"
QUERY_LIFETIME = 150.0  # seconds
QUIET = 0.06  # seconds


class StandIn:
    """A local Bot API for one bot, with the people who use it.

    Made by `start`, which is also an asynchronous context manager's way in. `url` is what the bot takes for
    https://api.telegram.org. Times come from `clock` (seconds since the epoch); waiting happens in real time.
    """

    def __init__(self, world: World, dispatch: Dispatch, quiet: float) -> None:
        self.world = world
        self.url = ""
        self.people: dict[int, Person] = {}
        self._dispatch = dispatch
        self._server = BotApiServer(world, dispatch)
        self._quiet = quiet
        self._channel: Channel | None = None

    @classmethod
    async def start(
        cls,
        token: str = TOKEN,
        username: str = "BaroTestBot",
        *,
        clock: Callable[[], float] = time.time,
        check_calls: bool = True,
        specification: Path = SPECIFICATION,
        limits: Limits | None = None,
        query_lifetime: float = QUERY_LIFETIME,
        redelivery_pause: float = 1.0,
        reads_groups: bool = True,
        keep_history: bool = True,
        record: bool = False,
        quiet: float = QUIET,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> StandIn:
        """Opens a port and answers on it until `stop`.

        `check_calls` compares every call with the file `specification`, if there is one. Without
        `keep_history` chats remember only their newest messages, enough to measure with. `record` keeps every
        call but getUpdates in `recorded`. A webhook gets a failed update again at once, then after twice
        `redelivery_pause` seconds, doubling each time.
        """
        world = World(
            token=token,
            username=username,
            now=clock,
            limits=limits,
            keep_history=keep_history,
            query_lifetime=query_lifetime,
            reads_groups=reads_groups,
        )
        world.redelivery_pause = redelivery_pause
        checks = load_specification(specification) if check_calls else None
        standin = cls(world, Dispatch(world, checks, record=record), quiet)
        standin.url = await standin._server.start(host, port)
        return standin

    async def stop(self) -> None:
        await self._server.stop()

    async def __aenter__(self) -> StandIn:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def calls(self) -> Counter[str]:
        """How often each method was called."""
        return self._dispatch.calls

    @property
    def recorded(self) -> list[Recorded]:
        """Every call and its result, oldest first, where `record` was asked for."""
        return self._dispatch.recorded

    @property
    def faults(self) -> list[str]:
        """Calls that no Bot API would understand, a sentence each. A good bot leaves this empty."""
        return self._dispatch.faults

    @property
    def trouble(self) -> Trouble:
        return self._dispatch.trouble

    def listen(self, listener: Callable[[str, dict[str, Any]], None] | None) -> None:
        """Has `listener` told the method and the parameters of each call that was carried out."""
        self._dispatch.listener = listener

    def fail_next(
        self,
        method: str,
        code: int,
        description: str,
        retry_after: int | None = None,
        times: int = 1,
        chat_id: int | None = None,
    ) -> None:
        """The next calls of `method` (into `chat_id`, if given) are refused so."""
        self.trouble.fail_next(method, code, description, retry_after, times, chat_id)

    def cut_next(self, method: str, *, before: bool = True, times: int = 1) -> None:
        """The next calls of `method` lose their connection, before or after they are carried out."""
        self.trouble.cut_next(method, before=before, times=times)

    def person(
        self,
        name: str,
        *,
        id: int | None = None,
        language_code: str | None = "fr",
        username: str | None = None,
    ) -> Person:
        """Somebody who has not written to the bot yet."""
        user: dict[str, Any] = {
            "id": next(self.world.person_ids) if id is None else id,
            "is_bot": False,
            "first_name": name,
        }
        if language_code:
            user["language_code"] = language_code
        if username:
            user["username"] = username
        person = self.people[user["id"]] = Person(self.world, user)
        return person

    def group(self, title: str, members: Sequence[Person] = ()) -> Group:
        """A group of `members`, the first of whom has added the bot."""
        return Group(self.world, title, list(members))

    def channel(self, title: str) -> Channel:
        return Channel(self.world, title)

    async def channel_post(self, text: str) -> Message:
        """Somebody posts into a channel that the bot administers."""
        self._channel = self._channel or self.channel("Channel")
        return await self._channel.posts(text)

    def push(self, update: dict[str, Any]) -> int | None:
        """Queues an Update written by hand; see `raw.push`."""
        return raw.push(self.world, update)

    async def settled(self, timeout: float = 5.0, quiet: float | None = None) -> None:
        """Returns when the bot has taken every update and then made no call for `quiet` seconds.

        Raises TimeoutError, saying what is missing.
        """
        pause = self._quiet if quiet is None else quiet
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                while True:
                    await self.world.updates.emptied()
                    last = max(self._dispatch.last_activity, self.world.updates.last_change)
                    idle = loop.time() - last
                    if idle >= pause:
                        return
                    await asyncio.sleep(pause - idle)
        except TimeoutError:
            waiting = len(self.world.updates)
            raise TimeoutError(
                f"not settled after {timeout} s: the bot has not taken {waiting} updates"
                if waiting
                else f"not settled after {timeout} s: the bot goes on calling"
            ) from None

"""Whatever fails, it is tried again after pauses that grow: never in a tight loop, and never given up."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, cast

import pytest
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.app.counters import UNCOUNTED
from bot.app.ports import StorageFailed
from bot.tg.inbox import AnyApplication, Inbox, poll
from bot.tg.outage import Outage, Pauses
from tests.fakes.quick_time import quickly


class Story(Exception):
    """The end of a story."""


class Telegram:
    """Answers each time that it is asked for updates with the next of what was told it: a failure, or an update. It is
    the application and its bot in one."""

    def __init__(self, *answers: Exception | None) -> None:
        self.bot = self
        self.asked: list[float] = []
        self.offsets: list[int | None] = []
        self._answers = list(answers)

    async def updates(self, offset: int | None, *_more: Any) -> tuple[list[Update], int | None]:
        self.asked.append(asyncio.get_running_loop().time())
        self.offsets.append(offset)
        if not self._answers:
            raise asyncio.CancelledError
        answer = self._answers.pop(0)
        if answer is not None:
            raise answer
        return [Update(7)], 8

    @property
    def pauses(self) -> list[float]:
        """The seconds between one time and the next."""
        return [round(after - before, 3) for before, after in zip(self.asked, self.asked[1:], strict=False)]


class Keeper:
    """An inbox that keeps what comes, once it has failed so often."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.kept = 0

    async def handle(self, updates: list[Update]) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageFailed("SQLITE_FULL")
        self.kept += len(updates)


def polls(telegram: Telegram, keeper: Keeper) -> None:
    """Poll until Telegram has told all."""

    async def story() -> None:
        with suppress(asyncio.CancelledError):
            await poll(cast(AnyApplication, telegram), cast(Inbox, keeper), UNCOUNTED)

    quickly(story())


@pytest.mark.parametrize(
    "failure",
    [InvalidToken("Unauthorized"), Conflict("other getUpdates"), NetworkError("Bad Gateway"), TimedOut()],
)
def test_polling_pauses_longer_and_longer_and_at_once_shorter_when_it_went_well(failure: Exception) -> None:
    telegram = Telegram(*[failure] * 7, None, failure)
    polls(telegram, Keeper())
    assert telegram.pauses == [1, 2, 4, 8, 16, 30, 30, 0, 1]


def test_polling_waits_as_long_as_telegram_asks() -> None:
    telegram = Telegram(RetryAfter(40), RetryAfter(1), None)
    polls(telegram, Keeper())
    assert telegram.pauses == [40, 2, 0]


def test_what_could_not_be_kept_is_asked_for_again_and_not_acknowledged() -> None:
    telegram, keeper = Telegram(None, None, None, None), Keeper(failures=3)
    polls(telegram, keeper)
    assert telegram.pauses == [1, 2, 4, 0]
    assert telegram.offsets == [None, None, None, None, 8]
    assert keeper.kept == 1


def test_while_the_token_is_refused_one_call_tries_for_all_after_pauses_that_grow() -> None:
    async def story() -> list[float]:
        outage, tried = Outage(Pauses()), list[float]()
        loop = asyncio.get_running_loop()

        async def insists() -> None:
            while len(tried) < 6:
                wait = outage.wait()
                if not wait:
                    tried.append(round(loop.time() - 1000, 3))
                    wait = outage.refused()
                await asyncio.sleep(wait)

        await asyncio.gather(*(insists() for _chat in range(50)))
        return tried

    assert quickly(story()) == [0, 1, 3, 7, 15, 31]


def test_when_a_try_is_never_heard_of_another_is_made() -> None:
    async def story() -> None:
        outage = Outage(Pauses())
        assert outage.wait() == 0
        assert outage.refused() == 1
        await asyncio.sleep(1)
        assert outage.wait() == 0
        assert outage.wait() == 1
        await asyncio.sleep(1)
        assert outage.wait() == 0
        outage.over()
        assert outage.wait() == 0

    quickly(story())

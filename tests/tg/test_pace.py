"""How fast messages go: never faster than Telegram takes them, wherever on their way it counts them."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tg.pace import Pace, SendLimits, Withdrawn
from tests.fakes.quick_time import quickly


class Telegram:
    """Counts messages at some moment of their way, and takes its time to answer."""

    def __init__(self, pace: Pace, seed: int, slowest: float = 0.3, most: int = 0) -> None:
        self.pace = pace
        self.chance = Random(seed)
        self.slowest = slowest
        self.most = most
        self.counted: list[tuple[float, int]] = []
        self.refusals = 0

    async def takes(self, chat: int, *, broadcast: bool) -> float:
        """Send a message into a chat; gives the seconds until it was through."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            async with self.pace.turn(chat, broadcast=broadcast):
                before, after = (self.chance.uniform(0, self.slowest / 2) for _ in range(2))
                await asyncio.sleep(before)
                wait = self._counts(chat)
                await asyncio.sleep(after)
            if not wait:
                return loop.time() - began
            self.refusals += 1
            self.pace.refused(chat, wait)

    def _counts(self, chat: int) -> int:
        now = asyncio.get_running_loop().time()
        if self.most and self.in_window(now, 1.0) >= self.most:
            return 1
        self.counted.append((now, chat))
        return 0

    def in_window(self, now: float, window: float, chat: int | None = None) -> int:
        moments = sorted(moment for moment, each in self.counted if chat in (None, each))
        return bisect_right(moments, now) - bisect_left(moments, now - window + 1e-9)

    def busiest(self, window: float, chat: int | None = None) -> int:
        """The most that was counted in any window."""
        return max(
            self.in_window(moment, window, chat) for moment, each in self.counted if chat in (None, each)
        )


@settings(max_examples=20)
@given(
    st.integers(0, 2**32),
    st.integers(2, 40),
    st.lists(st.tuples(st.integers(1, 12), st.booleans(), st.floats(0, 2)), min_size=1, max_size=60),
)
def test_no_window_ever_holds_more_than_telegram_takes(
    seed: int, most: int, messages: list[tuple[int, bool, float]]
) -> None:
    async def story() -> Telegram:
        telegram = Telegram(Pace(SendLimits(bot=most)), seed)
        chats: dict[int, list[tuple[bool, float]]] = {}
        for chat, broadcast, after in messages:
            chats.setdefault(chat, []).append((broadcast, after))

        async def one_chat(chat: int, its: list[tuple[bool, float]]) -> None:
            for broadcast, after in its:
                await asyncio.sleep(after)
                await telegram.takes(chat, broadcast=broadcast)

        await asyncio.gather(*(one_chat(chat, its) for chat, its in chats.items()))
        return telegram

    telegram = quickly(story())
    assert len(telegram.counted) == len(messages)
    assert telegram.busiest(1.0) <= most
    for chat in {chat for chat, _broadcast, _after in messages}:
        assert telegram.busiest(1.0, chat) <= 1


def test_a_broadcast_uses_what_is_allowed() -> None:
    async def story() -> float:
        telegram = Telegram(Pace(SendLimits(bot=30)), 1, slowest=0.04)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(telegram.takes(chat, broadcast=True) for chat in range(1, 1501)))
        return 1500 / (asyncio.get_running_loop().time() - began)

    assert 0.95 * 30 <= quickly(story()) <= 30


def test_an_answer_never_waits_behind_a_broadcast() -> None:
    async def story() -> list[float]:
        telegram = Telegram(Pace(SendLimits(bot=30)), 1, slowest=0.04)
        sending = [asyncio.create_task(telegram.takes(chat, broadcast=True)) for chat in range(1, 601)]
        waits = []
        for chat in range(1001, 1101):
            await asyncio.sleep(0.1)
            waits.append(await telegram.takes(chat, broadcast=False))
        await asyncio.gather(*sending)
        return sorted(waits)

    waits = quickly(story())
    assert waits[94] < 0.3


@pytest.mark.parametrize("truly", [11, 22, 29])
def test_where_less_is_taken_than_published_it_settles_just_below(truly: int) -> None:
    async def story() -> tuple[int, float]:
        telegram = Telegram(Pace(SendLimits(bot=30)), 1, slowest=0.04, most=truly)
        await asyncio.gather(*(telegram.takes(chat, broadcast=True) for chat in range(1, 601)))
        return telegram.refusals, telegram.pace.rate

    refusals, rate = quickly(story())
    assert refusals <= 6
    assert 0.8 * truly <= rate <= truly


@pytest.mark.parametrize("workers", [1, 3, 4, 7])
def test_shares_add_up_to_the_whole(workers: int) -> None:
    async def story() -> list[float]:
        paces = [Pace(SendLimits(bot=30)) for _worker in range(workers)]
        for place, pace in enumerate(paces):
            pace.share(workers, place)
        return [pace.rate for pace in paces]

    shares = quickly(story())
    assert sum(shares) == 30
    assert max(shares) - min(shares) <= 1


def test_who_takes_over_leaves_the_last_second_to_whoever_was_before() -> None:
    async def story() -> Telegram:
        telegram = Telegram(Pace(SendLimits(bot=20)), 1)
        before = [asyncio.create_task(telegram.takes(chat, broadcast=False)) for chat in range(1, 21)]
        await asyncio.sleep(0.4)
        telegram.pace = Pace(SendLimits(bot=20))
        telegram.pace.hold(taking_over=True)
        telegram.pace.release()
        await asyncio.gather(*before, *(telegram.takes(chat, broadcast=False) for chat in range(21, 41)))
        return telegram

    assert quickly(story()).busiest(1.0) == 20


def test_who_is_left_alone_leaves_the_last_second_to_whoever_went() -> None:
    async def story() -> Telegram:
        telegram = Telegram(Pace(SendLimits(bot=20)), 1, slowest=0.04)
        mine, others = telegram.pace, Pace(SendLimits(bot=20))
        for place, pace in enumerate((mine, others)):
            pace.share(2, place)
        telegram.pace = mine
        sending = [asyncio.create_task(telegram.takes(chat, broadcast=True)) for chat in range(1, 41)]
        await asyncio.sleep(1.5)
        telegram.pace = others
        sending += [asyncio.create_task(telegram.takes(chat, broadcast=False)) for chat in range(41, 51)]
        await asyncio.sleep(0.1)
        for _beat in range(3):
            mine.share(1)
        await asyncio.gather(*sending)
        assert mine.rate == 20
        return telegram

    assert quickly(story()).busiest(1.0) <= 20


def test_one_chat_that_had_too_much_holds_up_nobody_else() -> None:
    async def story() -> tuple[float, float]:
        pace = Pace(SendLimits())
        telegram = Telegram(pace, 1)
        pace.refused(7, 5)
        return await telegram.takes(8, broadcast=False), await telegram.takes(7, broadcast=False)

    other, same = quickly(story())
    assert other < 1 < 4 < same


def test_where_another_worker_wrote_into_a_chat_the_bot_has_not_had_too_much() -> None:
    async def story() -> tuple[float, float]:
        pace = Pace(SendLimits(bot=30))
        pace.share(3)
        telegram = Telegram(pace, 1, slowest=0.04)
        sending = [asyncio.create_task(telegram.takes(chat, broadcast=True)) for chat in range(101, 201)]
        await asyncio.sleep(3)
        pace.refused(7, 1)
        before = len(telegram.counted)
        await asyncio.sleep(1)
        went_on = len(telegram.counted) - before
        await asyncio.gather(*sending)
        return went_on, pace.rate

    went_on, rate = quickly(story())
    assert went_on >= 8
    assert rate == 10


@pytest.mark.parametrize("truly", [5, 7, 9])
def test_a_worker_among_others_settles_just_below_what_is_taken_too(truly: int) -> None:
    async def story() -> tuple[int, float]:
        telegram = Telegram(Pace(SendLimits(bot=30)), 1, slowest=0.04, most=truly)
        telegram.pace.share(3)
        await asyncio.gather(*(telegram.takes(chat, broadcast=True) for chat in range(1, 301)))
        return telegram.refusals, telegram.pace.rate

    refusals, rate = quickly(story())
    assert refusals <= 6
    assert 0.8 * truly <= rate <= truly


@pytest.mark.parametrize("truly", [100, 200])
def test_workers_who_are_told_too_much_settle_just_below_together(truly: int) -> None:
    """Each sees its own messages alone, and is refused for what all have sent, in the middle of bursts and pauses."""

    async def story() -> tuple[int, float]:
        workers = [Telegram(Pace(SendLimits(bot=300)), seed, slowest=0.06, most=truly) for seed in range(3)]
        for place, worker in enumerate(workers):
            worker.pace.share(3, place)
            worker.counted = workers[0].counted
        sending = []
        for burst in range(40):
            for chat in range(truly):
                worker = workers[(chat + burst) % 3]
                number = burst * truly + chat + 1
                sending.append(asyncio.create_task(worker.takes(number, broadcast=chat % 3 > 0)))
            await asyncio.sleep(1.0)
        await asyncio.gather(*sending)
        return sum(worker.refusals for worker in workers), sum(worker.pace.rate for worker in workers)

    refusals, rate = quickly(story())
    assert refusals <= 0.05 * 40 * truly
    assert 0.6 * truly <= rate <= truly


def test_a_group_gets_twenty_a_minute() -> None:
    async def story() -> Telegram:
        telegram = Telegram(Pace(SendLimits()), 1)
        for _message in range(45):
            await telegram.takes(-100, broadcast=False)
        return telegram

    assert quickly(story()).busiest(60.0, -100) == 20


def test_what_is_overtaken_takes_nobodys_place() -> None:
    async def story() -> int:
        pace = Pace(SendLimits(bot=10))
        old = True

        async def sends(chat: int) -> None:
            async with pace.turn(chat, broadcast=True, wanted=lambda: old):
                await asyncio.sleep(0.01)

        sending = [asyncio.create_task(sends(chat)) for chat in range(1, 101)]
        await asyncio.sleep(1.0)
        old = False
        results = await asyncio.gather(*sending, return_exceptions=True)
        return sum(isinstance(result, Withdrawn) for result in results)

    assert quickly(story()) >= 88


def test_without_limits_everything_goes_at_once() -> None:
    async def story() -> float:
        telegram = Telegram(Pace(SendLimits(0, 0, 0)), 1, slowest=0.1)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(telegram.takes(chat % 3 + 1, broadcast=True) for chat in range(500)))
        return asyncio.get_running_loop().time() - began

    assert quickly(story()) <= 0.1

"""How many taps a second a bot answers, and how long the slowest hundredth waits."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bot.rehearsal.standin import StandIn
from bot.tg.callback import button
from tests.bench.contenders import TOKEN, Contender, aiogram, baro, python_telegram_bot, started
from tests.bench.crowd import Crowd
from tests.bench.room import FIRST_PERSON, furnish


@dataclass(frozen=True, slots=True)
class Pace:
    """Taps answered a second, the 99th percentile of the seconds from a tap to the second of its two calls, the
    processor's milliseconds for a tap (which other work on the machine hardly changes), and the bot's memory in
    MiB afterwards."""

    taps: float
    p99: float
    work: float
    memory: float


async def measure(
    folder: Path, people: int, seconds: float, warm_up: float, rounds: int, say: Callable[[str], None]
) -> dict[str, Pace]:
    """Each bot's pace, the median of so many rounds; the bots take turns."""
    room = folder / "room"
    furnished = await furnish(room, people, rating=True)
    found: dict[str, list[Pace]] = {}
    for number in range(1, rounds + 1):
        for name in ("Baro", "aiogram", "python-telegram-bot"):
            with tempfile.TemporaryDirectory(dir=folder) as copy:
                shutil.copytree(room, copy, dirs_exist_ok=True)
                pace = await one_round(name, Path(copy), furnished.session.id, people, seconds, warm_up)
            found.setdefault(name, []).append(pace)
            say(
                f"{number}. {name}: {pace.taps:.0f} taps a second, p99 {pace.p99:.3f} s, {pace.work:.2f} ms each"
            )
    return {name: _median(paces) for name, paces in found.items()}


async def one_round(
    name: str, folder: Path, session: str, people: int, seconds: float, warm_up: float
) -> Pace:
    async with await StandIn.start(TOKEN, keep_history=False, check_calls=False) as standin:
        contender = _contender(name, standin.url, folder)
        async with started(contender, standin) as running:
            crowd = Crowd(standin)
            # Baro shows where things stand, as for any old button; the peers take it for an answer.
            first = button("p", session, "o", "police", "rather")
            crowd.gather(range(FIRST_PERSON, FIRST_PERSON + people), first)
            before = running.processor_time()
            await crowd.tap_for(warm_up + seconds)
            work = 1000 * (running.processor_time() - before) / len(crowd.taps)
            rate, p99 = _pace(crowd.taps, warm_up, seconds)
            return Pace(rate, p99, work, running.memory())


def _contender(name: str, url: str, folder: Path) -> Contender:
    match name:
        case "Baro":
            return baro(url, folder)
        case "aiogram":
            return aiogram(url)
        case _:
            return python_telegram_bot(url)


def _pace(taps: Sequence[tuple[float, float]], warm_up: float, seconds: float) -> tuple[float, float]:
    """Taps a second and the 99th percentile of the waits, between the warm-up and the end.

    A tap made then counts with all its wait, though it end later.
    """
    start = min(began for began, _ in taps) + warm_up
    end = start + seconds
    arrived = sum(start <= done < end for _, done in taps)
    waits = [done - began for began, done in taps if start <= began < end]
    return arrived / seconds, quantiles(waits, n=100)[98]


def _median(paces: Sequence[Pace]) -> Pace:
    return Pace(
        median(pace.taps for pace in paces),
        median(pace.p99 for pace in paces),
        median(pace.work for pace in paces),
        median(pace.memory for pace in paces),
    )

"""The bots as processes of their own, so that one of two cores is the bot's and the other the stand-in's."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.rehearsal.standin import StandIn
from bot.settings import ROOT

TOKEN = "1:BENCH"
STARTING = 60.0
STOPPING = 30.0


class DidNotStart(Exception):
    """A bot ended, or did not ask for updates in time."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot: its name in the table, its module with arguments, and its environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that has asked for updates."""

    process: asyncio.subprocess.Process

    def memory(self) -> float:
        """Resident set size in MiB, as Linux tells it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
        assert found is not None, "Linux names every process's resident set"
        return int(found[1]) / 1024

    def processor_time(self) -> float:
        """Seconds that the processor has worked for it, as proc(5) tells them (fields 14 and 15, in ticks)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def started(contender: Contender, standin: StandIn) -> AsyncIterator[Running]:
    """The bot at work against this stand-in. Raises DidNotStart."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    paths = [str(ROOT), *filter(None, [inherited.get("PYTHONPATH")])]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *contender.command,
        env={**inherited, **contender.environment, "PYTHONPATH": os.pathsep.join(paths)},
        cwd=contender.environment.get("HOME", ROOT),
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await _ready(contender, process, standin)
        yield Running(process)
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOPPING)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _ready(contender: Contender, process: asyncio.subprocess.Process, standin: StandIn) -> None:
    for _ in range(int(STARTING / 0.05)):
        if standin.calls["getUpdates"]:
            return
        if process.returncode is not None:
            break
        await asyncio.sleep(0.05)
    raise DidNotStart(contender.name)


def baro(url: str, folder: Path) -> Contender:
    """``baro run`` with everything stored in this folder."""
    return Contender(
        "Baro",
        ("bot", "run"),
        {
            "HOME": str(folder),
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": url,
            "BOT_DATABASE_URL": f"sqlite:///{folder / 'baro.db'}",
            "BOT_KEYS_URL": f"sqlite:///{folder / 'keys' / 'keys.db'}",
            "BOT_SECRET_FILE": str(folder / "keys" / "master.key"),
            # The stand-in sets no limit: what is measured is the bot.
            "BOT_BROADCAST_RATE": "10000",
        },
    )


def aiogram(url: str) -> Contender:
    """The bare aiogram bot."""
    return Contender("aiogram", ("tests.bench.peers.aiogram_bot", TOKEN, url))


def python_telegram_bot(url: str) -> Contender:
    """The bare python-telegram-bot bot."""
    return Contender("python-telegram-bot", ("tests.bench.peers.telegram_bot", TOKEN, url))

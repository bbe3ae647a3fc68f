"""The bots as processes of their own, so that one of two cores is the bot's and the other the stand-in's."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bot.rehearsal.standin import StandIn
from bot.settings import ROOT

TOKEN = "1:BENCH"
STARTING = 60.0
STOPPING = 30.0


class DidNotStart(Exception):
    """A bot ended, or did not ask for updates in time; with what it wrote into its log."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot: its name in the table, its module with arguments, its environment, the folder that it runs in."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT


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
    with tempfile.TemporaryFile() as log:
        process = await _launch(contender, log)
        try:
            if not await _ready(process, standin):
                log.seek(0)
                written = log.read().decode(errors="replace")
                raise DidNotStart(f"{contender.name} did not start:\n{written}")
            yield Running(process)
        finally:
            await _end(process)


async def _launch(contender: Contender, log: IO[bytes]) -> asyncio.subprocess.Process:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    paths = [str(ROOT), *filter(None, [inherited.get("PYTHONPATH")])]
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *contender.command,
        env={**inherited, **contender.environment, "PYTHONPATH": os.pathsep.join(paths)},
        cwd=contender.folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=log,
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOPPING)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _ready(process: asyncio.subprocess.Process, standin: StandIn) -> bool:
    """Whether the bot asks for updates before it ends and in time."""
    for _ in range(int(STARTING / 0.05)):
        if standin.calls["getUpdates"]:
            return True
        if process.returncode is not None:
            break
        await asyncio.sleep(0.05)
    return False


def baro(url: str, folder: Path) -> Contender:
    """``baro run`` with everything stored in this folder."""
    return Contender(
        "Baro",
        ("bot", "run"),
        {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": url,
            "BOT_DATABASE_URL": f"sqlite:///{folder / 'baro.db'}",
            "BOT_KEYS_URL": f"sqlite:///{folder / 'keys' / 'keys.db'}",
            "BOT_SECRET_FILE": str(folder / "keys" / "master.key"),
            # The stand-in sets no limit: what is measured is the bot.
            "BOT_MESSAGE_RATE": "0",
            "BOT_CHAT_RATE": "0",
        },
        folder,
    )


def aiogram(url: str) -> Contender:
    """The bare aiogram bot."""
    return Contender("aiogram", ("tests.bench.peers.aiogram_bot", TOKEN, url))


def python_telegram_bot(url: str) -> Contender:
    """The bare python-telegram-bot bot."""
    return Contender("python-telegram-bot", ("tests.bench.peers.telegram_bot", TOKEN, url))

"""The bots as processes of their own, so that one of two cores is the bot's and the other the stand-in's."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
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
    """A bot: its name in the table, its module with arguments, its environment, the folder that it runs in. It is
    ready once it has called ``ready``."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    ready: str = "getUpdates"


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work, in one process or several."""

    processes: Sequence[int]

    def memory(self) -> float:
        """The most that has ever been resident of each process, in MiB, summed (VmHWM of proc(5))."""
        return sum(_most_resident(process) for process in self.processes)

    def processor_time(self) -> float:
        """Seconds that processors have worked for it, for its programs and for the kernel on their behalf."""
        return sum(time.clock_gettime(_clock_of(process)) for process in self.processes)


def _most_resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None, "Linux names every process's resident set"
    return int(found[1]) / 1024


def _clock_of(process: int) -> int:
    """The clock that counts a process's processor time, as clock_getcpuclockid(3) makes it."""
    return (~process << 3) | 2


@asynccontextmanager
async def started(standin: StandIn, *contenders: Contender) -> AsyncIterator[Running]:
    """Bots at work together against this stand-in, one started after the other. Raises DidNotStart."""
    async with AsyncExitStack() as stack:
        running = [await stack.enter_async_context(_one(each, standin)) for each in contenders]
        yield Running([each.pid for each in running])


@asynccontextmanager
async def _one(contender: Contender, standin: StandIn) -> AsyncIterator[asyncio.subprocess.Process]:
    with tempfile.TemporaryFile() as log:
        called = standin.calls[contender.ready]
        process = await _launch(contender, log)
        try:
            if not await _ready(process, lambda: standin.calls[contender.ready] > called):
                log.seek(0)
                written = log.read().decode(errors="replace")
                raise DidNotStart(f"{contender.name} did not start:\n{written}")
            yield process
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


async def _ready(process: asyncio.subprocess.Process, has_called: Callable[[], bool]) -> bool:
    """Whether the bot asks for updates before it ends and in time."""
    for _ in range(int(STARTING / 0.05)):
        if has_called():
            return True
        if process.returncode is not None:
            break
        await asyncio.sleep(0.05)
    return False


def baro(url: str, folder: Path, database: str = "", **settings: str) -> Contender:
    """``baro run`` with its keys in this folder, and its database there too unless it has an address."""
    given = {name: value for name, value in settings.items() if value}
    return Contender(
        "Baro",
        ("bot", "run"),
        {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": url,
            "BOT_DATABASE_URL": database or f"sqlite:///{folder / 'baro.db'}",
            "BOT_KEYS_URL": f"sqlite:///{folder / 'keys' / 'keys.db'}",
            "BOT_SECRET_FILE": str(folder / "keys" / "master.key"),
            # The stand-in sets no limit: what is measured is the bot.
            "BOT_MESSAGE_RATE": "0",
            "BOT_CHAT_RATE": "0",
            "BOT_GROUP_RATE": "0",
            **given,
        },
        folder,
    )


def baro_worker(url: str, folder: Path, database: str, webhook: str, port: int) -> Contender:
    """One of the workers behind one webhook: they share the database and the keys, and each listens for itself."""
    worker = baro(
        url,
        folder,
        database,
        BOT_MODE="webhook",
        BOT_WEBHOOK_URL=webhook,
        BOT_WEBHOOK_SECRET="bench",
        BOT_LISTEN=f"127.0.0.1:{port}",
    )
    return Contender(worker.name, worker.command, worker.environment, worker.folder, ready="setWebhook")


def aiogram(url: str) -> Contender:
    """The bare aiogram bot."""
    return Contender("aiogram", ("tests.bench.peers.aiogram_bot", TOKEN, url))


def python_telegram_bot(url: str) -> Contender:
    """The bare python-telegram-bot bot, as it comes."""
    return Contender("python-telegram-bot", ("tests.bench.peers.telegram_bot", TOKEN, url))


def python_telegram_bot_on_aiohttp(url: str) -> Contender:
    """The same bot with its calls over aiohttp and its updates handled beside each other."""
    return Contender(
        "python-telegram-bot on aiohttp", ("tests.bench.peers.telegram_bot", TOKEN, url, "aiohttp")
    )

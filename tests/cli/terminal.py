"""Somebody who has a terminal: the operator's commands, in processes of their own, against a local Bot API."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.rehearsal.standin import TOKEN, StandIn
from bot.settings import ROOT
from tests.hygiene.log_scan import SCAN


@dataclass
class Operator:
    """Somebody with a terminal, an empty folder and a token, on a machine where new files are everybody's to read."""

    standin: StandIn
    folder: Path
    token: str = TOKEN
    settings: dict[str, str] = field(default_factory=dict)

    async def runs(self, *arguments: str) -> tuple[int, str]:
        """Run ``baro`` with these arguments; its exit status and what it printed."""
        return await self._ends(await self._starts("-m", "bot", *arguments))

    async def runs_code(self, code: str) -> tuple[int, str]:
        """Run some lines of Python in a process of their own."""
        return await self._ends(await self._starts("-c", code))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Process]:
        """``baro run`` at work; stopped at the end, when it must have nothing to complain of."""
        process = await self._starts("-m", "bot", "run")
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            status, printed = await self._ends(process)
        assert status == 0, printed

    @property
    def environment(self) -> dict[str, str]:
        """The settings of every command."""
        return {
            "BOT_TOKEN": self.token,
            "BOT_API_URL": self.standin.url,
            "BOT_DATABASE_URL": f"sqlite:///{self.folder}/var/baro.db",
            "XDG_STATE_HOME": f"{self.folder}/.local/state",
            **self.settings,
        }

    async def _starts(self, *arguments: str) -> Process:
        return await _starts(self.folder, arguments, self.environment)

    async def _ends(self, process: Process) -> tuple[int, str]:
        status, printed = await _ends(process)
        SCAN.marks.token(self.token)
        SCAN.reads(printed)
        return status, printed


async def baro(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run ``baro`` in a folder with these arguments and settings; its exit status and what it printed. That may name a
    session, so it is not taken for a log."""
    return await _ends(await _starts(folder, ("-m", "bot", *arguments), environment))


async def _starts(folder: Path, arguments: tuple[str, ...], settings: dict[str, str]) -> Process:
    environment = {
        "PYTHONPATH": str(ROOT),
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "COLUMNS": "200",
        **settings,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=environment, stdout=PIPE, stderr=STDOUT, umask=0
    )


async def _ends(process: Process) -> tuple[int, str]:
    printed, _nothing = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()

"""The bot's processes: which runs, which is killed. Nothing of what people do, nothing of what is counted."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from bot.settings import ROOT

STOPPING = 30.0
"""Seconds that a process has to end after SIGTERM."""


class Crew:
    """So many processes of ``baro run`` as there are environments, numbered from 0, all started in one folder."""

    def __init__(self, folder: Path, environments: Sequence[Mapping[str, str]]) -> None:
        self._folder = folder
        self._environments = environments
        self._processes: dict[int, asyncio.subprocess.Process] = {}
        self.log = folder / "log"

    def __len__(self) -> int:
        return len(self._environments)

    async def starts(self, number: int) -> None:
        """Start one of the processes."""
        with self.log.open("ab") as log:
            self._processes[number] = await self._launch(self._environments[number], log)

    async def start(self) -> None:
        """Start them all."""
        for number in range(len(self)):
            await self.starts(number)

    def kill(self, number: int) -> None:
        """SIGKILL: it gets no chance to do anything more."""
        os.kill(self._processes[number].pid, signal.SIGKILL)

    async def gone(self, number: int) -> int:
        """Wait until a process has ended; its exit status."""
        return await self._processes[number].wait()

    async def stop(self) -> list[int]:
        """SIGTERM to all; their exit statuses. Whoever does not end in time is killed."""
        for process in self._processes.values():
            if process.returncode is None:
                process.terminate()
        try:
            async with asyncio.timeout(STOPPING):
                return [await process.wait() for process in self._processes.values()]
        finally:
            for process in self._processes.values():
                if process.returncode is None:
                    process.kill()
                    await process.wait()

    async def _launch(self, settings: Mapping[str, str], log: IO[bytes]) -> asyncio.subprocess.Process:
        environment = {
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self._folder),
            **settings,
        }
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self._folder, env=environment, stdout=log, stderr=log
        )

"""The bot's processes: which runs, which is killed. Nothing of what people do, nothing of what is counted."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
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
        self._logs: list[Path] = []
        self._newest_logs: dict[int, Path] = {}

    def __len__(self) -> int:
        return len(self._environments)

    @property
    def log(self) -> str:
        """What all have written, one start after another."""
        return "".join(path.read_text("utf-8") for path in self._logs)

    async def starts(self, number: int) -> None:
        """Start one of the processes."""
        path = self._folder / f"log.{len(self._logs)}"
        self._logs.append(path)
        self._newest_logs[number] = path
        with path.open("wb") as log:
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
        """SIGTERM to all, once they are up; their exit statuses. Whoever does not end in time is killed."""
        await self._are_up()
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

    async def _are_up(self) -> None:
        """Wait until each has said something, or ended: before that it does not hear signals yet."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOPPING):
                for number, process in self._processes.items():
                    while process.returncode is None and not self._newest_logs[number].stat().st_size:
                        await asyncio.sleep(0.05)

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

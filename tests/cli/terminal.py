"""A terminal in which ``baro`` is run as the operator runs it: in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.settings import ROOT


async def baro(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run ``baro`` in a folder with these arguments and settings; its exit status and what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "COLUMNS": "200",
            **environment,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _nothing = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()

"""What the stories of this folder happen in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.standin import StandIn
from tests.cli.terminal import Operator


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    """Somebody with a terminal, and Telegram within reach."""
    async with await StandIn.start() as standin:
        yield Operator(standin, tmp_path)

"""What the stories of this folder happen in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.house import House, house


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """An installation with one session that has begun."""
    async with house(tmp_path) as opened:
        await opened.begins()
        yield opened

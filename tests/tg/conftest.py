"""What the stories of this folder happen in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.room import Room
from tests.fakes.room import room as open_room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room with the real bot in it."""
    async with open_room(tmp_path) as opened:
        yield opened

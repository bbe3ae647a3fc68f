"""What holds for every test, and what several folders need."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.fakes import postgresql as fakes

# How long one example takes says how busy the machine is, not whether the code is right.
settings.register_profile("baro", deadline=None, print_blob=True)
settings.load_profile("baro")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[fakes.Server]:
    """A PostgreSQL server, made when a test first asks for it. Where there is none: skipped, but in continuous
    integration that is a failure."""
    if fakes.programs() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(fakes.MISSING)
    with fakes.server() as running:
        yield running

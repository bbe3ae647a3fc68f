"""``pytest tests/transcripts --write-transcripts`` writes what people are shown anew, to be read and committed."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that writes instead of comparing."""
    parser.addoption("--write-transcripts", action="store_true", help="write tests/transcripts anew")

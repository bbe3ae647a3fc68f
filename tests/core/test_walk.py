"""How far a broadcast has come: enough to wait by, nothing to find somebody's key by."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.walk import Sending, part_seen, sending

KEYS = st.binary(min_size=16, max_size=16)


@pytest.mark.parametrize(
    ("cursor", "people", "rate", "told"),
    [
        (b"", 5_000, 30, Sending(0, 3)),
        (b"\x80" + bytes(15), 5_000, 30, Sending(50, 2)),
        (b"\xa9" + bytes(15), 5_000, 30, Sending(60, 0)),
        (b"\xff" * 16, 5_000, 30, Sending(90, 0)),
        (b"\x80" + bytes(15), 5_000, 0, Sending(50, None)),
        (b"", 149, 30, None),
        (b"", 2_499, 0, None),
    ],
)
def test_it_is_told_in_tenths_and_whole_minutes(
    cursor: bytes, people: int, rate: int, told: Sending | None
) -> None:
    assert sending(cursor, people, rate) == told


def test_where_a_walk_stands_among_all_keys_is_the_part_of_its_people_that_it_has_seen() -> None:
    keys = sorted(secrets.token_bytes(16) for _person in range(2_000))
    assert all(abs(part_seen(key) - place / 2_000) < 0.1 for place, key in enumerate(keys))


@given(KEYS, KEYS, st.integers(150, 100_000))
def test_keys_that_begin_alike_are_told_alike(one: bytes, other: bytes, people: int) -> None:
    """Ten figures at most are told of all keys that there are, and never the last tenth's end."""
    told = [sending(each, people, 0 if people > 2_500 else 30) for each in (one, other)]
    assert all(each is not None and each.percent in range(0, 100, 10) for each in told)


@given(KEYS, KEYS)
def test_a_walk_never_seems_to_go_back(one: bytes, other: bytes) -> None:
    before, after = (sending(each, 20_000, 30) for each in sorted((one, other)))
    assert before and after and before.minutes is not None and after.minutes is not None
    assert before.percent <= after.percent and before.minutes >= after.minutes

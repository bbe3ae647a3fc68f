"""Who guesses codes must wait, and is forgotten when they need not wait any more."""

from __future__ import annotations

from bot.tg.guard import TRIES, WINDOW, Guard


def test_who_types_too_many_wrong_codes_waits() -> None:
    guard = Guard()
    for moment in range(TRIES):
        assert not guard.closed(b"awa", moment)
        guard.wrong(b"awa", moment)
    assert guard.closed(b"awa", TRIES)
    assert not guard.closed(b"moussa", TRIES)
    assert not guard.closed(b"awa", WINDOW)


def test_who_was_wrong_long_ago_is_in_no_memory_any_more() -> None:
    guard = Guard()
    guard.wrong(b"awa", 0)
    guard.wrong(b"moussa", WINDOW - 1)
    assert guard.counted == 2
    guard.closed(b"sira", WINDOW)
    assert guard.counted == 1

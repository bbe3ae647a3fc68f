"""The operating system's randomness, as Baro draws from it."""

from __future__ import annotations

from collections import Counter

from bot.wiring import SystemChance

ALPHABET = "abcdefghijk"


def test_every_letter_comes_up_in_every_place_about_as_often() -> None:
    words = [SystemChance().letters(ALPHABET, 7) for _word in range(5_500)]
    assert {len(word) for word in words} == {7}
    for place in range(7):
        times = Counter(word[place] for word in words)
        assert set(times) == set(ALPHABET)
        # 500 are expected of each; six standard deviations are 128.
        assert all(abs(count - 500) < 135 for count in times.values())


def test_no_two_are_alike() -> None:
    assert len({SystemChance().letters(ALPHABET, 22) for _word in range(1_000)}) == 1_000

"""Colours of charts: blue against sand and brown, apart for every kind of colour blindness and in shades of
grey."""

from __future__ import annotations

Colour = tuple[int, int, int]

INK = "#1a1a1a"
QUIET = "#555555"
WHITE = "#ffffff"
TRACK = "#ececec"
OPTION = "#1f5a96"
HATCHED = "#c9c9c9"

_MOST, _LEAST_FAVOURABLE = (11, 61, 115), (108, 167, 215)
_LOWER_MIDDLE, _UPPER_MIDDLE = (228, 228, 228), (186, 186, 186)
_LEAST_UNFAVOURABLE, _LEAST = (243, 214, 160), (138, 84, 20)


def point_colours(points: int, top: int, bottom: int) -> list[str]:
    """A colour for each point of a scale, from least to most; the ``bottom`` first and ``top`` last stand
    apart."""
    return [
        *_shades(_LEAST, _LEAST_UNFAVOURABLE, bottom),
        *_shades(_LOWER_MIDDLE, _UPPER_MIDDLE, points - top - bottom),
        *_shades(_LEAST_FAVOURABLE, _MOST, top),
    ]


def ink_on(fill: str) -> str:
    """Black or white, whichever has more contrast on this colour (WCAG 2.2, «relative luminance»)."""
    red, green, blue = (_linear(part / 255) for part in bytes.fromhex(fill[1:]))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return INK if (luminance + 0.05) ** 2 > 0.05 * 1.05 else WHITE


def _shades(first: Colour, last: Colour, steps: int) -> list[str]:
    """Colours from ``first`` to ``last``; a single one is the darker of the two."""
    if steps == 1:
        return [_written(min(first, last))]
    return [
        _written(tuple(round(a + (b - a) * step / (steps - 1)) for a, b in zip(first, last, strict=True)))
        for step in range(steps)
    ]


def _written(colour: tuple[int, ...]) -> str:
    return "#" + bytes(colour).hex()


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

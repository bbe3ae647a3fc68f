"""A chat as a picture (SVG): what a person has on their phone, for the README. Its letters are the viewer's own, so
that signs and Bambara letters look as they do on a phone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 380
MARGIN = 12
BUBBLE = 320
LINE = 20
ROW = 34
LETTERS = 36
"""Letters on a line of a bubble, at 15 pixels."""

SKY, BOT, PERSON, KEY, INK = "#dfe7ec", "#ffffff", "#d9f4c7", "#8aa4b3", "#17212b"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: its text, its rows of button labels, and whether the bot wrote it."""

    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    by_bot: bool = True


def draw_chat(bubbles: Iterable[Bubble]) -> str:
    """The chat as SVG, oldest message first."""
    parts: list[str] = []
    top = MARGIN
    for bubble in bubbles:
        drawn, height = _bubble(bubble, top)
        parts += drawn
        top += height + 8
    height = top + MARGIN
    font = "font-family='Roboto, Noto Sans, DejaVu Sans, sans-serif' font-size='15'"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}' {font}>"
        f"<rect width='{WIDTH}' height='{height}' rx='18' fill='{SKY}'/>{''.join(parts)}</svg>\n"
    )


def _bubble(bubble: Bubble, top: int) -> tuple[list[str], int]:
    lines = [line for paragraph in bubble.text.split("\n") for line in _wrapped(paragraph)]
    height = len(lines) * LINE + 16
    left = MARGIN if bubble.by_bot else WIDTH - MARGIN - BUBBLE
    fill = BOT if bubble.by_bot else PERSON
    parts = [f"<rect x='{left}' y='{top}' width='{BUBBLE}' height='{height}' rx='12' fill='{fill}'/>"]
    parts += [
        f"<text x='{left + 12}' y='{top + 22 + LINE * place}' fill='{INK}'>{escape(line)}</text>"
        for place, line in enumerate(lines)
        if line
    ]
    for row in bubble.rows:
        parts += _keys(row, left, top + height + 4)
        height += ROW + 4
    return parts, height


def _wrapped(paragraph: str) -> Sequence[str]:
    return textwrap.wrap(paragraph, LETTERS, break_long_words=True) or [""]


def _keys(labels: Sequence[str], left: int, top: int) -> list[str]:
    """A row of buttons of one width."""
    width = (BUBBLE - 4 * (len(labels) - 1)) / len(labels)
    parts = []
    for place, label in enumerate(labels):
        start = left + place * (width + 4)
        parts.append(
            f"<rect x='{start:.0f}' y='{top}' width='{width:.0f}' height='{ROW}' rx='8' fill='{KEY}'/>"
            f"<text x='{start + width / 2:.0f}' y='{top + 22}' text-anchor='middle' fill='white'>{escape(label)}</text>"
        )
    return parts

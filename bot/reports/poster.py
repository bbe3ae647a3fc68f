"""The invitation to a session as a picture, to print and hang on a wall: title, QR code, code in large
letters."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw

from bot.app.documents import Poster
from bot.reports.lettering import Letters, pillow_font
from bot.reports.palette import INK, QUIET, WHITE

WIDTH, HEIGHT = 1240, 1748
"""A6 at 300 pixels an inch."""

_MARGIN = 70
_INNER = WIDTH - 2 * _MARGIN
_QR_SIZE = 820
_QUIET_ZONE = 4
_LEAST_GAP = 16


@dataclass(frozen=True, slots=True)
class _Words:
    """Centred lines of one size."""

    lines: list[str]
    letters: Letters
    colour: str

    @property
    def height(self) -> int:
        return len(self.lines) * self.letters.line_height


def draw(poster: Poster) -> bytes:
    """The poster as a PNG of ``WIDTH`` by ``HEIGHT`` pixels. Where there is too much to read, letters are
    smaller.

    Raises segno.DataOverflowError for a link that is too long for a QR code.
    """
    code = _qr_code(poster.link)
    room = HEIGHT - 2 * _MARGIN - code.height
    above, below, gap = _fitted(poster, room)
    picture = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    top = _write(picture, above, _MARGIN, gap)
    picture.paste(code, ((WIDTH - code.width) // 2, top))
    _write(picture, below, top + code.height + gap, gap)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitted(poster: Poster, room: int) -> tuple[list[_Words], list[_Words], int]:
    """The words above and below the QR code, as large as the room allows, and the gap between all of them."""
    for percent in range(100, 20, -5):
        above, below = _words(poster, percent)
        gaps = len(above) + len(below)
        gap = (room - sum(words.height for words in above + below)) // gaps
        if gap >= _LEAST_GAP:
            break
    return above, below, gap


def _words(poster: Poster, percent: int) -> tuple[list[_Words], list[_Words]]:
    def words(text: str, size: int, colour: str = INK, bold: bool = False) -> list[_Words]:
        letters = Letters(size * percent // 100, bold)
        lines = letters.wrap(text, _INNER)
        return [_Words(lines, letters, colour)] if lines else []

    address = poster.link.removeprefix("https://")
    above = words(poster.title, 72, bold=True) + words(poster.scan, 50)
    below = words(address, 36, QUIET) + words(poster.write, 50) + words(poster.code, 140, bold=True)
    return above, below + words(poster.note, 34, QUIET)


def _qr_code(link: str) -> Image.Image:
    """The QR code with its quiet zone, in whole pixels a module, at most ``_QR_SIZE`` wide."""
    code = segno.make(link, error="m", micro=False)
    scale = _QR_SIZE // (len(code.matrix) + 2 * _QUIET_ZONE)
    file = io.BytesIO()
    code.save(file, kind="png", scale=scale, border=_QUIET_ZONE)
    return Image.open(file)


def _write(picture: Image.Image, words: list[_Words], top: int, gap: int) -> int:
    """Write these words from ``top`` downwards; answers where the next thing begins."""
    pen = ImageDraw.Draw(picture)
    for block in words:
        for line in block.lines:
            middle_top = (WIDTH // 2, top)
            pen.text(middle_top, line, block.colour, pillow_font(block.letters), anchor="ma")
            top += block.letters.line_height
        top += gap
    return top

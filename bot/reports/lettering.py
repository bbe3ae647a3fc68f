"""Words as pictures show them: in DejaVu Sans, which has ɛ ɔ ɲ ŋ and comes with matplotlib; wrapped to a
width.

Importing this imports the heart of matplotlib and takes a quarter of a second.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font
from PIL import ImageFont

_FONTS = Path(matplotlib.get_data_path(), "fonts", "ttf")
_FIRST_EMOJI = 0x1F000
"""From here on the font has a few outlined faces and no more, so that all signs from here on are left out."""

_EMOJI_STYLE = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Letters:
    """How words are written; ``size`` is in pixels."""

    size: int
    bold: bool = False

    @property
    def file(self) -> Path:
        """The font's file."""
        return _FONTS / ("DejaVuSans-Bold.ttf" if self.bold else "DejaVuSans.ttf")

    @property
    def line_height(self) -> int:
        """Pixels from one line to the next."""
        return round(self.size * 1.28)

    def width(self, text: str) -> float:
        """Pixels that the text takes on one line."""
        return pillow_font(self).getlength(text)

    def wrap(self, text: str, width: float) -> list[str]:
        """The text, without signs that the font lacks, in lines of at most this many pixels.

        A word too long for a line is broken. No line begins with the ``:`` or ``%`` before which French has a
        space that does not break.
        """
        lines: list[str] = []
        for word in drawable(text).split(" "):
            joined = f"{lines[-1]} {word}" if lines else word
            if self.width(joined) <= width:
                lines[-1:] = [joined]
            else:
                lines += self._broken(word, width)
        return [line for line in lines if line]

    def _broken(self, word: str, width: float) -> list[str]:
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces


@cache
def pillow_font(letters: Letters) -> ImageFont.FreeTypeFont:
    """The font in this size."""
    return ImageFont.truetype(letters.file, letters.size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """The text in one line, without control characters, emojis and other signs that the font lacks."""
    shown = filter(_has_shape, re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text)))
    return re.sub(" +", " ", "".join(shown)).strip()


def _has_shape(letter: str) -> bool:
    if unicodedata.category(letter).startswith("C") or letter == _EMOJI_STYLE or ord(letter) >= _FIRST_EMOJI:
        return False
    return _dejavu().get_char_index(ord(letter)) != 0


@cache
def _dejavu() -> FT2Font:
    return FT2Font(Letters(size=12).file)

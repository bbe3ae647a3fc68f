"""A page on which charts are drawn, in pixels from its upper left corner; matplotlib paints it.

Charts are laid out by pixels because matplotlib's own axes do not keep long labels and figures from running
into each other. No global state of matplotlib is used, so that this may run in a thread. Importing this takes
a second.
"""

from __future__ import annotations

import io
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from bot.reports.lettering import Letters

WIDTH = 1080
MARGIN = 48
INNER = WIDTH - 2 * MARGIN
_PIXELS_PER_INCH = 72
"""Then a point, which matplotlib measures letters and lines in, is a pixel."""

Align = Literal["left", "center", "right"]


class Canvas:
    """Collects what is drawn; how high the page is turns out at the end."""

    def __init__(self) -> None:
        self._artists: list[Artist] = []
        self._from_top = Affine2D()

    def box(self, left: float, top: float, width: float, height: float, *, fill: str) -> None:
        """A filled rectangle."""
        self._add(Rectangle((left, top), width, height, facecolor=fill, linewidth=0))

    def dashed_frame(self, left: float, top: float, width: float, height: float, *, colour: str) -> None:
        """The border of a rectangle."""
        dashes = (0, (4, 3))
        self._add(
            Rectangle((left, top), width, height, fill=False, edgecolor=colour, linewidth=3, linestyle=dashes)
        )

    def hatch(self, left: float, top: float, width: float, height: float, *, colour: str) -> None:
        """Slanted lines over a rectangle."""
        lines = Rectangle((left, top), width, height, fill=False, edgecolor=colour, linewidth=0, hatch="/")
        lines.set_hatch_linewidth(2.5)
        self._add(lines)

    def line(self, points: list[tuple[float, float]], *, colour: str, width: float = 4) -> None:
        """A line through these points."""
        across, down = zip(*points, strict=True)
        self._add(Line2D(across, down, color=colour, linewidth=width, solid_capstyle="butt"))

    def dot(self, across: float, down: float, *, colour: str) -> None:
        """A dot to be seen on a line."""
        self._add(Line2D([across], [down], color=colour, marker="o", markersize=14, markeredgewidth=0))

    def write(
        self,
        across: float,
        top: float,
        lines: list[str],
        letters: Letters,
        *,
        colour: str,
        align: Align = "left",
    ) -> float:
        """Lines of text, the first just below ``top``; answers where the next would begin."""
        for line in lines:
            text = Text(
                across,
                top + letters.size,
                line,
                color=colour,
                fontproperties=FontProperties(fname=letters.file, size=letters.size),
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,
                usetex=False,
            )
            self._add(text)
            top += letters.line_height
        return top

    def png(self, height: int) -> bytes:
        """What was drawn as a PNG of ``WIDTH`` by ``height`` pixels that tells nothing of how it was made."""
        figure = Figure(
            (WIDTH / _PIXELS_PER_INCH, height / _PIXELS_PER_INCH), _PIXELS_PER_INCH, facecolor="white"
        )
        self._from_top.clear().scale(1, -1).translate(0, height)
        for artist in self._artists:
            figure.add_artist(artist)
        file = io.BytesIO()
        figure.savefig(
            file, format="png", dpi=_PIXELS_PER_INCH, facecolor="white", metadata={"Software": None}
        )
        return file.getvalue()

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._from_top)
        self._artists.append(artist)

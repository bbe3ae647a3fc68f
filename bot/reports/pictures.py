"""The door to everything that is drawn: charts, posters, QR codes in a terminal.

What draws is imported when something is first drawn: matplotlib takes a second on a small server (more the
first time of all, when it lists the fonts), and Baro starts without it. The functions share nothing that they
change, so that they may run in a thread; all they take and answer can be pickled, so that they may run in a
process.
"""

from __future__ import annotations

import io

import segno

from bot.app.documents import Chart, Poster


def chart_pictures(chart: Chart, tallest: int | None = None) -> tuple[bytes, ...]:
    """The chart as PNG pictures for a phone, 1080 pixels wide and at most 1920 high, or at most
    ``tallest``."""
    from bot.reports import chart as charts

    return charts.draw(chart, tallest or charts.TALLEST)


def poster_picture(poster: Poster) -> bytes:
    """The poster as a PNG of A6 at 300 pixels an inch."""
    from bot.reports import poster as posters

    return posters.draw(poster)


def terminal_qr(link: str) -> str:
    """The link as a QR code of block characters, to be written in white on black whatever the terminal's
    colours."""
    text = io.StringIO()
    segno.make(link, error="l", micro=False).terminal(text, border=2, compact=True)
    return text.getvalue()

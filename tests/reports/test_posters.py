"""The invitation on the wall and in the terminal."""

import io
from dataclasses import replace

import segno
from PIL import Image

from bot.app.documents import Poster
from bot.reports.pictures import poster_picture, terminal_qr
from bot.reports.poster import WIDTH

LINK = "https://t.me/BaroBot?start=AH234X"
POSTER = Poster(
    title="Baro Ɲɔnɔ la",
    scan="Scannez avec votre téléphone",
    link=LINK,
    write="ou envoyez ce code :",
    code="AH2 34X",
    note="Confidentiel",
)


def modules_on(picture: Image.Image, size: int, scale: int) -> list[list[int]]:
    """The QR code's modules as a camera would find them: from its upper left finder pattern on."""
    left = (WIDTH - size * scale) // 2
    finder = b"\0" * 7 * scale
    grey = picture.convert("L")
    rows = (
        row
        for row in range(picture.height)
        if grey.crop((left, row, left + 7 * scale, row + 1)).tobytes() == finder
    )
    code = grey.crop((left, top := next(rows), left + size * scale, top + size * scale))
    pixels = code.resize((size, size), Image.Resampling.NEAREST).tobytes()
    return [[int(pixel == 0) for pixel in pixels[row * size : (row + 1) * size]] for row in range(size)]


def test_the_poster_is_a_postcard_without_words_beside_its_pixels() -> None:
    picture = Image.open(io.BytesIO(poster_picture(POSTER)))
    assert picture.size == (1240, 1748)
    assert picture.info == {}


def test_the_code_on_the_poster_leads_to_the_link() -> None:
    code = segno.make(LINK, error="m", micro=False)
    size = len(code.matrix)
    scale = 820 // (size + 2 * 4)
    picture = Image.open(io.BytesIO(poster_picture(POSTER)))
    assert modules_on(picture, size, scale) == [list(row) for row in code.matrix]


def test_long_words_leave_the_margins_white() -> None:
    poster = replace(POSTER, title="Baro kɛnɛ kan, " * 12, scan="Scannez " * 40, note="Confidentiel " * 30)
    picture = Image.open(io.BytesIO(poster_picture(poster))).convert("L")
    edges = [(0, 0, 1240, 60), (0, 1688, 1240, 1748), (0, 0, 60, 1748), (1180, 0, 1240, 1748)]
    assert [picture.crop(edge).getextrema() for edge in edges] == [(255, 255)] * 4


def test_the_same_poster_gives_the_same_bytes() -> None:
    assert poster_picture(POSTER) == poster_picture(POSTER)


def test_the_code_in_a_terminal_fits_eighty_columns() -> None:
    lines = terminal_qr(LINK + "_a-token-of-an-invitation-with-forty-letters").splitlines()
    assert set("".join(lines)) == set(" ▀▄█")
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 80

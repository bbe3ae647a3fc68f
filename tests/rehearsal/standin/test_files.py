"""What counts as a picture, and how large it is."""

from __future__ import annotations

import struct

import pytest

from bot.rehearsal.standin.files import Files, image_size, photo_sizes
from bot.rehearsal.standin.refusals import Refusal


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + struct.pack(">II", width, height) + b"\x08"


def jpeg(width: int, height: int) -> bytes:
    application = b"\xff\xe0\x00\x04\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x00\x00\x00"
    return b"\xff\xd8" + application + frame


@pytest.mark.parametrize("picture", [png(640, 480), jpeg(640, 480)])
def test_the_size_stands_in_the_header(picture: bytes) -> None:
    assert image_size(picture) == (640, 480)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xd9", png(0, 0), png(1, 1)[:20]])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="IMAGE_PROCESS_FAILED"):
        image_size(content)


@pytest.mark.parametrize(("width", "height"), [(9000, 1001), (2100, 100)])
def test_pictures_too_large_or_too_narrow_are_refused(width: int, height: int) -> None:
    file = Files().add("photo", png(width, height), "chart.png")

    with pytest.raises(Refusal, match="PHOTO_INVALID_DIMENSIONS"):
        photo_sizes(file)


def test_a_picture_comes_with_a_thumbnail() -> None:
    small, large = photo_sizes(Files().add("photo", png(1800, 900), "chart.png"))

    assert (small["width"], small["height"]) == (90, 45)
    assert (large["width"], large["height"]) == (1800, 900)

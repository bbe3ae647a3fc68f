"""The files that the bot sent: kept in a folder, and read as whoever finds them would."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.rehearsal.standin import Message

_CELL = re.compile(r"<t[^>]*>([^<]*)</t>")
_DASH = re.compile(r"(?:^|\s)– ")
_PNG_HEAD = 8
_PICTURE = b"IDAT"


@dataclass(frozen=True, slots=True)
class Keepsake:
    """One file that was sent, under a name of its own."""

    name: str
    content: bytes

    @property
    def text(self) -> str:
        """All that can be read in it: of a workbook every part, of a picture what is written beside the pixels."""
        if self.name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        elif self.name.endswith(".png"):
            parts = list(_beside_pixels(self.content))
        else:
            parts = [self.content]
        return "\n".join(part.decode("utf-8-sig", "replace") for part in parts)

    def says(self, words: str) -> bool:
        """Whether a cell, or one of several texts in a cell, is exactly this."""
        return words in self._texts()

    def _texts(self) -> set[str]:
        """What stands in the cells; texts that share one stand behind dashes."""
        if self.name.endswith(".xlsx"):
            cells = [html.unescape(cell) for cell in _CELL.findall(self.text)]
        else:
            cells = [cell for row in csv.reader(io.StringIO(self.text), delimiter=";") for cell in row]
        return {text.strip() for cell in cells for text in [cell, *_DASH.split(cell)]}

    def rows(self) -> list[dict[str, str]]:
        """A table's rows by its headings."""
        return list(csv.DictReader(io.StringIO(self.content.decode("utf-8-sig")), delimiter=";"))


def collect(messages: Iterable[Message]) -> list[Keepsake]:
    """The files of these messages; what was sent again takes its former place, several pictures are numbered."""
    found: dict[str, Keepsake] = {}
    pictures: set[bytes] = set()
    for message in messages:
        content, name = message.file or b"", message.file_name
        if name.endswith(".png"):
            if content in pictures:
                continue
            pictures.add(content)
            name = _free(name, found)
        found[name] = Keepsake(name, content)
    return list(found.values())


def keep(files: Iterable[Keepsake], folder: Path) -> list[Path]:
    """Write the files into a folder, for their owner alone; the ones of the last rehearsal go."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("baro-*"):
        old.unlink()
    paths = []
    for file in files:
        path = folder / file.name
        path.touch(mode=0o600)
        path.write_bytes(file.content)
        paths.append(path)
    return paths


def _free(name: str, taken: Iterable[str]) -> str:
    stem, _dot, ending = name.rpartition(".")
    names = [name, *(f"{stem}-{number}.{ending}" for number in range(2, 100))]
    return next(each for each in names if each not in taken)


def _beside_pixels(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are no pixels (PNG specification, section 5)."""
    place = _PNG_HEAD
    while place + 8 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        if kind != _PICTURE:
            yield content[place + 8 : place + 8 + length]
        place += 12 + length

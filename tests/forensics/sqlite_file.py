"""A SQLite database as an examiner sees it: pages, what lies in their gaps, and what each commit in the log touched.

Read from the file format alone (sqlite.org/fileformat2.html), with no help from SQLite: it would show the live rows
and pass over the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LEAF, _INTERIOR = (10, 13), (2, 5)
WINDOW = 16  # bytes of a keyed name
_HEADER = 100  # bytes before the first page's own header


@dataclass(frozen=True, slots=True)
class Commit:
    """One transaction in the write-ahead log: its pages by number, as they then were."""

    pages: dict[int, bytes]


class DatabaseFile:
    """The pages of one file."""

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        size = int.from_bytes(self.content[16:18], "big") if self.content else 0
        self.page_size = 65_536 if size == 1 else size

    @property
    def free_pages(self) -> int:
        """How many pages are on the list of free ones."""
        return int.from_bytes(self.content[36:40], "big")

    def page(self, number: int) -> bytes:
        """A page by its number, from 1."""
        return self.content[(number - 1) * self.page_size : number * self.page_size]

    @property
    def pages(self) -> int:
        return len(self.content) // self.page_size if self.page_size else 0

    def gaps(self) -> Iterator[bytes]:
        """Every stretch of bytes in a table's pages that belongs to no row: what SQLite passes over. The pages of the
        schema, which holds the definitions of the tables and nothing else, are left out."""
        schema = self.tables({"schema": 1}, {})
        for number in range(1, self.pages + 1):
            if number not in schema:
                yield from _gaps(self.page(number), 0)

    def tables(self, roots: dict[str, int], pages: dict[int, bytes]) -> dict[int, str]:
        """To which of these trees (by their first page) each page belongs; ``pages`` replace those of the file."""
        found: dict[int, str] = {}
        for table, root in roots.items():
            self._walk(root, table, pages, found)
        return found

    def _walk(self, number: int, table: str, pages: dict[int, bytes], found: dict[int, str]) -> None:
        page = pages.get(number) or self.page(number)
        if number in found or not page:
            return
        found[number] = table
        start = _HEADER if number == 1 else 0
        if page[start] not in _INTERIOR:
            return
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        for place in range(cells):
            pointer = start + 12 + 2 * place
            cell = int.from_bytes(page[pointer : pointer + 2], "big")
            self._walk(int.from_bytes(page[cell : cell + 4], "big"), table, pages, found)
        self._walk(int.from_bytes(page[start + 8 : start + 12], "big"), table, pages, found)


def _gaps(page: bytes, start: int) -> Iterator[bytes]:
    if page[start] not in (*_LEAF, *_INTERIOR):
        return
    header = 12 if page[start] in _INTERIOR else 8
    block = int.from_bytes(page[start + 1 : start + 3], "big")
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    content = int.from_bytes(page[start + 5 : start + 7], "big") or 65_536
    yield page[start + header + 2 * cells : content]
    while block:
        following, size = (int.from_bytes(page[block + at : block + at + 2], "big") for at in (0, 2))
        yield page[block + 4 : block + size]
        block = following


def telling(gap: bytes, page_size: int) -> bool:
    """Whether a gap holds as much as a keyed name of anything. What SQLite's own bookkeeping leaves there does not
    count: places in the page and sizes of free blocks, two bytes each."""
    for at in range(len(gap) - WINDOW + 1):
        window = gap[at : at + WINDOW]
        if window.count(0) <= WINDOW // 4:
            places = (int.from_bytes(window[pair : pair + 2], "big") for pair in range(0, WINDOW, 2))
            if not all(place < page_size for place in places):
                return True
    return False


def commits(log: Path, page_size: int) -> list[Commit]:
    """The transactions that stand in a write-ahead log, oldest first."""
    content = log.read_bytes() if log.exists() else b""
    salt, found, pages = content[16:24], [], {}
    for start in range(32, len(content), 24 + page_size):
        frame = content[start : start + 24]
        if frame[8:16] != salt:  # left over from before the log was last begun anew
            break
        pages[int.from_bytes(frame[:4], "big")] = content[start + 24 : start + 24 + page_size]
        if int.from_bytes(frame[4:8], "big"):
            found.append(Commit(pages))
            pages = {}
    return found

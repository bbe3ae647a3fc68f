"""What turns documents into files: the functions of ``bot.reports``, as the rest of Baro knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.app.documents import Chart, Poster, Sheet


@dataclass(frozen=True, slots=True)
class Press:
    """Each function gives a file's bytes and shares nothing with another call, so it may run in a thread.

    ``csv`` takes one sheet, ``workbook`` a title and sheets with different names; ``pictures`` gives as many
    PNG pictures as a chart needs, ``poster`` one.
    """

    csv: Callable[[Sheet], bytes]
    workbook: Callable[[str, Iterable[Sheet]], bytes]
    pictures: Callable[[Chart], tuple[bytes, ...]]
    poster: Callable[[Poster], bytes]

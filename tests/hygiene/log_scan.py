"""The log scan: every record of every logger, at every level, during every test, and what subprocesses print.

``tests/conftest.py`` has it listen from the beginning to the end, and fails the test during which something was told
that ``Marks`` holds. What it may not find is what the stand-in's people say and who they are, which it learns from the
updates that they cause, and what a test marks by itself: ``SCAN.marks.text(…)``.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping

from bot.rehearsal.standin import TOKEN, UpdateQueue
from tests.hygiene.marks import Marks


class LogScan(logging.Handler):
    """Hears what is logged, and reads what it is given; ``leaks`` tells what of it should not have been told."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.marks = Marks()
        self._heard: dict[str, None] = {}
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def begins(self) -> None:
        """Hear every logger at every level, and learn what the stand-in's people say."""
        root = logging.getLogger()
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        UpdateQueue.witnesses.append(self.marks.update)
        self.marks.token(TOKEN)

    def emit(self, record: logging.LogRecord) -> None:
        whole = copy.copy(record)
        whole.exc_text = (
            None  # what another handler made of the error may be less than what a handler can know
        )
        try:
            self.reads(self.format(whole))
        except (TypeError, ValueError):  # it cannot be formatted: Python prints the record itself
            self.reads(f"{record.name} {record.msg!r} {record.args!r}")

    def reads(self, text: str) -> None:
        """Look through a text that something has printed."""
        self._heard[text] = None

    def leaks(self) -> list[str]:
        """What was told since the last time and should not have been, a sentence each."""
        heard, self._heard = self._heard, {}
        if not heard or not self.marks.found_in("\n".join(heard)):
            return []
        return [_sentence(text, found) for text in heard if (found := self.marks.found_in(text))]


def _sentence(text: str, found: Mapping[str, str]) -> str:
    longest = max(found, key=len)
    return f"{found[longest]} ({longest!r}) was told: {text[:1000]}"


SCAN = LogScan()
"""The one that listens to this run of the suite."""

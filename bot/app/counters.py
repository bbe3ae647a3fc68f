"""What is counted of Baro's work. Numbers alone: no session, chat, person or word is ever a part of one.

``Counters`` is what the fronts and the storage call; ``bot.web.metrics`` keeps the numbers and shows them.
"""

from __future__ import annotations

from typing import Literal, Protocol

Counted = Literal["updates", "ignored", "batches", "failures", "sent", "refusals"]
"""What happened: an update was handled (by its kind), was ignored (by the reason); a batch was committed (of several
updates together, or of a single one); something failed (by the error's class); a message was sent (by its method, and
whether it was an answer or a broadcast's); Telegram refused a call (by the library's class of refusals)."""

Access = Literal["read", "write"]

Ignored = Literal[
    "secret", "too_large", "not_json", "not_an_update", "unknown_kind", "unreadable", "repeated", "flood"
]
"""Why an update, or what came in its place, was not handled."""


class Counters(Protocol):
    """Counts what happens. Never fails, never waits."""

    def count(self, what: Counted, *kinds: str, times: int = 1) -> None:
        """It happened so many times. ``kinds`` are names that stand in the code, never anything that somebody sent."""

    def took(self, access: Access, seconds: float) -> None:
        """A transaction held its connection for so long."""


class Uncounted:
    """Counts nothing: for commands of the terminal."""

    def count(self, what: Counted, *kinds: str, times: int = 1) -> None:
        """Pass over it."""

    def took(self, access: Access, seconds: float) -> None:
        """Pass over it."""


UNCOUNTED = Uncounted()

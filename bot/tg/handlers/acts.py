"""How something that staff can do is declared: what it needs, what the audit log says of it, and the deed itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.app.audit import What
from bot.app.desk import Officer
from bot.app.seat import Scene
from bot.core.roles import Permission
from bot.tg.callback import Tap
from bot.tg.turn import Turn

Deed = Callable[[Turn, Tap, Officer, Scene], Awaitable[None]]
"""What a button on a session does; the session is the officer's to run."""

Errand = Callable[[Turn, Tap, Officer], Awaitable[None]]
"""What a button does that is about no session."""

Typed = Callable[[Turn, Officer, str], Awaitable[None]]
"""What a typed text is for that is about no session."""

TypedInSession = Callable[[Turn, Officer, Scene, str], Awaitable[None]]
"""What a text is for that was typed about a session."""

Command = Callable[[Turn, Officer, Scene | None], Awaitable[None]]
"""What a /command does; the session is the one at hand, if there is one."""

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Act(Generic[F]):
    """``noted`` is None for what neither shows nor changes participants' words, and depends on the button where the
    button says what is done. What turns out to do nothing is not noted (``Turn.came_to_nothing``)."""

    needs: Permission
    noted: What | Callable[[Tap], What | None] | None
    do: F

    def what(self, tap: Tap | None = None) -> What | None:
        """What the audit log says of it."""
        if callable(self.noted):
            return self.noted(tap) if tap is not None else None
        return self.noted

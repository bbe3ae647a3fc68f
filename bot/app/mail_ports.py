"""What sending needs from the database: the outbox, the broadcasts under way, who works together, what is left to be
done, and when the bot last served. As in ``bot.app.ports``, every method may raise StorageFailed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.app.records import Beat, Broadcast, Chore, OutboxState, Panel, Parcel


class Mail(Protocol):
    """The outbox, the broadcasts under way and the facilitators' living messages."""

    def post(self, parcel: Parcel) -> None: ...

    async def state(self, worker: int) -> OutboxState:
        """How the outbox stands, for this worker."""

    async def holders(self, lanes: Collection[bytes]) -> Mapping[bytes, int]:
        """Of these lanes, those in which something waits, each with the worker whose lane it is."""

    async def of(self, worker: int, besides: Collection[int] = ()) -> Sequence[Parcel]:
        """A worker's parcels, oldest first, without those named (they are being sent)."""

    async def adopt(self, worker: int) -> int:
        """Give a worker the parcels of everybody who is not on the roll; how many there were."""

    async def among(self, ids: Collection[int]) -> set[int]:
        """Of these parcels, those that still wait."""

    async def done(self, ids: Collection[int]) -> None: ...

    async def use_key(self, name: str) -> None:
        """From this transaction on the outbox is under the key of this name."""

    async def pending(self) -> int: ...

    async def backlog(self) -> tuple[int, int]:
        """How many parcels wait, and the smallest of their ids (0 where none does)."""

    async def all(self) -> list[Parcel]:
        """Every parcel that waits, oldest first."""

    def replace(self, parcel: Parcel) -> None:
        """Give a parcel that waits another lane and another ciphertext."""

    def start_broadcast(self, session: str, revision: int) -> None:
        """Begin the walk through the roster, or begin it again from the start with a higher revision."""

    async def broadcasts(self) -> list[Broadcast]: ...

    async def move_broadcast(self, broadcast: Broadcast, cursor: bytes) -> None:
        """Note how far the walk has come, unless it was begun again meanwhile."""

    async def end_broadcast(self, broadcast: Broadcast) -> None:
        """The walk is over, unless it was begun again meanwhile."""

    async def drop_broadcast(self, session: str) -> None:
        """Forget a session's walk, wherever it stands."""

    def put_panel(self, panel: Panel) -> None: ...

    def remove_panel(self, session: str, name: bytes) -> None: ...

    async def panels(self, session: str) -> list[Panel]: ...

    async def panels_of(self, name: bytes) -> list[Panel]: ...


class Workers(Protocol):
    """The roll of the workers that share a database. How old an entry is, each reads by its own clock from the beats
    that it sees come."""

    async def join(self, *, alone: bool) -> int:
        """Enter a new worker; gives its number, higher than any before. ``alone``: whoever is on the roll is gone."""

    async def beat(self, number: int) -> Mapping[int, Beat] | None:
        """Count one beat of this worker; how all on the roll are, by number, None if this one is not on it."""

    async def strike_off(self, numbers: Collection[int]) -> None:
        """Take workers off the roll."""


class Chores(Protocol):
    """What is left to be done once a transaction is committed, so that a crash in between forgets nothing of it, and
    what one worker leaves to the one that leads."""

    async def put(self, chores: Collection[Chore]) -> None:
        """Note chores; noting one twice is harmless."""

    async def all(self) -> list[Chore]: ...

    async def done(self, chores: Collection[Chore]) -> None: ...


class Pulse(Protocol):
    """When Baro last served, by which it knows whether it was silent."""

    async def last(self) -> int | None:
        """That moment, in seconds since 1970, to the minute; None if there was none yet."""

    async def beat(self, moment: int) -> None:
        """Baro serves at this moment."""

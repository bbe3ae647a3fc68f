"""An errand: one delivery on its way to Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.app.records import Parcel
from bot.tg.courier import Carried
from bot.tg.delivery import Call, Delivery
from bot.tg.turn import removed


@dataclass(slots=True)
class Errand:
    """One delivery on its way; ``parcel`` is None for one that no row stands for any more. ``carried`` says what has
    come of it so far; ``arrived`` that it is through and written down; ``passed`` that it is through, or that others
    need not wait for it any more, since it was tried and will be tried again."""

    delivery: Delivery
    parcel: Parcel | None
    attempts: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    carried: Carried = field(default_factory=Carried)
    passed: bool = False

    def is_overtaken(self) -> None:
        """Something newer is true: leave it, unless it is being made already."""
        self.carried.withdrawn = True

    def makes_needless(self, other: Errand) -> bool:
        """Whether this is an answer that shows somebody where they are now, and ``other`` what they were to be shown in
        the same place, decided a moment before, which stands back: then the answer should not wait for it."""
        mine, theirs = self.delivery.living, other.delivery.living
        if not mine or not theirs or self.delivery.stands_back or not other.delivery.stands_back:
            return False
        if not self.parcel or not other.parcel or self.parcel.id < other.parcel.id:
            return False
        same = (mine.kind, mine.key) == (theirs.kind, theirs.key)
        return same and any(call.role == "living" for call in self.delivery.calls)

    def leaves_out_what_follows(self, queue: Sequence[Errand]) -> None:
        """Leave out an edit of a living message that one behind it makes anew: who taps quickly is shown where they
        are, not where they were."""
        calls = [call for errand in queue for call in errand.delivery.calls]
        renewed = {call.payload.get("message_id") for call in calls if _is_living_edit(call)}
        if renewed:
            kept = [
                call
                for call in self.delivery.calls
                if not (_is_living_edit(call) and call.payload["message_id"] in renewed)
            ]
            self.delivery = replace(self.delivery, calls=tuple(kept))

    def comes_after(self, other: Errand) -> None:
        """Take away the living message of ``other``, which went into the same place a moment ago: nobody knew its id
        yet when this delivery was made, and a chat has one living message only."""
        mine, theirs = self.delivery.living, other.delivery.living
        if not mine or not theirs or (mine.kind, mine.key) != (theirs.kind, theirs.key):
            return
        if any(call.role == "living" and call.method == "sendMessage" for call in self.delivery.calls):
            calls = (*self.delivery.calls, *removed(self.delivery.chat, other.carried.living))
            self.delivery = replace(self.delivery, calls=calls)


def _is_living_edit(call: Call) -> bool:
    return call.role == "living" and call.method == "editMessageText"

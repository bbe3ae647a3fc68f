"""Which living message was put into each chat last. A chat has one only; who decides the next may not know of it."""

from __future__ import annotations

from bot.tg.delivery import Delivery
from bot.tg.errand import Errand

REMEMBERED = 5_000
"""Places whose last message is remembered. What matters is a moment: until it is written down and read by every
worker."""


class Screens:
    """The last living message in each place, as far as this process has brought it. What was decided before that was
    written down, here or by another worker, takes away the one before it and leaves this one in the chat."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._last: dict[tuple[str, str], int] = {}

    def follow(self, errand: Errand) -> int:
        """Note the living message of an errand that is through. Gives the message that stands in its place still and
        that was not known when it was decided, 0 where there is none."""
        living, message = errand.delivery.living, errand.carried.living
        if living is None or not message:
            return 0
        place = (living.kind, living.key)
        last = self._last.pop(place, 0)
        self._last[place] = message
        if len(self._last) > self._remembered:
            del self._last[next(iter(self._last))]
        # Who knew of none has come in a moment ago, or came back: what there is was meant to stay.
        known = (message, living.before, *_taken_out(errand.delivery))
        return last if living.before and last not in known else 0


def _taken_out(delivery: Delivery) -> list[int]:
    return [
        message
        for call in delivery.calls
        if call.method == "deleteMessages"
        for message in call.payload["message_ids"]
    ]

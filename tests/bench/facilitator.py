"""The facilitator, who has the control message of the session on the screen."""

from __future__ import annotations

from bot.rehearsal.standin import Message, Person, StandIn
from tests.bench.crowd import buttons_of
from tests.bench.room import Room

PATIENCE = 60.0


async def take_the_session(standin: StandIn, fanta: Person, room: Room) -> None:
    """Take the role, unless it was taken before, and open the control message."""
    panel = f"f:{room.session.id}:p"
    await fanta.starts(f"i-{room.invitation}")
    await standin.settled(timeout=PATIENCE)
    asked = await fanta.sends("/seance")
    await screen(fanta, panel, after=asked.message_id)
    await taps_deed(fanta, panel)
    await screen(fanta, f"f:{room.session.id}:o:")


async def taps_deed(fanta: Person, data: str) -> None:
    """Tap the button on the screen that has this in its data."""
    message = _with_button(fanta, data, 0)
    assert message is not None, f"no button {data} on the screen"
    await fanta.taps_data(message, next(each for each in buttons_of(message) if data in each))


async def screen(fanta: Person, data: str, after: int = 0) -> None:
    """Wait for a message newer than ``after`` that has a button with this in its data."""
    await fanta.chat.until(lambda: _with_button(fanta, data, after) is not None, timeout=PATIENCE)


def _with_button(fanta: Person, data: str, after: int) -> Message | None:
    shown = fanta.chat.screen
    if shown is None or shown.message_id <= after:
        return None
    return shown if any(data in each for each in buttons_of(shown)) else None

"""What stands in a button: short words of ASCII that name a session, a deed and its arguments, 64 bytes at most.

Buttons live for ever and can be forged, so everything read back is only a claim: sessions are looked up, seats belong
to the account that tapped, steps and values are checked by the engine.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.codes import SESSION_ID_ALPHABET, SESSION_ID_LENGTH

LIMIT = 64
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Tap:
    """A button as read: who it is for (``p`` participant, ``f`` staff, ``j`` joining), session, deed, arguments."""

    room: str
    session: str
    deed: str
    arguments: tuple[str, ...]

    def argument(self, place: int) -> str:
        """The argument at a place, empty where there is none."""
        return self.arguments[place] if place < len(self.arguments) else ""


def button(room: str, session: str, deed: str, *arguments: str | int) -> str:
    """The data of a button. Raises ValueError when it would be longer than Telegram takes."""
    data = _SEPARATOR.join((room, session, deed, *map(str, arguments)))
    if len(data.encode()) > LIMIT:
        raise ValueError("callback data too long")
    return data


def read(data: str | None) -> Tap | None:
    """A tap on a button of ours, or None for anything else."""
    data = data or ""
    parts = data.split(_SEPARATOR)
    if len(parts) < 3 or parts[0] not in ("p", "f", "j") or len(data) > LIMIT:
        return None
    # A null character, for one, is what PostgreSQL takes in no text.
    if not data.isprintable():
        return None
    room, session, deed, *arguments = parts
    if session and not _could_be_session(session):
        return None
    return Tap(room, session, deed, tuple(arguments))


def _could_be_session(text: str) -> bool:
    return len(text) == SESSION_ID_LENGTH and all(letter in SESSION_ID_ALPHABET for letter in text)

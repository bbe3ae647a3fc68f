"""Derived names: what stands in a table instead of a person.

Each is an HMAC-SHA-256 over a purpose label and its parts under a secret key, cut to 16 bytes (RFC 2104; truncation as
in its section 5). Without the key nobody can go through all Telegram ids and compare; with the session's key
destroyed nobody at all can.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NAME_BYTES = 16


def derive_key(key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose alone (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"baro/{purpose}/v1".encode()).derive(key)


def person_key(session_key: bytes, user: int) -> bytes:
    """The key of a person's row in one session's roster; another session gives another key."""
    return _name(session_key, "person", str(user).encode())


def ballot_key(session_key: bytes, poll: str, person: bytes) -> bytes:
    """The key of a person's ballot. ``poll`` is the step's id, or the pair's where before and after must meet:
    the keys of two polls cannot be matched with each other."""
    return _name(session_key, "ballot", poll.encode(), person)


def support_key(session_key: bytes, question: str, person: bytes) -> bytes:
    """The key of a person's support of one question; it matches no support of another question."""
    return _name(session_key, "support", question.encode(), person)


def sender_name(session_key: bytes, intake: str, person: bytes) -> bytes:
    """What tells apart the senders of questions that wait to be mixed, within one intake key's life."""
    return _name(session_key, "sender", intake.encode(), person)


def report_key(session_key: bytes, person: bytes) -> bytes:
    """The key under which a person's report of a poll is counted once."""
    return _name(session_key, "report", person)


def intake_name(intake_key: bytes, token: str) -> bytes:
    """The id of a question that waits to be mixed. Unlike the hash of the author's token, which the mixed question
    keeps, nobody can reckon it any more once the intake's short-lived key is destroyed: a trace of the waiting row,
    beside which its author's row was written, leads to no question."""
    return _name(intake_key, "intake", token.encode())


def message_name(key: bytes, owner: bytes, message: int) -> bytes:
    """The name under which the id of a message is kept for its owner's chat, so that it stands there once."""
    return _name(key, "message", owner, str(message).encode())


def audit_name(finder_key: bytes, *parts: str) -> bytes:
    """The id of a line of the audit log: organisation, badge, what, about what, day. The same act twice on one day is
    one line, and the id tells nobody without the key whose it is."""
    return _name(finder_key, "audit", *(part.encode() for part in parts))


def progress_shift(session_key: bytes, poll: str, below: int) -> int:
    """A number from 0 that stays the same for a poll and that nobody without the key can tell: by how much its
    progress is told late (``bot.core.progress``)."""
    return int.from_bytes(_name(session_key, "shift", poll.encode()), "big") % below


def staff_name(finder_key: bytes, user: int) -> bytes:
    """The name of a member of staff."""
    return _name(finder_key, "staff", str(user).encode())


def visitor_name(finder_key: bytes, user: int) -> bytes:
    """The name, held in memory only, under which somebody's wrong codes are counted."""
    return _name(finder_key, "visitor", str(user).encode())


def lane_name(outbox_key: bytes, chat: int) -> bytes:
    """The name of a chat's lane in the outbox: what goes to one chat goes in order. It hangs on the outbox's
    short-lived key, since a lane stands beside all that its person did in the same transaction."""
    return _name(outbox_key, "lane", str(chat).encode())


def token_hash(token: str) -> bytes:
    """What is kept of a random token: its SHA-256. The token itself is long enough not to be guessed."""
    return hashlib.sha256(token.encode()).digest()


def _name(key: bytes, purpose: str, *parts: bytes) -> bytes:
    message = _part(purpose.encode())
    for part in parts:
        message += _part(part)
    return hmac.digest(key, message, "sha256")[:NAME_BYTES]


def _part(part: bytes) -> bytes:
    """A part behind its length, so that no two lists of parts make the same message."""
    return len(part).to_bytes(2, "big") + part

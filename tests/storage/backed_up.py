"""A session to back up, and what is done with its backup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.app.records import (
    Commitment,
    HandCount,
    Organisation,
    Poll,
    Question,
    Session,
    Tally,
)
from bot.storage.database import Database

DAY = date(2026, 12, 5)

ADD = Organisation("add", "Alliance pour le dialogue")
PEACE = Session(
    "bamako",
    "add",
    "AH234X",
    "digest",
    "dialogue",
    "Hɛrɛ Bamakɔ",
    "Mairie",
    DAY,
    ("fr", "bm"),
    stage="questions",
    closes=1_796_000_000,
)
POLL = Poll("poll1", "bamako", "police_before", "closed")
TALLY = Tally("bamako", "police_before", '[{"side":"inhabitants"}]')
HANDS = HandCount("bamako", "police_before", "inhabitants", "", "", "hands", {"1": 4, "2": 9})
WELL = Question(
    "m1",
    "bamako",
    "question",
    "inhabitants",
    "bm",
    "Kɔlɔn bɛ mun na ?",
    original="Kɔlɔn bɛ Musa mun na ?",
    theme="Ji",
    status="answered",
    token_hash=b"\x01" * 32,
    answer={"fr": "Avant juin."},
    translation={"fr": "À quoi sert le puits ?"},
)
LAMP = Commitment("c1", "bamako", 1, {"fr": "Réparer la lampe"}, "La mairie", date(2027, 1, 31))


async def keep(database: Database, *questions: Question, session: Session = PEACE) -> None:
    """A session that has come a good way."""
    async with database.begin() as work:
        work.organisations.put(ADD)
        work.sessions.put_script("digest", '{"id":"dialogue"}')
        work.sessions.put(session)
        work.ballots.put_poll(POLL)
        work.ballots.put_tally(TALLY)
        work.ballots.put_hand_count(HANDS)
        work.commitments.put(LAMP)
        for question in questions or (WELL,):
            work.questions.put(question)
        await work.commit()


async def restored(database: Database, path: Path) -> None:
    async with database.restore(path) as work:
        await work.commit()


async def is_empty(database: Database) -> bool:
    """Whether nothing of a backup stands in a database."""
    async with database.read() as work:
        return not (await work.sessions.get("bamako") or await work.organisations.all())

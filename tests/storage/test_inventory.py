"""What the database says that it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.app.records import AuditEntry, Invitation, Member, Parcel, Question, QuestionStatus, Session
from bot.storage.database import Database

OPEN = Session(
    id="sevare23",
    organisation="add",
    code="AH234X",
    script="",
    kind="dialogue",
    title="Paix",
    place="Sévaré",
    day=date(2026, 12, 5),
    languages=("fr",),
    closes=2000,
)
SEALED = replace(OPEN, id="mopti234", code="KZ234X", state="sealed", closes=None)
STATUSES: tuple[QuestionStatus, ...] = ("published", "protected", "protected", "handed")
ENDED = replace(OPEN, id="gao23456", code="YZ234X", state="closed", closes=1000)


async def test_an_empty_database_holds_nothing(database: Database) -> None:
    async with database.read() as work:
        held = await work.inventory.take()
    assert (held.sessions, held.questions, held.members, held.mail) == ((), {}, 0, 0)
    assert (held.invitations_until, held.updates_since, held.audit_since, held.oldest_mail) == (None,) * 4


async def test_what_is_held_is_counted_and_dated(database: Database) -> None:
    async with database.begin() as work:
        for session in (OPEN, SEALED, ENDED):
            work.sessions.put(session)
        for key in (b"awa", b"bakary"):
            work.people.put(key, OPEN.id, b"sealed")
        for number, status in enumerate(STATUSES):
            question = Question(f"q{number}", SEALED.id, "question", "inhabitants", "fr", "?")
            work.questions.put(replace(question, status=status))
        work.members.put(Member(b"fanta", "add", "facilitator", b"sealed"))
        for token, expires in ((b"one", 500), (b"two", 900)):
            work.members.invite(Invitation(token, "add", "leader", expires))
        await work.updates.remember([1, 2], date(2026, 12, 4))
        await work.updates.remember([3], date(2026, 12, 5))
        work.audit.put(AuditEntry(b"entry", "add", date(2026, 11, 1), b"sealed"))
        for id in (30, 20):
            work.mail.post(Parcel(b"lane", b"sealed", id=id))
        await work.commit()
    async with database.read() as work:
        held = await work.inventory.take()
    assert [(each.code, each.state, each.people, each.closes) for each in held.sessions] == [
        ("YZ234X", "closed", 0, 1000),
        ("AH234X", "open", 2, 2000),
    ]
    assert held.questions == {"published": 1, "protected": 2, "handed": 1}
    assert (held.members, held.invitations, held.invitations_until) == (1, 2, 900)
    assert (held.updates, held.updates_since) == (3, date(2026, 12, 4))
    assert (held.audit, held.audit_since) == (1, date(2026, 11, 1))
    assert (held.mail, held.oldest_mail) == (2, 20)

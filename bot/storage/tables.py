"""The tables. Columns are named like the fields of the records in ``bot.app.records``.

Two rules hold everywhere. A table that has anything to do with a participant or a member of staff is WITHOUT
ROWID: SQLite would otherwise number its rows in the order in which people came. And no row refers to another
by a foreign key: a ballot that named its voter's row would be a ballot with a name on it. What goes together
is deleted by the deed that says so.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()

# SQLite numbers rows by itself only under the exact type INTEGER, which holds 64 bits there.
LongInteger = BigInteger().with_variant(Integer, "sqlite")


class Languages(TypeDecorator[tuple[str, ...]]):
    """A tuple of language codes, in the order of the script, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> list[str] | None:
        return None if value is None else list(value)

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)


updates = Table(
    "updates",
    metadata,
    Column("id", LongInteger, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("name", LargeBinary, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("members_by_organisation", "organisation"),
    sqlite_with_rowid=False,
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("expires", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

scripts = Table(
    "scripts",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("script", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("languages", Languages, nullable=False),
    Column("joining", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text),
    Column("closes", BigInteger),
    Column("closed_on", Date),
    Column("keeps_aside", Boolean, nullable=False),
    Index("sessions_by_code", "code", unique=True),
    Index("sessions_by_organisation", "organisation"),
    Index("sessions_by_closing", "closes"),
)

roster = Table(
    "roster",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("session", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("roster_by_session", "session", "key"),
    sqlite_with_rowid=False,
)

shown = Table(
    "shown",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("session", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

stones = Table(
    "stones",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("session", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

polls = Table(
    "polls",
    metadata,
    Column("id", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("state", Text, nullable=False),
    Index("polls_by_session", "session", "step", unique=True),
)

ballots = Table(
    "ballots",
    metadata,
    Column("poll", Text, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

tallies = Table(
    "tallies",
    metadata,
    Column("session", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

hand_counts = Table(
    "hand_counts",
    metadata,
    Column("session", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("side", Text, primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("category", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("counts", JSON, nullable=False),
)

intake = Table(
    "intake",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("session", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("intake_by_session", "session"),
    sqlite_with_rowid=False,
)

questions = Table(
    "questions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("collect", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("original", Text),
    Column("theme", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("supports", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("token_hash", LargeBinary),
    Column("answer", JSON, nullable=False),
    Column("translation", JSON, nullable=False),
    Column("merged_into", Text),
    sqlite_with_rowid=False,
)
Index(
    "questions_by_support",
    questions.c.session,
    questions.c.status,
    questions.c.supports.desc(),
    questions.c.id,
)
# Holds all that counts and themes need, so that the questions themselves stay unread.
Index(
    "questions_by_id",
    questions.c.session,
    questions.c.status,
    questions.c.id,
    questions.c.collect,
    questions.c.theme,
)
Index("questions_by_theme", questions.c.session, questions.c.theme)
Index("questions_by_token", questions.c.token_hash, unique=True)
Index("questions_by_merge", questions.c.merged_into)

supports = Table(
    "supports",
    metadata,
    Column("question", Text, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)

commitments = Table(
    "commitments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("words", JSON, nullable=False),
    Column("structure", Text, nullable=False),
    Column("due", Date),
    Column("status", Text, nullable=False),
    Index("commitments_by_session", "session", "number"),
)

reports = Table(
    "reports",
    metadata,
    Column("session", Text, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)

messages = Table(
    "messages",
    metadata,
    Column("name", LargeBinary, primary_key=True),
    Column("owner", LargeBinary, nullable=False),
    Column("session", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("messages_by_owner", "owner"),
    Index("messages_by_session", "session", "due"),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("audit_by_organisation", "organisation", "day"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", LongInteger, primary_key=True),
    Column("lane", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("worker", LongInteger, nullable=False),
    Index("outbox_by_lane", "lane"),
    Index("outbox_by_worker", "worker", "id"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("session", Text, primary_key=True),
    Column("revision", LongInteger, nullable=False),
    Column("cursor", LargeBinary, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("number", LongInteger, primary_key=True, autoincrement=False),
    Column("beats", LongInteger, nullable=False),
)

chores = Table(
    "chores",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("session", Text, primary_key=True),
)

upkeep = Table(
    "upkeep",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

panels = Table(
    "panels",
    metadata,
    Column("session", Text, primary_key=True),
    Column("name", LargeBinary, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Index("panels_by_name", "name"),
    sqlite_with_rowid=False,
)


def about_people() -> list[Table]:
    """The tables that hold something per person, or participants' words: those without rowids, by the rule above, and
    the two by which people are written to."""
    numbered = (outbox, broadcasts)
    return [
        table
        for table in metadata.sorted_tables
        if not table.dialect_options["sqlite"]["with_rowid"] or table in numbered
    ]

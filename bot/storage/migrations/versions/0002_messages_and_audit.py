"""Messages that can still be deleted, the audit log, and nobody's whereabouts any more.

Who takes part was found by a name under a key that outlived the session, and staff by names derived from the master
key. Both have new names now that the old keys cannot give: these rows go, and staff are invited anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RENAMED = ("members", "panels", "outbox", "intake", "roster", "shown", "stones")
"""What the keys of before would be needed to read. The sessions that were open then are closed and sealed in their
time, without their participants."""


def upgrade() -> None:
    for table in RENAMED:
        op.execute(sa.table(table).delete())
    op.drop_table("whereabouts")
    op.create_table(
        "messages",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_with_rowid=False,
    )
    op.create_index("messages_by_owner", "messages", ["owner"])
    op.create_index("messages_by_session", "messages", ["session", "due"])
    op.create_table(
        "audit",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("audit_by_organisation", "audit", ["organisation", "day"])


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_table("messages")
    op.create_table(
        "whereabouts",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_with_rowid=False,
    )

"""Several workers: who is to send a message, who is at work, what is left to be done, under which key the outbox is.

What waits is nobody's at first, so that whoever starts takes it. When to send it and how often it was tried was kept
and never read.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_index("outbox_by_due", "outbox")
    op.drop_column("outbox", "due")
    op.drop_column("outbox", "attempts")
    op.add_column("outbox", sa.Column("worker", _number, nullable=False, server_default="0"))
    op.create_index("outbox_by_lane", "outbox", ["lane"])
    op.create_index("outbox_by_worker", "outbox", ["worker", "id"])
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("broadcasts", "revision", type_=sa.BigInteger(), existing_nullable=False)
    op.create_table(
        "workers",
        sa.Column("number", _number, autoincrement=False, nullable=False),
        sa.Column("beats", _number, nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "chores",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "session"),
    )
    op.create_table(
        "upkeep",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def downgrade() -> None:
    op.drop_table("upkeep")
    op.drop_table("chores")
    op.drop_table("workers")
    op.execute(sa.table("broadcasts").delete())
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("broadcasts", "revision", type_=sa.Integer(), existing_nullable=False)
    op.drop_index("outbox_by_worker", "outbox")
    op.drop_index("outbox_by_lane", "outbox")
    op.drop_column("outbox", "worker")
    op.add_column("outbox", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("due", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("outbox_by_due", "outbox", ["due", "id"])

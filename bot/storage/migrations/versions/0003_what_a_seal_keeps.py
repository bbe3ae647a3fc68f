"""Whether a session's seal leaves the questions that the room was never shown.

Sessions from before were promised nothing about it: theirs are removed, which is what Baro does unless somebody
chooses otherwise.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sessions", sa.Column("keeps_aside", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("sessions", "keeps_aside")

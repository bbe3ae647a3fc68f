"""An index by which the themes of a session are found without reading its questions."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("questions_by_theme", "questions", ["session", "theme"])


def downgrade() -> None:
    op.drop_index("questions_by_theme", table_name="questions")

"""What Alembic runs for each command: the steps, over the connection that ``bot.storage.schema`` gives."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The transaction is the caller's on SQLite too: a migration that fails leaves nothing half done.
    transactional_ddl=True,
    # SQLite changes a column only by rewriting its table.
    render_as_batch=True,
)
context.run_migrations()

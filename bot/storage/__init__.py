"""All the SQL of Baro: the tables and their migrations, the unit of work, the keys' store, the master key.

Open ``bot.storage.database.Database`` for the tables and ``bot.storage.keys.KeyStoreFile`` for the keys.
"""

from __future__ import annotations

from bot.app.discretion import discreet

discreet("aiosqlite", "alembic", "asyncpg", "sqlalchemy")

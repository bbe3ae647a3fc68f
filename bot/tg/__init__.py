"""Telegram in and out: the inbox, the handlers, the views, the outbox, the transport."""

from __future__ import annotations

from bot.app.discretion import discreet

# httpx: the library's own client, which Baro does not use, but which is what a bot has that was given no other.
discreet("telegram", "httpx", "httpcore", "aiohttp")

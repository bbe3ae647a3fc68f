"""What Baro answers over HTTP: Telegram's webhook."""

from __future__ import annotations

from bot.app.discretion import discreet

discreet("aiohttp")

"""Files that leave Baro: CSV, XLSX, charts and posters. They lay out what ``bot.app.documents`` holds."""

from __future__ import annotations

from bot.app.discretion import discreet

discreet("matplotlib", "PIL")

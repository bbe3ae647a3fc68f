"""The command line: ``baro run``, ``rehearse``, ``check``, ``invite``, ``export``, ``seal``,
``backup``, ``restore``, ``doctor``."""

from __future__ import annotations

from bot.cli.commands import main

__all__ = ["main"]

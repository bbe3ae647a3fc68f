"""The command line: ``baro run``, ``rehearse``, ``check``, ``invite``, ``team``, ``dismiss``, ``export``, ``seal``,
``backup``, ``restore`` and ``doctor``."""

from __future__ import annotations

from bot.cli.commands import main

__all__ = ["main"]

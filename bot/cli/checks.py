"""``baro check``: all that is wrong with the scripts and the catalogs, each with file and line."""

from __future__ import annotations

from bot.app.words import _op
from bot.cli.words import catalogs, console, tell
from bot.content.catalog_checks import check_catalogs
from bot.content.issues import told
from bot.content.scripts import check_folder
from bot.settings import ROOT


def check_everything() -> int:
    """Print every issue. Returns how many of them are mistakes; warnings stop nothing."""
    issues = [*check_folder(ROOT / "conversations"), *check_catalogs(ROOT / "locales")]
    for issue in issues:
        console.print(told(issue, catalogs()), markup=False)
    mistakes = sum(not issue.warning for issue in issues)
    if mistakes:
        tell(_op("check.found", count=mistakes))
    else:
        tell(_op("check.all_well"))
    return mistakes

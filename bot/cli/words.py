"""What the operator reads, from the operator's catalog (French)."""

from __future__ import annotations

from functools import cache

from rich.console import Console

from bot.app.words import Text
from bot.content.catalogs import SOURCE, Catalogs
from bot.settings import ROOT

console = Console(highlight=False, soft_wrap=True)


@cache
def catalogs() -> Catalogs:
    """The operator's catalog."""
    return Catalogs.load(ROOT / "locales", "operator")


def said(text: Text) -> str:
    """The sentence in French."""
    return catalogs().say(SOURCE, text)


def tell(text: Text) -> None:
    """Print a sentence."""
    console.print(said(text))

"""``python -m bot.cli.privacy``: writes the register of what is kept into PRIVACY.md, with the settings' defaults."""

from __future__ import annotations

from bot.app.lifetimes import limits_of
from bot.app.register import REGISTER
from bot.app.register.table import table
from bot.app.services import Promises
from bot.settings import ROOT

PAGE = ROOT / "PRIVACY.md"
BEGIN = "<!-- Written by `make privacy` from bot/app/register/. -->\n"
END = "<!-- Until here. -->\n"


def written(page: str) -> str:
    """The page with the register as it is now between its two marks."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{table(REGISTER, limits_of(Promises()))}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")

"""What a key closes: it opens whole, or it cannot be read."""

from __future__ import annotations

import pytest

from bot.app.vault import Seal, Unreadable
from bot.rehearsal.fixed import SeededChance


@pytest.mark.parametrize("left", [0, 1, 7, 11, 12, 20])
def test_what_is_cut_short_cannot_be_read_and_nothing_worse(left: int) -> None:
    seal = Seal(bytes(32), SeededChance(1))
    sealed = seal.close(b"place", "Bonjour")
    with pytest.raises(Unreadable):
        seal.open(b"place", sealed[:left])

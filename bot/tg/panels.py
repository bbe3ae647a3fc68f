"""Where a member of staff has their living message, as ciphertext."""

from __future__ import annotations

from dataclasses import dataclass

from bot.app.records import Panel
from bot.app.vault import Vault

PANEL = b"panel:"


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """A staff member's living message: chat, message id, digest of what it shows."""

    chat: int
    message: int
    digest: str


def close_panel(vault: Vault, name: bytes, chat: int, message: int, digest: str) -> bytes:
    """The ciphertext of a panel's place."""
    return vault.staff.close(PANEL + name, [chat, message, digest])


def open_panel(vault: Vault, panel: Panel) -> PanelPlace:
    """Where a panel is. Raises ``bot.app.vault.Unreadable``."""
    return PanelPlace(*vault.staff.open(PANEL + panel.name, panel.sealed))

"""The only module that joins the parts: storage, scripts and catalogs, Telegram, reports."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import yaml

from bot.app.ports import Chance, Clock
from bot.app.press import Press
from bot.app.services import Promises, Services
from bot.app.vault import Vault
from bot.content.catalogs import Catalogs
from bot.content.scripts import load_scales, load_scripts
from bot.core.suppression import Thresholds
from bot.reports.csv import csv_file
from bot.reports.pictures import chart_pictures, poster_picture
from bot.reports.xlsx import xlsx_file
from bot.settings import ROOT, Settings
from bot.storage.database import Database
from bot.storage.keys import KeyStoreFile
from bot.storage.secret import load_master_key
from bot.tg.files import FileMaker
from bot.tg.running import Telegram
from bot.web.webhook import webhook

T = TypeVar("T")


class SystemClock:
    """The machine's clock. Mali keeps UTC all year."""

    def now(self) -> int:
        return int(time.time())

    def today(self) -> date:
        return datetime.now(UTC).date()


class SystemChance:
    """The operating system's randomness."""

    def __init__(self) -> None:
        self._random = secrets.SystemRandom()

    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def letters(self, alphabet: str, count: int) -> str:
        return "".join(secrets.choice(alphabet) for _letter in range(count))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        mixed = list(items)
        self._random.shuffle(mixed)
        return mixed


@dataclass(frozen=True, slots=True)
class Parts:
    """An installation that is open: its database, its services, its words."""

    settings: Settings
    database: Database
    services: Services
    catalogs: Catalogs


@asynccontextmanager
async def installation(
    settings: Settings, clock: Clock | None = None, chance: Chance | None = None, folder: Path = ROOT
) -> AsyncIterator[Parts]:
    """Open everything but Telegram. Raises ScriptBroken, StorageRefused, StorageFailed."""
    chance = chance or SystemChance()
    catalogs = load_catalogs(settings, folder)
    scripts = load_scripts(folder / "conversations")
    scales = load_scales(folder / "conversations")
    master = load_master_key(settings.secret_file)
    keys = await KeyStoreFile.open(settings.keys_url, master)
    database = await Database.open(settings.database_url)
    try:
        promises = Promises(
            settings.seal_hours, Thresholds(settings.side_threshold, settings.group_threshold)
        )
        vault = Vault(master, keys, chance)
        services = Services(vault, clock or SystemClock(), chance, scripts, scales, promises)
        yield Parts(settings, database, services, catalogs)
    finally:
        await database.close()


def load_catalogs(settings: Settings, folder: Path = ROOT) -> Catalogs:
    """The chat's sentences, with the operator's own referral text where there is one."""
    return Catalogs.load(folder / "locales").saying("ask.referral", read_referral(settings))


def read_referral(settings: Settings) -> Mapping[str, str]:
    """Whom to turn to after abuse or in danger, by language: the operator's YAML file, or nothing."""
    if settings.referral_file is None:
        return {}
    content = yaml.safe_load(settings.referral_file.read_text("utf-8")) or {}
    return {str(language): " ".join(str(text).split()) for language, text in content.items()}


def file_maker(parts: Parts, username: str) -> FileMaker:
    """What makes the files that leave Baro."""
    press = Press(csv_file, xlsx_file, chart_pictures, poster_picture)
    return FileMaker(parts.database, parts.catalogs, press, username)


@asynccontextmanager
async def telegram(parts: Parts, panel_pause: float = 2.0) -> AsyncIterator[Telegram]:
    """The bot on Telegram, initialised and ready to run."""
    async with Telegram.open(
        settings=parts.settings,
        store=parts.database,
        services=parts.services,
        catalogue=parts.catalogs,
        make_files=lambda username: file_maker(parts, username),
        panel_pause=panel_pause,
    ) as bot:
        yield bot


async def run(settings: Settings, stopping: asyncio.Event | None = None) -> None:
    """Run the bot until ``stopping`` is set, or for good."""
    async with installation(settings) as parts, telegram(parts) as bot:
        await serve(settings, bot, stopping or asyncio.Event())


async def serve(settings: Settings, bot: Telegram, stopping: asyncio.Event) -> None:
    """Run an opened bot, by polling or behind its webhook."""
    if settings.mode == "polling":
        await bot.run(stopping)
        return
    async with webhook(settings.listen, settings.webhook_url, settings.webhook_secret, bot.arrivals.take):
        await bot.run(stopping)

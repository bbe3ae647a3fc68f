"""The only module that joins the parts: storage, scripts and catalogs, Telegram, reports."""

from __future__ import annotations

import asyncio
import gc
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import yaml
from rich.console import Console

from bot.app.discretion import discreet, loop_complained
from bot.app.ports import Chance, Clock
from bot.app.press import Press
from bot.app.services import Promises, Services
from bot.app.vault import Vault
from bot.content.catalogs import Catalogs
from bot.content.po_files import catalog_path, entries, forms_of, read_catalog
from bot.content.scripts import load_scales, load_script, load_scripts
from bot.core.script import Scale, Script
from bot.core.suppression import Thresholds
from bot.rehearsal.fixed import FixedClock, SeededChance
from bot.rehearsal.house import House
from bot.rehearsal.narrator import Narrator
from bot.rehearsal.play import acts_of, play
from bot.rehearsal.standin import StandIn
from bot.reports.csv import csv_file
from bot.reports.pictures import chart_pictures, poster_picture
from bot.reports.xlsx import xlsx_file
from bot.settings import ROOT, Settings, SettingWrong, read_settings
from bot.storage.database import Database
from bot.storage.exports import ExportFolder
from bot.storage.keys import KeyStoreFile
from bot.storage.secret import MasterKeyFile
from bot.tg.crew import BEAT
from bot.tg.files import FileMaker
from bot.tg.running import Telegram
from bot.web.health import Probes
from bot.web.metrics import Metrics
from bot.web.webhook import webhook

discreet("asyncio")

T = TypeVar("T")

GARBAGE_ROUND = 10_000
"""New objects between two rounds of the garbage collector. One batch of taps makes more than Python's own 700 or
2,000, so a tenth of its time went into looking at what was still in use."""


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
        # Drawn together: each draw goes to the system.
        drawn, letters = secrets.randbelow(len(alphabet) ** count), []
        for _letter in range(count):
            drawn, place = divmod(drawn, len(alphabet))
            letters.append(alphabet[place])
        return "".join(letters)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        mixed = list(items)
        self._random.shuffle(mixed)
        return mixed


@dataclass(frozen=True, slots=True)
class Parts:
    """An installation that is open: its database, its services, its words, what it counts."""

    settings: Settings
    database: Database
    services: Services
    catalogs: Catalogs
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class Content:
    """The words of an installation: its scripts, the scales that polls may use, its catalogs."""

    scripts: Mapping[str, Script]
    scales: Mapping[str, Scale]
    catalogs: Catalogs


def load_content(settings: Settings, folder: Path = ROOT) -> Content:
    """Read ``conversations/`` and ``locales/``. Raises ScriptBroken, SettingWrong."""
    conversations = folder / "conversations"
    return Content(load_scripts(conversations), load_scales(conversations), load_catalogs(settings, folder))


@asynccontextmanager
async def installation(
    settings: Settings,
    clock: Clock | None = None,
    chance: Chance | None = None,
    content: Content | None = None,
) -> AsyncIterator[Parts]:
    """Open everything but Telegram, with words that were read before or are read now. Raises ScriptBroken,
    SettingWrong, StorageRefused, StorageFailed."""
    chance = chance or SystemChance()
    content = content or load_content(settings)
    keys, _secret = await _open_keys(settings)
    metrics = Metrics()
    database = await Database.open(settings.database_url, metrics)
    try:
        promises = Promises(
            seal_hours=settings.seal_hours,
            thresholds=Thresholds(settings.side_threshold, settings.group_threshold),
            audit_days=settings.audit_days,
            staff_days=settings.staff_days,
            export_days=settings.export_days,
            keep_aside=settings.keep_aside,
        )
        vault = await Vault.open(keys, chance)
        services = Services(
            vault,
            clock or SystemClock(),
            chance,
            content.scripts,
            content.scales,
            promises,
            counters=metrics,
            message_rate=settings.message_rate,
        )
        yield Parts(settings, database, services, content.catalogs, metrics)
    finally:
        await database.close()


async def _open_keys(settings: Settings) -> tuple[KeyStoreFile, MasterKeyFile]:
    secret = MasterKeyFile(settings.secret_file)
    return await KeyStoreFile.open(settings.keys_url, secret.load(), secret), secret


async def rotate_key(settings: Settings) -> None:
    """Make a new master key and put the key store under it; a bot at work goes on. Raises StorageRefused,
    StorageFailed."""
    keys, secret = await _open_keys(settings)
    await keys.rotate(secret)


def load_catalogs(settings: Settings, folder: Path = ROOT) -> Catalogs:
    """The chat's sentences, with the operator's own referral text where there is one."""
    return Catalogs.load(folder / "locales").saying("ask.referral", read_referral(settings))


def read_referral(settings: Settings) -> Mapping[str, str]:
    """Whom to turn to after abuse or in danger, by language: the operator's YAML file, or nothing. Raises
    SettingWrong."""
    if settings.referral_file is None:
        return {}
    try:
        content = yaml.safe_load(settings.referral_file.read_text("utf-8")) or {}
        return {str(language): " ".join(str(text).split()) for language, text in content.items()}
    except (OSError, ValueError, AttributeError, yaml.YAMLError):
        raise SettingWrong("BOT_REFERRAL_FILE", "unreadable") from None


def file_maker(parts: Parts, username: str) -> FileMaker:
    """What makes the files that leave Baro."""
    press = Press(csv_file, xlsx_file, chart_pictures, poster_picture)
    return FileMaker(parts.database, parts.catalogs, press, username)


@asynccontextmanager
async def telegram(
    parts: Parts,
    panel_pause: float = 2.0,
    write_pause: float = 0.02,
    beat_pause: float = BEAT,
    fault_pause: float = 1.0,
) -> AsyncIterator[Telegram]:
    """The bot on Telegram, initialised and ready to run. The first pauses, in seconds, gather what is done together;
    ``fault_pause`` is how long it first waits when something fails."""
    async with Telegram.open(
        settings=parts.settings,
        store=parts.database,
        services=parts.services,
        catalogue=parts.catalogs,
        exports=ExportFolder(parts.settings.export_folder, parts.settings.export_days),
        make_files=lambda username: file_maker(parts, username),
        panel_pause=panel_pause,
        write_pause=write_pause,
        beat_pause=beat_pause,
        fault_pause=fault_pause,
    ) as bot:
        yield bot


async def run(settings: Settings, stopping: asyncio.Event | None = None) -> None:
    """Run the bot until ``stopping`` is set, or for good."""
    gc.set_threshold(GARBAGE_ROUND)
    asyncio.get_running_loop().set_exception_handler(loop_complained)
    async with installation(settings) as parts, telegram(parts) as bot:
        # What is there now stays to the end: no later round need look at it.
        gc.collect()
        gc.freeze()
        await serve(parts, bot, stopping or asyncio.Event())


async def serve(parts: Parts, bot: Telegram, stopping: asyncio.Event) -> None:
    """Run an opened bot, by polling or behind its webhook, with its probes where the settings have them."""
    settings = parts.settings
    probes = Probes(bot.signs.look, parts.metrics)
    async with AsyncExitStack() as stack:
        if settings.health_listen is not None:
            await stack.enter_async_context(probes.alone(settings.health_listen))
        if settings.mode == "webhook":
            door = webhook(
                settings.listen,
                settings.webhook_url,
                settings.webhook_secret,
                bot.arrivals.take,
                counters=parts.metrics,
                probes=None if settings.health_listen else probes,
            )
            await stack.enter_async_context(door)
        await bot.run(stopping)


REHEARSED = "dialogue"
"""The script that is rehearsed; another that is given takes its place, and is the only one to choose."""

KEPT = Path("var/rehearsal")
"""Where a rehearsal leaves the files that the bot sent."""


async def rehearse(script: Path | None, people: int, seed: int) -> int:
    """Play a session and a poll with the real bot over real HTTP. Returns the exit status: 0 if all that people were
    promised came true. Raises ScriptBroken."""
    async with rehearsal(script, seed) as house:
        chosen = house.services.scripts[REHEARSED]
        operator = Catalogs.load(ROOT / "locales", "operator")
        narrator = Narrator(operator, Console(highlight=False), acts_of(chosen))
        return 0 if await play(house, narrator, chosen, people, seed, KEPT) else 1


@asynccontextmanager
async def rehearsal(script: Path | None, seed: int) -> AsyncIterator[House]:
    """The real bot at work on the stand-in, in a folder that is gone afterwards. Raises ScriptBroken."""
    with tempfile.TemporaryDirectory(prefix="baro-") as folder:
        async with await StandIn.start() as standin:
            settings = _rehearsal_settings(standin, Path(folder))
            async with (
                installation(settings, FixedClock(), SeededChance(seed)) as parts,
                _at_work(_with_script(parts, script), standin) as house,
            ):
                yield house


@asynccontextmanager
async def _at_work(parts: Parts, standin: StandIn) -> AsyncIterator[House]:
    stopping = asyncio.Event()
    async with telegram(parts, panel_pause=0.01, write_pause=0.001) as bot, asyncio.TaskGroup() as tasks:
        tasks.create_task(bot.run(stopping))
        try:
            yield House(
                standin, parts.database, parts.services, parts.catalogs, _sentences(parts), lambda: bot.idle
            )
        finally:
            stopping.set()


def _with_script(parts: Parts, script: Path | None) -> Parts:
    """The parts with the script to be rehearsed as the only one to choose."""
    services = parts.services
    chosen = load_script(script, services.scales) if script else services.scripts[REHEARSED]
    template = services.scripts[services.youth_template]
    scripts = {REHEARSED: chosen.model_copy(update={"id": REHEARSED}), template.id: template}
    return replace(parts, services=replace(services, scripts=scripts))


def _rehearsal_settings(standin: StandIn, folder: Path) -> Settings:
    """The usual settings, with nothing of this machine's own, and everything in one folder."""
    return read_settings(
        {
            "BOT_TOKEN": standin.world.token,
            "BOT_API_URL": standin.url,
            "BOT_DATABASE_URL": f"sqlite:///{folder / 'baro.db'}",
            "BOT_KEYS_URL": f"sqlite:///{folder / 'keys' / 'keys.db'}",
            "BOT_SECRET_FILE": str(folder / "keys" / "master.key"),
            "BOT_MESSAGE_RATE": "0",
            "BOT_CHAT_RATE": "0",
        },
        folder,
    )


def _sentences(parts: Parts) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Every sentence of the chat's catalogs by language and key."""
    found = {}
    for language in parts.catalogs.languages:
        catalog = read_catalog(catalog_path(ROOT / "locales", language, "baro"), language)
        found[language] = {key: forms_of(message) for key, message in entries(catalog).items()}
    return found

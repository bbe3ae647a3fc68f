"""Every setting, once, with its default and its meaning. Plain data: reading them is all that happens here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: where ``conversations/`` and ``locales/`` are."""


EXPORTS = Path("var/export")
"""Where `baro export` writes, unless it is told another folder."""


class SettingWrong(ValueError):
    """A setting that cannot be used: ``name`` of the environment variable, or of the file that should hold some,
    ``code`` of what is wrong with it."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(f"{name}: {code}")
        self.name = name
        self.code = code


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default as it would be written, what it means (README.md says it to
    the operator)."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("BOT_TOKEN", "", "the bot's token, from BotFather"),
    Setting("BOT_TOKEN_FILE", "", "a file that holds the token"),
    Setting("BOT_API_URL", "https://api.telegram.org", "the Bot API's address"),
    Setting("BOT_DATABASE_URL", "sqlite:///var/baro.db", "the database"),
    Setting("BOT_DATABASE_URL_FILE", "", "a file that holds the database's address"),
    Setting("BOT_KEYS_URL", "", "the session keys' own store, in the state directory by default"),
    Setting("BOT_SECRET_FILE", "", "the master key, in the state directory by default"),
    Setting("BOT_MODE", "polling", "polling or webhook"),
    Setting("BOT_WEBHOOK_URL", "", "the public HTTPS address that Telegram posts to"),
    Setting("BOT_WEBHOOK_SECRET", "", "the secret that Telegram sends with each update"),
    Setting("BOT_WEBHOOK_SECRET_FILE", "", "a file that holds the secret"),
    Setting("BOT_LISTEN", "127.0.0.1:8080", "where to listen for the webhook"),
    Setting("BOT_HEALTH_LISTEN", "", "where the probes listen; behind a webhook beside it by default"),
    Setting("BOT_REFERRAL_FILE", "", "whom to turn to after abuse or in danger, by language (YAML)"),
    Setting("BOT_SEAL_HOURS", "24", "hours between a session's end and its sealing"),
    Setting(
        "BOT_KEEP_ASIDE", "no", "whether sealing by itself leaves the questions that the room was never shown"
    ),
    Setting("BOT_SIDE_THRESHOLD", "5", "people of a side who must have answered"),
    Setting("BOT_GROUP_THRESHOLD", "10", "people of a group who must have answered"),
    Setting("BOT_MESSAGE_RATE", "30", "messages a second that Telegram takes from the bot; 0 for no limit"),
    Setting("BOT_CHAT_RATE", "1", "messages a second that Telegram takes into one chat; 0 for no limit"),
    Setting("BOT_GROUP_RATE", "20", "messages a minute that Telegram takes into one group; 0 for no limit"),
    Setting("BOT_AUDIT_DAYS", "90", "days for which the audit log says what staff did"),
    Setting("BOT_STAFF_DAYS", "180", "days without any act after which somebody of staff is none any more"),
    Setting("BOT_EXPORT_DAYS", "7", "days for which the files of `baro export` stay in its own folder"),
)

FROM_FILES = ("BOT_TOKEN", "BOT_DATABASE_URL", "BOT_WEBHOOK_SECRET")
"""The settings that are secret, or hold a password: a file may hold them."""

HEALTH_PATHS = ("/healthz", "/readyz", "/metrics")
"""Where a probe asks whether the bot is alive, whether it is ready, how much it does."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, read and checked."""

    token: str
    api_url: str
    database_url: str
    keys_url: str
    secret_file: Path
    mode: str
    webhook_url: str
    webhook_secret: str
    listen: tuple[str, int]
    health_listen: tuple[str, int] | None
    referral_file: Path | None
    seal_hours: int
    keep_aside: bool
    side_threshold: int
    group_threshold: int
    message_rate: int
    chat_rate: int
    group_rate: int
    audit_days: int
    staff_days: int
    export_folder: Path
    export_days: int

    @property
    def works_alone(self) -> bool:
        """Whether no other worker can share the work: Telegram gives updates to one who polls, and SQLite's file is one
        machine's."""
        return self.mode == "polling" or self.database_url.startswith("sqlite")


def read_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the environment and, for what it lacks, a ``.env`` file in the folder. Raises SettingWrong."""
    folder = folder or Path.cwd()
    given = dict(os.environ if environment is None else environment)
    given = {**read_env_file(folder / ".env"), **given}
    values = {setting.name: _given(given, setting) for setting in SETTINGS}
    state = state_folder(given)
    mode = _one_of(values, "BOT_MODE", ("polling", "webhook"))
    if mode == "webhook":
        _required(values, "BOT_WEBHOOK_URL")
        _required(values, "BOT_WEBHOOK_SECRET")
        _not_a_probe(values["BOT_WEBHOOK_URL"])
    return Settings(
        token=values["BOT_TOKEN"].strip(),
        api_url=values["BOT_API_URL"].rstrip("/"),
        database_url=database_address(values["BOT_DATABASE_URL"]),
        keys_url=values["BOT_KEYS_URL"] or f"sqlite:///{state / 'keys.db'}",
        secret_file=Path(values["BOT_SECRET_FILE"] or state / "master.key"),
        mode=mode,
        webhook_url=values["BOT_WEBHOOK_URL"],
        webhook_secret=values["BOT_WEBHOOK_SECRET"],
        listen=_address(values, "BOT_LISTEN"),
        health_listen=_address(values, "BOT_HEALTH_LISTEN") if values["BOT_HEALTH_LISTEN"] else None,
        referral_file=Path(values["BOT_REFERRAL_FILE"]) if values["BOT_REFERRAL_FILE"] else None,
        seal_hours=_number(values, "BOT_SEAL_HOURS", 1, 24 * 90),
        keep_aside=_one_of(values, "BOT_KEEP_ASIDE", ("yes", "no")) == "yes",
        side_threshold=_number(values, "BOT_SIDE_THRESHOLD", 3, 1000),
        group_threshold=_number(values, "BOT_GROUP_THRESHOLD", 5, 1000),
        message_rate=_number(values, "BOT_MESSAGE_RATE", 0, 10_000),
        chat_rate=_number(values, "BOT_CHAT_RATE", 0, 1000),
        group_rate=_number(values, "BOT_GROUP_RATE", 0, 10_000),
        audit_days=_number(values, "BOT_AUDIT_DAYS", 7, 366 * 3),
        staff_days=_number(values, "BOT_STAFF_DAYS", 7, 366 * 3),
        export_folder=folder / EXPORTS,
        export_days=_number(values, "BOT_EXPORT_DAYS", 1, 365),
    )


def read_env_file(path: Path) -> dict[str, str]:
    """``NAME=value`` lines; comments and empty lines are passed over, quotes around a value are taken off.

    Raises SettingWrong where the file cannot be read.
    """
    if not path.is_file():
        return {}
    found = {}
    for line in _read(path, path.name).splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            found[name.strip().removeprefix("export ")] = value.strip().strip("\"'")
    return found


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where keys are kept, apart from the data: the user's state directory (XDG Base Directory Specification)."""
    home = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(home) / "baro"


def _given(given: Mapping[str, str], setting: Setting) -> str:
    """A setting's value: as it is given, or what the file holds that ``…_FILE`` names, or the default."""
    value = given.get(setting.name)
    file = given.get(f"{setting.name}_FILE")
    if not value and file and setting.name in FROM_FILES:
        value = _read(Path(file), f"{setting.name}_FILE").strip()
    return value or setting.default


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingWrong(name, "unreadable") from None


def database_address(url: str, name: str = "BOT_DATABASE_URL") -> str:
    """A database's address, if it is one. Raises SettingWrong."""
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingWrong(name, "unknown_kind")
    return url


def _one_of(values: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    if values[name] not in allowed:
        raise SettingWrong(name, "not_allowed")
    return values[name]


def _required(values: Mapping[str, str], name: str) -> None:
    if not values[name]:
        raise SettingWrong(name, "missing")


def _number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = values[name]
    if not text.isdecimal() or not least <= int(text) <= most:
        raise SettingWrong(name, "not_a_number")
    return int(text)


def _not_a_probe(url: str) -> None:
    """What Telegram posts to and what probes ask for must not have the same path."""
    if urlsplit(url).path in HEALTH_PATHS:
        raise SettingWrong("BOT_WEBHOOK_URL", "not_allowed")


def _address(values: Mapping[str, str], name: str) -> tuple[str, int]:
    host, _separator, port = values[name].rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise SettingWrong(name, "not_an_address")
    return host or "127.0.0.1", int(port)

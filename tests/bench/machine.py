"""On what the figures were measured: nothing that names the machine, its folders or its owner."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.settings import ROOT
from tests.fakes.postgresql import programs

LIBRARIES = ("aiogram", "python-telegram-bot", "aiohttp", "uvloop", "SQLAlchemy", "asyncpg")


def described() -> dict[str, str]:
    """Each property with its value."""
    return {
        "Commit": _commit(),
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{_memory():.0f} GiB",
        "System": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
        "SQLite": f"{sqlite3.sqlite_version}, write-ahead log, synchronous=FULL",
        "PostgreSQL": f"{_postgresql()}, fsync on",
        "Libraries": ", ".join(f"{name} {_version(name)}" for name in LIBRARIES),
    }


def in_file_names(processor: str) -> str:
    """A processor as a file's name bears it: two machines may be measured on one day."""
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"\((r|tm)\)", "", processor.lower())))


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _commit() -> str:
    """The commit measured, marked where the bot's code differs from it."""
    head = _told("git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD")
    changed = _told("git", "-C", str(ROOT), "status", "--porcelain", "--", "bot", "conversations", "locales")
    return f"{head or 'unknown'}{' with changes' if changed else ''}"


def _postgresql() -> str:
    place = programs()
    said = _told(str(place / "postgres"), "--version") if place else ""
    found = re.search(r"\d+(\.\d+)*", said)
    return found[0] if found else "none"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _told(*command: str) -> str:
    """What a program says, nothing where it is not there."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""

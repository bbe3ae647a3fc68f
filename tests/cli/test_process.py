"""A process of Baro keeps what it knows to its owner: on the disk, in a crash, on the terminal."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from bot.rehearsal.standin import Person
from tests.cli.terminal import Operator
from tests.fakes.room import Room, room
from tests.tg.evening import evening

WORD = "calebasse"


def open_to_others(folder: Path) -> list[str]:
    """The files that somebody else than their owner may open."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]


async def test_a_running_bot_tells_nothing_and_its_files_are_its_owners(operator: Operator) -> None:
    operator.settings["PYTHONDEVMODE"] = (
        "1"  # asyncio tells of every slow call then, and with what it was called
    )
    moussa = operator.standin.person("Moussa")
    async with operator.running() as process:
        await moussa.sends(f"Bonjour {WORD}")
        await moussa.chat.until(lambda: any(each.by_bot for each in moussa.chat.messages), timeout=20)
        names = {path.name for path in operator.folder.rglob("*")}
        assert names >= {"baro.db", "baro.db-wal", "baro.db-shm", "keys.db", "master.key"}
        assert open_to_others(operator.folder) == []
        if sys.platform == "linux":
            limits = Path(f"/proc/{process.pid}/limits").read_text()
            (core,) = (line.split() for line in limits.splitlines() if line.startswith("Max core file size"))
            assert core[4:6] == ["0", "0"]
    assert open_to_others(operator.folder) == []


async def test_a_stop_loses_nothing_and_says_nothing_twice(operator: Operator) -> None:
    people = [operator.standin.person(f"Voisin {number}") for number in range(60)]
    async with operator.running():
        for person in people:
            await person.sends("Bonjour")
        await people[0].chat.until(lambda: answers(people[0]) == 1, timeout=20)
    async with operator.running():
        await people[0].sends("Bonjour")
        await people[0].chat.until(lambda: answers(people[0]) == 2, timeout=20)
        await operator.standin.settled()
    assert [answers(person) for person in people] == [2] + [1] * (len(people) - 1)


@pytest.mark.skipif(not os.environ.get("CI"), reason="waits as long as a stop may take; .ci/run does")
async def test_what_cannot_be_sent_at_a_stop_is_sent_by_the_next_start(operator: Operator) -> None:
    awa, moussa = operator.standin.person("Awa"), operator.standin.person("Moussa")
    operator.standin.fail_next("sendMessage", 429, "Too Many Requests", 3600, chat_id=moussa.user_id)
    async with operator.running():
        await moussa.sends("Bonjour")
        await awa.sends("Bonjour")
        await awa.chat.until(lambda: answers(awa) == 1, timeout=20)
    assert answers(moussa) == 0
    async with operator.running():
        await moussa.chat.until(lambda: answers(moussa) == 1, timeout=20)
        await operator.standin.settled()
    assert answers(awa) == 1


def answers(somebody: Person) -> int:
    return sum(message.by_bot for message in somebody.chat.messages)


async def test_an_exports_files_are_the_operators(operator: Operator, tmp_path: Path) -> None:
    async with room(tmp_path) as opened:
        tonight = await evening(opened)
        await opened.stage(tonight.fanta)
    operator.settings |= settings_of(opened)
    status, printed = await operator.runs("export", tonight.code, "--folder", "for/them")
    assert status == 0, printed
    assert len(list((tmp_path / "for" / "them").iterdir())) >= 2
    assert open_to_others(tmp_path / "for") == []
    assert stat.S_IMODE((tmp_path / "for").stat().st_mode) == 0o700


def settings_of(opened: Room) -> dict[str, str]:
    return {
        "BOT_DATABASE_URL": opened.settings.database_url,
        "BOT_KEYS_URL": opened.settings.keys_url,
        "BOT_SECRET_FILE": str(opened.settings.secret_file),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
async def test_no_dump_of_its_memory_is_written(operator: Operator) -> None:
    _status, printed = await operator.runs_code(
        "import ctypes, resource; from bot.cli.process import close_off; close_off();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert printed == "0 (0, 0)\n"


async def test_what_nobody_foresaw_is_one_sentence_with_its_place(operator: Operator) -> None:
    status, printed = await operator.runs_code(
        f"from bot.cli.commands import main\ndef cracks():\n    raise KeyError({WORD!r})\nmain(cracks)"
    )
    assert status == 1 and printed.count("\n") == 1
    assert "KeyError (bot/cli/commands.py:" in printed
    assert WORD not in printed and "Traceback" not in printed


async def test_what_python_itself_prints_of_errors_has_no_words(operator: Operator) -> None:
    _status, printed = await operator.runs_code(
        "import logging, threading, warnings\n"
        "from bot.cli.process import log_discreetly\n"
        "def cracks(*_given):\n"
        f"    raise ValueError({WORD!r})\n"
        "class Cracked:\n"
        "    __del__ = cracks\n"
        "log_discreetly()\n"
        f"logging.info('%d questions', {WORD!r})\n"
        f"warnings.warn({WORD!r})\n"
        "Cracked()\n"
        "thread = threading.Thread(target=cracks)\n"
        "thread.start()\n"
        "thread.join()\n"
        "cracks()"
    )
    assert [line.partition("bot.cli.process ")[2] for line in printed.splitlines()] == [
        "nobody could catch ValueError",
        "a thread ended with ValueError",
        "nobody caught ValueError",
    ]

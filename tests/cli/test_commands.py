"""The operator's commands, run as the operator runs them: in a process of their own, against a local Bot API."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.rehearsal.standin import StandIn
from bot.settings import ROOT


@dataclass
class Operator:
    """Somebody with a terminal, an empty folder and a token."""

    standin: StandIn
    folder: Path
    token: str = "1:TEST"

    @property
    def environment(self) -> dict[str, str]:
        """The settings, and what a process needs."""
        return {
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder),
            "XDG_STATE_HOME": f"{self.folder}/state",
            "COLUMNS": "200",
            "BOT_TOKEN": self.token,
            "BOT_API_URL": self.standin.url,
            "BOT_DATABASE_URL": f"sqlite:///{self.folder}/var/baro.db",
        }

    async def runs(self, *arguments: str) -> tuple[int, str]:
        """Run ``baro`` with these arguments; its exit status and what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _nothing = await process.communicate()
        assert process.returncode is not None
        return process.returncode, printed.decode()


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    async with await StandIn.start(token="1:TEST", username="BaroTestBot") as standin:
        yield Operator(standin, tmp_path)


async def test_without_a_token_run_says_how_to_get_one(operator: Operator) -> None:
    operator.token = ""
    status, printed = await operator.runs("run")
    assert status == 1 and "@BotFather" in printed and "Traceback" not in printed


async def test_a_refused_token_is_said_in_one_sentence(operator: Operator) -> None:
    operator.token = "2:WRONG"
    status, printed = await operator.runs("run")
    assert status == 1 and "Traceback" not in printed and "2:WRONG" not in printed


async def test_the_doctor_finds_what_is_missing(operator: Operator) -> None:
    status, printed = await operator.runs("doctor")
    assert status == 0, printed
    assert "@BaroTestBot" in printed and "BOT_REFERRAL_FILE" in printed
    operator.token = ""
    status, printed = await operator.runs("doctor")
    assert status == 1 and "@BotFather" in printed


async def test_an_invitation_shows_its_link_and_its_qr_code(operator: Operator) -> None:
    status, printed = await operator.runs("invite", "facilitator", "--organisation", "ADD")
    assert status == 0, printed
    assert re.search(r"https://t\.me/BaroTestBot\?start=i-[A-Za-z0-9]{24}", printed)
    assert "█" in printed or "▄" in printed


async def test_an_unknown_role_is_refused_with_those_there_are(operator: Operator) -> None:
    status, printed = await operator.runs("invite", "chief", "--organisation", "ADD")
    assert status == 1 and "coordinator" in printed


async def test_an_unknown_code_is_neither_exported_nor_sealed(operator: Operator) -> None:
    for command in ("export", "seal"):
        status, printed = await operator.runs(command, "AH2 34X")
        assert status == 1 and "Traceback" not in printed


async def test_the_scripts_and_catalogs_pass_their_check(operator: Operator) -> None:
    status, printed = await operator.runs("check")
    assert status == 0, printed


async def test_keys_and_database_are_the_owners_alone(operator: Operator) -> None:
    await operator.runs("invite", "leader", "--organisation", "Jeunes")
    files = [file for file in operator.folder.rglob("*") if file.is_file() and "cache" not in str(file)]
    assert {file.name for file in files} >= {"baro.db", "keys.db", "master.key"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)

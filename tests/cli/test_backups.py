"""Backups and restores, run as the operator runs them, beside the bot at work."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.cli.backups import backup, restore
from bot.core import names
from bot.rehearsal.standin import Person
from bot.settings import Settings, read_settings
from bot.storage.kept import KEPT, LEFT_OUT
from bot.wiring import installation
from tests.app.house import House, house
from tests.cli.evenings import (
    ABUSE,
    NAMED,
    UNMIXED,
    WELL,
    evening_with_secrets,
    evening_with_supports,
    fruitful_evening,
)
from tests.cli.terminal import baro
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import rows


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room with the real bot in it."""
    async with open_room(tmp_path / "here") as opened:
        yield opened


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """An installation without a bot, with one session that has begun."""
    async with house(tmp_path) as opened:
        await opened.begins()
        (tmp_path / "keys" / "master.key").write_bytes(base64.b64encode(bytes(32)))
        (tmp_path / "keys" / "master.key").chmod(0o600)
        yield opened


def files_in(folder: Path) -> dict[str, str]:
    """The settings of an installation that has all its files in a folder, as a room has."""
    return {
        "BOT_DATABASE_URL": f"sqlite:///{folder}/baro.db",
        "BOT_KEYS_URL": f"sqlite:///{folder}/keys/keys.db",
        "BOT_SECRET_FILE": f"{folder}/keys/master.key",
    }


def settings(folder: Path) -> Settings:
    return read_settings(files_in(folder), folder)


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def held(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table that a backup holds."""
    lines = [json.loads(line) for line in unpacked(path).splitlines()[1:-1]]
    return [row for name, row in lines if name == table]


def secrets_of(room: Room) -> set[bytes]:
    """Every key, name and ciphertext of the tables and columns that no backup holds."""
    found: set[bytes] = set()
    path = room.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        for table in {each.partition(".")[0] for each in LEFT_OUT}:
            for row in database.execute(f"SELECT * FROM {table}"):
                left_out = set(row.keys()) - set(KEPT.get(table, ()))
                found |= {row[name] for name in left_out if isinstance(row[name], bytes)}
    return found


def written(secret: bytes) -> tuple[bytes, ...]:
    """The ways in which bytes could stand in a text."""
    encoded = (base64.b64encode(secret), base64.urlsafe_b64encode(secret))
    return (secret, secret.hex().encode(), *(each.rstrip(b"=") for each in encoded))


async def test_a_backup_in_the_middle_of_a_session_tells_nobody(room: Room, tmp_path: Path) -> None:
    tonight = await evening_with_secrets(room)
    (session,) = rows(room, "sessions")
    path = tmp_path / "baro.backup"
    assert await backup(room.settings, path) == 0
    content = unpacked(path)

    people = list(room.standin.people.values())
    assert len(people) >= 6
    for person in people:
        assert str(person.user_id).encode() not in content
        assert person.name.encode() not in content
    kept = {table for table in LEFT_OUT if "." not in table and rows(room, table)}
    assert kept >= {"roster", "ballots", "intake", "members", "outbox", "updates", "panels"}
    secrets = secrets_of(room)
    assert len(secrets) > 20
    for secret in secrets:
        assert not any(each in content for each in written(secret))
    tokens = {token for person in people for token in receipts(person)}
    assert len(tokens) >= 4
    for token in tokens:
        assert token.encode() not in content
        assert not any(each in content for each in written(names.token_hash(token)))
    for words in (NAMED, ABUSE, UNMIXED, "Zoumana", "Zambougou", "Zandiguila"):
        assert words.encode() not in content
    closing_moment = next(value for value in session if isinstance(value, int) and value > 10**9)
    assert str(closing_moment).encode() not in content
    assert str(tmp_path).encode() not in content
    texts = {row["text"]: row["status"] for row in held(path, "questions")}
    assert texts == {WELL: "published"}, "a seal may still remove what nobody has read"
    assert tonight.code.encode() in content


def receipts(person: Person) -> set[str]:
    """The tokens in somebody's receipts."""
    data = [button.get("callback_data", "") for message in person.chat.messages for button in message.buttons]
    return {each.split(":")[3] for each in data if each.startswith("p:") and ":k:" in each}


async def test_a_backup_while_people_write_is_whole(room: Room, tmp_path: Path) -> None:
    tonight = await evening_with_supports(room)
    over = asyncio.Event()

    async def people_come() -> int:
        """One after another comes late, and supports the question too."""
        come = 0
        while not over.is_set():
            come += 1
            late = await room.joins(f"Bina{come}", tonight.code, "Habitant", "Homme", "25", "préfère")
            await room.taps(late, "⬜ 1")
        return come

    coming = asyncio.create_task(people_come())
    path = tmp_path / "baro.backup"
    status, printed = await baro(tmp_path, "backup", path.name, **files_in(tmp_path / "here"))
    over.set()
    supports = 2 + await coming

    assert status == 0 and "Questions : 1" in printed.replace("\u00a0", " "), printed
    (session,) = held(path, "sessions")
    (question,) = held(path, "questions")
    assert (question["text"], question["session"]) == (WELL, session["id"])
    assert {poll["session"] for poll in held(path, "polls")} == {session["id"]}
    assert 2 <= question["supports"] <= supports and supports > 2
    assert len(rows(room, "supports")) == supports
    assert room.standin.faults == []


async def test_what_a_restore_brings_back_and_what_not(room: Room, tmp_path: Path) -> None:
    tonight = await fruitful_evening(room)
    there = tmp_path / "there"
    assert await backup(room.settings, tmp_path / "baro.backup") == 0

    status, printed = await baro(tmp_path, "restore", "baro.backup", **files_in(there))
    assert status == 0, printed
    told = " ".join(printed.replace("\u00a0", " ").split())
    assert f"{tonight.code[:3]} {tonight.code[3:]} · Paix à Sévaré" in told
    assert "Votes qui étaient ouverts, clos sans être comptés : 9" in told
    assert "Organisations : ADD." in told and "baro invite" in told

    async with open_room(there) as again:
        awa, fanta = again.person("Awa"), await again.member("Fanta", "facilitator")
        await awa.starts(tonight.code)
        await again.quiet()
        await again.taps(awa, "Français")
        for words in (WELL, "Avant la saison des pluies.", "Réparer la pompe", "La mairie", "Pas commencé"):
            assert words in awa.chat.render()

        await again.says(fanta, "/seance")
        await again.taps(fanta, "Paix à Sévaré", "Engagements", "1", "En cours")
        await again.says(fanta, "/questions")
        assert "Zirakoro" in fanta.chat.render()
        await again.says(fanta, "/resultats")
        assert "La police" in fanta.chat.render()
        await awa.starts(tonight.code)
        await again.quiet()
        await again.taps(awa, "Français")
        assert "En cours" in awa.chat.render()
        assert again.standin.faults == []


def is_one_sentence(printed: str, words: str) -> bool:
    """Whether it says what is wrong and what to do, in these words among others, and nothing else."""
    return words in printed and len(printed.strip().splitlines()) == 1


async def test_a_file_that_is_no_backup_leaves_the_folder_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    (tmp_path / "letter").write_text("A letter, and a long one. " * 40)
    for name, why in (("letter", "abîmé"), ("nothing", "ne se lit pas")):
        assert await restore(settings(there), tmp_path / name, destroy_keys=True) == 1
        assert is_one_sentence(capsys.readouterr().out, why)
        assert not there.exists()


async def test_where_there_is_nothing_to_back_up_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await backup(settings(tmp_path), tmp_path / "baro.backup") == 1
    assert is_one_sentence(capsys.readouterr().out, "BOT_DATABASE_URL")
    assert not (tmp_path / "baro.backup").exists()


async def test_an_installation_with_sessions_keeps_them(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "baro.backup"
    assert await backup(settings(tmp_path), path) == 0
    capsys.readouterr()
    assert await restore(settings(tmp_path), path, destroy_keys=True) == 1
    assert is_one_sentence(capsys.readouterr().out, "déjà des séances")
    assert await home.services.vault.sessions_with_keys() == [home.session]


async def test_keys_that_are_left_are_destroyed_only_when_the_operator_says_so(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "baro.backup"
    assert await backup(settings(tmp_path), path) == 0
    await home.database.close()
    for file in tmp_path.glob("baro.db*"):
        file.unlink()
    capsys.readouterr()

    assert await restore(settings(tmp_path), path, destroy_keys=False) == 1
    assert is_one_sentence(capsys.readouterr().out, "--destroy-keys")
    assert await home.services.vault.sessions_with_keys() == [home.session]
    async with installation(settings(tmp_path)) as parts, parts.database.read() as work:
        assert await work.sessions.get(home.session) is None

    assert await restore(settings(tmp_path), path, destroy_keys=True) == 0
    assert "Les clés de 1 séance(s), détruites" in capsys.readouterr().out
    assert await home.services.vault.sessions_with_keys() == []
    async with installation(settings(tmp_path)) as parts, parts.database.read() as work:
        session = await work.sessions.get(home.session)
    assert session is not None and session.state == "sealed"

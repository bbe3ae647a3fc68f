"""``baro db copy`` in the operator's hands: an evening goes on where it was, in another database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.databases import copy
from bot.settings import SettingWrong
from tests.cli.terminal import baro
from tests.fakes.postgresql import Server
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, evening, rows


async def moves(room: Room, address: str) -> None:
    """The bot is stopped, and started on another database with the same keys."""
    await room.closes()
    room.settings = replace(room.settings, database_url=address)
    await room.opens()


async def test_an_evening_goes_on_in_postgresql_and_comes_back(tmp_path: Path, postgresql: Server) -> None:
    server, again = postgresql.address(postgresql.database()), f"sqlite:///{tmp_path}/again.db"
    async with open_room(tmp_path) as room:
        tonight = await evening(room)
        await room.taps(tonight.awa, "Continuer", "Beaucoup")
        people = len(rows(room, "roster"))

        status, printed = await baro(tmp_path, "db", "copy", room.settings.database_url, server)
        told = printed.replace("\u00a0", " ")
        assert status == 0 and f"Places dans les séances : {people}" in told, printed
        assert "BOT_DATABASE_URL" in told and "BOT_KEYS_URL" in told and server not in told

        await moves(room, server)
        await room.taps(tonight.awa, "Partiellement")
        assert "FAMa" in by_bot(tonight.awa.chat)[-1]
        await room.joins("Moussa", tonight.code, "Habitant", "Homme", "25", "préfère")
        await room.stage(tonight.fanta)
        assert "Vos questions" in by_bot(tonight.awa.chat)[-1]

        assert await copy(server, again) == 0
        await moves(room, again)
        await room.says(tonight.awa, "Où est le poste ?")
        await room.taps(tonight.awa, "Envoyer")
        assert (len(rows(room, "roster")), len(rows(room, "intake"))) == (people + 1, 1)
        assert room.standin.faults == []


async def test_what_cannot_be_copied_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing, empty = f"sqlite:///{tmp_path}/nothing.db", f"sqlite:///{tmp_path}/empty.db"
    for source, target, why in ((nothing, empty, "rien à copier"), (nothing, nothing, "la même")):
        assert await copy(source, target) == 1
        printed = capsys.readouterr().out
        assert why in printed and len(printed.strip().splitlines()) == 1
    for source, target, name in (("mysql://here", empty, "FROM"), (nothing, "mysql://there", "TO")):
        with pytest.raises(SettingWrong) as wrong:
            await copy(source, target)
        assert wrong.value.name == name
    assert not list(tmp_path.glob("*.db"))

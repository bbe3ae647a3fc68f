"""The operator replaces the master key while the bot is at work."""

from __future__ import annotations

import pytest

from bot.cli import office
from tests.fakes.room import Room
from tests.tg.evening import evening, rows, until


async def test_people_notice_nothing_of_a_new_master_key(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    tonight = await evening(room, 2)
    before = room.settings.secret_file.read_bytes()
    await office.rotate_key(room.settings)
    assert room.settings.secret_file.read_bytes() != before
    assert "Nouvelle clé maîtresse" in capsys.readouterr().out

    await room.says(tonight.awa, "Pourquoi le poste est-il fermé ?")
    await room.taps(tonight.awa, "Envoyer")
    assert len(rows(room, "intake")) == 1
    await room.restarts()
    await room.stage(tonight.fanta)
    await until(lambda: len(rows(room, "questions")) == 1)
    await until(lambda: "1 question à lire" in tonight.fanta.chat.render())

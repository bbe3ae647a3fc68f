"""The README's picture of a conversation is what people really see."""

from __future__ import annotations

import os
from pathlib import Path

from bot.rehearsal.picture import Bubble, draw_chat
from bot.rehearsal.standin import Person
from bot.settings import ROOT
from tests.fakes.room import room

PICTURE = ROOT / "conversations" / "pictures" / "conversation.svg"


async def test_the_picture_of_a_conversation_is_up_to_date(tmp_path: Path) -> None:
    """``WRITE_PICTURE=1 pytest tests/rehearsal/test_picture.py`` draws it anew."""
    async with room(tmp_path) as opened:
        fanta = await opened.member("Fanta", "facilitator")
        code = await opened.session(fanta)
        awa = await opened.joins("Awa", code, "Habitant", "Femme", "25", "préfère")
        await opened.stage(fanta, times=2)
        await opened.says(awa, "Pourquoi la patrouille ne passe-t-elle jamais la nuit ?")
        await opened.taps(awa, "Envoyer")
        await opened.says(awa, "Qui protège l’école pendant les cours ?")
        drawn = draw_chat(bubbles(awa)[1:])
    if os.environ.get("WRITE_PICTURE"):
        PICTURE.write_text(drawn, "utf-8")
    assert drawn == PICTURE.read_text("utf-8")


def bubbles(somebody: Person) -> list[Bubble]:
    """What stands in somebody's chat."""
    return [
        Bubble(
            message.text,
            tuple(tuple(button["text"] for button in row) for row in message.keyboard or ()),
            message.by_bot,
        )
        for message in somebody.chat.messages
    ]

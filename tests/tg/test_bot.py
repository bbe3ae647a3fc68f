"""Updates as they are read, and the way to the Bot API."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import MessageEntity

from bot.rehearsal.standin import StandIn
from bot.tg.application import build
from bot.tg.bot import BaroBot
from bot.tg.reading import read_update
from bot.tg.transport import proxy_for
from bot.tg.views.questions import quoted

AWA = {"id": 5, "is_bot": False, "first_name": "Awa"}
CHAT = {"id": 5, "type": "private", "first_name": "Awa"}
BOT = BaroBot("1:TEST")


def tap_on(**message: Any) -> dict[str, Any]:
    """A tap on a message of the bot's."""
    shown = {"message_id": 7, "date": 1_700_000_000, "chat": CHAT, **message}
    query = {"id": "1", "from": AWA, "message": shown, "chat_instance": "5", "data": "p:abcdefgh:o"}
    return {"update_id": 1, "callback_query": query}


def test_a_tap_tells_who_where_and_on_which_message() -> None:
    update = read_update(tap_on(text="Bonjour", entities=[{"type": "bold", "offset": 0, "length": 7}]), BOT)

    assert (
        update is not None and update.callback_query is not None and update.callback_query.message is not None
    )
    assert update.callback_query.data == "p:abcdefgh:o"
    assert update.callback_query.message.message_id == 7
    assert update.effective_user is not None and update.effective_user.id == 5
    assert update.effective_chat is not None and update.effective_chat.type == "private"


@pytest.mark.parametrize("kind", [MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE])
def test_a_quoted_question_is_read_from_the_message_tapped_on(kind: str) -> None:
    quote = {"type": kind, "offset": 3, "length": 10}
    update = read_update(tap_on(text="👀 Pourquoi ?", entities=[quote]), BOT)

    assert update is not None and update.callback_query is not None
    assert quoted(update.callback_query.message) == "Pourquoi ?"


async def test_an_update_that_cannot_be_read_does_not_hold_up_the_others() -> None:
    async with await StandIn.start() as standin:
        application = build("1:TEST", standin.url)
        async with application:
            awa = standin.person("Awa")
            standin.push({"message": {"message_id": "?", "chat": {"id": awa.user_id, "type": "private"}}})
            await awa.sends("Bonjour")
            bot: BaroBot = application.bot
            updates, following = await bot.updates(None, 100, 1, ["message"])

            assert [update.message and update.message.text for update in updates] == ["Bonjour"]
            assert following == updates[0].update_id + 1


def test_the_proxy_is_the_one_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")

    assert proxy_for("https://api.telegram.org") == "http://proxy.example:3128"
    assert proxy_for("https://127.0.0.1:8081") is None

"""Updates as nobody should make them: passed over and counted, whatever stands in them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.app.counters import Access, Counted
from bot.tg.bot import BaroBot
from bot.tg.reading import read_update

AWA = {"id": 5, "is_bot": False, "first_name": "Awa"}
CHAT = {"id": 5, "type": "private", "first_name": "Awa"}
BOT = BaroBot("1:TEST")
YEAR_4000 = 64_060_588_800


class Counts:
    def __init__(self) -> None:
        self.counted: Counter[tuple[str, ...]] = Counter()

    def count(self, what: Counted, *kinds: str, times: int = 1) -> None:
        self.counted[what, *kinds] += times

    def took(self, access: Access, seconds: float) -> None:
        """Nothing is stored here."""


def message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1_700_000_000, "chat": CHAT, "from": AWA, "text": "Bonjour", **fields}


def without(name: str, content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key != name}


def replies(deep: int) -> dict[str, Any]:
    """An answer to an answer to an answer …"""
    content = message()
    for _level in range(deep):
        content = message(reply_to_message=content)
    return content


TAP = {"id": "1", "from": AWA, "message": message(), "chat_instance": "5", "data": "p:abcdefgh:o"}

UNKNOWN: list[dict[str, Any]] = [
    {},
    {"message": None},
    {"message": "Bonjour"},
    {"message": [message()]},
    {"my_chat_member": {"chat": CHAT, "from": AWA, "date": 1}},
    {"channel_post": message()},
    {"poll_answer": {"poll_id": "1", "user": AWA, "option_ids": [0]}},
    {"message_from_the_future": message()},
]
UNREADABLE: list[dict[str, Any]] = [
    {"message": {}},
    {"message": without("message_id", message())},
    {"message": without("chat", message())},
    {"message": message(chat={})},
    {"message": message(chat={**CHAT, "id": "5"})},
    {"message": message(chat={**CHAT, "id": 2**52})},
    {"message": message(chat={**CHAT, "id": True})},
    {"message": message(**{"from": {**AWA, "id": 5.5}})},
    {"message": message(**{"from": {**AWA, "id": -(2**70)}})},
    {"message": message(text=7)},
    {"message": message(text={"a": 1})},
    {"message": message(date=10**15)},
    {"message": message(entities=7)},
    {"message": replies(5000)},
    {"callback_query": {}},
    {"callback_query": without("id", TAP)},
    {"callback_query": without("from", TAP)},
    {"callback_query": {**TAP, "data": 7}},
    {"callback_query": {**TAP, "message": "Bonjour"}},
    {"callback_query": {**TAP, "message": {"entities": [{}]}}},
]


@pytest.mark.parametrize("content", UNKNOWN)
def test_an_update_of_another_kind_is_passed_over(content: dict[str, Any]) -> None:
    counts = Counts()
    assert read_update({"update_id": 1, **content}, BOT, counts) is None
    assert counts.counted == {("ignored", "unknown_kind"): 1}


@pytest.mark.parametrize("content", UNREADABLE, ids=range(len(UNREADABLE)))
def test_an_update_with_something_missing_or_wrong_is_passed_over_and_told_without_a_word(
    content: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    counts = Counts()
    assert read_update({"update_id": 1, **content}, BOT, counts) is None
    assert counts.counted == {("ignored", "unreadable"): 1}
    assert "Bonjour" not in caplog.text and "Awa" not in caplog.text


@pytest.mark.parametrize("date", [0, YEAR_4000])
def test_a_message_from_another_time_is_read_as_any(date: int) -> None:
    counts = Counts()
    update = read_update({"update_id": 1, "message": message(date=date)}, BOT, counts)
    assert update is not None and update.message is not None and update.message.text == "Bonjour"
    assert counts.counted == {}

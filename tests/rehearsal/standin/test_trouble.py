"""Failures ordered by a test, and what the stand-in counts."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.rehearsal.standin import Person, StandIn
from tests.rehearsal.standin.client import Client


async def test_the_next_call_fails_as_ordered(client: Client, standin: StandIn, awa: Person) -> None:
    standin.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3, times=2)
    message = {"chat_id": awa.user_id, "text": "x"}

    for _ in range(2):
        answer = await client.call("sendMessage", **message)
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 3})

    assert await client.result("sendMessage", **message)


async def test_a_failure_can_be_meant_for_one_chat(client: Client, standin: StandIn, awa: Person) -> None:
    seydou = standin.person("Seydou")
    await seydou.starts()
    standin.fail_next("sendMessage", 500, "Internal Server Error", chat_id=seydou.user_id)

    assert await client.result("sendMessage", chat_id=awa.user_id, text="x")
    assert (
        await client.refusal("sendMessage", chat_id=seydou.user_id, text="x") == "500 Internal Server Error"
    )


@pytest.mark.parametrize(("before", "arrived"), [(True, 0), (False, 1)])
async def test_a_connection_can_be_cut_before_or_after_the_deed(
    client: Client, standin: StandIn, awa: Person, before: bool, arrived: int
) -> None:
    standin.cut_next("sendMessage", before=before)

    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", chat_id=awa.user_id, text="x")

    assert len(awa.chat.messages) == 1 + arrived
    assert await client.result("sendMessage", chat_id=awa.user_id, text="x")
    assert standin.faults == []


async def test_retry_after_is_a_header_too(client: Client, standin: StandIn) -> None:
    standin.fail_next("getMe", 429, "Too Many Requests: retry after 3", retry_after=3)

    async with client.session.post(f"{client.url}/bot1:TEST/getMe") as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "3")


async def test_calls_are_counted_listened_to_and_recorded(session: aiohttp.ClientSession) -> None:
    heard: list[tuple[str, Any]] = []
    async with await StandIn.start(record=True) as standin:
        standin.listen(lambda method, parameters: heard.append((method, parameters["chat_id"])))
        client = Client(standin.url, session)
        awa = standin.person("Awa")
        await awa.starts()
        await client.result("sendMessage", chat_id=awa.user_id, text="x")
        await client.refusal("sendMessage", chat_id=awa.user_id, text="")
        await client.result("getUpdates")

        assert standin.calls == {"sendMessage": 2, "getUpdates": 1}
        assert heard == [("sendMessage", awa.user_id)]
        assert [call.refusal for call in standin.recorded] == ["", "Bad Request: message text is empty"]
        assert standin.recorded[0].result["text"] == "x"

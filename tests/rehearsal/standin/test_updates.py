"""How updates wait and are asked for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.rehearsal.standin import Person, StandIn
from tests.rehearsal.standin.client import Client, Clock, button, keyboard

OTHER_POLLER = (
    "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


@pytest.fixture
async def five(awa: Person) -> Person:
    """Five messages wait: the start and four more."""
    for number in range(2, 6):
        await awa.sends(str(number))
    return awa


async def asks(client: Client, **parameters: Any) -> list[int]:
    return [update["update_id"] for update in await client.result("getUpdates", **parameters)]


async def test_updates_come_again_until_an_offset_confirms_them(client: Client, five: Person) -> None:
    first = await asks(client)
    assert len(first) == 5
    assert first == list(range(first[0], first[0] + 5))
    assert await asks(client) == first

    assert await asks(client, offset=first[1]) == first[1:]
    assert await asks(client, offset=first[-1] + 1) == []
    assert await asks(client) == []


async def test_a_limit_takes_the_oldest(client: Client, five: Person) -> None:
    everything = await asks(client)

    assert await asks(client, limit=2) == everything[:2]
    assert await asks(client, limit=0) == everything[:1]


async def test_a_negative_offset_forgets_all_but_the_last(client: Client, five: Person) -> None:
    everything = await asks(client)

    assert await asks(client, offset=-2) == everything[-2:]
    assert await asks(client) == everything[-2:]


async def test_an_offset_far_beyond_the_end_is_taken_for_a_mistake(client: Client, five: Person) -> None:
    everything = await asks(client)

    assert await asks(client, offset=everything[-1] + 1000) == everything


async def test_a_hundred_at_most_at_once(client: Client, awa: Person) -> None:
    for _ in range(120):
        await awa.sends("?")

    assert len(await asks(client, limit=1000)) == 100


async def test_a_long_poll_waits_for_what_comes(client: Client, standin: StandIn, awa: Person) -> None:
    offset = (await asks(client))[-1] + 1
    poll = asyncio.create_task(asks(client, offset=offset, timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()

    await awa.sends("1")
    await awa.sends("2")

    assert await asyncio.wait_for(poll, 1) == [offset, offset + 1]


async def test_a_long_poll_ends_empty_when_nothing_comes(client: Client, awa: Person) -> None:
    offset = (await asks(client))[-1] + 1

    assert await asyncio.wait_for(asks(client, offset=offset, timeout=1), 2) == []


async def test_a_second_poll_ends_the_first(client: Client, awa: Person) -> None:
    offset = (await asks(client))[-1] + 1
    first = asyncio.create_task(client.refusal("getUpdates", offset=offset, timeout=30))
    await asyncio.sleep(0.05)

    second = asyncio.create_task(asks(client, offset=offset, timeout=30))

    assert await asyncio.wait_for(first, 1) == OTHER_POLLER
    await awa.sends("1")
    assert await asyncio.wait_for(second, 1) == [offset]


async def test_a_bot_gets_only_what_it_allows_and_the_choice_lasts(client: Client, awa: Person) -> None:
    offset = (await asks(client, allowed_updates=["callback_query"]))[-1] + 1
    await awa.sends("1")
    assert await asks(client, offset=offset) == []

    await asks(client, offset=offset, allowed_updates=[])
    await awa.sends("2")

    assert await asks(client, offset=offset) == [offset]


async def test_unfetched_taps_fade_before_messages_do(client: Client, awa: Person, clock: Clock) -> None:
    await client.result("sendMessage", chat_id=awa.user_id, text="?", reply_markup=keyboard([button("Oui")]))
    await awa.taps("Oui")
    await awa.sends("1")
    kinds = [list(update)[1] for update in await client.result("getUpdates")]
    assert kinds == ["message", "callback_query", "message"]

    clock.passes(151)
    kinds = [list(update)[1] for update in await client.result("getUpdates")]
    assert kinds == ["message", "message"]

    clock.passes(24 * 3600)
    assert await asks(client) == []


async def test_what_people_do_comes_as_telegram_tells_it(
    client: Client, standin: StandIn, awa: Person
) -> None:
    start = (await client.result("getUpdates"))[0]["message"]
    assert start["from"] == {
        "id": awa.user_id,
        "is_bot": False,
        "first_name": "Awa",
        "language_code": "fr",
        "username": "awa_k",
    }
    assert start["chat"] == {
        "id": awa.user_id,
        "first_name": "Awa",
        "username": "awa_k",
        "type": "private",
    }
    assert start["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]

    typed = await awa.sends("premier")
    await awa.edits(typed, "the better words")
    await awa.forwards("de loin")
    await standin.channel_post("annonce")
    updates = (await client.result("getUpdates"))[1:]

    assert updates[0]["message"]["text"] == "premier"
    assert updates[1]["edited_message"]["text"] == "the better words"
    assert updates[1]["edited_message"]["message_id"] == typed.message_id
    assert updates[2]["message"]["forward_origin"]["type"] == "hidden_user"
    assert updates[3]["channel_post"]["sender_chat"]["type"] == "channel"
    assert "from" not in updates[3]["channel_post"]


async def test_updates_written_by_hand_can_be_answered(client: Client, standin: StandIn) -> None:
    """As the benchmark does, without simulated people."""
    chat = {"id": 42, "type": "private", "first_name": "X"}
    user = {"id": 42, "is_bot": False, "first_name": "X"}
    message = {
        "message_id": 7,
        "date": 0,
        "chat": chat,
        "text": "?",
        "reply_markup": keyboard([button("Oui")]),
    }
    query = {"id": "99", "from": user, "message": message, "chat_instance": "1", "data": "data"}

    number = standin.push({"callback_query": query})

    assert (await client.result("getUpdates"))[0] == {"update_id": number, "callback_query": query}
    assert await client.result("answerCallbackQuery", callback_query_id="99")
    assert await client.result("editMessageText", chat_id=42, message_id=7, text="Merci")
    assert await client.result("sendMessage", chat_id=42, text="Merci")

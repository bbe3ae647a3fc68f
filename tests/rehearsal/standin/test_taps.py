"""Pressing buttons, and how long a press can be answered."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.rehearsal.standin import ButtonMissing, Person, StandIn
from tests.rehearsal.standin.client import Client, Clock, button, keyboard

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def asks(client: Client, person: Person, *labels: str) -> None:
    row = [button(label, label.lower()) for label in labels]
    await client.result("sendMessage", chat_id=person.user_id, text="?", reply_markup=keyboard(row))


async def last_query(client: Client) -> dict[str, Any]:
    query: dict[str, Any] = (await client.result("getUpdates"))[-1]["callback_query"]
    return query


async def test_a_tap_reaches_the_bot_and_is_answered(client: Client, awa: Person) -> None:
    await asks(client, awa, "Oui", "Non")

    tap = await awa.taps("Oui")

    query = await last_query(client)
    assert (query["id"], query["data"], query["from"]["id"]) == (tap.query_id, "oui", awa.user_id)
    assert query["message"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Oui"
    assert not tap.is_answered
    waiting = asyncio.create_task(tap.answered())
    await client.result("answerCallbackQuery", callback_query_id=query["id"], text="Noté", show_alert=True)
    assert await asyncio.wait_for(waiting, 1) is tap
    assert (tap.alert, tap.show_alert) == ("Noté", True)


async def test_a_tap_is_answered_once_in_time_and_shortly(client: Client, awa: Person, clock: Clock) -> None:
    await asks(client, awa, "Oui")
    tap = await awa.taps("Oui")
    answer = {"callback_query_id": tap.query_id}

    assert (
        await client.refusal("answerCallbackQuery", **answer, text="x" * 201)
        == "400 Bad Request: MESSAGE_TOO_LONG"
    )
    assert await client.result("answerCallbackQuery", **answer, text="x" * 200)
    assert await client.refusal("answerCallbackQuery", **answer) == TOO_OLD
    late = await awa.taps("Oui")
    clock.passes(151)
    assert await client.refusal("answerCallbackQuery", callback_query_id=late.query_id) == TOO_OLD
    assert await client.refusal("answerCallbackQuery", callback_query_id="77") == TOO_OLD


async def test_an_exact_label_goes_before_one_that_contains_it(client: Client, awa: Person) -> None:
    await asks(client, awa, "Oui, mais", "Oui")

    assert (await awa.taps("Oui")).data == "oui"
    assert (await awa.taps("mais")).data == "oui, mais"


async def test_the_newest_message_with_the_button_is_meant(client: Client, awa: Person) -> None:
    await asks(client, awa, "Oui")
    await asks(client, awa, "Oui (nouveau)")

    assert (await awa.taps("Oui")).data == "oui (nouveau)"


async def test_old_and_forged_buttons_can_be_tapped(client: Client, awa: Person) -> None:
    await asks(client, awa, "Oui")
    old = awa.chat.last
    assert old is not None
    await asks(client, awa, "Non")

    assert (await awa.taps_on(old, "Oui")).data == "oui"
    assert (await awa.taps_data(old, "forgé")).data == "forgé"
    await client.result("deleteMessage", chat_id=awa.user_id, message_id=old.message_id)
    await awa.taps_data(old, "oui")
    inaccessible = (await last_query(client))["message"]
    assert inaccessible == {"chat": awa.chat.profile, "message_id": old.message_id, "date": 0}


async def test_a_missing_button_says_what_is_on_the_screen(client: Client, awa: Person) -> None:
    await asks(client, awa, "Oui", "Non")
    assert awa.chat.last is not None

    with pytest.raises(ButtonMissing, match=r"«Peut-être» for Awa(.|\n)*\[Oui\] \[Non\]"):
        await awa.taps("Peut-être")
    with pytest.raises(ButtonMissing, match="it has"):
        await awa.taps_on(awa.chat.last, "Peut-être")


async def test_waiting_for_an_answer_ends(client: Client, standin: StandIn, awa: Person) -> None:
    await asks(client, awa, "Oui")
    tap = await awa.taps("Oui")

    with pytest.raises(TimeoutError):
        await tap.answered(timeout=0.02)

"""Whom a bot may write to, under which token, and how fast."""

from __future__ import annotations

import aiohttp
import pytest

from bot.rehearsal.standin import Limits, Person, StandIn
from bot.rehearsal.standin.limits import Pace
from bot.rehearsal.standin.refusals import Refusal
from tests.rehearsal.standin.client import Client, Clock


async def says(client: Client, chat_id: int | str) -> str:
    return await client.refusal("sendMessage", chat_id=chat_id, text="I ni ce")


async def test_the_token_and_the_method_must_be_right(client: Client, standin: StandIn) -> None:
    async with client.session.post(f"{client.url}/bot1:WRONG/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with client.session.post(f"{client.url}/elsewhere") as response:
        assert response.status == 404
    assert await client.refusal("sendPigeon") == "404 Not Found: method not found"
    assert len(standin.faults) == 1
    assert (await client.result("getme"))["id"] == 1


async def test_an_unknown_chat_is_not_found(client: Client) -> None:
    assert await says(client, 77) == "400 Bad Request: chat not found"
    assert await says(client, "@nobody") == "400 Bad Request: chat not found"
    assert await says(client, "") == "400 Bad Request: chat_id is empty"


async def test_a_person_writes_first(client: Client, standin: StandIn) -> None:
    seydou = standin.person("Seydou")
    assert await says(client, seydou.user_id) == "403 Forbidden: bot can't initiate conversation with a user"

    await seydou.starts()

    assert await client.result("sendMessage", chat_id=seydou.user_id, text="I ni ce")


async def test_a_person_can_block_and_unblock_the_bot(client: Client, awa: Person) -> None:
    before = await client.result("sendMessage", chat_id=awa.user_id, text="I ni ce")

    await awa.blocks()

    assert await says(client, awa.user_id) == "403 Forbidden: bot was blocked by the user"
    edit = {"chat_id": awa.user_id, "message_id": before["message_id"], "text": "x"}
    assert await client.refusal("editMessageText", **edit) == "403 Forbidden: bot was blocked by the user"
    assert await client.result("deleteMessage", chat_id=awa.user_id, message_id=before["message_id"])
    await awa.starts()
    assert await client.result("sendMessage", chat_id=awa.user_id, text="I ni ce")
    changes = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in await client.result("getUpdates")
        if "my_chat_member" in update
    ]
    assert changes == ["kicked", "member"]


async def test_a_deleted_account_is_deactivated(client: Client, awa: Person) -> None:
    await awa.leaves_telegram()

    assert await says(client, awa.user_id) == "403 Forbidden: user is deactivated"


async def test_a_group_can_remove_the_bot(client: Client, standin: StandIn, awa: Person) -> None:
    group = standin.group("Femmes du quartier", members=[awa])
    assert await client.result("sendMessage", chat_id=group.chat.chat_id, text="I ni ce")

    await group.removes_bot(awa)

    refusal = await says(client, group.chat.chat_id)
    assert refusal == "403 Forbidden: bot was kicked from the group chat"


async def test_a_group_that_became_a_supergroup_names_its_new_id(
    client: Client, standin: StandIn, awa: Person
) -> None:
    group = standin.group("Jeunes", members=[awa])
    old = group.chat.chat_id

    await group.becomes_supergroup()

    answer = await client.call("sendMessage", chat_id=old, text="I ni ce")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": group.chat.chat_id}
    assert await client.result("sendMessage", chat_id=group.chat.chat_id, text="I ni ce")


async def test_in_privacy_mode_a_bot_hears_only_what_is_addressed_to_it(clock: Clock) -> None:
    async with await StandIn.start(clock=clock, reads_groups=False) as standin:
        awa = standin.person("Awa")
        group = standin.group("Jeunes", members=[awa])
        waiting = len(standin.world.updates)

        await group.says(awa, "bonjour")
        assert len(standin.world.updates) == waiting

        await group.says(awa, "/aide")
        assert len(standin.world.updates) == waiting + 1


async def test_one_message_a_second_into_a_chat(clock: Clock, session: aiohttp.ClientSession) -> None:
    async with await StandIn.start(clock=clock, limits=Limits()) as standin:
        awa = standin.person("Awa")
        await awa.starts()
        client = Client(standin.url, session)
        await client.result("sendMessage", chat_id=awa.user_id, text="1")

        answer = await client.call("sendMessage", chat_id=awa.user_id, text="2")

        assert answer == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        clock.passes(1.0)
        assert await client.result("sendMessage", chat_id=awa.user_id, text="2")


async def test_thirty_messages_a_second_in_all_and_twenty_a_minute_into_a_group(clock: Clock) -> None:
    async with await StandIn.start(clock=clock) as standin:
        pace = Pace(Limits())
        group = standin.group("Jeunes").chat
        for _ in range(20):
            pace.admit(group, clock())
        clock.passes(10)
        with pytest.raises(Refusal) as refused:
            pace.admit(group, clock())
        assert refused.value.parameters == {"retry_after": 50}

        chats = [standin.person(str(number)).chat for number in range(31)]
        for chat in chats[:30]:
            pace.admit(chat, clock())
        with pytest.raises(Refusal) as refused:
            pace.admit(chats[30], clock())
        assert refused.value.parameters == {"retry_after": 1}
        clock.passes(1)
        pace.admit(chats[30], clock())

"""The human side: what people see, and waiting for the bot."""

from __future__ import annotations

import asyncio

import pytest

from bot.rehearsal.standin import Person, StandIn
from bot.rehearsal.standin.people import PIXEL
from tests.rehearsal.standin.client import Client, Clock, button, keyboard


class EchoBot:
    """Polls, and answers each message after a moment's thought, as a bot with an outbox does."""

    def __init__(self, client: Client, thinks: float = 0.02) -> None:
        self.client = client
        self.thinks = thinks

    async def run(self) -> None:
        offset = 0
        while True:
            updates = await self.client.result("getUpdates", offset=offset, timeout=30)
            for update in updates:
                message = update["message"]
                await asyncio.sleep(self.thinks)
                await self.client.result("sendMessage", chat_id=message["chat"]["id"], text=message["text"])
            offset = updates[-1]["update_id"] + 1 if updates else offset


@pytest.fixture
async def echo(client: Client) -> asyncio.Task[None]:
    return asyncio.create_task(EchoBot(client).run())


async def test_settled_waits_for_the_last_answer(
    standin: StandIn, awa: Person, echo: asyncio.Task[None]
) -> None:
    people = [awa, *(standin.person(str(number)) for number in range(5))]
    for person in people:
        await person.sends("bonjour")

    await standin.settled()

    assert all(person.chat.last is not None and person.chat.last.by_bot for person in people)
    echo.cancel()


async def test_settled_says_what_is_missing(standin: StandIn, awa: Person) -> None:
    with pytest.raises(TimeoutError, match="has not taken 1 updates"):
        await standin.settled(timeout=0.05)


async def test_settled_gives_up_on_a_bot_that_never_rests(client: Client, standin: StandIn) -> None:
    async def chatters() -> None:
        while True:
            await client.result("getMe")
            await asyncio.sleep(0.01)

    chatter = asyncio.create_task(chatters())
    await asyncio.sleep(0.02)

    with pytest.raises(TimeoutError, match="goes on calling"):
        await standin.settled(timeout=0.2)
    chatter.cancel()


async def test_a_person_sees_what_comes(awa: Person, echo: asyncio.Task[None]) -> None:
    await awa.sends("première")
    await awa.sends("seconde")

    message = await awa.sees("seconde")

    assert (message.text, message.by_bot) == ("seconde", True)
    with pytest.raises(AssertionError, match="Awa does not see «troisième»"):
        await awa.sees("troisième", timeout=0.02)
    echo.cancel()


async def test_the_chat_can_be_looked_at_as_its_owner_does(client: Client, awa: Person) -> None:
    rows = keyboard([button("Oui"), button("Non")], [button("Je ne sais pas")])
    await client.result("sendMessage", chat_id=awa.user_id, text="Une\nquestion", reply_markup=rows)
    await awa.sends("première\nligne")
    await client.upload("sendPhoto", chat_id=awa.user_id, photo=("chart.png", PIXEL), caption="Voilà")
    await client.upload("sendDocument", chat_id=awa.user_id, document=("liste.csv", b"x"))

    assert awa.chat.render() == (
        "> /start\n\n"
        "Une\nquestion\n[Oui] [Non]\n[Je ne sais pas]\n\n"
        "> première\n> ligne\n\n"
        "🖼\nVoilà\n\n"
        "📎 liste.csv"
    )
    assert awa.chat.screen is not None
    assert awa.chat.screen.text == "Une\nquestion"


async def test_the_chat_remembers_what_happened(client: Client, awa: Person, clock: Clock) -> None:
    start = awa.chat.last
    assert start is not None
    sent = await client.result("sendMessage", chat_id=awa.user_id, text="a", disable_notification=True)
    clock.passes(5)
    await client.result("editMessageText", chat_id=awa.user_id, message_id=sent["message_id"], text="b")
    await awa.deletes(start)

    events = [(event.kind, event.by_bot, event.text, event.silent) for event in awa.chat.history]
    assert events == [
        ("sent", False, "/start", False),
        ("sent", True, "a", True),
        ("edited", True, "b", True),
        ("deleted", False, "/start", False),
    ]
    assert awa.chat.history[2].at - awa.chat.history[1].at == 5
    assert [message.text for message in awa.chat.messages] == ["b"]


async def test_people_send_all_kinds_of_things(client: Client, awa: Person) -> None:
    await awa.sends_photo(caption="moi")
    await awa.sends_document("liste.csv", b"a;b")
    await awa.sends_voice()
    await awa.sends_sticker()
    await awa.sends_location()
    await awa.sends_contact()
    await awa.sends_poll()

    messages = [update["message"] for update in (await client.result("getUpdates"))[1:]]
    kinds = ["photo", "document", "voice", "sticker", "location", "contact", "poll"]
    assert [next(kind for kind in kinds if kind in message) for message in messages] == kinds
    assert messages[0]["caption"] == "moi"
    kept = await client.result("getFile", file_id=messages[1]["document"]["file_id"])
    async with client.session.get(f"{client.url}/file/bot1:TEST/{kept['file_path']}") as response:
        assert await response.read() == b"a;b"


async def test_long_texts_go_out_in_several_messages(client: Client, awa: Person) -> None:
    last = await awa.sends("ɛ" * 5000)

    lengths = [len(update["message"]["text"]) for update in await client.result("getUpdates")]
    assert lengths == [6, 4096, 904]
    assert len(last.text) == 904
    with pytest.raises(ValueError, match="no empty message"):
        await awa.sends(" ")


async def test_a_start_link_carries_a_payload(client: Client, standin: StandIn) -> None:
    seydou = standin.person("Seydou", language_code=None)

    await seydou.starts("ABC234")

    assert (await client.result("getUpdates"))[0]["message"]["text"] == "/start ABC234"
    for payload in ("é", "a b", "x" * 65):
        with pytest.raises(ValueError, match="start link"):
            await seydou.starts(payload)


async def test_who_blocked_the_bot_cannot_write_to_it(awa: Person) -> None:
    await awa.blocks()

    with pytest.raises(RuntimeError, match="has blocked the bot"):
        await awa.sends("bonjour")


async def test_without_history_only_the_newest_messages_are_kept(clock: Clock, client: Client) -> None:
    async with await StandIn.start(clock=clock, keep_history=False) as standin:
        awa = standin.person("Awa")
        for number in range(40):
            await awa.sends(str(number))

        assert [message.text for message in awa.chat.messages] == [str(n) for n in range(24, 40)]
        assert awa.chat.history == []


async def test_groups_and_channels_reach_the_bot(client: Client, standin: StandIn, awa: Person) -> None:
    group = standin.group("Jeunes", members=[awa])
    await group.says(awa, "bonjour")
    await standin.channel_post("annonce")

    updates = (await client.result("getUpdates"))[1:]

    kinds = [next(kind for kind in update if kind != "update_id") for update in updates]
    assert kinds == ["my_chat_member", "message", "message", "channel_post"]
    assert updates[1]["message"]["new_chat_members"][0]["username"] == "BaroTestBot"
    assert updates[2]["message"]["chat"] == {
        "id": group.chat.chat_id,
        "type": "group",
        "title": "Jeunes",
    }
    assert group.chat.chat_id < -(2**31)
    assert awa.user_id > 2**31

"""Updates that Telegram brings to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from bot.rehearsal.standin import Person, StandIn
from tests.rehearsal.standin.client import Client, Clock


class Bot:
    """A bot's own web server: remembers what came, and answers as it was told to."""

    def __init__(self) -> None:
        self.url = ""
        self.attempts: list[tuple[float, str]] = []
        self.taken: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.answers: list[int] = []
        self.retry_after: str | None = None
        self.under_way = 0
        self.most_under_way = 0

    async def receives(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        self.attempts.append((asyncio.get_running_loop().time(), update["message"]["text"]))
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0.01)
        self.under_way -= 1
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.taken.append(update)
        headers = {"Retry-After": self.retry_after} if self.retry_after and status != 200 else None
        return web.Response(status=status, headers=headers)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.taken]


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot()
    handler = web.Server(bot.receives)
    server = await asyncio.get_running_loop().create_server(handler, "127.0.0.1", 0)
    bot.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    yield bot
    server.close()
    await handler.shutdown(0.1)


@pytest.fixture
async def standin(clock: Clock) -> AsyncIterator[StandIn]:
    async with await StandIn.start(clock=clock, redelivery_pause=0.02) as standin:
        yield standin


async def test_updates_are_brought_with_the_secret(
    client: Client, standin: StandIn, awa: Person, bot: Bot
) -> None:
    await client.result("setWebhook", url=bot.url, secret_token="s3cret-_")
    await awa.sends("bonjour")

    await standin.settled()

    assert bot.texts == ["/start", "bonjour"]
    assert bot.secrets == {"s3cret-_"}
    info = await client.result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (bot.url, 0)


async def test_what_the_bot_does_not_take_comes_again_with_growing_pauses(
    client: Client, standin: StandIn, awa: Person, bot: Bot
) -> None:
    bot.answers = [500, 503, 302, 404]
    await awa.sends("bonjour")

    await client.result("setWebhook", url=bot.url)
    await standin.settled()

    assert [text for _, text in bot.attempts] == ["/start"] * 5 + ["bonjour"]
    times = [time for time, text in bot.attempts if text == "/start"]
    pauses = [after - before for before, after in pairwise(times)]
    assert pauses[0] < pauses[3]
    assert (pauses[1] >= 0.04, pauses[2] >= 0.08, pauses[3] >= 0.16) == (True, True, True)
    assert bot.texts == ["/start", "bonjour"]
    info = await client.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_the_bot_can_ask_for_a_pause(client: Client, standin: StandIn, awa: Person, bot: Bot) -> None:
    bot.answers, bot.retry_after = [503], "1"

    await client.result("setWebhook", url=bot.url)
    await standin.settled()

    (first, _), (second, _) = bot.attempts
    assert second - first >= 1.0


async def test_one_person_in_order_many_people_at_once(
    client: Client, standin: StandIn, awa: Person, bot: Bot
) -> None:
    await client.result("setWebhook", url=bot.url, max_connections=3)
    people = [awa, *(standin.person(name) for name in ("Seydou", "Fanta", "Moussa", "Kadi"))]
    for number in range(4):
        for person in people:
            await person.sends(str(number))

    await standin.settled()

    assert bot.most_under_way == 3
    for person in people:
        own = [update for update in bot.taken if update["message"]["from"]["id"] == person.user_id]
        assert [update["message"]["text"] for update in own][-4:] == ["0", "1", "2", "3"]


async def test_a_bot_that_is_away_gets_everything_when_it_is_back(
    client: Client, standin: StandIn, awa: Person, bot: Bot
) -> None:
    await client.result("setWebhook", url="http://127.0.0.1:9/hook")
    await awa.sends("bonjour")
    await asyncio.sleep(0.05)
    info = await client.result("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (2, "Webhook connection closed")

    await client.result("setWebhook", url=bot.url)
    await standin.settled()

    assert bot.texts == ["/start", "bonjour"]


async def test_no_polling_beside_a_webhook(client: Client, awa: Person, bot: Bot) -> None:
    waiting = asyncio.create_task(client.call("getUpdates", offset=700_000_002, timeout=30))
    await asyncio.sleep(0.05)

    await client.result("setWebhook", url=bot.url)

    ended = await asyncio.wait_for(waiting, 1)
    assert ended["description"] == "Conflict: terminated by setWebhook request"
    assert await client.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await client.result("deleteWebhook")
    assert await client.result("getUpdates") == []


@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
async def test_what_waits_can_be_dropped(client: Client, awa: Person, bot: Bot, method: str) -> None:
    url = {"url": bot.url} if method == "setWebhook" else {}

    await client.result(method, **url, drop_pending_updates=True)

    assert (await client.result("getWebhookInfo"))["pending_update_count"] == 0
    assert bot.attempts == []


async def test_a_bad_address_or_secret_is_refused(client: Client) -> None:
    assert (
        await client.refusal("setWebhook", url="nowhere") == "400 Bad Request: invalid webhook URL specified"
    )
    assert (
        await client.refusal("setWebhook", url="https://example.org", secret_token="é")
        == "400 Bad Request: secret token contains unallowed characters"
    )
    assert (
        await client.refusal("setWebhook", url="https://example.org", secret_token="x" * 257)
        == "400 Bad Request: secret token is too long"
    )

"""Probes: alive, ready, numbers; and who gets none of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.app.vitals import OUTBOX_BOUND, Vitals
from bot.settings import HEALTH_PATHS
from bot.web.health import PASSED_ON, Probes
from bot.web.metrics import Metrics
from bot.web.strict import HEADERS
from bot.web.webhook import webhook

WELL = Vitals(True, True, waiting=3, oldest=1.5, broadcasts=2, progress=0.25, pace=28.0)


class Bot:
    """A bot that fares as the story says."""

    def __init__(self, vitals: Vitals = WELL) -> None:
        self.vitals = vitals
        self.metrics = Metrics()

    async def look(self) -> Vitals:
        return self.vitals

    @asynccontextmanager
    async def probed(self) -> AsyncIterator[str]:
        async with Probes(self.look, self.metrics).alone(("127.0.0.1", 0)) as port:
            yield f"http://127.0.0.1:{port}"

    @asynccontextmanager
    async def behind_the_webhook(self) -> AsyncIterator[str]:
        probes = Probes(self.look, self.metrics)
        place = ("127.0.0.1", 0)
        async with webhook(place, "https://baro.example/telegram", "s", take, probes=probes) as port:
            yield f"http://127.0.0.1:{port}"


async def take(update: dict[str, object]) -> bool:
    return True


async def asks(
    url: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[aiohttp.ClientResponse, str]:
    async with aiohttp.ClientSession() as client, client.request(method, url, headers=headers) as answer:
        return answer, await answer.text()


async def test_a_bot_that_runs_is_alive_however_it_fares() -> None:
    async with Bot(Vitals(False, False)).probed() as url:
        answer, body = await asks(f"{url}/healthz")
    assert (answer.status, body) == (200, "alive\n")


@pytest.mark.parametrize(
    ("status", "vitals", "body"),
    [
        (200, WELL, '{"ready":true,"database":true,"telegram":true,"outbox":true}\n'),
        (503, Vitals(False, True), '{"ready":false,"database":false,"telegram":true,"outbox":false}\n'),
        (503, Vitals(True, False), '{"ready":false,"database":true,"telegram":false,"outbox":true}\n'),
        (
            503,
            Vitals(True, True, 1, OUTBOX_BOUND),
            '{"ready":false,"database":true,"telegram":true,"outbox":false}\n',
        ),
    ],
)
async def test_a_bot_is_ready_when_all_it_needs_answers(status: int, vitals: Vitals, body: str) -> None:
    async with Bot(vitals).probed() as url:
        answer, told = await asks(f"{url}/readyz")
    assert (answer.status, told, answer.content_type) == (status, body, "application/json")


async def test_the_numbers_are_what_was_counted_and_how_the_bot_fares() -> None:
    bot = Bot()
    bot.metrics.count("updates", "message", times=2)
    bot.metrics.count("ignored", "secret")
    bot.metrics.count("sent", "sendMessage", "broadcast", times=7)
    bot.metrics.took("write", 0.004)
    async with bot.probed() as url:
        answer, body = await asks(f"{url}/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = body.splitlines()
    for line in (
        'baro_updates_handled_total{kind="message"} 2.0',
        'baro_updates_ignored_total{reason="secret"} 1.0',
        'baro_messages_sent_total{lane="broadcast",method="sendMessage"} 7.0',
        'baro_storage_seconds_bucket{access="write",le="0.005"} 1.0',
        "baro_outbox_messages 3.0",
        "baro_outbox_oldest_seconds 1.5",
        "baro_broadcasts 2.0",
        "baro_broadcast_progress_ratio 0.25",
        "baro_pace_messages_per_second 28.0",
        'baro_ready{check="outbox"} 1.0',
    ):
        assert line in lines, body
    names = {line.split("{")[0].split(" ")[0] for line in lines if not line.startswith("#")}
    assert all(name.startswith("baro_") for name in names), "nothing of the process or the machine"


@pytest.mark.parametrize("path", HEALTH_PATHS)
async def test_every_answer_bears_strict_headers_and_only_get_is_answered(path: str) -> None:
    async with Bot().probed() as url:
        answer, _body = await asks(f"{url}{path}")
        posted, words = await asks(f"{url}{path}", method="POST")
    for given in (answer, posted):
        assert {name: given.headers[name] for name in HEADERS} == HEADERS
    assert (posted.status, words) == (405, "")


@pytest.mark.parametrize("path", HEALTH_PATHS)
async def test_on_the_webhooks_listener_who_comes_through_a_proxy_finds_nothing(path: str) -> None:
    async with Bot().behind_the_webhook() as url:
        direct, _body = await asks(f"{url}{path}")
        assert direct.status == 200
        for name in PASSED_ON:
            answer, body = await asks(f"{url}{path}", {name: "203.0.113.9"})
            assert (answer.status, body) == (404, "")


async def test_the_webhooks_own_path_tells_nothing() -> None:
    async with Bot().behind_the_webhook() as url:
        for path, status in (("/telegram", 405), ("/telegram/metrics", 404), ("/telegram/../metrics2", 404)):
            answer, body = await asks(f"{url}{path}")
            assert (answer.status, body) == (status, "")


async def test_a_webhook_whose_probes_are_elsewhere_has_none() -> None:
    async with webhook(("127.0.0.1", 0), "https://baro.example/telegram", "s", take) as port:
        for path in HEALTH_PATHS:
            answer, body = await asks(f"http://127.0.0.1:{port}{path}")
            assert (answer.status, body) == (404, "")

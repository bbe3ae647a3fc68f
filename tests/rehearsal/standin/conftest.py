"""A stand-in for each test, with a person who has started the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.rehearsal.standin import Person, StandIn
from tests.rehearsal.standin.client import Client, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def standin(clock: Clock) -> AsyncIterator[StandIn]:
    async with await StandIn.start(clock=clock) as standin:
        yield standin


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def client(standin: StandIn, session: aiohttp.ClientSession) -> Client:
    return Client(standin.url, session)


@pytest.fixture
async def awa(standin: StandIn) -> Person:
    awa = standin.person("Awa", username="awa_k")
    await awa.starts()
    return awa

"""A bare client of the Bot API that is no bot library, and a clock to turn."""

from __future__ import annotations

from typing import Any

import aiohttp

Json = dict[str, Any]


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time

    def passes(self, seconds: float) -> None:
        self.time += seconds


class Client:
    """Calls methods of one stand-in's bot with JSON bodies, or with forms where a file has to go along."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def call(self, method: str, **parameters: Any) -> Json:
        async with self.session.post(f"{self.url}/bot1:TEST/{method}", json=parameters) as response:
            return await _answer(response)

    async def upload(self, method: str, **parameters: Any) -> Json:
        """A parameter that is a pair is a file: its name and its bytes."""
        form = aiohttp.FormData()
        for name, value in parameters.items():
            if isinstance(value, tuple):
                form.add_field(name, value[1], filename=value[0])
            else:
                form.add_field(name, str(value))
        async with self.session.post(f"{self.url}/bot1:TEST/{method}", data=form) as response:
            return await _answer(response)

    async def result(self, method: str, **parameters: Any) -> Any:
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"


async def _answer(response: aiohttp.ClientResponse) -> Json:
    answer: Json = await response.json()
    assert response.status == (200 if answer["ok"] else answer["error_code"])
    return answer


def keyboard(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def button(text: str, data: str = "data") -> Json:
    return {"text": text, "callback_data": data}

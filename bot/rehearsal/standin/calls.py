"""One call of a method, read from a query string, a form, a multipart body or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from .refusals import Refusal, bad_request

TRUE = {"true", "yes", "1"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class Call:
    """A method's name as it was called and its parameters.

    `typed` says that the parameters came as JSON; otherwise each is a string, objects JSON-serialised.
    """

    method: str
    parameters: dict[str, Any]
    typed: bool = True
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.parameters.get(name, "")
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.parameters.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        value = self.parameters.get(name, False)
        return value.strip().lower() in TRUE if isinstance(value, str) else bool(value)

    def structure(self, name: str) -> Any:
        """An object or an array; None where it is not given. Raises Refusal for what is no JSON."""
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file given as parameter `name`, in the body or by `attach://`."""
        value = self.parameters.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)


async def read_call(request: web.BaseRequest, method: str) -> Call:
    """Raises Refusal: a body too large, or one that is no JSON object where JSON was announced."""
    parameters: dict[str, Any] = {}
    _, _, query = request.raw_path.partition("?")
    if query:
        parameters.update(parse_qsl(query, keep_blank_values=True))
    if request.method != "POST":
        return Call(method, parameters, typed=False)
    content_type = request.headers.get("Content-Type", "")
    try:
        if content_type.startswith("application/json"):
            parameters.update(_json_object(await request.read()))
            return Call(method, parameters)
        if content_type.startswith("multipart/"):
            return await _multipart(request, method, parameters)
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413, "Request Entity Too Large") from None
    parameters.update(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return Call(method, parameters, typed=False)


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        parameters = orjson.loads(body)
    except orjson.JSONDecodeError:
        parameters = None
    if not isinstance(parameters, dict):
        raise bad_request("JSON object expected")
    return parameters


async def _multipart(request: web.BaseRequest, method: str, parameters: dict[str, Any]) -> Call:
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            parameters[name] = value if isinstance(value, str) else bytes(value).decode()
    return Call(method, parameters, typed=False, files=files)

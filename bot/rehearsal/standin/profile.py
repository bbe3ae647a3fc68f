"""What a bot says of itself: its commands, names and descriptions, by language."""

from __future__ import annotations

import re
from typing import Any

import orjson

from .refusals import bad_request

Json = dict[str, Any]

MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
# The longest text of each kind, in characters.
TEXTS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """Commands by scope and language, texts by kind and language; the empty language is for all others."""

    def __init__(self) -> None:
        self._commands: dict[tuple[bytes, str], list[Json]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def commands(self, scope: Json | None, language_code: str = "") -> list[Json]:
        return self._commands.get((_scope_key(scope), language_code), [])

    def set_commands(self, commands: list[Json], scope: Json | None, language_code: str) -> None:
        """Raises Refusal for names, descriptions or a language that Telegram does not take."""
        _refuse_bad_language(language_code)
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        taken = [_taken(command) for command in commands]
        self._commands[_scope_key(scope), language_code] = taken

    def text(self, kind: str, language_code: str = "") -> str:
        return self._texts.get((kind, language_code), "")

    def set_text(self, kind: str, text: str, language_code: str) -> None:
        _refuse_bad_language(language_code)
        if len(text) > TEXTS[kind]:
            raise bad_request(f"BOT_{kind.upper()}_TOO_LONG")
        self._texts[kind, language_code] = text


def _scope_key(scope: Json | None) -> bytes:
    return orjson.dumps(scope or {"type": "default"}, option=orjson.OPT_SORT_KEYS)


def _refuse_bad_language(language_code: str) -> None:
    if not _LANGUAGE.fullmatch(language_code):
        raise bad_request("invalid language code specified")


def _taken(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).strip().removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}

"""Calls are compared with the description of the Bot API, where it is at hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from bot.rehearsal.standin import Person, StandIn
from bot.rehearsal.standin.calls import Call
from bot.rehearsal.standin.dispatch import METHODS, WAITING_METHODS
from bot.rehearsal.standin.keyboards import ACTIONS
from bot.rehearsal.standin.methods.editing import REACTIONS
from bot.rehearsal.standin.specification import Specification, load_specification
from bot.rehearsal.standin.standin import SPECIFICATION
from tests.rehearsal.standin.client import Client, button, keyboard

needs_specification = pytest.mark.skipif(
    not SPECIFICATION.is_file(), reason="the description of the Bot API is not at hand"
)
SMALL = Specification(
    {
        "methods": {
            "sendMessage": {
                "fields": [
                    {"name": "chat_id", "types": ["Integer", "String"], "required": True},
                    {"name": "text", "types": ["String"], "required": True},
                    {"name": "silent", "types": ["Boolean"], "required": False},
                    {"name": "share", "types": ["Float"], "required": False},
                    {"name": "numbers", "types": ["Array of Integer"], "required": False},
                    {"name": "markup", "types": ["Keyboard", "Nothing"], "required": False},
                ]
            },
            "getMe": {},
        },
        "types": {
            "Keyboard": {
                "fields": [{"name": "rows", "types": ["Array of Array of Button"], "required": True}]
            },
            "Nothing": {"fields": [{"name": "nothing", "types": ["True"], "required": True}]},
            "Button": {"subtypes": ["Labelled"]},
            "Labelled": {"fields": [{"name": "text", "types": ["String"], "required": True}]},
        },
    }
)
GOOD = {"chat_id": 1, "text": "x"}


@pytest.mark.parametrize(
    "parameters",
    [
        GOOD,
        {"chat_id": "@x", "text": ""},
        {**GOOD, "silent": True, "share": 1, "numbers": [1, 2]},
        {**GOOD, "markup": {"rows": [[{"text": "x"}], []]}},
        {**GOOD, "markup": {"nothing": True}},
    ],
)
def test_good_parameters_have_no_faults(parameters: dict[str, Any]) -> None:
    assert SMALL.faults(Call("sendMessage", parameters)) == []


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"chat_id": 1}, "sendMessage needs the parameter text"),
        ({**GOOD, "colour": "red"}, "sendMessage has no parameter colour"),
        ({**GOOD, "chat_id": 1.5}, "sendMessage: chat_id must be of type Integer"),
        ({**GOOD, "chat_id": True}, "sendMessage: chat_id must be of type Integer"),
        ({**GOOD, "silent": 1}, "sendMessage: silent must be of type Boolean"),
        ({**GOOD, "numbers": [1, "2"]}, "sendMessage: numbers[1] must be of type Integer"),
        ({**GOOD, "numbers": "1"}, "sendMessage: numbers must be of type Array of Integer"),
        (
            {**GOOD, "markup": {"rows": [[{"label": "x", "text": "y"}]]}},
            "sendMessage: markup.rows[0][0] (Labelled) has no field label",
        ),
        (
            {**GOOD, "markup": {"rows": [[{}]]}},
            "sendMessage: markup.rows[0][0] (Labelled) needs the field text",
        ),
    ],
)
def test_each_fault_is_named(parameters: dict[str, Any], fault: str) -> None:
    assert SMALL.faults(Call("sendMessage", parameters)) == [fault]


def test_a_forms_strings_are_read_as_what_they_stand_for() -> None:
    good = {
        "chat_id": "-100",
        "text": "[1]",
        "silent": "false",
        "share": "0.5",
        "numbers": "[1, 2]",
        "markup": '{"rows": [[{"text": "x"}]]}',
    }
    assert SMALL.faults(Call("sendMessage", good, typed=False)) == []
    bad = {**good, "silent": "perhaps", "share": "half", "numbers": "1, 2"}
    assert len(SMALL.faults(Call("sendMessage", bad, typed=False))) == 3


def test_methods_without_parameters_take_none() -> None:
    assert SMALL.faults(Call("getMe", {})) == []
    assert SMALL.faults(Call("getYou", {})) == ["getYou is no method of the Bot API"]


def test_without_the_file_nothing_is_checked(tmp_path: Path) -> None:
    assert load_specification(tmp_path / "none.json") is None


@needs_specification
async def test_a_faulty_call_is_refused_and_noted(client: Client, standin: StandIn, awa: Person) -> None:
    refusal = await client.refusal("sendMessage", chat_id=awa.user_id, text="?", markup={})

    assert refusal == "400 Bad Request: sendMessage has no parameter markup"
    assert standin.faults == ["sendMessage has no parameter markup"]
    assert len(awa.chat.messages) == 1


@needs_specification
async def test_checks_can_be_turned_off(session: aiohttp.ClientSession) -> None:
    async with await StandIn.start(check_calls=False) as standin:
        awa = standin.person("Awa")
        await awa.starts()

        await Client(standin.url, session).result("sendMessage", chat_id=awa.user_id, text="?", markup={})

        assert standin.faults == []


@needs_specification
def test_the_stand_in_plays_only_real_methods_buttons_and_reactions() -> None:
    specification = load_specification(SPECIFICATION)
    assert specification is not None
    for method in (*METHODS, *WAITING_METHODS):
        assert specification.knows(method)
    for action in ACTIONS:
        pressed = keyboard([{**button("x"), action: None}])
        faults = specification.faults(
            Call("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": pressed})
        )
        assert not any("has no field" in fault for fault in faults)
    types = orjson.loads(SPECIFICATION.read_bytes())["types"]
    described = next(field for field in types["ReactionTypeEmoji"]["fields"] if field["name"] == "emoji")
    assert REACTIONS.split() == re.findall('"([^"]+)"', described["description"])

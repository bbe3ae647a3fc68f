"""What a bot says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rehearsal.standin.client import Client

AIDE = {"command": "aide", "description": "Demander de l'aide"}
HELP = {"command": "help", "description": "Ask for help"}


async def test_commands_are_kept_by_scope_and_language(client: Client) -> None:
    private = {"type": "all_private_chats"}

    await client.result("setMyCommands", commands=[HELP])
    await client.result("setMyCommands", commands=[{**AIDE, "command": "/aide"}], language_code="fr")
    await client.result("setMyCommands", commands=[AIDE, HELP], scope=private)

    assert await client.result("getMyCommands") == [HELP]
    assert await client.result("getMyCommands", language_code="fr") == [AIDE]
    assert await client.result("getMyCommands", scope=private) == [AIDE, HELP]
    assert await client.result("getMyCommands", scope=private, language_code="fr") == []
    await client.result("deleteMyCommands")
    assert await client.result("getMyCommands") == []


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"commands": [{**AIDE, "command": "séance"}]}, "400 Bad Request: BOT_COMMAND_INVALID"),
        ({"commands": [{**AIDE, "command": ""}]}, "400 Bad Request: command must be non-empty"),
        (
            {"commands": [{**AIDE, "description": " "}]},
            "400 Bad Request: command description must be non-empty",
        ),
        ({"commands": [AIDE] * 101}, "400 Bad Request: BOT_COMMANDS_TOO_MUCH"),
        (
            {"commands": [AIDE], "language_code": "bam"},
            "400 Bad Request: invalid language code specified",
        ),
    ],
)
async def test_commands_that_telegram_refuses(
    client: Client, parameters: dict[str, Any], refusal: str
) -> None:
    assert await client.refusal("setMyCommands", **parameters) == refusal


async def test_names_and_descriptions_are_kept_by_language(client: Client) -> None:
    await client.result("setMyName", name="Baro")
    await client.result("setMyDescription", description="Parler ensemble", language_code="fr")
    await client.result("setMyShortDescription", short_description="Parler")

    assert await client.result("getMyName") == {"name": "Baro"}
    assert await client.result("getMyDescription") == {"description": ""}
    assert await client.result("getMyDescription", language_code="fr") == {"description": "Parler ensemble"}
    assert await client.result("getMyShortDescription") == {"short_description": "Parler"}
    refusal = await client.refusal("setMyShortDescription", short_description="x" * 121)
    assert refusal == "400 Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG"


async def test_a_bot_knows_who_it_is(client: Client) -> None:
    me = await client.result("getMe")

    assert (me["id"], me["is_bot"], me["username"]) == (1, True, "BaroTestBot")

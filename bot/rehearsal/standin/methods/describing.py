"""What a bot asks and says about itself and about chats."""

from __future__ import annotations

from typing import Any

from ..calls import Call
from ..refusals import bad_request
from ..world import World

Json = dict[str, Any]


def get_me(world: World, _call: Call) -> Json:
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, call: Call) -> Json:
    chat = world.chats.find(call.parameters.get("chat_id"))
    described = {
        **chat.profile,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    pinned = chat.messages_by_id.get(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        described["pinned_message"] = pinned.as_json()
    return described


def set_my_commands(world: World, call: Call) -> bool:
    commands = call.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    world.profile.set_commands(commands, call.structure("scope"), call.text("language_code"))
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.profile.commands(call.structure("scope"), call.text("language_code"))


def delete_my_commands(world: World, call: Call) -> bool:
    world.profile.set_commands([], call.structure("scope"), call.text("language_code"))
    return True


def set_my_name(world: World, call: Call) -> bool:
    return _set_text(world, call, "name")


def set_my_description(world: World, call: Call) -> bool:
    return _set_text(world, call, "description")


def set_my_short_description(world: World, call: Call) -> bool:
    return _set_text(world, call, "short_description")


def get_my_name(world: World, call: Call) -> Json:
    language_code = call.text("language_code")
    return {"name": world.profile.text("name", language_code) or world.bot["first_name"]}


def get_my_description(world: World, call: Call) -> Json:
    return {"description": world.profile.text("description", call.text("language_code"))}


def get_my_short_description(world: World, call: Call) -> Json:
    return {"short_description": world.profile.text("short_description", call.text("language_code"))}


def _set_text(world: World, call: Call, kind: str) -> bool:
    world.profile.set_text(kind, call.text(kind), call.text("language_code"))
    return True

"""How a bot gets its updates, answers taps and fetches files."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import orjson

from ..calls import Call
from ..files import MAX_DOWNLOAD
from ..refusals import WEBHOOK_ACTIVE, Refusal, bad_request
from ..webhook import Delivery, Webhook
from ..world import World

Json = dict[str, Any]

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


async def get_updates(world: World, call: Call) -> orjson.Fragment:
    if world.delivery is not None:
        raise Refusal(409, WEBHOOK_ACTIVE)
    world.updates.allow(call.structure("allowed_updates"))
    updates = await world.updates.poll(
        call.integer("offset"), call.integer("limit", 100), call.integer("timeout")
    )
    return orjson.Fragment(b"[" + b",".join([update.body for update in updates]) + b"]")


async def set_webhook(world: World, call: Call) -> bool:
    url, secret = call.text("url"), call.text("secret_token")
    if not url:
        return await delete_webhook(world, call)
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise bad_request("invalid webhook URL specified")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    await _replace_delivery(world, call)
    world.updates.allow(call.structure("allowed_updates"))
    world.updates.end_poll("Conflict: terminated by setWebhook request")
    connections = min(max(call.integer("max_connections", 40), 1), 100)
    world.delivery = Delivery(
        Webhook(url, secret, connections), world.updates, world.now, world.redelivery_pause
    )
    world.delivery.start()
    return True


async def delete_webhook(world: World, call: Call) -> bool:
    await _replace_delivery(world, call)
    return True


async def _replace_delivery(world: World, call: Call) -> None:
    delivery, world.delivery = world.delivery, None
    if delivery is not None:
        await delivery.stop()
    if call.flag("drop_pending_updates"):
        world.updates.clear()


def get_webhook_info(world: World, _call: Call) -> Json:
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if world.delivery is not None:
        info["url"] = world.delivery.webhook.url
        info["max_connections"] = world.delivery.webhook.max_connections
        if world.delivery.last_error:
            info["last_error_date"] = world.delivery.last_error_date
            info["last_error_message"] = world.delivery.last_error
    if world.updates.allowed is not None:
        info["allowed_updates"] = world.updates.allowed
    return info


def answer_callback_query(world: World, call: Call) -> bool:
    world.taps.answer(call.text("callback_query_id"), call.text("text"), call.flag("show_alert"))
    return True


def get_file(world: World, call: Call) -> Json:
    file = world.files.by_id(call.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.as_json(), "file_path": file.path}

"""From a call to its answer: which function it goes to, and what is checked and counted on the way."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import orjson

from .calls import Call
from .methods import describing, editing, receiving, sending
from .refusals import Refusal, bad_request
from .specification import Specification
from .trouble import ConnectionCut, Trouble
from .world import World

Method = Callable[[World, Call], Any]
WaitingMethod = Callable[[World, Call], Awaitable[Any]]

WAITING_METHODS: dict[str, WaitingMethod] = {
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
}
METHODS: dict[str, Method] = {
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendAudio": sending.send_audio,
    "copyMessage": sending.copy_message,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageMedia": editing.edit_message_media,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "setMessageReaction": editing.set_message_reaction,
    "answerCallbackQuery": receiving.answer_callback_query,
    "getFile": receiving.get_file,
    "getWebhookInfo": receiving.get_webhook_info,
    "getMe": describing.get_me,
    "getChat": describing.get_chat,
    "setMyCommands": describing.set_my_commands,
    "getMyCommands": describing.get_my_commands,
    "deleteMyCommands": describing.delete_my_commands,
    "setMyName": describing.set_my_name,
    "getMyName": describing.get_my_name,
    "setMyDescription": describing.set_my_description,
    "getMyDescription": describing.get_my_description,
    "setMyShortDescription": describing.set_my_short_description,
    "getMyShortDescription": describing.get_my_short_description,
}
# Telegram takes a method's name in any case.
NAMES = {name.lower(): name for name in (*METHODS, *WAITING_METHODS)}
# What counts against the limits on writing.
PACED = {name for name in METHODS if name.startswith(("send", "edit", "copy")) and name != "sendChatAction"}


class Recorded(NamedTuple):
    """A call that was answered; `result` is None where it was refused."""

    method: str
    parameters: dict[str, Any]
    result: Any
    refusal: str = ""


class Dispatch:
    """Answers calls, counts them, and keeps note of those that no Bot API would understand."""

    def __init__(self, world: World, specification: Specification | None, *, record: bool) -> None:
        self.calls: Counter[str] = Counter()
        self.recorded: list[Recorded] = []
        self.faults: list[str] = []
        self.trouble = Trouble()
        self.listener: Callable[[str, dict[str, Any]], None] | None = None
        self.last_activity = 0.0  # on the event loop's clock; asking for updates is none
        self._world = world
        self._specification = specification
        self._records = record

    async def answer(self, call: Call) -> bytes:
        """The body of a success; raises Refusal, or ConnectionCut where a test ordered that."""
        call.method = self._known_name(call.method)
        self.calls[call.method] += 1
        if call.method != "getUpdates":
            self.last_activity = asyncio.get_running_loop().time()
        try:
            result = await self._result(call)
        except Refusal as refusal:
            if self._records:
                self.recorded.append(Recorded(call.method, call.parameters, None, refusal.description))
            raise
        if self._records and call.method != "getUpdates":
            self.recorded.append(Recorded(call.method, call.parameters, result))
        return orjson.dumps({"ok": True, "result": result})

    def _known_name(self, method: str) -> str:
        name = NAMES.get(method.lower())
        if name is None:
            exists = self._specification is None or self._specification.knows(method)
            self.faults.append(f"{method} is {'not played here' if exists else 'no method of the Bot API'}")
            raise Refusal(404, "Not Found: method not found")
        return name

    async def _result(self, call: Call) -> Any:
        if self._specification is not None:
            self._refuse_misunderstood(call, self._specification)
        cut_after = self.trouble.strike(call)
        if self._world.pace is not None and call.method in PACED:
            chat = self._world.chats.find(call.parameters.get("chat_id"))
            self._world.pace.admit(chat, self._world.now())
        waiting = WAITING_METHODS.get(call.method)
        if waiting is not None:
            result = await waiting(self._world, call)
        else:
            result = METHODS[call.method](self._world, call)
            if self.listener is not None:
                self.listener(call.method, call.parameters)
        if cut_after:
            raise ConnectionCut
        return result

    def _refuse_misunderstood(self, call: Call, specification: Specification) -> None:
        faults = specification.faults(call)
        if faults:
            self.faults += faults
            raise bad_request("; ".join(faults))

"""The context of python-telegram-bot's handlers here: one update within its batch, and how to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.app.audit import What
from bot.app.ports import Work
from bot.app.services import Services
from bot.app.words import Text
from bot.tg.batch import Batch
from bot.tg.delivery import Call, Delivery, Job, Living, Owner
from bot.tg.reply import Reply, Rows, keyboard
from bot.tg.speech import Speech

Bot = ExtBot[None]
Data = dict[Any, Any]
BATCH = "batch"


class Turn(CallbackContext[Bot, Data, Data, Data]):
    """One update being handled. Nothing here waits for the network: answers are rows of the outbox."""

    event: Update
    came_to_nothing: bool
    """Whether what was asked for was not done after all: the audit log does not say that it was."""
    showed: set[What]
    """What participants' words were shown on the way."""
    about: str
    """The badge of the member that it was done to, "" where it was done to nobody."""

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Turn:
        try:
            turn = super().from_update(update, application)
        except Exception as failure:  # the library passes the update over, and says so in its log alone
            application.bot_data[BATCH].failure = failure
            raise
        assert isinstance(update, Update)
        turn.event = update
        turn.came_to_nothing = False
        turn.showed = set()
        turn.about = ""
        return turn

    @property
    def batch(self) -> Batch:
        """The batch that this update belongs to."""
        batch = self.application.bot_data[BATCH]
        assert isinstance(batch, Batch)
        return batch

    @property
    def work(self) -> Work:
        """The batch's unit of work."""
        return self.batch.work

    @property
    def services(self) -> Services:
        """What deeds have at hand."""
        return self.batch.services

    @property
    def user(self) -> int:
        """The account that wrote or tapped."""
        assert self.event.effective_user is not None
        return self.event.effective_user.id

    @property
    def chat(self) -> int:
        """The chat to answer into."""
        assert self.event.effective_chat is not None
        return self.event.effective_chat.id

    @property
    def message(self) -> Message | None:
        """What was written, if the update is a message."""
        return self.event.message

    @property
    def query(self) -> CallbackQuery | None:
        """The tap, if the update is one."""
        return self.event.callback_query

    @property
    def tapped_message(self) -> int:
        """The id of the message whose button was tapped, 0 if this is no tap."""
        message = self.query.message if self.query else None
        return message.message_id if message else 0

    def speech(self, language: str) -> Speech:
        """Somebody's language."""
        return self.batch.speech(language)

    def acknowledge(self, text: str = "", *, alert: bool = False) -> tuple[Call, ...]:
        """The call that ends the waiting sign on a tapped button, with a short text; nothing for a message."""
        if self.query is None:
            return ()
        payload: dict[str, Any] = {"callback_query_id": self.query.id}
        if text:
            payload |= {"text": text[:200], "show_alert": alert}
        return (Call("answerCallbackQuery", payload, "soft"),)

    def send(
        self,
        calls: Sequence[Call],
        living: Living | None = None,
        job: Job | None = None,
        owner: Owner | None = None,
    ) -> None:
        """Post calls to this chat."""
        if calls or job:
            self.batch.post(Delivery(self.chat, tuple(calls), living, job, owner))

    def answer(self, reply: Reply) -> None:
        """Answer without anything to remember: edit the tapped message, or write a new one."""
        if self.tapped_message:
            edit = Call("editMessageText", edited(self.chat, self.tapped_message, reply), "living")
            self.send((*self.acknowledge(), edit))
        else:
            self.send((Call("sendMessage", sent(self.chat, reply)),))

    def alert(self, speech: Speech, text: Text) -> None:
        """Answer a tap with a short notice that the person closes."""
        self.send(self.acknowledge(speech.plain(text), alert=True))


def sent(chat: int, reply: Reply) -> dict[str, Any]:
    """The parameters of a new message."""
    return {"chat_id": chat, **reply.payload()}


def edited(chat: int, message: int, reply: Reply) -> dict[str, Any]:
    """The parameters of a message shown anew in place."""
    return {"chat_id": chat, "message_id": message, **reply.payload()}


def rekeyed(chat: int, message: int, rows: Rows) -> Call:
    """Put other buttons under a message, whose words stay."""
    payload = {"chat_id": chat, "message_id": message, "reply_markup": keyboard(rows)}
    return Call("editMessageReplyMarkup", payload, "soft")


def stripped(chat: int, message: int) -> Call:
    """Take the buttons off an old message."""
    return rekeyed(chat, message, ())


def removed(chat: int, *messages: int) -> tuple[Call, ...]:
    """Take messages out of the chat, as far as Telegram lets a bot."""
    ids = sorted({message for message in messages if message})
    return (Call("deleteMessages", {"chat_id": chat, "message_ids": ids}, "soft"),) if ids else ()

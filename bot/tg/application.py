"""python-telegram-bot's application: every handler, in the order in which they are asked, in one list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.app.chat_messages import note_for
from bot.tg.bot import BaroBot
from bot.tg.callback import read
from bot.tg.handlers import commands, texts
from bot.tg.handlers.doorway import at_the_door
from bot.tg.handlers.participant import in_the_room
from bot.tg.handlers.staff import staff_tap
from bot.tg.turn import BATCH, Turn

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Handle = Callable[[Update, Turn], Coroutine[Any, Any, None]]

ROOMS: dict[str, Callable[..., Awaitable[None]]] = {"p": in_the_room, "j": at_the_door, "f": staff_tap}
"""Who answers a button, by the first letter of its data."""


class _Application(Application[Any, Any, Any, Any, Any, Any]):
    """The one error boundary: what a handler raised makes the batch roll back and be replayed one by one.

    Error handlers would not do. The library first makes them a context out of the update, and where what is wrong with
    the update fails that too it only says so in its log: what the handler had written would be kept.
    """

    async def process_error(
        self, update: object, error: Exception, job: object = None, coroutine: object = None
    ) -> bool:
        self.bot_data[BATCH].failure = error
        return False


def build(token: str, api_url: str) -> AnyApplication:
    """The application with its handlers. ``api_url`` is the Bot API's address without a slash at its end."""
    builder = (
        ApplicationBuilder()
        .application_class(_Application)
        .bot(BaroBot.at(token, api_url))
        .context_types(ContextTypes(context=Turn, bot_data=dict))
        .updater(None)
        .job_queue(None)
    )
    application: AnyApplication = builder.build()
    # First, since most of what comes is a tap: every handler before it would look at each.
    application.add_handler(CallbackQueryHandler(_tapped))
    private = filters.ChatType.PRIVATE
    for names, handle in commands.COMMANDS:
        application.add_handler(
            CommandHandler(names, _plain(handle), filters=private & filters.UpdateType.MESSAGE)
        )
    message = private & filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(message & filters.COMMAND, _plain(commands.unknown)))
    application.add_handler(MessageHandler(message & filters.TEXT, _plain(texts.typed)))
    application.add_handler(MessageHandler(message & ~filters.StatusUpdate.ALL, _plain(texts.something_else)))
    application.add_handler(MessageHandler(private & filters.UpdateType.EDITED_MESSAGE, _plain(texts.edited)))
    return application


def _plain(handle: Callable[[Turn], Awaitable[None]]) -> Handle:
    """Handlers here need the turn alone. What somebody in a session wrote is noted, so that they can erase it."""

    async def handler(update: Update, turn: Turn) -> None:
        await handle(turn)
        if turn.message is not None:
            await note_for(turn.work, turn.services, turn.user, [turn.message.message_id])

    return handler


async def _tapped(update: Update, turn: Turn) -> None:
    """A button: ours in a private chat goes to its room; anything else is told nothing and changes nothing."""
    query = update.callback_query
    tap = read(query.data) if query else None
    chat = update.effective_chat
    if tap is None or chat is None or chat.type != "private":
        if chat is not None:
            turn.send(turn.acknowledge())
        return
    await ROOMS[tap.room](turn, tap)

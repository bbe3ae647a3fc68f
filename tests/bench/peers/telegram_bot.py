"""A bare python-telegram-bot bot: `python -m tests.bench.peers.telegram_bot TOKEN URL`. With `aiohttp` behind it, it
makes its calls over aiohttp and handles updates beside each other; without, it is as the library comes."""

from __future__ import annotations

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.tg.transport import AiohttpRequest
from tests.bench.peers import screens
from tests.bench.peers.screens import Screen

TOGETHER = 256


async def came(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Ask for the language."""
    assert update.message is not None
    await _send(update.message, screens.welcome())


async def typed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Show what was typed as a preview, in place of the message before it."""
    message = update.message
    assert message is not None and message.text is not None
    await context.bot.delete_messages(message.chat.id, [message.message_id - 1])
    await _send(message, screens.preview(message.text))


async def tapped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the tap, then show what follows."""
    query = update.callback_query
    assert query is not None and query.data is not None
    message = query.message
    assert isinstance(message, Message)
    if screens.is_sent(query.data):
        await query.answer()
        await context.bot.delete_messages(message.chat.id, [message.message_id - 1, message.message_id])
        await _send(message, screens.receipt())
        await _send(message, screens.asking())
        return
    await query.answer(screens.NOTED)
    screen = screens.tapped(query.data)
    await query.edit_message_text(screen.text, parse_mode="HTML", reply_markup=_keyboard(screen))


async def _send(message: Message, screen: Screen) -> None:
    await message.reply_text(screen.text, parse_mode="HTML", reply_markup=_keyboard(screen))


def _keyboard(screen: Screen) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data)] for label, data in screen.buttons]
    )


def main(token: str, url: str, transport: str = "") -> None:
    """Poll until stopped."""
    builder = Application.builder().token(token).base_url(f"{url}/bot")
    if transport:
        polling = AiohttpRequest(connections=1, read_timeout=40)
        builder = builder.request(AiohttpRequest(TOGETHER)).get_updates_request(polling)
        builder = builder.concurrent_updates(TOGETHER)
    application = builder.build()
    application.add_handler(CommandHandler("start", came))
    application.add_handler(MessageHandler(filters.TEXT, typed))
    application.add_handler(CallbackQueryHandler(tapped))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])

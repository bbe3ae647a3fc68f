"""A bare aiogram bot: `python -m tests.bench.peers.aiogram_bot TOKEN URL`. Its polling takes uvloop by itself."""

from __future__ import annotations

import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.peers import screens
from tests.bench.peers.screens import Screen


async def came(message: Message) -> None:
    """Ask for the language."""
    await _send(message, screens.welcome())


async def typed(message: Message) -> None:
    """Show what was typed as a preview, in place of the message before it."""
    bot = message.bot
    assert bot is not None and message.text is not None
    await bot.delete_messages(message.chat.id, [message.message_id - 1])
    await _send(message, screens.preview(message.text))


async def tapped(query: CallbackQuery) -> None:
    """Answer the tap, then show what follows."""
    message, bot, data = query.message, query.bot, query.data
    assert isinstance(message, Message) and bot is not None and data is not None
    if screens.is_sent(data):
        await query.answer()
        await bot.delete_messages(message.chat.id, [message.message_id - 1, message.message_id])
        await _send(message, screens.receipt())
        await _send(message, screens.asking())
        return
    await query.answer(screens.NOTED)
    screen = screens.tapped(data)
    await message.edit_text(screen.text, parse_mode="HTML", reply_markup=_keyboard(screen))


async def _send(message: Message, screen: Screen) -> None:
    await message.answer(screen.text, parse_mode="HTML", reply_markup=_keyboard(screen))


def _keyboard(screen: Screen) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=data)] for label, data in screen.buttons]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def main(token: str, url: str) -> None:
    """Poll until stopped."""
    dispatcher = Dispatcher()
    dispatcher.message.register(came, CommandStart())
    dispatcher.message.register(typed)
    dispatcher.callback_query.register(tapped)
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    dispatcher.run_polling(Bot(token, session=session))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A bare aiogram bot: `python -m tests.bench.peers.aiogram_bot TOKEN URL`. Its polling takes uvloop by itself."""

from __future__ import annotations

import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.peers import ballot


async def tapped(query: CallbackQuery) -> None:
    """Answer the tap, then show the ballot anew."""
    await query.answer(ballot.NOTED)
    assert isinstance(query.message, Message)
    assert query.data is not None
    rows = [
        [InlineKeyboardButton(text=label, callback_data=data)] for label, data in ballot.buttons(query.data)
    ]
    await query.message.edit_text(
        ballot.question(query.data),
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
    )


def main(token: str, url: str) -> None:
    """Poll until stopped."""
    dispatcher = Dispatcher()
    dispatcher.callback_query.register(tapped)
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    dispatcher.run_polling(Bot(token, session=session))


if __name__ == "__main__":
    main(*sys.argv[1:])

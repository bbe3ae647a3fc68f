"""A bare python-telegram-bot bot: `python -m tests.bench.peers.telegram_bot TOKEN URL`."""

from __future__ import annotations

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from tests.bench.peers import ballot


async def tapped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the tap, then show the ballot anew."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer(ballot.NOTED)
    rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in ballot.buttons(query.data)]
    await query.edit_message_text(
        ballot.question(query.data), parse_mode="HTML", reply_markup=InlineKeyboardMarkup(rows)
    )


def main(token: str, url: str) -> None:
    """Poll until stopped."""
    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(CallbackQueryHandler(tapped))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What Telegram shows of the bot itself: its commands and its description, in each language it knows."""

from __future__ import annotations

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from bot.app.words import Catalogue, Text, _
from bot.tg.speech import Speech

_MENU: tuple[tuple[str, Text], ...] = (
    ("aide", _("menu.help")),
    ("langue", _("menu.language")),
    ("question", _("menu.question")),
    ("quitter", _("menu.quit")),
    ("effacer", _("menu.erase")),
    ("mesdonnees", _("menu.my_data")),
)
"""What everybody needs; staff learn theirs from their welcome."""


async def introduce(bot: Bot, catalogue: Catalogue) -> None:
    """Set the menu and the descriptions. Bambara has the two-letter code that Telegram asks for."""
    for language in catalogue.languages:
        speech = Speech(language, catalogue)
        code = language if language != catalogue.languages[0] else None
        menu = [BotCommand(name, speech.plain(text)) for name, text in _MENU]
        await bot.set_my_commands(menu, scope=BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_description(speech.plain(_("profile.description")), language_code=code)
        await bot.set_my_short_description(speech.plain(_("profile.short")), language_code=code)

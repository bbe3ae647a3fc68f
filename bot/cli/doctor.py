"""``baro doctor``: what is missing or wrong, and how to mend it."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot.app.ports import StorageFailed
from bot.app.words import Text, _op
from bot.cli.findings import Finding
from bot.cli.holdings import what_is_held
from bot.cli.places import places
from bot.cli.words import console, said
from bot.content.catalog_checks import check_catalogs, unreviewed
from bot.content.issues import ScriptBroken
from bot.content.scripts import check_folder
from bot.settings import ROOT, Settings, SettingWrong, read_settings
from bot.storage.failures import StorageRefused
from bot.tg.bot import BaroBot
from bot.wiring import installation, read_referral

LEAST_DISK = 200 * 1024 * 1024


async def examine() -> int:
    """Look at everything and print it. Returns 1 when something keeps the bot from running."""
    grave = False
    async for finding in _findings():
        sign = "✅" if finding.well else "❌" if finding.grave else "⚠️ "
        console.print(f"{sign} {said(finding.text)}", markup=False)
        grave = grave or finding.grave
    return int(grave)


async def _findings() -> AsyncIterator[Finding]:
    try:
        settings = read_settings()
    except SettingWrong as wrong:
        yield Finding(_op("doctor.setting_wrong", name=wrong.name, why=setting_wrong(wrong)), False, True)
        return
    yield _words()
    yield _translation()
    yield _referral(settings)
    for finding in await _storage(settings):
        yield finding
    yield _disk(settings)
    yield await _token(settings)


def _words() -> Finding:
    issues = [*check_folder(ROOT / "conversations"), *check_catalogs(ROOT / "locales")]
    mistakes = sum(not issue.warning for issue in issues)
    if mistakes:
        return Finding(_op("doctor.words_wrong", count=mistakes), False, True)
    return Finding(_op("doctor.words_well"))


def _translation() -> Finding:
    count = unreviewed(ROOT / "locales", "bm")
    if count:
        return Finding(_op("doctor.unreviewed", count=count), False)
    return Finding(_op("doctor.reviewed"))


def _referral(settings: Settings) -> Finding:
    try:
        referral = read_referral(settings)
    except SettingWrong:
        return Finding(_op("doctor.referral_unreadable"), False, True)
    if not referral:
        return Finding(_op("doctor.no_referral"), False)
    return Finding(_op("doctor.referral"))


async def _storage(settings: Settings) -> list[Finding]:
    settings = replace(settings, referral_file=None)  # looked at already
    try:
        async with installation(settings) as parts:
            held = await what_is_held(settings, parts)
            return [Finding(_op("doctor.storage")), *places(settings), *held]
    except StorageRefused as refused:
        return [Finding(storage_refused(refused.code), False, True)]
    except StorageFailed:
        return [Finding(_op("cli.storage_failed"), False, True)]
    except ScriptBroken:
        return [Finding(_op("cli.scripts_broken"), False, True)]


def _disk(settings: Settings) -> Finding:
    place = Path(settings.database_url.removeprefix("sqlite:///")).parent
    free = shutil.disk_usage(place if place.exists() else os.curdir).free
    megabytes = free // (1024 * 1024)
    if free < LEAST_DISK:
        return Finding(_op("doctor.disk_full", megabytes=megabytes), False)
    return Finding(_op("doctor.disk", megabytes=megabytes))


async def _token(settings: Settings) -> Finding:
    if not settings.token:
        return Finding(_op("doctor.no_token"), False, True)
    try:
        async with BaroBot.at(settings.token, settings.api_url) as bot:
            return Finding(_op("doctor.token", username=bot.username))
    except InvalidToken:
        return Finding(_op("doctor.token_refused"), False, True)
    except TelegramError:
        return Finding(_op("doctor.telegram_unreachable"), False, True)


def setting_wrong(wrong: SettingWrong) -> Text:
    """What is wrong with a setting."""
    match wrong.code:
        case "unreadable":
            return _op("setting.wrong_unreadable")
        case "unknown_kind":
            return _op("setting.wrong_kind")
        case "not_allowed":
            return _op("setting.wrong_choice")
        case "missing":
            return _op("setting.wrong_missing")
        case "not_an_address":
            return _op("setting.wrong_address")
        case _ignored:
            return _op("setting.wrong_number")


def storage_refused(code: str) -> Text:
    """What the operator has to mend before storage can open."""
    match code:
        case "storage.secret_readable_by_others":
            return _op("storage.secret_readable_by_others")
        case "storage.secret_damaged":
            return _op("storage.secret_damaged")
        case "storage.secret_unusable":
            return _op("storage.secret_unusable")
        case "storage.secret_wrong":
            return _op("storage.secret_wrong")
        case "storage.url_unknown":
            return _op("setting.wrong_kind")
        case "storage.address_wrong":
            return _op("storage.address_wrong")
        case "storage.server_unreachable":
            return _op("storage.server_unreachable")
        case "storage.server_refuses":
            return _op("storage.server_refuses")
        case "storage.no_rights":
            return _op("storage.no_rights")
        case "storage.schema_newer":
            return _op("storage.schema_newer")
        case _ignored:
            return _op("storage.file_unusable")

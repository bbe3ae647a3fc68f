"""What the operator does for organisations: invitations, exports, sealing by hand. What shows or changes participants'
words, or who is of the team, stands in the audit log of the organisation as done by the operator."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import get_args

from telegram import InputFile
from telegram.error import TelegramError

from bot.app.audit import OPERATOR, What, note
from bot.app.desk import INVITATION_DAYS
from bot.app.desk import invite as make_invitation
from bot.app.ports import Work
from bot.app.records import Organisation, Session
from bot.app.sealing import fall_due
from bot.app.words import _op
from bot.cli.words import console, tell
from bot.core.codes import read_code
from bot.core.roles import Role
from bot.reports.pictures import terminal_qr
from bot.settings import Settings
from bot.tg.batch import Batch
from bot.tg.bot import BaroBot
from bot.tg.delivery import Delivery, Job
from bot.tg.guard import Guard
from bot.tg.post_office import PostOffice
from bot.tg.sealing import seal as seal_session
from bot.wiring import Parts, file_maker, installation
from bot.wiring import rotate_key as renew_master_key

FILES = ("questions.csv", "results.csv", "commitments.csv", "dossier.xlsx", "chart.png")


async def invite(settings: Settings, role: str, organisation: str) -> int:
    """Make a one-time link to a role and show it with its QR code. Returns the exit status."""
    if role not in get_args(Role):
        tell(_op("invite.unknown_role", roles=", ".join(get_args(Role))))
        return 1
    username = await _username(settings)
    if username is None:
        return 1
    async with installation(settings) as parts, parts.database.begin() as work:
        identity = short_name(organisation)
        if await work.organisations.get(identity) is None:
            work.organisations.put(Organisation(identity, organisation))
        token = make_invitation(work, parts.services, identity, _role(role))
        await note(work, parts.services, identity, OPERATOR, "invite")
        await work.commit()
    link = f"https://t.me/{username}?start=i-{token}"
    console.print(terminal_qr(link), markup=False)
    console.print(link, markup=False)
    tell(_op("invite.made", role=role, organisation=organisation, days=INVITATION_DAYS))
    return 0


def short_name(organisation: str) -> str:
    """An organisation's short name, by which it is found however its name was typed."""
    return re.sub(r"[^a-z0-9]+", "-", organisation.lower()).strip("-")


def _role(text: str) -> Role:
    return next(role for role in get_args(Role) if role == text)


async def _username(settings: Settings) -> str | None:
    """The bot's own name, which stands in every link."""
    if not settings.token:
        tell(_op("doctor.no_token"))
        return None
    try:
        async with BaroBot.at(settings.token, settings.api_url) as bot:
            return bot.username
    except TelegramError:
        tell(_op("doctor.telegram_unreachable"))
        return None


async def export(settings: Settings, code: str, own_folder: Path | None, language: str) -> int:
    """Write a session's files into the operator's own folder, or into Baro's, where they have a lifetime. Returns the
    exit status."""
    folder = own_folder or settings.export_folder
    async with installation(settings) as parts:
        session = await _find(parts, code)
        if session is None or language not in parts.catalogs.languages:
            tell(_op("office.no_session"))
            return 1
        await _note(parts, session, "took_files")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in FILES:
            delivery = await file_maker(parts, "")(Delivery(0, (), job=Job(name, session.id, language)))
            for number, file in enumerate(_attached(delivery)):
                path = folder / _numbered(file.filename, number)
                assert isinstance(file.input_file_content, bytes)
                _write(path, file.input_file_content)
                console.print(str(path), markup=False)
    tell(_op("export.yours") if own_folder else _op("export.kept", days=settings.export_days))
    return 0


def _numbered(name: str, number: int) -> str:
    """The name of a file, the first of its kind or a further one."""
    return f"{Path(name).stem}-{number + 1}{Path(name).suffix}" if number else name


def _attached(delivery: Delivery) -> list[InputFile]:
    return [
        value for call in delivery.calls for value in call.payload.values() if isinstance(value, InputFile)
    ]


def _write(path: Path, content: bytes) -> None:
    """Only the operator may read what participants said."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


async def seal(settings: Settings, code: str, keep_aside: bool | None = None) -> int:
    """Seal a closed session now; ``keep_aside`` None leaves it to what was chosen before. Returns the exit status.

    It falls due first, so that the bot goes on with it, at its next start if need be, should this process end.
    """
    async with installation(settings) as parts:
        session = await _find(parts, code)
        if session is None:
            tell(_op("office.no_session"))
            return 1
        if session.state == "open":
            tell(_op("seal.still_open"))
            return 1
        keeps = session.keeps_aside if keep_aside is None else keep_aside
        async with parts.database.begin() as work:
            found = await work.sessions.get(session.id)
            if found is not None and not found.is_sealed:
                fall_due(work, parts.services, found, keeps_aside=keeps)
                await note(work, parts.services, session.organisation, OPERATOR, "seal", session.id)
                await work.commit()
        await seal_session(parts.database, parts.services, _batches(parts), session.id)
        clean = await parts.database.scrub()
    tell(_op("seal.done_keeping") if keeps else _op("seal.done_removing"))
    tell(_op("seal.remains"))
    if not clean:
        tell(_op("seal.traces"))
    return 0 if clean else 1


async def _note(parts: Parts, session: Session, what: What) -> None:
    async with parts.database.begin() as work:
        await note(work, parts.services, session.organisation, OPERATOR, what, session.id)
        await work.commit()


def _batches(parts: Parts) -> Callable[[Work], Awaitable[Batch]]:
    """Batches whose messages are left to the running bot, or to its next start."""

    async def new_batch(work: Work) -> Batch:
        office = PostOffice(await parts.services.vault.outbox())
        return Batch(work, parts.services, parts.catalogs, office, Guard(), username="")

    return new_batch


async def rotate_key(settings: Settings) -> None:
    """Give the key store a new master key."""
    await renew_master_key(settings)
    tell(_op("rotate.done", path=settings.secret_file))
    tell(_op("rotate.copies"))


async def _find(parts: Parts, code: str) -> Session | None:
    read = read_code(code)
    async with parts.database.read() as work:
        return await work.sessions.by_code(read) if read else None

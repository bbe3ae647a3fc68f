"""Every command with its arguments; what it does is in the modules beside this one and in the wiring."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from telegram.error import InvalidToken, NetworkError

from bot.app.discretion import told
from bot.app.ports import StorageFailed
from bot.app.words import _op
from bot.cli import backups, databases, office
from bot.cli import doctor as examination
from bot.cli import team as staff
from bot.cli.checks import check_everything
from bot.cli.process import close_off, log_discreetly
from bot.cli.words import said, tell
from bot.content.issues import ScriptBroken
from bot.settings import SettingWrong, read_settings
from bot.storage.failures import StorageRefused
from bot.wiring import run as run_bot

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=said(_op("cli.help")), pretty_exceptions_enable=False
)

db = typer.Typer(no_args_is_help=True, help=said(_op("cli.db")))
app.add_typer(db, name="db")


def main(command: Callable[[], object] = app) -> None:
    """The entry point: runs a command; what goes wrong is one sentence and exit status 1."""
    close_off()
    log_discreetly()
    try:
        command()
    except SettingWrong as wrong:
        _stop(f"{wrong.name} : {said(examination.setting_wrong(wrong))}")
    except ScriptBroken:
        _stop(said(_op("cli.scripts_broken")))
    except InvalidToken:
        _stop(said(_op("doctor.token_refused")))
    except StorageRefused as refused:
        _stop(said(examination.storage_refused(refused.code)))
    except StorageFailed:
        _stop(said(_op("cli.storage_failed")))
    except NetworkError:
        _stop(said(_op("doctor.telegram_unreachable")))
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as unforeseen:
        _stop(said(_op("cli.unforeseen", error=told(unforeseen))))


def _stop(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise SystemExit(1)


def _await(work: Coroutine[Any, Any, int | None]) -> None:
    code = uvloop.run(work)
    if code:
        raise SystemExit(code)


@app.command(help=said(_op("cli.run")))
def run() -> None:
    settings = read_settings()
    if not settings.token:
        _stop(said(_op("doctor.no_token")))
    tell(_op("run.started"))
    _await(_until_stopped())


async def _until_stopped() -> None:
    """Run until SIGTERM or SIGINT; the batch under way is finished first."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await run_bot(read_settings(), stopping)


@app.command(help=said(_op("cli.rehearse")))
def rehearse(
    script: Annotated[Path | None, typer.Option(help=said(_op("cli.rehearse_script")))] = None,
    people: Annotated[int, typer.Option(min=12, max=400, help=said(_op("cli.rehearse_people")))] = 40,
    seed: Annotated[int, typer.Option(help=said(_op("cli.rehearse_seed")))] = 1,
) -> None:
    from bot.wiring import rehearse as play

    _await(play(script, people, seed))


@app.command(help=said(_op("cli.check")))
def check() -> None:
    if check_everything():
        raise SystemExit(1)


@app.command(help=said(_op("cli.invite")))
def invite(
    role: Annotated[str, typer.Argument(help=said(_op("cli.invite_role")))],
    organisation: Annotated[str, typer.Option(help=said(_op("cli.invite_organisation")))],
) -> None:
    _await(office.invite(read_settings(), role, organisation))


@app.command(help=said(_op("cli.team")))
def team(
    organisation: Annotated[str, typer.Argument(help=said(_op("cli.invite_organisation")))],
) -> None:
    _await(staff.team(read_settings(), organisation))


@app.command(help=said(_op("cli.dismiss")))
def dismiss(
    badge: Annotated[str, typer.Argument(help=said(_op("cli.dismiss_badge")))],
    organisation: Annotated[str, typer.Option(help=said(_op("cli.invite_organisation")))],
) -> None:
    _await(staff.dismiss(read_settings(), badge, organisation))


@app.command(help=said(_op("cli.export")))
def export(
    code: Annotated[str, typer.Argument(help=said(_op("cli.code")))],
    folder: Annotated[Path | None, typer.Option(help=said(_op("cli.export_folder")))] = None,
    language: Annotated[str, typer.Option(help=said(_op("cli.export_language")))] = "fr",
) -> None:
    _await(office.export(read_settings(), code, folder, language))


@app.command(help=said(_op("cli.seal")))
def seal(
    code: Annotated[str, typer.Argument(help=said(_op("cli.code")))],
    keep_aside: Annotated[bool | None, typer.Option(help=said(_op("cli.seal_keep_aside")))] = None,
) -> None:
    _await(office.seal(read_settings(), code, keep_aside))


@app.command(help=said(_op("cli.backup")))
def backup(file: Annotated[Path, typer.Argument(help=said(_op("cli.backup_file")))]) -> None:
    _await(backups.backup(read_settings(), file))


@app.command(help=said(_op("cli.restore")))
def restore(
    file: Annotated[Path, typer.Argument(help=said(_op("cli.restore_file")))],
    destroy_keys: Annotated[bool, typer.Option("--destroy-keys", help=said(_op("cli.destroy_keys")))] = False,
) -> None:
    _await(backups.restore(read_settings(), file, destroy_keys=destroy_keys))


@app.command(help=said(_op("cli.rotate_key")))
def rotate_key() -> None:
    _await(office.rotate_key(read_settings()))


@db.command("copy", help=said(_op("cli.db_copy")))
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help=said(_op("cli.db_copy_from")))],
    target: Annotated[str, typer.Argument(metavar="TO", help=said(_op("cli.db_copy_to")))],
) -> None:
    _await(databases.copy(source, target))


@app.command(help=said(_op("cli.doctor")))
def doctor() -> None:
    _await(examination.examine())

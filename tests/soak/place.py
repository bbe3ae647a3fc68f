"""Where the soak takes place: a folder with settings, a database, and a session that waits for people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bot.app.desk import invite
from bot.app.records import Organisation, Session
from bot.app.sessions import Plan, make_session
from bot.content.scripts import load_script
from bot.core.script import Script
from bot.rehearsal.standin import StandIn
from bot.settings import read_settings
from bot.wiring import Parts, installation
from tests.fakes import postgresql
from tests.fakes.address import address
from tests.fakes.ports import free_port
from tests.fakes.room import words

Mode = Literal["polling", "webhook", "postgresql"]
"""Polling on SQLite, a webhook on SQLite, a webhook on PostgreSQL."""

MODES: tuple[Mode, ...] = get_args(Mode)
CONVERSATION = Path(__file__).parent / "conversation.yaml"
LANGUAGES = ("fr", "bm")
SECRET = "a-secret-of-the-soak"


@dataclass(frozen=True, slots=True)
class Place:
    """The settings of each process, the session, its script, and what the facilitator's invitation carries."""

    folder: Path
    environments: Sequence[Mapping[str, str]]
    session: Session
    script: Script
    invitation: str

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Parts]:
        """The installation, for whoever counts in it."""
        async with _installation(self.environments[0], self.folder) as parts:
            yield parts


@asynccontextmanager
async def place(
    folder: Path,
    standin: StandIn,
    mode: Mode,
    workers: int,
    server: postgresql.Server | None = None,
    **settings: str,
) -> AsyncIterator[Place]:
    """Prepare it all for so many processes. ``server`` is the PostgreSQL to use; without one a new one is started."""
    async with AsyncExitStack() as stack:
        common = {**_common(folder, standin), **settings}
        if mode == "postgresql":
            running = server or stack.enter_context(postgresql.server())
            common["BOT_DATABASE_URL"] = running.address(running.database())
        environments = [common]
        if mode != "polling":
            ports = [free_port() for _worker in range(workers)]
            front = await stack.enter_async_context(address(ports))
            common |= {
                "BOT_MODE": "webhook",
                "BOT_WEBHOOK_URL": front.url,
                "BOT_WEBHOOK_SECRET": SECRET,
            }
            environments = [{**common, "BOT_LISTEN": f"127.0.0.1:{each}"} for each in ports]
        async with _installation(environments[0], folder) as parts:
            session, script, invitation = await _furnish(parts)
        yield Place(folder, environments, session, script, invitation)


def _common(folder: Path, standin: StandIn) -> dict[str, str]:
    return {
        "BOT_TOKEN": standin.world.token,
        "BOT_API_URL": standin.url,
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'baro.db'}",
        "BOT_KEYS_URL": f"sqlite:///{folder / 'keys' / 'keys.db'}",
        "BOT_SECRET_FILE": str(folder / "keys" / "master.key"),
        "BOT_MESSAGE_RATE": "0",
        "BOT_CHAT_RATE": "0",
    }


@asynccontextmanager
async def _installation(environment: Mapping[str, str], folder: Path) -> AsyncIterator[Parts]:
    settings = read_settings(environment, folder)
    async with installation(settings, content=words(settings)) as parts:
        yield parts


async def _furnish(parts: Parts) -> tuple[Session, Script, str]:
    services = parts.services
    script = load_script(CONVERSATION, services.scales)
    async with parts.database.begin() as work:
        work.organisations.put(Organisation("soak", "Soak"))
        invitation = invite(work, services, "soak", "facilitator")
        plan = Plan(script, "Soak", "Ségou", services.clock.today(), LANGUAGES)
        session = await make_session(work, services, "soak", plan)
        await work.commit()
    return session, script, f"i-{invitation}"

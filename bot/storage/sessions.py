"""Sessions and youth polls, and the scripts that they run."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, case, select

from bot.app.records import Session
from bot.storage.rows import Rows
from bot.storage.tables import scripts, sessions
from bot.storage.transaction import Transaction

_BY_CODE = select(sessions).where(sessions.c.code == bindparam("code"))
_OF_ORGANISATION = (
    select(sessions)
    .where(sessions.c.organisation == bindparam("organisation"), sessions.c.kind == bindparam("kind"))
    .order_by(case((sessions.c.state == "open", 0), else_=1), sessions.c.day.desc(), sessions.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_LIVE = select(sessions).where(sessions.c.closes.is_not(None)).order_by(sessions.c.id)
_NOT_SEALED = select(sessions).where(sessions.c.state != "sealed").order_by(sessions.c.id)
_DUE = select(sessions).where(
    sessions.c.state.in_(("open", "closed", "stopped")), sessions.c.closes <= bindparam("now")
)


@dataclass(frozen=True, slots=True)
class _Script:
    digest: str
    body: str


class Sessions:
    """The sessions of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._sessions = Rows(transaction, sessions, Session)
        self._scripts = Rows(transaction, scripts, _Script)
        self._live: list[Session] | None = None

    async def get(self, session: str) -> Session | None:
        return await self._sessions.get(session)

    async def by_code(self, code: str) -> Session | None:
        found = await self._sessions.find(_BY_CODE, code=code)
        return found[0] if found else None

    def put(self, session: Session) -> None:
        self._sessions.put(session)
        self._live = None

    async def of(self, organisation: str, kind: str, limit: int, offset: int = 0) -> list[Session]:
        return await self._sessions.find(
            _OF_ORGANISATION, organisation=organisation, kind=kind, limit=limit, offset=offset
        )

    async def live(self) -> list[Session]:
        # Whoever types is looked for in each: one query a unit of work, until a session changes.
        if self._live is None:
            self._live = await self._sessions.find(_LIVE)
        return list(self._live)

    async def not_sealed(self) -> list[Session]:
        return await self._sessions.find(_NOT_SEALED)

    async def due(self, now: int) -> list[Session]:
        return await self._sessions.find(_DUE, now=now)

    def put_script(self, digest: str, body: str) -> None:
        self._scripts.put(_Script(digest, body))

    async def script(self, digest: str) -> str | None:
        script = await self._scripts.get(digest)
        return script.body if script else None

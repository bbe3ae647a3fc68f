"""Questions, from the intake where they wait to be mixed to their answers, and who supports them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    bindparam,
    delete,
    func,
    literal,
    select,
    union_all,
    update,
)

from bot.app.records import Intake, Question
from bot.core.questions import EVERY_STATUS
from bot.storage.dialects import Insert, insert, upsert
from bot.storage.rows import Orders, Rows, columns
from bot.storage.tables import intake, questions, supports
from bot.storage.transaction import Transaction

_INTAKES = select(intake).where(intake.c.session == bindparam("session")).order_by(intake.c.id)
_COUNT_INTAKES = (
    select(intake.c.session, func.count())
    .where(intake.c.session.in_(bindparam("sessions", expanding=True)))
    .group_by(intake.c.session)
)

_OF_SESSION = questions.c.session == bindparam("session")
_GET = select(questions).where(_OF_SESSION, questions.c.id == bindparam("id"))
_BY_TOKEN = select(questions).where(questions.c.token_hash == bindparam("token"))
_IDS = (
    select(questions.c.id)
    .where(_OF_SESSION, questions.c.status.in_(bindparam("statuses", expanding=True)))
    .order_by(questions.c.supports.desc(), questions.c.id)
)
_REMOVE = delete(questions).where(questions.c.id == bindparam("question"))
_REMOVE_SUPPORTS = delete(supports).where(supports.c.question == bindparam("question"))
_PART = (
    update(questions)
    .where(questions.c.merged_into == bindparam("question"))
    .values(merged_into=None, status="waiting")
)

_SUPPORT = (supports.c.question == bindparam("question"), supports.c.key == bindparam("key"))
_SUPPORTED = select(supports.c.question).where(
    # Not by pairs of both, for which SQLite would read the whole table. A key belongs to one question.
    supports.c.question.in_(bindparam("questions", expanding=True)),
    supports.c.key.in_(bindparam("keys", expanding=True)),
)
_UNSUPPORT = delete(supports).where(*_SUPPORT)
_COUNT_SUPPORT = (
    update(questions)
    .where(questions.c.id == bindparam("question"))
    .values(supports=questions.c.supports + bindparam("change"))
)
_FORGET_TOKENS = (
    update(questions)
    .where(questions.c.session == bindparam("of_session"))
    .values(token_hash=None, original=None)
)
_FORGET_SUPPORTS = delete(supports).where(
    supports.c.question.in_(select(questions.c.id).where(questions.c.session == bindparam("of_session")))
)
_FORGET_INTAKE = delete(intake).where(intake.c.session == bindparam("session"))


class Questions:
    """The questions of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._intake = Rows(transaction, intake, Intake)
        self._orders = Orders(transaction)
        self._put = upsert(transaction.dialect, questions, kept=("supports",))

    def put_intake(self, intake: Intake) -> None:
        self._intake.put(intake)

    async def intake(self, id: bytes) -> Intake | None:
        return await self._intake.get(id)

    async def intakes(self, session: str) -> list[Intake]:
        return await self._intake.find(_INTAKES, session=session)

    async def count_intakes(self, sessions: Collection[str]) -> Mapping[str, int]:
        await self._intake.flush()
        counted = await self._transaction.rows(_COUNT_INTAKES, {"sessions": list(sessions)})
        return dict.fromkeys(sessions, 0) | {session: count for session, count in counted}

    def remove_intake(self, id: bytes) -> None:
        self._intake.remove(id)

    def put(self, question: Question) -> None:
        self._orders.add(self._put, **columns(questions, replace(question, supports=0)))

    def remove(self, id: str) -> None:
        """What was merged into it waits again for a facilitator."""
        for statement in (_PART, _REMOVE_SUPPORTS, _REMOVE):
            self._orders.add(statement, question=id)

    async def get(self, session: str, id: str) -> Question | None:
        return await self._one(_GET, session=session, id=id)

    async def by_token(self, token_hash: bytes) -> Question | None:
        return await self._one(_BY_TOKEN, token=token_hash)

    async def page(
        self,
        session: str,
        *,
        statuses: Collection[str],
        collect: str | None = None,
        theme: str | None = None,
        limit: int,
        offset: int = 0,
        steady: bool = False,
    ) -> list[Question]:
        if not statuses:
            return []
        named = {f"status_{number}": status for number, status in enumerate(sorted(set(statuses)))}
        filters = _given(collect=collect, theme=theme)
        statement = _page(len(named), tuple(filters), steady)
        bounds = {"limit": limit, "offset": offset, "enough": limit + offset}
        return await self._find(statement, session=session, **named, **filters, **bounds)

    async def count(
        self,
        session: str,
        *,
        collect: str | None = None,
        theme: str | None = None,
        most: int | None = None,
    ) -> Mapping[str, int]:
        await self._orders.flush()
        filters = _given(collect=collect, theme=theme)
        given: dict[str, Any] = {"session": session, **filters}
        if most is None:
            counted = await self._transaction.rows(_count(tuple(filters)), given)
        else:
            counted = await self._transaction.rows(_count_up_to(tuple(filters)), {**given, "most": most})
        return {status: count for status, count in counted if count}

    async def themes(self, session: str) -> list[str]:
        await self._orders.flush()
        return [theme for (theme,) in await self._transaction.rows(_themes(), {"session": session})]

    async def forget_authors(self, session: str) -> None:
        await self._orders.flush()
        await self._transaction.run(_FORGET_TOKENS, {"of_session": session})
        await self._transaction.run(_FORGET_SUPPORTS, {"of_session": session})
        await self._intake.remove_where(_FORGET_INTAKE, "session", session)

    async def ids(self, session: str, statuses: Collection[str]) -> list[str]:
        await self._orders.flush()
        given = {"session": session, "statuses": list(statuses)}
        return [id for (id,) in await self._transaction.rows(_IDS, given)]

    async def supported(self, keys: Mapping[str, bytes]) -> set[str]:
        await self._orders.flush()
        found = await self._transaction.rows(
            _SUPPORTED, {"questions": list(keys), "keys": list(keys.values())}
        )
        return {question for (question,) in found}

    async def support(self, question: str, key: bytes) -> bool:
        """A question that is gone cannot be supported: False."""
        return await self._change(_support(self._transaction.dialect), question, key, 1)

    async def unsupport(self, question: str, key: bytes) -> bool:
        return await self._change(_UNSUPPORT, question, key, -1)

    async def _change(self, statement: Any, question: str, key: bytes, change: int) -> bool:
        await self._orders.flush()
        changed = await self._transaction.run(statement, {"question": question, "key": key}) == 1
        if changed:
            await self._transaction.run(_COUNT_SUPPORT, {"question": question, "change": change})
        return changed

    async def _one(self, statement: Select[Any], **parameters: Any) -> Question | None:
        found = await self._find(statement, **parameters)
        return found[0] if found else None

    async def _find(self, statement: Any, **parameters: Any) -> list[Question]:
        await self._orders.flush()
        rows = await self._transaction.rows(statement, parameters)
        return [Question(**row._mapping) for row in rows]


def _given(**filters: str | None) -> dict[str, str]:
    return {name: value for name, value in filters.items() if value is not None}


@cache
def _page(statuses: int, filters: tuple[str, ...], steady: bool) -> Select[Any]:
    """A page of questions of so many statuses, filtered by these columns.

    Each status is read along its index, no further than the page needs, and only these few entries are sorted
    together: the first page costs the same for ten questions and for ten thousand.
    """
    same = [questions.c[name] == bindparam(name) for name in filters]
    parts = [
        select(questions.c.id, questions.c.supports)
        .where(_OF_SESSION, questions.c.status == bindparam(f"status_{number}"), *same)
        .order_by(*_order(questions.c, steady))
        .limit(bindparam("enough"))
        .subquery()
        for number in range(statuses)
    ]
    found = union_all(*(select(part) for part in parts)).subquery()
    page = (
        select(found.c.id)
        .order_by(*_order(found.c, steady))
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
        .subquery()
    )
    whole = select(questions).join(page, page.c.id == questions.c.id)
    return whole.order_by(*_order(questions.c, steady))


def _order(columns: Any, steady: bool) -> list[Any]:
    return [columns.id] if steady else [columns.supports.desc(), columns.id]


@cache
def _count(filters: tuple[str, ...]) -> Select[Any]:
    same = [questions.c[name] == bindparam(name) for name in filters]
    return select(questions.c.status, func.count()).where(_OF_SESSION, *same).group_by(questions.c.status)


@cache
def _count_up_to(filters: tuple[str, ...]) -> CompoundSelect[Any]:
    """Each status counted along its index, no further than is asked for."""
    same = [questions.c[name] == bindparam(name) for name in filters]
    parts = []
    for status in EVERY_STATUS:
        of_status = select(questions.c.id).where(_OF_SESSION, questions.c.status == status, *same)
        some = of_status.limit(bindparam("most")).subquery()
        parts.append(select(literal(status), func.count()).select_from(some))
    return union_all(*parts)


@cache
def _themes() -> Select[Any]:
    """Each theme of a session, in order: from one the index leads to the next, past all the questions that have it."""
    first = select(func.min(questions.c.theme).label("theme")).where(_OF_SESSION, questions.c.theme > "")
    found = first.cte("found", recursive=True)
    following = select(func.min(questions.c.theme)).where(_OF_SESSION, questions.c.theme > found.c.theme)
    found = found.union_all(
        select(following.correlate(found).scalar_subquery()).where(found.c.theme.is_not(None))
    )
    return select(found.c.theme).where(found.c.theme.is_not(None)).order_by(found.c.theme)


@cache
def _support(dialect: str) -> Insert:
    key = bindparam("key", type_=supports.c.key.type)
    row = select(questions.c.id, key).where(questions.c.id == bindparam("question"))
    return insert(dialect, supports).from_select(["question", "key"], row).on_conflict_do_nothing()

"""Messages that stand in chats, and what staff did."""

from __future__ import annotations

from datetime import date

from bot.app.records import AuditEntry, ChatMessage
from bot.storage.database import Database


def message(name: bytes, owner: bytes = b"awa", session: str = "bamako", due: int = 100) -> ChatMessage:
    return ChatMessage(name, owner, session, due, b"sealed " + name)


async def noted(database: Database, *messages: ChatMessage) -> None:
    async with database.begin() as work:
        for each in messages:
            work.messages.put(each)
        await work.commit()


async def test_a_message_stands_in_a_chat_once(database: Database) -> None:
    await noted(database, message(b"one"), message(b"two"), message(b"one", due=200))
    async with database.read() as work:
        found = await work.messages.of([b"awa", b"nobody"])
        assert [(each.name, each.due) for each in found] == [(b"one", 200), (b"two", 100)]
        assert await work.messages.of([]) == []


async def test_only_staffs_messages_fall_due(database: Database) -> None:
    await noted(
        database, message(b"hers"), message(b"early", session=""), message(b"late", session="", due=300)
    )
    async with database.begin() as work:
        assert [each.name for each in await work.messages.due(100, 10)] == [b"early"]
        assert [each.name for each in await work.messages.due(300, 1)] == [b"early"]
        work.messages.remove(b"early")
        assert [each.name for each in await work.messages.due(300, 10)] == [b"late"]


async def test_participants_messages_are_forgotten_in_time_and_staffs_are_not(database: Database) -> None:
    await noted(database, message(b"old"), message(b"new", due=300), message(b"staff", session=""))
    async with database.begin() as work:
        await work.messages.forget(200)
        await work.commit()
    async with database.read() as work:
        assert {each.name for each in await work.messages.of([b"awa"])} == {b"new", b"staff"}


async def test_a_session_forgets_the_messages_of_everybody_in_it(database: Database) -> None:
    await noted(database, message(b"here"), message(b"there", session="mopti"), message(b"staff", session=""))
    async with database.begin() as work:
        await work.messages.forget_session("bamako")
        await work.commit()
    async with database.read() as work:
        assert {each.name for each in await work.messages.of([b"awa"])} == {b"there", b"staff"}


async def test_the_newest_days_of_an_organisation_come_first_and_old_ones_go(database: Database) -> None:
    monday, tuesday = date(2026, 12, 7), date(2026, 12, 8)
    async with database.begin() as work:
        for id, organisation, day in ((b"a", "add", monday), (b"b", "add", tuesday), (b"c", "sahel", monday)):
            work.audit.put(AuditEntry(id, organisation, day, b"sealed"))
        await work.commit()
    async with database.begin() as work:
        assert [each.id for each in await work.audit.page("add", 10)] == [b"b", b"a"]
        assert [each.id for each in await work.audit.page("add", 1, offset=1)] == [b"a"]
        await work.audit.forget(tuesday)
        assert [each.id for each in await work.audit.page("add", 10)] == [b"b"]
        assert await work.audit.page("sahel", 10) == []

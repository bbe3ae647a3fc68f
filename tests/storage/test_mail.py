"""The outbox, the broadcasts, and the living messages."""

from __future__ import annotations

from collections.abc import Iterable

from bot.app.records import Broadcast, Panel, Parcel
from bot.storage.database import Database


async def post(database: Database, *parcels: Parcel) -> None:
    async with database.begin() as work:
        for parcel in parcels:
            work.mail.post(parcel)
        await work.commit()


def letters(parcels: Iterable[Parcel]) -> list[bytes]:
    return [parcel.sealed for parcel in parcels]


async def test_parcels_wait_in_the_order_in_which_they_were_posted(database: Database) -> None:
    await post(database, *(Parcel(b"awa", sealed) for sealed in (b"first", b"second", b"third")))
    async with database.read() as work:
        waiting = await work.mail.waiting(now=0, limit=2)
        assert letters(waiting) == [b"first", b"second"]
        besides = [parcel.id for parcel in waiting]
        assert letters(await work.mail.waiting(now=0, limit=2, besides=besides)) == [b"third"]


async def test_a_parcel_is_not_sent_before_it_is_due(database: Database) -> None:
    await post(database, Parcel(b"awa", b"later", due=1000), Parcel(b"awa", b"now"))
    async with database.read() as work:
        assert letters(await work.mail.waiting(now=999, limit=10)) == [b"now"]
        assert letters(await work.mail.waiting(now=1000, limit=10)) == [b"now", b"later"]
        assert await work.mail.pending() == 2


async def test_the_backlog_is_how_many_wait_and_who_came_first(database: Database) -> None:
    async with database.begin() as work:
        assert await work.mail.backlog() == (0, 0)
        for number in (30, 7, 12):
            work.mail.post(Parcel(b"awa", b"hello", id=number, due=1000))
        assert await work.mail.backlog() == (3, 7)


async def test_a_sent_parcel_is_gone_and_a_deferred_one_comes_back(database: Database) -> None:
    await post(database, Parcel(b"awa", b"sent"), Parcel(b"awa", b"refused"))
    async with database.begin() as work:
        sent, refused = await work.mail.waiting(now=0, limit=10)
        await work.mail.done([sent.id])
        await work.mail.defer(refused.id, due=60, attempts=1)
        await work.mail.done([])
        await work.commit()
    async with database.read() as work:
        assert await work.mail.waiting(now=59, limit=10) == []
        (again,) = await work.mail.waiting(now=60, limit=10)
        assert (again.id, again.sealed, again.attempts) == (refused.id, b"refused", 1)


async def test_a_parcel_can_be_sent_in_the_unit_of_work_that_posted_it(database: Database) -> None:
    async with database.begin() as work:
        work.mail.post(Parcel(b"awa", b"hello"))
        assert await work.mail.pending() == 1
        (parcel,) = await work.mail.waiting(now=0, limit=10)
        await work.mail.done([parcel.id])
        assert await work.mail.pending() == 0


async def test_a_broadcast_goes_on_where_it_was(database: Database) -> None:
    async with database.begin() as work:
        work.mail.start_broadcast("bamako")
        (begun,) = await work.mail.broadcasts()
        assert begun == Broadcast("bamako", 1, b"")
        await work.mail.move_broadcast(begun, b"\x10")
        await work.commit()
    async with database.begin() as work:
        (walked,) = await work.mail.broadcasts()
        assert walked == Broadcast("bamako", 1, b"\x10")
        await work.mail.end_broadcast(walked)
        assert await work.mail.broadcasts() == []


async def test_a_broadcast_begun_again_starts_over_whatever_the_first_walk_reports(
    database: Database,
) -> None:
    async with database.begin() as work:
        work.mail.start_broadcast("bamako")
        work.mail.start_broadcast("mopti")
        (first, other) = await work.mail.broadcasts()
        work.mail.start_broadcast("bamako")
        again = Broadcast("bamako", 2, b"")
        await work.mail.move_broadcast(first, b"\x10")
        await work.mail.end_broadcast(first)
        assert await work.mail.broadcasts() == [again, other]
        await work.mail.end_broadcast(again)
        assert await work.mail.broadcasts() == [other]


async def test_a_living_message_is_found_by_session_and_by_its_reader(database: Database) -> None:
    async with database.begin() as work:
        work.mail.put_panel(Panel("bamako", b"fatou", b"old"))
        work.mail.put_panel(Panel("bamako", b"issa", b"his"))
        work.mail.put_panel(Panel("mopti", b"fatou", b"there"))
        work.mail.put_panel(Panel("bamako", b"fatou", b"new"))
        await work.commit()
    async with database.begin() as work:
        hers = Panel("bamako", b"fatou", b"new")
        assert await work.mail.panels("bamako") == [hers, Panel("bamako", b"issa", b"his")]
        assert await work.mail.panels_of(b"fatou") == [hers, Panel("mopti", b"fatou", b"there")]
        work.mail.remove_panel("bamako", b"fatou")
        assert await work.mail.panels_of(b"fatou") == [Panel("mopti", b"fatou", b"there")]


async def test_a_parcel_keeps_the_number_its_poster_gave_it(database: Database) -> None:
    """The ciphertext is bound to the number: under another it would never open again."""
    await post(database, Parcel(b"awa", b"hello", id=1_765_000_000_000_000))
    async with database.begin() as work:
        (waiting,) = await work.mail.waiting(now=0, limit=10)
        assert waiting.id == 1_765_000_000_000_000
        await work.mail.done([waiting.id])
        assert await work.mail.pending() == 0

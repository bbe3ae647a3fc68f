"""The outbox, the broadcasts, and the living messages."""

from __future__ import annotations

from collections.abc import Iterable

from bot.app.records import NOBODY, Broadcast, OutboxState, Panel, Parcel
from bot.storage.database import Database


async def post(database: Database, *parcels: Parcel) -> None:
    async with database.begin() as work:
        for parcel in parcels:
            work.mail.post(parcel)
        await work.commit()


def letters(parcels: Iterable[Parcel]) -> list[bytes]:
    return [parcel.sealed for parcel in parcels]


async def waiting(database: Database, worker: int = NOBODY) -> list[Parcel]:
    async with database.read() as work:
        return list(await work.mail.of(worker))


async def test_parcels_wait_for_their_worker_in_the_order_in_which_they_were_posted(
    database: Database,
) -> None:
    others = Parcel(b"sira", b"another's", id=2, worker=8)
    hers = [Parcel(b"awa", sealed, id, 7) for id, sealed in ((3, b"second"), (1, b"first"))]
    await post(database, *hers, others)
    async with database.read() as work:
        assert letters(await work.mail.of(7)) == [b"first", b"second"]
        assert letters(await work.mail.of(7, besides=[1])) == [b"second"]
        assert await work.mail.of(9) == []
        assert await work.mail.pending() == 3


async def test_more_parcels_than_a_query_names_are_found(database: Database) -> None:
    await post(database, *(Parcel(b"awa", b"hello", id, 7) for id in range(1, 1202)))
    async with database.read() as work:
        assert [parcel.id for parcel in await work.mail.of(7)] == list(range(1, 1202))
        assert await work.mail.among(range(1000, 1500)) == set(range(1000, 1202))


async def test_the_state_tells_the_key_in_force_the_highest_id_and_whether_others_have_parcels(
    database: Database,
) -> None:
    async with database.begin() as work:
        assert await work.mail.state(7) == OutboxState("", 0, shared=False)
        await work.mail.use_key("outbox:00000001")
        await work.mail.use_key("outbox:00000002")
        work.mail.post(Parcel(b"awa", b"hello", 30, 7))
        assert await work.mail.state(7) == OutboxState("outbox:00000002", 30, shared=False)
        assert await work.mail.state(8) == OutboxState("outbox:00000002", 30, shared=True)


async def test_a_lane_is_the_worker_s_who_has_what_waits_in_it(database: Database) -> None:
    await post(
        database, Parcel(b"awa", b"one", 1, 7), Parcel(b"awa", b"two", 2, 7), Parcel(b"sira", b"", 3, 8)
    )
    async with database.read() as work:
        assert await work.mail.holders([b"awa", b"sira", b"kadi"]) == {b"awa": 7, b"sira": 8}


async def test_what_belongs_to_nobody_on_the_roll_is_adopted(database: Database) -> None:
    async with database.begin() as work:
        here, there = await work.workers.join(alone=False), await work.workers.join(alone=False)
        for id, worker in enumerate((NOBODY, here, there, 99), 1):
            work.mail.post(Parcel(b"awa", b"hello", id, worker))
        assert await work.mail.adopt(here) == 2
        assert [parcel.id for parcel in await work.mail.of(here)] == [1, 2, 4]
        assert [parcel.id for parcel in await work.mail.of(there)] == [3]


async def test_the_backlog_is_how_many_wait_and_who_came_first(database: Database) -> None:
    async with database.begin() as work:
        assert await work.mail.backlog() == (0, 0)
        for number in (30, 7, 12):
            work.mail.post(Parcel(b"awa", b"hello", id=number))
        assert await work.mail.backlog() == (3, 7)


async def test_a_sent_parcel_is_gone(database: Database) -> None:
    await post(database, Parcel(b"awa", b"sent"), Parcel(b"awa", b"refused"))
    sent, refused = await waiting(database)
    async with database.begin() as work:
        await work.mail.done([sent.id])
        await work.mail.done([])
        await work.commit()
    assert await waiting(database) == [refused]


async def test_a_parcel_can_be_sent_in_the_unit_of_work_that_posted_it(database: Database) -> None:
    async with database.begin() as work:
        work.mail.post(Parcel(b"awa", b"hello"))
        assert await work.mail.pending() == 1
        (parcel,) = await work.mail.of(NOBODY)
        await work.mail.done([parcel.id])
        assert await work.mail.pending() == 0


async def test_a_broadcast_goes_on_where_it_was(database: Database) -> None:
    async with database.begin() as work:
        work.mail.start_broadcast("bamako", 1)
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
        work.mail.start_broadcast("bamako", 1)
        work.mail.start_broadcast("mopti", 1)
        (first, other) = await work.mail.broadcasts()
        work.mail.start_broadcast("bamako", 5)
        assert await work.mail.broadcasts() == [Broadcast("bamako", 5, b""), other]
        work.mail.start_broadcast("bamako", 4)  # by a clock that was put back
        again = Broadcast("bamako", 6, b"")
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
        (parcel,) = await work.mail.of(NOBODY)
        assert parcel.id == 1_765_000_000_000_000
        await work.mail.done([parcel.id])
        assert await work.mail.pending() == 0

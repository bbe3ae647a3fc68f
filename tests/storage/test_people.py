"""The roster, what people were shown, where they are, and what stays behind those who left."""

from __future__ import annotations

from bot.app.records import RosterRow
from bot.storage.database import Database

AWA, BAKARY, COUMBA = b"\x01" * 16, b"\x02" * 16, b"\x03" * 16


async def test_a_person_is_found_again_with_what_they_were_last_shown(database: Database) -> None:
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"consented")
        work.people.put_shown(AWA, "bamako", b"the first step")
        await work.commit()
    async with database.read() as work:
        assert await work.people.get(AWA) == RosterRow(AWA, "bamako", b"consented", b"the first step")
        assert await work.people.get(BAKARY) is None


async def test_a_unit_of_work_sees_what_it_wrote_before_it_commits(database: Database) -> None:
    async with database.begin() as work:
        assert await work.people.get(AWA) is None
        work.people.put(AWA, "bamako", b"consented")
        work.people.put_shown(AWA, "bamako", b"the first step")
        assert await work.people.get(AWA) == RosterRow(AWA, "bamako", b"consented", b"the first step")
        assert await work.people.count("bamako") == 1
        assert [row.key for row in await work.people.page("bamako", b"", 10)] == [AWA]
    async with database.read() as work:
        assert await work.people.get(AWA) is None


async def test_people_read_together_cost_nothing_afterwards(database: Database) -> None:
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"consented")
        work.people.put_shown(AWA, "bamako", b"the first step")
        await work.commit()
    async with database.read() as reading, database.begin() as writing:
        await reading.people.preload([AWA, BAKARY])
        writing.people.remove(AWA)
        writing.people.put(BAKARY, "bamako", b"consented")
        await writing.commit()
        assert await reading.people.get(AWA) == RosterRow(AWA, "bamako", b"consented", b"the first step")
        assert await reading.people.get(BAKARY) is None


async def test_reading_people_together_keeps_what_was_just_written(database: Database) -> None:
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"before")
        work.people.put_shown(AWA, "bamako", b"before")
        await work.commit()
    async with database.begin() as work:
        work.people.put_shown(AWA, "bamako", b"after")
        await work.people.preload([AWA])
        assert await work.people.get(AWA) == RosterRow(AWA, "bamako", b"before", b"after")


async def test_more_people_than_a_statement_may_name_are_read_together(database: Database) -> None:
    everybody = [number.to_bytes(16, "big") for number in range(1234)]
    async with database.begin() as work:
        for key in everybody:
            work.people.put(key, "bamako", key)
        await work.commit()
    async with database.read() as work:
        await work.people.preload(everybody)
        assert [row.sealed for key in everybody if (row := await work.people.get(key))] == everybody


async def test_the_roster_is_walked_in_pages_by_key(database: Database) -> None:
    async with database.begin() as work:
        for key in (COUMBA, AWA, BAKARY):
            work.people.put(key, "bamako", b"here")
        work.people.put(b"\x04" * 16, "mopti", b"elsewhere")
        work.people.put_shown(BAKARY, "bamako", b"the first step")
        await work.commit()
    async with database.read() as work:
        first = await work.people.page("bamako", b"", 2)
        assert [(row.key, row.shown) for row in first] == [(AWA, None), (BAKARY, b"the first step")]
        assert [row.key for row in await work.people.page("bamako", BAKARY, 2)] == [COUMBA]
        assert await work.people.page("bamako", COUMBA, 2) == []
        assert await work.people.count("bamako") == 3


async def test_who_leaves_is_forgotten_but_for_a_stone(database: Database) -> None:
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"consented")
        work.people.put_shown(AWA, "bamako", b"the first step")
        await work.commit()
    async with database.begin() as work:
        work.people.remove(AWA)
        work.people.put_stone(AWA, "bamako", b"two questions asked")
        await work.commit()
    async with database.begin() as work:
        assert await work.people.get(AWA) is None
        assert await work.people.stone(AWA) == b"two questions asked"
        work.people.put(AWA, "bamako", b"came back")
        work.people.remove_stone(AWA)
        await work.commit()
    async with database.read() as work:
        assert await work.people.get(AWA) == RosterRow(AWA, "bamako", b"came back")
        assert await work.people.stone(AWA) is None


async def test_a_session_forgets_everybody_and_no_one_elses_people(database: Database) -> None:
    async with database.begin() as work:
        for key, session in ((AWA, "bamako"), (BAKARY, "mopti")):
            work.people.put(key, session, b"consented")
            work.people.put_shown(key, session, b"the first step")
            work.people.put_stone(key, session, b"two questions asked")
        await work.commit()
    async with database.begin() as work:
        await work.people.preload([AWA])
        await work.people.forget_session("bamako")
        assert await work.people.get(AWA) is None
        await work.commit()
    async with database.read() as work:
        assert await work.people.get(AWA) is None
        assert await work.people.stone(AWA) is None
        assert await work.people.get(BAKARY) == RosterRow(BAKARY, "mopti", b"consented", b"the first step")
        assert await work.people.stone(BAKARY) == b"two questions asked"


async def test_whoever_left_still_counts_among_those_who_came(database: Database) -> None:
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"here")
        work.people.put_stone(BAKARY, "bamako", b"left")
        work.people.put_stone(COUMBA, "mopti", b"left elsewhere")
        assert await work.people.came("bamako") == 2
        work.people.remove_stone(BAKARY)
        work.people.put(BAKARY, "bamako", b"back again")
        assert await work.people.came("bamako") == 2
        assert await work.people.count("bamako") == 2

"""A unit of work: one transaction, which sees its own writes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.app.ports import StorageFailed, Work
from bot.app.records import Poll
from bot.storage.database import Database
from bot.storage.failures import Unstorable
from tests.storage.conftest import Databases

AWA = b"\x01" * 16


async def test_without_a_commit_nothing_stays(database: Database) -> None:
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"consented")
        await work.flush()
    async with database.read() as work:
        assert await work.people.get(AWA) is None


async def test_an_error_in_the_middle_takes_everything_back(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.begin() as work:
            work.people.put(AWA, "bamako", b"consented")
            await work.flush()
            raise LookupError
    async with database.read() as work:
        assert await work.people.get(AWA) is None


async def test_after_a_failed_statement_nothing_can_be_committed(database: Database) -> None:
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"consented")
        work.ballots.put_poll(Poll("one", "bamako", "police"))
        work.ballots.put_poll(Poll("two", "bamako", "police"))
        with pytest.raises(Unstorable):
            await work.flush()
        with pytest.raises(StorageFailed):
            await work.people.get(b"somebody else")
        with pytest.raises(StorageFailed):
            await work.commit()
    async with database.read() as work:
        assert await work.people.get(AWA) is None


async def test_what_no_database_can_hold_is_no_failure_of_the_database(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Otherwise whoever sends it would have it tried again for ever."""
    for number, code in ((2**63, "AAA111"), (7, "\ud800")):
        with pytest.raises(Unstorable) as refused:
            async with database.begin() as work:
                await work.updates.remember([number], date(2026, 3, 2))
                await work.sessions.by_code(code)
        assert refused.value.__context__ is None
        assert str(refused.value) in {"OverflowError", "UnicodeEncodeError", "DataError"}
    assert caplog.text == ""


async def test_a_unit_of_work_commits_once(database: Database) -> None:
    async with database.begin() as work:
        await work.commit()
        with pytest.raises(RuntimeError):
            await work.commit()
        with pytest.raises(RuntimeError):
            await work.people.get(AWA)


async def test_one_unit_of_work_writes_at_a_time(database: Database) -> None:
    async def vote_once_more() -> None:
        async with database.begin() as work:
            votes = int(await work.ballots.get("poll", AWA) or 0)
            await asyncio.sleep(0)
            work.ballots.put("poll", AWA, str(votes + 1))
            await work.commit()

    await asyncio.gather(*(vote_once_more() for _ in range(20)))
    async with database.read() as work:
        assert await work.ballots.get("poll", AWA) == "20"


async def test_readers_wait_for_no_writer_and_see_what_was_committed_when_they_began(
    database: Database,
) -> None:
    async with database.begin() as writing:
        writing.people.put(AWA, "bamako", b"consented")
        await writing.flush()
        async with database.read() as reading:
            assert await reading.people.count("bamako") == 0
            await writing.commit()
            assert await reading.people.count("bamako") == 0
    async with database.read() as reading:
        assert await reading.people.count("bamako") == 1


async def test_a_reader_can_neither_commit_nor_write(database: Database) -> None:
    async with database.read() as work:
        with pytest.raises(RuntimeError):
            await work.commit()
        work.people.put(AWA, "bamako", b"consented")
        with pytest.raises(StorageFailed):
            await work.flush()
    async with database.read() as work:
        assert await work.people.get(AWA) is None


async def test_a_cancelled_writer_leaves_nothing_and_lets_the_next_one_write(database: Database) -> None:
    writing = asyncio.Event()

    async def write_for_ever() -> None:
        async with database.begin() as work:
            while True:
                work.people.put(AWA, "bamako", b"consented")
                await work.flush()
                writing.set()

    task = asyncio.create_task(write_for_ever())
    await writing.wait()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    async with database.begin() as work:
        assert await work.people.get(AWA) is None
        work.people.put(b"\x02" * 16, "bamako", b"consented")
        await work.commit()


# A unit of work must be indistinguishable from these dictionaries.


@dataclass
class Model:
    ballots: dict[tuple[str, bytes], str] = field(default_factory=dict)
    people: dict[bytes, tuple[str, bytes]] = field(default_factory=dict)

    def copy(self) -> Model:
        return Model(dict(self.ballots), dict(self.people))


POLLS = ("before", "after")
KEYS = tuple(bytes([number]) * 16 for number in range(4))
VALUES = ("1", "2", "3", "4")
ACTS = ("cast", "take back", "clear", "join", "leave", "preload", "compare", "flush")
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(POLLS), st.sampled_from(KEYS), st.sampled_from(VALUES)),
    max_size=25,
)
ends = st.sampled_from(["commit", "roll back", "reopen"])


async def act(work: Work, model: Model, what: str, poll: str, key: bytes, value: str) -> None:
    match what:
        case "cast":
            work.ballots.put(poll, key, value)
            model.ballots[poll, key] = value
        case "take back":
            work.ballots.remove(poll, key)
            model.ballots.pop((poll, key), None)
        case "clear":
            await work.ballots.clear(poll)
            model.ballots = {ballot: cast for ballot, cast in model.ballots.items() if ballot[0] != poll}
        case "join":
            work.people.put(key, poll, value.encode())
            model.people[key] = (poll, value.encode())
        case "leave":
            work.people.remove(key)
            model.people.pop(key, None)
        case "preload":
            await work.ballots.preload([(poll, key)])
            await work.people.preload([key])
        case "compare":
            await compare(work, model, poll, key)
        case "flush":
            await work.flush()


async def compare(work: Work, model: Model, poll: str, key: bytes) -> None:
    assert await work.ballots.get(poll, key) == model.ballots.get((poll, key))
    assert await work.ballots.of(poll) == {
        voter: cast for (of, voter), cast in model.ballots.items() if of == poll
    }
    person = await work.people.get(key)
    assert (person and (person.session, person.sealed)) == model.people.get(key)
    roster = await work.people.page(poll, b"", 10)
    assert [row.key for row in roster] == sorted(
        known for known, (session, _) in model.people.items() if session == poll
    )


@hypothesis_settings(max_examples=15)
@given(units=st.lists(st.tuples(acts, ends), max_size=4))
def test_units_of_work_tell_the_same_as_dictionaries(
    databases: Databases, units: list[tuple[list[tuple[str, str, bytes, str]], str]]
) -> None:
    async def tell() -> None:
        address = databases.lend()
        database = await Database.open(address)
        kept = Model()
        for steps, end in units:
            model = kept.copy()
            async with database.begin() as work:
                for step in steps:
                    await act(work, model, *step)
                if end != "roll back":
                    await work.commit()
                    kept = model
            if end == "reopen":
                await database.close()
                database = await Database.open(address)
            async with database.read() as work:
                for poll in POLLS:
                    for key in KEYS:
                        await compare(work, kept, poll, key)
        await database.close()
        databases.take_back(address)

    asyncio.run(tell())

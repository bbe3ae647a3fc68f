"""The moment after questions were mixed, with everything in hand: the database, its log, all keys, all accounts."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bot.core import names
from tests.app.house import House
from tests.app.test_questions_without_authors import AWA, BAKARY, CHEICK, gathers
from tests.forensics.examiner import Examiner
from tests.forensics.sqlite_file import Commit, DatabaseFile, commits

PEOPLE = {"roster", "shown", "stones", "ballots", "supports", "messages", "outbox"}
"""Tables in which somebody's act leaves a trace of who it was."""

TEXTS = {AWA: "Pourquoi ce barrage ?", BAKARY: "Qui nous écoute ?", CHEICK: "Quand reviendrez-vous ?"}


async def examined(home: House) -> Examiner:
    keys = {name: await home.keys.get(name) for name in await home.keys.names("")}
    return Examiner(home.folder / "baro.db", {name: key for name, key in keys.items() if key})


def touched(home: House, commit: Commit) -> set[str]:
    """The tables that a transaction changed."""
    path = home.folder / "baro.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        listed = database.execute(
            "SELECT tbl_name, name, rootpage FROM sqlite_master WHERE rootpage > 0"
        ).fetchall()
    file = DatabaseFile(path)
    owners = {name: table for table, name, _root in listed}
    trees = file.tables({name: root for _table, name, root in listed}, _newest(home))
    return {owners[trees[number]] for number in commit.pages if number in trees}


def _log(home: House) -> list[Commit]:
    return commits(home.folder / "baro.db-wal", DatabaseFile(home.folder / "baro.db").page_size or 4096)


def _newest(home: House) -> dict[int, bytes]:
    return {number: page for commit in _log(home) for number, page in commit.pages.items()}


async def everybody_asks(home: House) -> dict[int, str]:
    """Each sends a question and they are mixed; gives the tokens of their receipts."""
    await gathers(home)
    await home.database.clean()  # the log of the tables' own making would hold them all together
    tokens = {user: await home.asks(user, text) for user, text in TEXTS.items()}
    assert await home.mixes() == 3
    return tokens


async def test_no_transaction_in_the_log_holds_a_question_beside_a_person(home: House) -> None:
    await everybody_asks(home)

    of_questions = [touched(home, commit) for commit in _log(home)]

    of_questions = [tables for tables in of_questions if "questions" in tables]
    assert of_questions, "the log holds the mixing"
    for tables in of_questions:
        assert not tables & PEOPLE


async def test_what_waited_beside_its_author_leads_to_no_question(home: House) -> None:
    """The log keeps the waiting row and, in the same transaction, the author's. Of the question it knows nothing."""
    tokens = await everybody_asks(home)
    async with home.database.read() as work:
        questions = await work.questions.page(home.session, statuses=("waiting",), limit=10)
    marks = [
        mark for each in questions for mark in (each.token_hash or b"", each.id.encode(), each.text.encode())
    ]

    beside_people = [commit for commit in _log(home) if touched(home, commit) & PEOPLE]

    assert any("intake" in touched(home, commit) for commit in beside_people), "the log holds the sending"
    for commit in beside_people:
        for page in commit.pages.values():
            assert not [mark for mark in marks if mark in page]
    assert len(tokens) == len(questions) == 3


async def test_no_key_and_no_account_give_what_stands_with_a_question(home: House) -> None:
    await everybody_asks(home)
    examiner = await examined(home)
    assert {name.partition(":")[0] for name in examiner.keys} == {"installation", "session"}
    questions = [row for table, row in examiner.rows() if table == "questions"]
    ids = {row["id"] for row in questions}

    for user in TEXTS:
        reckoned = examiner.names_of(user, {"police_before"}, ids)
        reckoned |= {names.token_hash(str(user))[:16]}
        for row in questions:
            assert row["token_hash"][:16] not in reckoned
            assert set(row) & {"author", "person", "user", "asked_at", "created", "day"} == set()

    said = [repr(content) for _table, content in examiner.opened()]
    assert any(str(AWA) in content for content in said), "with the keys the roster opens"
    for row in questions:
        for content in said:
            assert row["id"] not in content and row["text"] not in content
            assert row["token_hash"].hex() not in content

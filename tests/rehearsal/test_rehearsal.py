"""The rehearsal keeps its promises, and would notice if one were broken."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.content.catalogs import Catalogs
from bot.core.results import LineResult
from bot.rehearsal.account import Account
from bot.rehearsal.dialogue import Dialogue
from bot.rehearsal.house import House
from bot.rehearsal.keepsakes import Keepsake
from bot.rehearsal.lines import Lines
from bot.rehearsal.narrator import Narrator
from bot.rehearsal.participant import Sent
from bot.rehearsal.poll import play_poll
from bot.rehearsal.promises import (
    OF_A_DIALOGUE,
    OF_A_POLL,
    OF_EVERY_SESSION,
    Check,
    broken,
    counts,
    people,
    questions,
    words,
)
from bot.settings import ROOT
from bot.wiring import REHEARSED, rehearsal, rehearse

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

SHORT = ROOT / "conversations" / "short.yaml"
PEOPLE, SEED = 14, 5


def narrator() -> Narrator:
    return Narrator(Catalogs.load(ROOT / "locales", "operator", strict=True), Console(file=io.StringIO()), 10)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house() -> AsyncIterator[House]:
    """The real bot at work with the short script."""
    async with rehearsal(SHORT, SEED) as house:
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played(house: House) -> Account:
    """A session that was played to its end."""
    script = house.services.scripts[REHEARSED]
    return await Dialogue(house, narrator(), Lines(SEED), script, PEOPLE, SEED).play()


@pytest.fixture
def session(played: Account) -> Account:
    """An account that a test may falsify."""
    return replace(played, files=list(played.files), expected=dict(played.expected))


async def failures(check: Check, account: Account) -> list[str]:
    return [failure async for failure in check(account)]


def without(text: str, files: list[Keepsake]) -> list[Keepsake]:
    """The files without the lines that hold a text."""
    kept = []
    for file in files:
        if file.name.endswith(".csv"):
            lines = [line for line in file.content.splitlines(keepends=True) if text.encode() not in line]
            file = replace(file, content=b"".join(lines))
        kept.append(file)
    return kept


def scribbled(text: str, files: list[Keepsake]) -> list[Keepsake]:
    """The files with something written into the first table."""
    table = next(file for file in files if file.name.endswith(".csv"))
    marked = replace(table, content=table.content + f"{text}\r\n".encode())
    return [marked if file is table else file for file in files]


async def test_every_promise_of_a_session_is_kept(played: Account) -> None:
    for promise in (*OF_EVERY_SESSION, *OF_A_DIALOGUE):
        assert await broken(promise, played) == [], promise.sentence.key


async def test_every_promise_of_a_poll_is_kept(house: House, played: Account) -> None:
    poll = await play_poll(house, narrator(), Lines(SEED), SEED)
    for promise in (*OF_EVERY_SESSION, *OF_A_POLL):
        assert await broken(promise, poll) == [], promise.sentence.key
    assert len(poll.present) == 12


async def test_the_cast_does_what_it_is_there_for(played: Account) -> None:
    """Promises about somebody who is not there would be kept whatever the bot does."""
    places = {person.place for person in played.people}
    moderation = played.moderation
    assert moderation is not None
    assert places == {"inside", "left", "declined"}
    assert any(sent.withdrawn for person in played.people for sent in person.sent)
    assert moderation.corrected and moderation.aside and moderation.merged and moderation.protected
    assert {len({language for _start, language in person.tongues} - {""}) for person in played.people} == {
        1,
        2,
    }
    assert played.paper and played.looks and played.looked_back and played.expected
    assert any(not result.withheld for lines in played.expected.values() for result in lines)
    assert any(result.withheld for lines in played.expected.values() for result in lines)


async def test_a_lost_question_is_noticed(session: Account) -> None:
    author = next(person for person in session.present if person.sent)
    session.files = without(author.sent[0].text, session.files)
    assert await failures(questions.listed_once, session)


async def test_a_question_that_comes_twice_is_noticed(session: Account) -> None:
    table = next(file for file in session.files if file.name.endswith("questions.csv"))
    line = table.content.splitlines(keepends=True)[1]
    session.files[session.files.index(table)] = replace(table, content=table.content + line)
    assert await failures(questions.listed_once, session)
    assert await failures(questions.supports_count, session) == []


async def test_a_withdrawn_question_that_stays_is_noticed(session: Account) -> None:
    withdrawn = next(sent for person in session.people for sent in person.sent if sent.withdrawn)
    session.files = scribbled(withdrawn.text, session.files)
    assert await failures(questions.withdrawn_gone, session)


async def test_a_protected_question_in_a_file_is_noticed(session: Account) -> None:
    assert session.moderation is not None
    session.files = scribbled(session.moderation.protected[0], session.files)
    assert await failures(questions.protected_from_all_but_one, session)


@pytest.mark.parametrize("what", ["name", "account", "handle", "phone"])
async def test_a_trace_of_somebody_in_a_file_is_noticed(session: Account, what: str) -> None:
    person = session.people[0].person
    lines = session.lines.all
    traces = {
        "name": person.name,
        "account": str(person.user_id),
        "handle": lines.handle,
        "phone": lines.phone,
    }
    session.files = scribbled(f"({traces[what]})", session.files)
    assert await failures(words.nobody_in_files, session)


async def test_a_missing_file_is_noticed(session: Account) -> None:
    session.files = [file for file in session.files if not file.name.endswith(".xlsx")]
    assert await failures(words.files_complete, session)


async def test_a_wrong_count_is_noticed(session: Account) -> None:
    name, lines = next((name, lines) for name, lines in session.expected.items() if not lines[0].withheld)
    counted = lines[0].counts
    assert counted is not None
    more = replace(counted, answers={value: count + 1 for value, count in counted.answers.items()})
    session.expected[name] = (LineResult(lines[0].line, more), *lines[1:])
    assert await failures(counts.counted_once, session)
    assert await failures(counts.file_says_the_same, session)


async def test_a_raw_key_is_noticed(session: Account) -> None:
    session.files = scribbled("join.unknown_code", session.files)
    assert await failures(words.nothing_raw, session)


async def test_a_sentence_in_another_language_is_noticed(session: Account) -> None:
    reader = next(person for person in session.present if person.language == "fr")
    tongues = list(reader.tongues)
    try:
        reader.tongues[0] = (reader.tongues[0][0], "bm")
        assert await failures(words.in_their_language, session)
    finally:
        reader.tongues[:] = tongues


async def test_a_question_that_its_author_does_not_find_is_noticed(session: Account) -> None:
    person, _sent, tap = session.looks[0]
    session.looks = [(person, Sent("question", "Autre chose"), tap)]
    assert await failures(questions.authors_see, session)


async def test_somebody_too_many_is_noticed(session: Account) -> None:
    session.roster_at_end += 1
    session.roster_after_seal = 1
    assert await failures(people.who_left_counts_no_more, session)
    assert await failures(people.nobody_after_the_seal, session)


async def test_what_the_code_does_not_show_later_is_noticed(session: Account) -> None:
    session.looked_back = ["…"]
    assert await failures(people.code_shows_what_became, session)


@pytest.mark.skipif(not os.environ.get("CI"), reason="plays two rehearsals; .ci/run does")
async def test_the_same_seed_gives_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert await rehearse(SHORT, 12, 3) == 0
        told.append(capsys.readouterr().out)
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "var" / "rehearsal").iterdir()}
        for name in ("first", "second")
    )
    assert first == second and told[0] == told[1]
    assert "❌" not in told[0]
    assert {name.rpartition(".")[2] for name in first} == {"csv", "xlsx", "png"}

"""The machine is seized: during a session without its keys, during a session with everything, and after the seal."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.backups import backup
from bot.core import names
from tests.forensics.evening import (
    ASKED,
    CORRECTED,
    DRAFT,
    GONE,
    NAMES,
    Played,
    asks,
    begun,
    ends,
    moderates,
    names_under,
)
from tests.forensics.examiner import Examiner
from tests.forensics.marks import Evidence, forms_of_name, forms_of_number, forms_of_text, unkeyed
from tests.forensics.sqlite_file import DatabaseFile, telling
from tests.tg.evening import rows, until


@pytest.fixture
async def played(tmp_path: Path) -> AsyncIterator[Played]:
    """A session that has gone as far as the first votes."""
    async with begun(tmp_path) as evening:
        yield evening


def seize(played: Played, *, keys: bool) -> Path:
    """Copy the disk as it is now: what the bot has open, its side files, its log, and its keys where they are had."""
    taken = played.folder.parent / f"{played.folder.name}-seized"
    shutil.rmtree(taken, ignore_errors=True)
    shutil.copytree(played.folder, taken)
    if not keys:
        shutil.rmtree(taken / "keys")
    return taken


async def seals(played: Played) -> None:
    """The bot is down when the session's hour of sealing comes, and is started later."""
    room = played.room
    await room.closes()
    room.clock.moves_on(hours=25)
    await room.opens()
    await until(lambda: rows(room, "sessions")[0][10] == "sealed" and not room.bot.inbox.leaves_traces)
    await room.quiet()


async def test_during_a_session_the_database_alone_lists_nobody(played: Played) -> None:
    await asks(played)
    disk = seize(played, keys=False)
    evidence = Evidence([disk])
    assert evidence.size > 100_000
    session = await played.session()
    public = (bytes(32), session.encode(), played.code.encode(), played.room.settings.token.encode())

    for person in [*played.people, played.facilitator]:
        assert not evidence.holding(forms_of_number(person.user_id))
        assert not evidence.holding(unkeyed(person.user_id))
        for key in public:
            assert not evidence.holding(names_under(key, person.user_id, {"police"}, set()))
    for name in NAMES:
        assert not evidence.holding(forms_of_text(name))
    assert not list(Examiner(disk / "baro.db", {}).opened())


async def test_with_everything_the_roster_opens_and_no_question_has_an_author(played: Played) -> None:
    await asks(played)
    await moderates(played)
    examiner = await Examiner.at(seize(played, keys=True))
    questions = [row for table, row in examiner.rows() if table == "questions"]
    opened = list(examiner.opened())
    words = {text for row in questions for text in (row["text"], row["original"]) if text}

    assert {person.user_id for person in played.people} <= chats(opened), (
        "who takes part is no secret from the keys"
    )
    assert set(ASKED) | {CORRECTED} <= words
    for table, content in opened:
        if table not in ("outbox", "members"):  # what staff are shown and write is theirs, and names nobody
            assert not [text for text in words if text in repr(content)]
        assert not [row["id"] for row in questions if row["id"] in repr(content) and table == "roster"]
    for person in played.people:
        reckoned = examiner.names_of(person.user_id, {"police"}, {row["id"] for row in questions})
        assert not [row for row in questions if (row["token_hash"] or b"")[:16] in reckoned]


def chats(opened: list[tuple[str, object]]) -> set[int]:
    """The chats that stand in opened rows of the roster."""
    return {content["chat"] for _table, content in opened if isinstance(content, dict) and "here" in content}


async def test_after_the_seal_not_one_byte_tells_who_took_part(played: Played) -> None:
    await asks(played)
    await moderates(played)
    await ends(played)
    moments = {int(played.room.clock.now())}
    await seals(played)
    await played.room.closes()
    disk = seize(played, keys=True)
    evidence = Evidence([disk])
    try:
        for person in played.people:
            assert not evidence.holding(forms_of_number(person.user_id)), person.name
            assert not evidence.holding(unkeyed(person.user_id))
        for name in NAMES:
            assert not evidence.holding(forms_of_text(name)), name
        for words in GONE:
            assert not evidence.holding(forms_of_text(words)), words
        for pseudonym in played.pseudonyms:
            assert not evidence.holding(forms_of_name(pseudonym))
        for moment in moments:
            assert not evidence.holding({str(moment).encode(), moment.to_bytes(4, "big")})
        assert evidence.holding(forms_of_text(ASKED[0])), "what was published stays"
    finally:
        await played.room.opens()


async def test_nor_do_all_the_keys_that_are_left(played: Played) -> None:
    """Every account, every key, every purpose, every place: brute force over what is left, with a backup of Baro's
    from the middle of the session beside it."""
    await asks(played)
    await moderates(played)
    kept = played.folder / "baro.backup"
    assert await backup(played.room.settings, kept) == 0
    (played.folder / "backup.txt").write_bytes(gzip.decompress(kept.read_bytes()))
    await ends(played)
    questions = {row.id for row in await played.questions()}
    await seals(played)
    disk = seize(played, keys=True)
    examiner, evidence = await Examiner.at(disk), Evidence([disk])

    assert {name.partition(":")[0] for name in examiner.keys} == {"master", "installation", "outbox"}
    for person in played.people:
        for name in examiner.names_of(person.user_id, {"police", "army"}, questions):
            assert not evidence.holding(forms_of_name(name))
    for person in played.people:
        assert not evidence.holding(forms_of_number(person.user_id)), person.name
    opened = list(examiner.opened())
    assert {table for table, _content in opened} <= {"members", "panels", "messages", "audit"}
    for _table, content in opened:
        assert not [user for user in played.ids if str(user) in repr(content)]


async def test_after_the_seal_nothing_lies_between_the_rows(played: Played) -> None:
    """Free pages and the gaps inside pages are where deleted rows are dug up."""
    await asks(played)
    await ends(played)
    await seals(played)
    for path in (played.folder / "baro.db", played.folder / "keys" / "keys.db"):
        file = DatabaseFile(path)
        assert file.pages > 1 and file.free_pages == 0
        assert not any(telling(gap, file.page_size) for gap in file.gaps()), path.name
    log = played.folder / "baro.db-wal"
    # It was emptied. What stands in it since is the last edit of the control message, and perhaps the pulse; that none
    # of its bytes tells who took part is examined above.
    assert not log.exists() or log.stat().st_size < 12 * DatabaseFile(played.folder / "baro.db").page_size
    for journal in played.folder.rglob("*-journal"):
        assert not any(journal.read_bytes()), "the journal is overwritten"


async def test_the_search_finds_what_is_there(played: Played) -> None:
    """An examiner who finds nothing in anything proves nothing."""
    await asks(played)
    await played.notes_pseudonyms()
    disk = seize(played, keys=True)
    (disk / "note.txt").write_text(f"{played.ids[0]} {NAMES[0]} {DRAFT}", "utf-8")
    evidence = Evidence([disk])
    vault = await played.room.parts.services.vault.session(await played.session())
    person = names.person_key(vault.key, played.ids[0])

    assert evidence.holding(forms_of_number(played.ids[0])) == ["note.txt"]
    assert evidence.holding(forms_of_text(NAMES[0])) == ["note.txt"]
    assert evidence.holding(forms_of_text(DRAFT)) == ["note.txt"]
    assert person in played.pseudonyms
    assert evidence.holding(forms_of_name(person)), "while the session is open its roster has keys"

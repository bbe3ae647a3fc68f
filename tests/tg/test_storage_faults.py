"""Faults of storage: what is sent is kept or refused with a plain sentence, never half of it; and all goes on by itself
when the cause is gone."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.app.records import NOBODY
from bot.rehearsal.standin import Person
from bot.tg.delivery import Call, Delivery, pack
from bot.tg.post_office import Numbering
from tests.fakes.disk import Disk
from tests.fakes.room import Room, hasty_room
from tests.tg.evening import by_bot, evening, everywhere, how_to_come_in, rows, until

Fault = tuple[Callable[[Disk], None], Callable[[Disk], None], str]

FAULTS: dict[str, Fault] = {
    "full": (Disk.is_full, Disk.has_room, "SQLITE_FULL"),
    "read-only": (Disk.is_read_only, Disk.is_writable, "SQLITE_READONLY"),
    "locked": (Disk.is_locked, Disk.is_released, "SQLITE_BUSY"),
}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room whose bot tries again soon; its outbox is empty when its story is over."""
    async with hasty_room(tmp_path) as opened:
        yield opened
        await opened.quiet()
        assert rows(opened, "broadcasts") == []


@pytest.fixture
def disk(room: Room) -> Iterator[Disk]:
    """The disk under the room's database."""
    with Disk(room.settings.database_url) as disk:
        yield disk


def later(room: Room) -> str:
    """What people are told while nothing can be kept."""
    return everywhere(room, "storage.later")


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_is_sent_while_nothing_can_be_kept_is_kept_later(
    room: Room, disk: Disk, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    begins, ends, name = FAULTS[fault]
    people = [room.person(f"Habitant {number}") for number in range(12)]
    await room.quiet()
    begins(disk)

    for person in people:
        await person.sends("Bonjour")
    await until(lambda: caplog.text.count("what came cannot be kept") >= 4)
    assert f"storage failed: {name}" in caplog.text
    told = [person for person in people if later(room) in by_bot(person.chat)]
    assert told
    ends(disk)
    await room.quiet()

    for person in people:
        answers = by_bot(person.chat)
        assert answers.count(how_to_come_in(room)) == 1
        assert answers.count(later(room)) == (1 if person in told else 0)
    assert len([row for row in rows(room, "updates") if int(str(row[0])) > 0]) == len(people)
    assert rows(room, "outbox") == []


async def test_a_tap_is_told_so_on_its_button_and_counts_later_once(
    room: Room, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer")
    screens = by_bot(tonight.awa.chat)
    disk.is_read_only()

    tap = await tonight.awa.taps("Beaucoup")
    await until(lambda: caplog.text.count("what came cannot be kept") >= 3)
    assert tap.alert == later(room)
    assert by_bot(tonight.awa.chat) == screens
    assert rows(room, "ballots") == []
    disk.is_writable()
    await room.quiet()

    assert len(rows(room, "ballots")) == 1
    (screen,) = by_bot(tonight.awa.chat)
    assert screen != screens[0]


async def test_people_are_told_though_the_bot_sends_nothing_else(room: Room, disk: Disk) -> None:
    moussa = room.person("Moussa")
    await room.quiet()
    disk.is_read_only()
    # As a worker does whose beats do not come through.
    room.bot.signs.pace.hold()

    await moussa.sends("Bonjour")
    await until(lambda: by_bot(moussa.chat) == [later(room)])
    disk.is_writable()
    room.bot.signs.pace.release()
    await room.quiet()

    assert by_bot(moussa.chat) == [later(room), how_to_come_in(room)]


def test_what_a_button_says_fits_on_it_whole(room: Room) -> None:
    assert len(later(room)) <= 200


async def test_a_broadcast_waits_for_the_disk_and_reaches_everybody_once(room: Room, disk: Disk) -> None:
    tonight = await evening(room)
    await room.taps(tonight.fanta, "Ouvrir : ")
    disk.is_locked()
    await tonight.fanta.taps("Ouvrir maintenant")
    await asyncio.sleep(0.1)
    disk.is_released()
    await room.quiet()

    for person in (tonight.awa, tonight.sira):
        (screen,) = by_bot(person.chat)
        assert screen.startswith("❓")


async def test_what_was_sent_is_not_sent_again_when_it_could_not_be_written_down_at_once(
    room: Room, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    moussa = room.person("Moussa")
    await room.quiet()
    listener = Locker(disk)
    room.standin.listen(listener)

    await moussa.sends("Bonjour")
    await until(lambda: "the outbox could not be written" in caplog.text)
    room.standin.listen(None)
    disk.is_released()
    await room.quiet()

    assert by_bot(moussa.chat) == [how_to_come_in(room)]
    assert rows(room, "outbox") == []


class Locker:
    """Somebody locks the database as soon as the bot has sent a message."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._locked = False

    def __call__(self, method: str, _parameters: object) -> None:
        if method == "sendMessage" and not self._locked:
            self._locked = True
            self._disk.is_locked_before_the_next_change()


async def test_a_broadcast_that_could_not_be_written_down_is_not_sent_again(
    room: Room, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    tonight = await evening(room)
    await room.taps(tonight.fanta, "Ouvrir : ")
    before = [len(person.chat.history) for person in (tonight.awa, tonight.sira)]
    room.standin.listen(Locker(disk))
    await tonight.fanta.taps("Ouvrir maintenant")
    # Whoever writes first meets the lock: the sender, or the walk with what was sent.
    refused = ("the outbox could not be written", "a broadcast waits for the database")
    await until(lambda: any(said in caplog.text for said in refused))
    room.standin.listen(None)
    disk.is_released()
    await room.quiet()

    for person, events in zip((tonight.awa, tonight.sira), before, strict=True):
        news = [event for event in person.chat.history[events:] if event.kind == "sent" and event.by_bot]
        assert len(news) == 1
        (screen,) = by_bot(person.chat)
        assert screen.startswith("❓")


async def test_what_was_committed_though_nobody_was_told_is_still_sent(room: Room, disk: Disk) -> None:
    moussa = room.person("Moussa")
    await room.quiet()
    disk.does_not_answer_the_next_commit()

    await room.says(moussa, "Bonjour")
    await until(lambda: how_to_come_in(room) in by_bot(moussa.chat))
    await room.quiet()

    assert by_bot(moussa.chat) == [later(room), how_to_come_in(room)]
    assert rows(room, "outbox") == []


async def test_questions_that_could_not_be_mixed_when_a_stage_ended_are_mixed_soon(
    room: Room, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, "Pourquoi le poste est-il fermé ?")
    await room.taps(tonight.awa, "Envoyer")
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Ouvrir : ")
    disk.is_locked_after_the_next_commit()
    await tonight.fanta.taps("Ouvrir maintenant")
    await until(lambda: "questions could not be mixed" in caplog.text)
    disk.is_released()
    await room.quiet()

    await until(lambda: len(rows(room, "questions")) == 1)
    assert rows(room, "intake") == []
    assert later(room) not in by_bot(tonight.fanta.chat)


# A clock that is moved back, a log that is torn


async def test_what_is_posted_after_the_clock_was_moved_back_stays_behind_what_waits(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    tomorrow = int((time.time() + 86_400) * 1_000_000)
    wait = "Too Many Requests: retry after 40"
    room.standin.fail_next("sendMessage", 429, wait, retry_after=40, chat_id=moussa.user_id)
    await waits(room, moussa, "Voici", tomorrow)
    await room.restarts()
    await moussa.sends("AAAA22")
    await until(lambda: len(rows(room, "outbox")) == 2)

    await room.crashes()
    assert [row[0] == tomorrow for row in rows(room, "outbox")] == [True, False]
    await room.opens()
    await room.quiet()

    assert by_bot(moussa.chat)[1:] == ["Voici", everywhere(room, "join.unknown_code")]


async def waits(room: Room, somebody: Person, text: str, number: int) -> None:
    """A message was left in the outbox under a number of its own, as by a run that ended."""
    call = Call("sendMessage", {"chat_id": somebody.user_id, "text": text})
    seal = await room.parts.services.vault.outbox()
    async with room.parts.database.begin() as work:
        work.mail.post(pack(seal, Delivery(somebody.user_id, (call,)), number, NOBODY))
        await work.commit()


def test_numbers_go_on_above_what_waits() -> None:
    numbering = Numbering()
    ahead = int((time.time() + 86_400) * 1_000_000)
    numbering.follow(ahead)
    assert [numbering.next(), numbering.next()] == [ahead + 1, ahead + 2]


def frames(log: Path) -> tuple[int, int]:
    """How long a frame of a write-ahead log is, and how many there are."""
    page = int.from_bytes(log.read_bytes()[8:12], "big")
    return page + 24, (log.stat().st_size - 32) // (page + 24)


def tear(log: Path, frame: int, how: str) -> None:
    """A power cut in the middle of writing a frame: what is behind is not there, or is garbage."""
    length, _count = frames(log)
    content = log.read_bytes()
    cut = 32 + frame * length + length // 3
    log.write_bytes(content[:cut] if how == "cut off" else content[:cut] + bytes(len(content) - cut))


@pytest.mark.parametrize("how", ["cut off", "garbage"])
async def test_a_torn_log_holds_whole_changes_alone(room: Room, tmp_path: Path, how: str) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer")
    disk = Disk(room.settings.database_url)
    await room.parts.database.clean()
    before = disk.copied(tmp_path / "before")
    whole = [states(before)]
    for label in ("Beaucoup", "Partiellement"):
        await room.taps(tonight.awa, label)
        whole.append(states(disk.path))
    taken = disk.copied(tmp_path / "taken")
    _length, count = frames(Path(f"{taken}-wal"))
    assert count > 6

    seen = []
    for frame in range(count):
        torn = tmp_path / f"torn-{frame}"
        torn.mkdir()
        for ending in ("", "-wal"):
            shutil.copyfile(f"{taken}{ending}", f"{torn / taken.name}{ending}")
        tear(Path(f"{torn / taken.name}-wal"), frame, how)
        seen.append(states(torn / taken.name))
    assert all(state in whole for state in seen)
    assert [whole.index(state) for state in seen] == sorted(whole.index(state) for state in seen)
    assert len({whole.index(state) for state in seen}) > 1

    await room.crashes()
    disk.is_put_back(taken)
    tear(Path(f"{disk.path}-wal"), count // 2, how)
    await room.opens()
    await room.quiet()
    await room.says(tonight.awa, "/start")
    assert len(by_bot(tonight.awa.chat)) == 1
    await room.taps(tonight.awa, "Pas du tout")


def states(path: Path) -> tuple[object, ...]:
    """What must change together: ballots, and where people are."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ballots = database.execute("SELECT poll, value FROM ballots ORDER BY 1").fetchall()
        roster = database.execute("SELECT key, hex(sealed) FROM roster ORDER BY 1").fetchall()
    return (tuple(ballots), tuple(roster))

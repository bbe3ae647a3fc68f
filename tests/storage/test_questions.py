"""Questions from intake to answer, and their supports."""

from __future__ import annotations

from dataclasses import replace

from bot.app.records import Intake, Question
from bot.storage.database import Database

WELL = Question("m1", "bamako", "question", "inhabitants", "bm", "Kɔlɔn bɛ mun na?", token_hash=b"\x01" * 32)
ROAD = replace(WELL, id="m2", text="Sira bɛ min?", token_hash=b"\x02" * 32)
NIGHT = replace(WELL, id="m3", text="Su fɛ do?", token_hash=None, source="paper")
AWA, BAKARY = b"\x0a" * 16, b"\x0b" * 16


async def keep(database: Database, *questions: Question) -> None:
    async with database.begin() as work:
        for question in questions:
            work.questions.put(question)
        await work.commit()


async def test_a_question_waits_in_the_intake_until_it_is_taken_out(database: Database) -> None:
    waiting = [Intake(bytes([number]) * 32, "bamako", b"sealed") for number in range(3)]
    async with database.begin() as work:
        for intake in waiting:
            work.questions.put_intake(intake)
        assert await work.questions.intakes("bamako") == waiting
        await work.commit()
    async with database.begin() as work:
        assert await work.questions.intake(waiting[1].id) == waiting[1]
        work.questions.remove_intake(waiting[1].id)
        assert await work.questions.intake(waiting[1].id) is None
        counts = await work.questions.count_intakes(["bamako", "mopti"])
        assert counts == {"bamako": 2, "mopti": 0}


async def test_a_question_is_found_in_its_own_session_and_by_its_authors_token(database: Database) -> None:
    answered = replace(
        WELL,
        original="Kɔlɔn",
        theme="water",
        status="answered",
        answer={"fr": "Avant juin.", "bm": "Zuwɛnkalo ɲɛ."},
        translation={"fr": "À quoi sert le puits ?"},
    )
    await keep(database, WELL, answered, ROAD)
    async with database.read() as work:
        assert await work.questions.get("bamako", "m1") == answered
        assert await work.questions.get("mopti", "m1") is None
        assert await work.questions.by_token(b"\x02" * 32) == ROAD
        assert await work.questions.by_token(b"\x03" * 32) is None


async def test_a_support_counts_once_and_can_be_taken_back_once(database: Database) -> None:
    await keep(database, WELL)
    async with database.begin() as work:
        assert await work.questions.support("m1", AWA)
        assert not await work.questions.support("m1", AWA)
        assert await work.questions.support("m1", BAKARY)
        await work.commit()
    async with database.begin() as work:
        assert await work.questions.unsupport("m1", BAKARY)
        assert not await work.questions.unsupport("m1", BAKARY)
        assert await work.questions.supported({"m1": AWA, "m2": AWA}) == {"m1"}
        assert await work.questions.supported({"m1": BAKARY}) == set()
        assert await work.questions.get("bamako", "m1") == replace(WELL, supports=1)


async def test_a_question_that_is_gone_cannot_be_supported(database: Database) -> None:
    async with database.begin() as work:
        assert not await work.questions.support("m1", AWA)
        assert await work.questions.supported({"m1": AWA}) == set()


async def test_correcting_a_question_keeps_its_supports(database: Database) -> None:
    await keep(database, WELL)
    async with database.begin() as work:
        await work.questions.support("m1", AWA)
        work.questions.put(replace(WELL, text="Kɔlɔn bɛ min?", supports=0))
        await work.commit()
    async with database.read() as work:
        kept = await work.questions.get("bamako", "m1")
        assert kept == replace(WELL, text="Kɔlɔn bɛ min?", supports=1)


async def test_removing_a_question_takes_its_supports_and_frees_what_was_merged_into_it(
    database: Database,
) -> None:
    await keep(database, WELL, replace(ROAD, status="merged", merged_into="m1"))
    async with database.begin() as work:
        await work.questions.support("m1", AWA)
        work.questions.remove("m1")
        assert await work.questions.get("bamako", "m1") is None
        work.questions.put(WELL)
        assert await work.questions.get("bamako", "m1") == WELL
        assert await work.questions.supported({"m1": AWA}) == set()
        assert await work.questions.get("bamako", "m2") == ROAD


async def test_a_session_forgets_its_authors(database: Database) -> None:
    theirs = replace(ROAD, session="mopti", original="Sira")
    await keep(database, replace(WELL, original="Kɔlɔn"), theirs)
    async with database.begin() as work:
        work.questions.put_intake(Intake(b"\x01" * 32, "bamako", b"sealed"))
        await work.questions.forget_authors("bamako")
        await work.commit()
    async with database.read() as work:
        assert await work.questions.get("bamako", "m1") == replace(WELL, token_hash=None)
        assert await work.questions.intakes("bamako") == []
        assert await work.questions.get("mopti", "m2") == theirs


async def test_questions_come_by_support_then_by_id_in_pages(database: Database) -> None:
    await keep(
        database,
        replace(WELL, status="published"),
        replace(ROAD, status="asked"),
        replace(NIGHT, status="published"),
        replace(WELL, id="m0", status="aside", token_hash=None),
        replace(WELL, id="m4", session="mopti", status="published", token_hash=None),
    )
    shown = ("published", "asked", "answered")
    async with database.begin() as work:
        await work.questions.support("m2", AWA)
        await work.questions.support("m3", AWA)
        await work.questions.support("m3", BAKARY)
        found = await work.questions.page("bamako", statuses=shown, limit=10)
        assert [question.id for question in found] == ["m3", "m2", "m1"]
        second = await work.questions.page("bamako", statuses=shown, limit=1, offset=1)
        assert [question.id for question in second] == ["m2"]
        steady = await work.questions.page("bamako", statuses=shown, limit=2, steady=True)
        assert [question.id for question in steady] == ["m1", "m2"]
        assert await work.questions.ids("bamako", shown) == ["m3", "m2", "m1"]
        assert await work.questions.page("bamako", statuses=(), limit=10) == []


async def test_questions_are_counted_and_found_by_kind_and_theme(database: Database) -> None:
    await keep(
        database,
        replace(WELL, theme="water"),
        replace(ROAD, theme="roads", status="published"),
        replace(NIGHT, collect="word"),
    )
    async with database.read() as work:
        assert await work.questions.count("bamako") == {"waiting": 2, "published": 1}
        assert await work.questions.count("bamako", collect="word") == {"waiting": 1}
        assert await work.questions.count("bamako", collect="question", theme="roads") == {"published": 1}
        assert await work.questions.themes("bamako") == ["roads", "water"]
        assert await work.questions.themes("kayes") == []
        assert set((await work.questions.count("bamako", most=1)).values()) == {1}
        both = ("waiting", "published")
        words = await work.questions.page("bamako", statuses=both, collect="word", limit=10)
        assert [question.id for question in words] == ["m3"]
        roads = await work.questions.page("bamako", statuses=both, theme="roads", limit=10)
        assert [question.id for question in roads] == ["m2"]

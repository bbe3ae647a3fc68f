"""Files on their way out: made from what may be read, carried to Telegram as documents and pictures."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bot.app.documents import Chart, Sheet
from bot.app.press import Press
from bot.app.records import Question
from bot.core.results import Line
from bot.rehearsal.standin import Person, StandIn
from bot.rehearsal.standin.messages import Message
from bot.reports.csv import csv_file
from bot.reports.pictures import chart_pictures, poster_picture
from bot.reports.xlsx import xlsx_file
from bot.tg.bot import BaroBot
from bot.tg.courier import Carried, Courier
from bot.tg.delivery import Call, Delivery, Job
from bot.tg.files import FileMaker
from bot.tg.pace import Pace, SendLimits
from bot.tg.transport import AiohttpRequest
from tests.app.room import Keys, Room, room

PRESS = Press(csv_file, xlsx_file, chart_pictures, poster_picture)
INHABITANTS = Line("inhabitants")


class Desk:
    """A facilitator's chat on the stand-in, and the way of a delivery into it."""

    def __init__(self, room: Room, bot: BaroBot, fanta: Person) -> None:
        self.room = room
        self.fanta = fanta
        self._bot = bot

    async def orders(
        self, name: str, argument: str = "", press: Press = PRESS, session: str = ""
    ) -> list[Message]:
        """Order a file; what then came into the chat."""
        before = len(self.fanta.chat.messages)
        maker = FileMaker(self.room.database, Keys(), press, "BaroBot")
        job = Job(name, session or self.room.session, "fr", argument)
        courier = Courier(self._bot, Pace(SendLimits(0, 0, 0)))
        await courier.carry(await maker(Delivery(self.fanta.user_id, (), job=job)), Carried())
        return self.fanta.chat.messages[before:]

    async def orders_table(self, name: str) -> list[list[str]]:
        """Order one file of values; its rows."""
        (message,) = await self.orders(name)
        return read(message)

    @property
    async def code(self) -> str:
        session = (await self.room.dossier()).session
        return f"{session.code[:3]}-{session.code[3:]}"


def read(message: Message) -> list[list[str]]:
    assert message.file is not None
    return list(csv.reader(io.StringIO(message.file.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with room(tmp_path) as opened, await StandIn.start() as standin:
        request = AiohttpRequest()
        bot = BaroBot("1:TEST", base_url=f"{standin.url}/bot", request=request, get_updates_request=request)
        async with bot:
            fanta = standin.person("Fanta")
            await fanta.starts()
            yield Desk(opened, bot, fanta)
        assert standin.faults == []


async def has_voted(room: Room) -> None:
    people = await room.come(12, side="inhabitants", gender="woman")
    people += await room.come(12, side="inhabitants", gender="man")
    await room.opens("trust_before")
    await room.vote(people, "police_before", "0", "1", "2", "3")
    await room.vote(people, "heard_before", "0", "1", "2", "3")
    await room.closes("police_before", "heard_before")


async def holds(room: Room, text: str) -> None:
    async with room.database.begin() as work:
        work.questions.put(
            Question("q1", room.session, "question", "inhabitants", "bm", text, status="published")
        )
        await work.commit()


async def test_the_question_list_comes_as_a_document_named_by_the_sessions_code(desk: Desk) -> None:
    await holds(desk.room, "Mun na sira tɛ dilan, ɲɛmɔgɔ ?")

    (message,) = await desk.orders("questions.csv")

    code = await desk.code
    assert message.media == "document"
    assert message.file_name == f"baro-{code}-file.questions.csv"
    assert message.text.startswith("file.caption sheet.questions")
    assert "Mun na sira tɛ dilan, ɲɛmɔgɔ ?" in read(message)[1]


async def test_results_come_as_figures_and_as_counts(desk: Desk) -> None:
    await has_voted(desk.room)

    figures, counts = await desk.orders("results.csv")

    assert figures.file_name.endswith("file.results.csv")
    assert counts.file_name.endswith("file.distribution.csv")
    assert read(figures)[1][0] == "La police"
    assert len(read(counts)) > 6


async def test_the_workbook_holds_every_sheet(desk: Desk) -> None:
    await has_voted(desk.room)
    await holds(desk.room, "Mun na ?")

    (message,) = await desk.orders("dossier.xlsx")

    assert message.file is not None
    book = openpyxl.load_workbook(io.BytesIO(message.file))
    assert book.sheetnames == ["sheet.questions", "sheet.results", "sheet.distribution", "sheet.commitments"]


async def test_commitments_come_as_a_table_even_before_there_are_any(desk: Desk) -> None:
    assert len(await desk.orders_table("commitments.csv")) == 1


async def test_charts_come_as_pictures(desk: Desk) -> None:
    await has_voted(desk.room)

    messages = await desk.orders("chart.png")

    assert [message.media for message in messages] == ["photo"]
    assert messages[0].text.startswith("file.caption term.inhabitants")


async def test_a_chart_of_one_item_with_the_hand_counts_added(desk: Desk) -> None:
    await has_voted(desk.room)
    await desk.room.is_counted_by_hand("police_before", INHABITANTS, "hands", 5, 5, 5, 5)
    drawn: list[Chart] = []

    def keep(chart: Chart) -> tuple[bytes, ...]:
        drawn.append(chart)
        return chart_pictures(chart)

    await desk.orders("chart.png", "police_before 0 - +", replace(PRESS, pictures=keep))

    (chart,) = drawn
    assert chart.title == "La police"
    assert "term.phones + term.hands" in repr(chart)


async def test_the_poster_comes_with_the_link(desk: Desk) -> None:
    (message,) = await desk.orders("qr.png")

    assert message.media == "photo"
    assert "https://t.me/BaroBot?start=" in message.text


@pytest.mark.parametrize("name", ["results.csv", "chart.png"])
async def test_before_anything_is_closed_that_is_said(desk: Desk, name: str) -> None:
    (message,) = await desk.orders(name)

    assert (message.media, message.text) == ("", "file.nothing_yet")


async def test_what_cannot_be_made_is_an_apology_and_says_nothing_in_the_log(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await holds(desk.room, "Un secret")

    def jam(sheet: Sheet) -> bytes:
        raise RuntimeError(repr(sheet))

    def jammed(title: str, sheets: Iterable[Sheet]) -> bytes:
        return jam(next(iter(sheets)))

    broken = Press(jam, jammed, chart_pictures, poster_picture)
    for name in ("questions.csv", "dossier.xlsx"):
        (message,) = await desk.orders(name, press=broken)
        assert message.text == "file.failed"
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(("name", "session"), [("roster.csv", ""), ("questions.csv", "nowhere2")])
async def test_a_file_or_session_that_is_not_ours_is_an_apology(desk: Desk, name: str, session: str) -> None:
    (message,) = await desk.orders(name, session=session)

    assert message.text == "file.failed"


async def test_what_the_delivery_held_before_goes_first(desk: Desk) -> None:
    maker = FileMaker(desk.room.database, Keys(), PRESS, "BaroBot")
    first = Call("sendMessage", {"chat_id": 1, "text": "Un instant"})

    made = await maker(Delivery(1, (first,), job=Job("qr.png", desk.room.session, "xx")))

    assert made.calls[0] == first and len(made.calls) == 2
    assert made.job is None


async def test_a_delivery_without_a_job_stays_as_it_is(desk: Desk) -> None:
    maker = FileMaker(desk.room.database, Keys(), PRESS, "BaroBot")
    delivery = Delivery(1, ())

    assert await maker(delivery) is delivery

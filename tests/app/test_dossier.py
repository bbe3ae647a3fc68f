"""What leaves Baro in files: everything that may be read, and nothing that tells who or when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.app.charts import chart_of, charts
from bot.app.documents import OptionChart, QuestionSheet, ScoreChart
from bot.app.dossier import commitment_sheet, gather, poster, question_sheet, result_sheets, workbook
from bot.app.records import Commitment, Question
from bot.app.voice import Voice
from bot.core.results import Line
from tests.app.room import Keys, Room, room

VOICE = Voice("fr", Keys())
INHABITANTS = Line("inhabitants")
WOMEN = Line("inhabitants", "gender", "woman")


@pytest.fixture
async def sevare(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def holds(room: Room, *questions: Question) -> None:
    """These questions are in the list, each supported as often as it says."""
    async with room.database.begin() as work:
        for question in questions:
            work.questions.put(question)
            for person in range(question.supports):
                await work.questions.support(question.id, bytes([person]))
        await work.commit()


def asked(room: Room, id: str, text: str) -> Question:
    return Question(id, room.session, "question", "inhabitants", "fr", text, status="published")


async def list_of(room: Room) -> QuestionSheet:
    return question_sheet(await room.dossier(), VOICE)


async def has_voted(room: Room, many: int = 24) -> None:
    """Trust in the police, before and after, of one half women and one half men."""
    women = await room.come(many // 2, side="inhabitants", gender="woman")
    men = await room.come(many // 2, side="inhabitants", gender="man")
    await room.opens("trust_before")
    await room.vote(women + men, "police_before", "0", "1", "2", "dont_know")
    await room.closes("police_before")
    await room.opens("trust_after")
    await room.vote(women + men, "police_after", "1", "1", "3", "0")
    await room.closes("police_after")


async def test_the_list_is_read_in_order_of_support_then_by_random_id_last_words_at_the_end(
    sevare: Room,
) -> None:
    await holds(
        sevare,
        asked(sevare, "q1", "Peu soutenue"),
        replace(asked(sevare, "q2", "Très soutenue"), supports=3),
        replace(asked(sevare, "q0", "Peu soutenue aussi"), status="waiting"),
        replace(asked(sevare, "q3", "Merci"), collect="word", supports=5),
    )

    sheet = await list_of(sevare)

    assert [(row.number, row.text, row.supports) for row in sheet.rows] == [
        (1, "Très soutenue", 3),
        (2, "Peu soutenue aussi", 0),
        (3, "Peu soutenue", 0),
        (4, "Merci", 5),
    ]
    assert [row.kind for row in sheet.rows][-1] == "term.last_word"


async def test_a_protected_question_is_in_no_file_nor_what_was_merged_into_it(sevare: Room) -> None:
    await holds(
        sevare,
        asked(sevare, "q1", "Lisible"),
        replace(asked(sevare, "q2", "Un abus"), status="protected"),
        replace(asked(sevare, "q3", "Le même abus"), status="merged", merged_into="q2"),
        replace(asked(sevare, "q4", "Encore cet abus"), status="merged", merged_into="q3"),
        replace(asked(sevare, "q5", "Un abus transmis"), status="handed"),
    )

    for sheet in workbook(await sevare.dossier(), VOICE):
        assert "abus" not in repr(sheet)
    assert [row.text for row in (await list_of(sevare)).rows] == ["Lisible"]


async def test_merged_questions_stand_under_the_one_at_the_end_of_their_way(sevare: Room) -> None:
    await holds(
        sevare,
        asked(sevare, "q1", "Pourquoi si tard ?"),
        replace(asked(sevare, "q2", "Pourquoi tard ?"), status="merged", merged_into="q1"),
        replace(asked(sevare, "q3", "Tard, pourquoi ?"), status="merged", merged_into="q2"),
    )

    (row,) = (await list_of(sevare)).rows

    assert row.merged_from == "– Pourquoi tard ?\n– Tard, pourquoi ?"


async def test_questions_that_were_merged_in_a_circle_do_not_stop_the_file(sevare: Room) -> None:
    await holds(
        sevare,
        replace(asked(sevare, "q1", "Une"), status="merged", merged_into="q2"),
        replace(asked(sevare, "q2", "Deux"), status="merged", merged_into="q1"),
    )

    assert (await list_of(sevare)).rows == ()


async def test_a_row_has_what_the_room_may_know_and_not_what_was_corrected(sevare: Room) -> None:
    await holds(
        sevare,
        replace(
            asked(sevare, "q1", "Pourquoi le chef … ?"),
            original="Pourquoi le chef Diarra ?",
            theme="Sécurité",
            status="answered",
            source="paper",
            translation={"bm": "Mun na ?"},
            answer={"fr": "Parce que."},
        ),
    )

    sheet = await list_of(sevare)
    (row,) = sheet.rows

    assert row.translations == ("Pourquoi le chef … ?", "Mun na ?")
    assert row.answers == ("Parce que.", "")
    assert (row.theme, row.side, row.status) == ("Sécurité", "term.inhabitants", "term.answered")
    assert row.source == "term.on_paper"
    assert "Diarra" not in repr(sheet)
    assert sheet.headings.translations == (
        "sheet.in_language sheet.text Français",
        "sheet.in_language sheet.text Bamanankan",
    )


async def test_a_session_in_one_language_has_no_columns_for_translations(tmp_path: Path) -> None:
    async with room(tmp_path, languages=("bm",)) as opened:
        await holds(opened, replace(asked(opened, "q1", "Mun na ?"), language="bm"))
        sheet = await list_of(opened)

    assert sheet.headings.translations == sheet.rows[0].translations == ()
    assert len(sheet.headings.answers) == 1


async def test_every_line_has_its_figures_or_says_that_it_is_withheld(sevare: Room) -> None:
    await has_voted(sevare)
    figures, distribution = result_sheets(await sevare.dossier(), VOICE)

    everybody = [row for row in figures.rows if row.line.side == "term.inhabitants" and not row.line.category]
    assert [row.line.moment for row in everybody] == ["term.before", "term.after", "term.change"]
    before, after, change = everybody
    assert (before.answered, before.dont_know, before.no_answer) == (18, 6, 0)
    assert before.mean == pytest.approx(1.0)
    assert before.top_share == pytest.approx(1 / 3)
    assert before.low is not None and before.high is not None and before.low < 1 / 3 < before.high
    assert before.net == pytest.approx(-1 / 3)
    assert before.indicative == "sheet.is_indicative"
    assert after.answered == 24
    assert change.mean == pytest.approx(0.25)
    assert (change.up, change.same, change.down) == (12, 6, 0)
    authorities = [row for row in figures.rows if row.line.side == "term.authorities"]
    assert authorities and all(row.withheld and row.answered is None for row in authorities)
    assert not [row for row in distribution.rows if row.line.side == "term.authorities"]


async def test_the_distribution_counts_every_value_and_the_non_answers_apart(sevare: Room) -> None:
    await has_voted(sevare)
    _figures, distribution = result_sheets(await sevare.dossier(), VOICE)

    rows = [row for row in distribution.rows if not row.line.category and row.line.moment == "term.before"]

    assert [(row.people, row.share) for row in rows] == [
        (6, pytest.approx(1 / 3)),
        (6, pytest.approx(1 / 3)),
        (6, pytest.approx(1 / 3)),
        (0, 0.0),
        (6, None),
        (0, None),
    ]
    assert [row.value for row in rows][-2:] == ["term.dont_know", "term.no_answer"]


async def test_hand_counts_are_marked_and_never_added_in_a_file(sevare: Room) -> None:
    await has_voted(sevare)
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 40, 0, 0, 0)
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "paper", 0, 0, 0, 0, 3)
    figures, _distribution = result_sheets(await sevare.dossier(), VOICE)

    before = [row for row in figures.rows if not row.line.category and row.line.moment == "term.before"]
    here = [row for row in before if row.line.side == "term.inhabitants"]

    assert [(row.line.how, row.answered) for row in here] == [
        ("term.phones", 18),
        ("term.hands", 40),
        ("term.paper", 0),
    ]
    assert here[2].mean is None and here[2].dont_know == 3


async def test_nothing_of_an_open_poll_is_in_a_file(sevare: Room) -> None:
    people = await sevare.come(8, side="inhabitants")
    await sevare.opens("trust_before")
    await sevare.vote(people, "police_before", "0", "3")
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 1, 2, 3, 4)
    dossier = await sevare.dossier()

    assert [sheet.rows for sheet in result_sheets(dossier, VOICE)] == [(), ()]
    assert charts(dossier, VOICE) == ()


async def test_commitments_stand_in_every_language_of_the_session(sevare: Room) -> None:
    async with sevare.database.begin() as work:
        work.commitments.put(
            Commitment("c1", sevare.session, 1, {"fr": "Éclairer"}, "La mairie", date(2027, 4, 1), "blocked")
        )
        await work.commit()

    (row,) = commitment_sheet(await sevare.dossier(), VOICE).rows

    assert (row.words, row.structure, row.due) == (("Éclairer", ""), "La mairie", date(2027, 4, 1))
    assert row.status == "term.blocked"


async def test_a_chart_for_each_side_with_moments_as_bars(sevare: Room) -> None:
    await has_voted(sevare)
    people = await sevare.come(6, side="forces")
    await sevare.vote(people, "respected_after", "2", "3")
    await sevare.closes("respected_after")

    inhabitants, forces = charts(await sevare.dossier(), VOICE)

    assert isinstance(inhabitants, ScoreChart) and isinstance(forces, ScoreChart)
    assert (inhabitants.title, forces.title) == ("term.inhabitants", "term.forces")
    assert inhabitants.subtitle == "Paix à Sévaré · Sévaré · 2027-01-15"
    (police,) = inhabitants.items
    assert [bar.name for bar in police.bars] == ["term.before", "term.after"]
    assert police.bars[0].counts == (6, 6, 6, 0)
    assert police.note == "chart.change −8 chart.paired 12 6 0"


async def test_what_is_withheld_is_a_gap_and_a_chart_of_gaps_is_not_drawn(sevare: Room) -> None:
    people = await sevare.come(4, side="inhabitants")
    await sevare.opens("trust_before")
    await sevare.vote(people, "police_before", "0", "3")
    await sevare.closes("police_before")
    assert charts(await sevare.dossier(), VOICE) == ()
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 1, 2, 3, 4)

    (chart,) = charts(await sevare.dossier(), VOICE)

    assert isinstance(chart, ScoreChart)
    phones, hands = chart.items[0].bars
    assert phones.counts is None and phones.withheld == "results.withheld"
    assert hands.counts == (1, 2, 3, 4)


async def test_one_item_is_drawn_for_the_lines_that_are_looked_at_as_far_as_they_are_shown(
    sevare: Room,
) -> None:
    await has_voted(sevare, many=60)
    dossier = await sevare.dossier()
    police = dossier.outcomes[0]
    ages = [Line("inhabitants", "age", "18-24"), Line("inhabitants", "age", "60+")]

    (chart,) = chart_of(dossier, VOICE, police, [INHABITANTS, WOMEN, *ages], added=False)

    assert isinstance(chart, ScoreChart)
    assert [item.label for item in chart.items] == ["term.inhabitants", "term.inhabitants · term.woman"]
    assert chart_of(dossier, VOICE, police, ages, added=False) == ()


async def test_one_item_with_results_stands_alone_with_its_groups(sevare: Room) -> None:
    await has_voted(sevare, many=60)

    (chart,) = charts(await sevare.dossier(), VOICE)

    assert chart.title == "La police"
    assert [item.label for item in chart.items] == [
        "term.inhabitants",
        "term.inhabitants · term.woman",
        "term.inhabitants · term.man",
        "term.authorities",
    ]


async def test_hand_counts_are_hatched_beside_or_added_by_choice(sevare: Room) -> None:
    await has_voted(sevare)
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 0, 0, 0, 6)
    dossier = await sevare.dossier()
    police = dossier.outcomes[0]

    (beside,) = chart_of(dossier, VOICE, police, [INHABITANTS], added=False)
    (added,) = chart_of(dossier, VOICE, police, [INHABITANTS], added=True)

    assert isinstance(beside, ScoreChart) and isinstance(added, ScoreChart)
    assert [(bar.name, bar.by_hand) for bar in beside.items[0].bars] == [
        ("term.before", False),
        ("term.before · term.hands", True),
        ("term.after", False),
    ]
    together = added.items[0].bars[0]
    assert together.name == "term.before · term.phones + term.hands"
    assert together.by_hand and together.counts == (6, 6, 6, 6)


async def test_a_youth_poll_is_a_chart_of_options_and_two_sheets(tmp_path: Path) -> None:
    async with room(tmp_path, "youth_poll") as poll:
        people = await poll.come(18, gender="woman") + await poll.come(18, gender="man")
        await poll.vote(people, "poll", "option_1", "option_2", "dont_know")
        await poll.ends()
        await poll.is_counted_by_hand("poll", INHABITANTS, "hands", 7, 3)
        dossier = await poll.dossier()

    (chart,) = charts(dossier, VOICE)
    figures, distribution = result_sheets(dossier, VOICE)

    assert isinstance(chart, OptionChart)
    assert workbook(dossier, VOICE) == (figures, distribution)
    assert chart.options == ("Oui", "Non")
    assert [(item.label, item.counts, item.people) for item in chart.items] == [
        ("chart.everybody", (12, 12), 24),
        ("chart.everybody · term.hands", (7, 3), 10),
        ("term.woman", (6, 6), 12),
        ("term.man", (6, 6), 12),
    ]
    assert {row.line.side for row in figures.rows} | {row.line.side for row in distribution.rows} == {""}
    assert all(row.mean is None for row in figures.rows)


async def test_the_poster_has_the_link_the_code_and_nobodys_name(sevare: Room) -> None:
    session = (await sevare.dossier()).session

    invitation = poster(session, VOICE, "BaroBot")

    assert invitation.link == f"https://t.me/BaroBot?start={session.code}"
    assert invitation.code == f"{session.code[:3]} {session.code[3:]}"
    assert invitation.title == "Paix à Sévaré"


async def test_files_can_be_had_after_the_seal(sevare: Room) -> None:
    await has_voted(sevare)
    await holds(sevare, asked(sevare, "q1", "Pourquoi ?"))
    await sevare.is_sealed()

    sheets = workbook(await sevare.dossier(), VOICE)

    assert [bool(sheet.rows) for sheet in sheets] == [True, True, True, False]


async def test_a_session_that_is_not_there_has_no_files(sevare: Room) -> None:
    async with sevare.database.read() as work:
        assert await gather(work, "nowhere2", questions=True) is None

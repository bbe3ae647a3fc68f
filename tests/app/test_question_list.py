"""The question list: by support, then by chance; filtered, paged, and without what is protected."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.moderate import merge
from bot.app.question_list import COUNTED, PAGE, Filter, ListPage, count_of, rows
from bot.core.questions import theme_key
from tests.app.question_box import SESSION, QuestionBox, question_box


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[QuestionBox]:
    async with question_box(tmp_path) as opened:
        yield opened


def texts(seen: ListPage) -> list[str]:
    return [row.question.text for row in seen.rows]


async def test_the_most_supported_come_first_and_equals_by_their_random_ids(box: QuestionBox) -> None:
    box.holds("Zoé, asked first", status="published", id="zzzzzzzzzz")
    box.holds("asked second", status="asked", id="aaaaaaaaaa")
    dear = box.holds("asked last", status="answered", id="mmmmmmmmmm")
    await box.is_supported(dear, 2)
    seen = await rows(box.work, SESSION, Filter(), 0)
    assert texts(seen) == ["asked last", "asked second", "Zoé, asked first"]
    assert [row.number for row in seen.rows] == [1, 2, 3]


async def test_what_the_room_does_not_see_is_listed_only_when_asked_for(box: QuestionBox) -> None:
    box.holds("Publiée ?", status="published")
    box.holds("En attente ?")
    box.holds("Écartée ?", status="aside")
    box.holds("Protégée", status="protected")
    box.holds("Transmise", status="handed")
    box.holds("Ailleurs ?", status="published", session="another2")
    assert texts(await rows(box.work, SESSION, Filter(), 0)) == ["Publiée ?"]
    assert texts(await rows(box.work, SESSION, Filter("waiting"), 0)) == ["En attente ?"]
    assert texts(await rows(box.work, SESSION, Filter("aside"), 0)) == ["Écartée ?"]
    assert texts(await rows(box.work, SESSION, Filter("answered"), 0)) == []
    assert texts(await rows(box.work, SESSION, Filter("protected"), 0)) == ["Protégée", "Transmise"]


async def test_pages_follow_each_other_and_a_page_too_far_is_the_last(box: QuestionBox) -> None:
    for number in range(PAGE + 2):
        box.holds(f"Question {number} ?", status="published")
    first = await rows(box.work, SESSION, Filter(), 0)
    last = await rows(box.work, SESSION, Filter(), 99)
    assert (first.page, first.pages, len(first.rows)) == (0, 2, PAGE)
    assert (last.page, [row.number for row in last.rows]) == (1, [PAGE + 1, PAGE + 2])


async def test_a_theme_filters_what_is_listed_and_not_what_is_counted(box: QuestionBox) -> None:
    box.holds("Un poste ?", status="published", theme="Sécurité")
    box.holds("Une école ?", status="asked", theme="École")
    seen = await rows(box.work, SESSION, Filter("public", theme_key("École")), 0)
    assert (texts(seen), seen.theme) == (["Une école ?"], "École")
    assert seen.themes == ("Sécurité", "École")
    assert count_of(seen.counts, "public") == 2


async def test_a_theme_that_is_gone_filters_nothing(box: QuestionBox) -> None:
    box.holds("Un poste ?", status="published")
    seen = await rows(box.work, SESSION, Filter("public", "0badcafe"), 0)
    assert (texts(seen), seen.filter, seen.theme) == (["Un poste ?"], Filter(), "")


async def test_what_was_merged_is_told_beside_its_question(box: QuestionBox) -> None:
    target, merged = (box.holds(text, status="published") for text in ("Quel poste ?", "Le poste ?"))
    await box.is_supported(target, 1)
    await box.is_supported(merged, 2)
    await merge(box.work, await box.now(merged), await box.now(target))
    (row,) = (await rows(box.work, SESSION, Filter(), 0)).rows
    assert (row.question.supports, row.merged, row.merged_supports) == (1, 1, 2)


async def test_an_empty_list_is_one_empty_page(box: QuestionBox) -> None:
    seen = await rows(box.work, SESSION, Filter(), 3)
    assert (seen.rows, seen.page, seen.pages) == ((), 0, 1)


async def test_a_list_that_is_not_counted_to_its_end_can_be_leafed_through_to_it(box: QuestionBox) -> None:
    for number in range(COUNTED + PAGE + 1):
        box.holds(f"Question {number} ?", status="published")
    first = await rows(box.work, SESSION, Filter(), 0)
    assert first.counts["published"] == COUNTED
    page = first.pages - 1
    while (seen := await rows(box.work, SESSION, Filter(), page)).pages > page + 1:
        page += 1
    assert seen.rows[-1].number == COUNTED + PAGE + 1

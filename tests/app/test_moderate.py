"""Facilitators go through questions: one after the other, deciding, merging, writing, protecting."""

import itertools
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from bot.app.desk import Officer, save_officer
from bot.app.moderate import (
    NEAR,
    Overtaken,
    Vanished,
    decide,
    find,
    focal_points,
    look,
    merge,
    merge_choices,
    merged_into,
    near,
    next_waiting,
    shown_to_room,
)
from bot.app.question_words import (
    LIMITS,
    THEMES,
    CannotWrite,
    Field,
    answer,
    answer_language,
    correct,
    read_words,
    set_theme,
    translate,
    write,
)
from bot.app.records import Session
from bot.app.services import Services
from bot.app.vault import Vault
from bot.core.questions import NotAllowed
from bot.core.roles import Role
from bot.storage.keys import KeyStoreFile
from tests.app.question_box import SESSION, QuestionBox, question_box

T = TypeVar("T")


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[QuestionBox]:
    async with question_box(tmp_path) as opened:
        yield opened


class Noon:
    """A clock that stands still."""

    def now(self) -> int:
        return 1_800_000_000

    def today(self) -> date:
        return date(2027, 1, 15)


class Luck:
    """Real randomness; nothing here depends on its order."""

    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def letters(self, alphabet: str, count: int) -> str:
        return "".join(secrets.choice(alphabet) for _letter in range(count))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return list(items)


@pytest.fixture
async def services(tmp_path: Path) -> Services:
    master = secrets.token_bytes(32)
    keys = await KeyStoreFile.open(f"sqlite:///{tmp_path}/keys/keys.db", master)
    return Services(await Vault.open(keys, Luck()), Noon(), Luck(), scripts={}, scales={})


async def test_the_queue_is_gone_through_in_a_circle_and_back(box: QuestionBox) -> None:
    first, second, third = (box.holds(text) for text in ("Un poste ?", "Une école ?", "Une route ?"))
    box.holds("Déjà lue", status="published")
    assert await next_waiting(box.work, SESSION) == first.id
    assert await next_waiting(box.work, SESSION, first.id) == second.id
    assert await next_waiting(box.work, SESSION, third.id) == first.id
    assert await next_waiting(box.work, SESSION, first.id, backwards=True) == third.id
    assert await next_waiting(box.work, SESSION, third.id, backwards=True) == second.id


async def test_the_queue_goes_on_behind_a_question_that_is_gone(box: QuestionBox) -> None:
    first, second, third = (box.holds(text) for text in ("Un poste ?", "Une école ?", "Une route ?"))
    await box.withdrawn(second)
    assert await next_waiting(box.work, SESSION, second.id) == third.id
    assert await next_waiting(box.work, SESSION, second.id, backwards=True) == first.id


async def test_an_empty_queue_leads_nowhere(box: QuestionBox) -> None:
    box.holds("Ailleurs", session="another2")
    assert await next_waiting(box.work, SESSION) is None


async def test_a_facilitator_sees_how_many_questions_wait_and_where_this_one_stands(box: QuestionBox) -> None:
    box.holds("Un poste ?")
    second = box.holds("Une école ?")
    read = box.holds("Une route ?", status="published")
    sight = await look(box.work, second)
    assert (sight.place, sight.waiting) == (2, 2)
    sight = await look(box.work, read)
    assert (sight.place, sight.waiting) == (0, 2)


async def test_publishing_brings_a_question_before_the_room_and_putting_aside_takes_it_away(
    box: QuestionBox,
) -> None:
    question = box.holds("Quand le poste rouvre-t-il ?")
    assert shown_to_room(question) is None
    published = await decide(box.work, question, "publish")
    assert shown_to_room(await box.now(question)) == ("Quand le poste rouvre-t-il ?", {}, {})
    await decide(box.work, published, "aside")
    assert shown_to_room(await box.now(question)) is None
    restored = await decide(box.work, await box.now(question), "restore")
    assert restored.status == "waiting"


async def test_a_question_of_another_session_is_not_found(box: QuestionBox) -> None:
    question = box.holds("Ailleurs ?", session="another2")
    with pytest.raises(Vanished):
        await find(box.work, SESSION, question.id)


async def test_a_forged_id_finds_nothing(box: QuestionBox) -> None:
    box.holds("Un poste ?")
    with pytest.raises(Vanished):
        await find(box.work, SESSION, "' OR 1=1 --")


async def test_a_withdrawn_question_is_not_found_any_more(box: QuestionBox) -> None:
    question = box.holds("Un poste ?")
    await box.withdrawn(question)
    with pytest.raises(Vanished):
        await find(box.work, SESSION, question.id)


async def test_who_decides_on_what_another_has_changed_is_told(box: QuestionBox) -> None:
    question = box.holds("Un poste ?")
    await decide(box.work, question, "aside")
    with pytest.raises(Overtaken):
        await find(box.work, SESSION, question.id, seen="waiting")


async def test_supports_outlive_every_decision(box: QuestionBox) -> None:
    question = box.holds("Un poste ?", status="published")
    await box.is_supported(question, 3)
    await decide(box.work, await box.now(question), "aside")
    await decide(box.work, await box.now(question), "publish")
    assert (await box.now(question)).supports == 3


async def test_a_last_word_is_published_or_put_aside_and_never_shown_to_the_room(box: QuestionBox) -> None:
    word = box.holds("Je repars avec espoir", collect="word")
    published = await decide(box.work, word, "publish")
    assert published.status == "published"
    assert shown_to_room(published) is None
    assert (await decide(box.work, published, "aside")).status == "aside"
    with pytest.raises(NotAllowed):
        await decide(box.work, word, "ask")
    with pytest.raises(NotAllowed):
        answer(box.work, word, "fr", "Merci.")
    with pytest.raises(NotAllowed):
        await set_theme(box.work, word, "Espoir")
    with pytest.raises(NotAllowed):
        await merge(box.work, word, box.holds("Un poste ?"))


async def test_an_answer_publishes_what_was_put_aside_as_answered(box: QuestionBox) -> None:
    question = box.holds("Un poste ?", status="aside")
    answered = answer(box.work, question, "fr", "Dans un mois.")
    assert answered.status == "answered"
    answered = answer(box.work, answered, "bm", "Kalo kelen kɔnɔ.")
    assert (await box.now(question)).answer == {"fr": "Dans un mois.", "bm": "Kalo kelen kɔnɔ."}


async def test_an_answer_taken_off_leaves_a_question_that_was_asked(box: QuestionBox) -> None:
    question = box.holds("Un poste ?", status="answered")
    asked = await decide(box.work, question, "unanswer")
    assert (asked.status, asked.answer) == ("asked", {})


async def test_a_correction_keeps_the_first_words_once_and_drops_translations(box: QuestionBox) -> None:
    question = box.holds("Pourquoi le chef Moussa ment-il ?")
    box.was_translated(question, bm="Muna ...?")
    once = await box.was_corrected(question, "Pourquoi le chef M. ment-il ?")
    assert once.original == "Pourquoi le chef Moussa ment-il ?"
    assert once.translation == {}
    twice = await box.was_corrected(question, "Pourquoi le chef ment-il ?")
    assert twice.original == "Pourquoi le chef Moussa ment-il ?"
    assert (await box.now(question)).text == "Pourquoi le chef ment-il ?"


async def test_the_same_words_again_are_no_correction(box: QuestionBox) -> None:
    question = box.holds("Un poste ?")
    box.was_translated(question, bm="Pɔsti ?")
    same = await box.was_corrected(question, "Un poste ?")
    assert (same.original, same.translation) == (None, {"bm": "Pɔsti ?"})


async def test_a_translation_is_into_another_language(box: QuestionBox) -> None:
    question = box.holds("Un poste ?")
    translate(box.work, question, "bm", "Pɔsti dɔ ?")
    assert (await box.now(question)).translation == {"bm": "Pɔsti dɔ ?"}
    with pytest.raises(NotAllowed):
        translate(box.work, question, "fr", "Un poste ?")


async def test_a_theme_keeps_its_first_spelling(box: QuestionBox) -> None:
    box.holds("Un poste ?", theme="Sécurité")
    themed = await set_theme(box.work, box.holds("Des patrouilles ?"), "sécurité")
    assert themed.theme == "Sécurité"
    assert (await set_theme(box.work, themed, "")).theme == ""


async def test_there_are_only_so_many_themes(box: QuestionBox) -> None:
    for number in range(THEMES):
        box.holds("Un poste ?", theme=f"Thème {number}")
    question = box.holds("Une école ?")
    with pytest.raises(CannotWrite) as refused:
        await set_theme(box.work, question, "Encore un")
    assert (refused.value.code, refused.value.limit) == ("too_many", THEMES)
    assert (await set_theme(box.work, question, "Thème 3")).theme == "Thème 3"


@pytest.mark.parametrize("field", list(LIMITS))
def test_typed_words_must_be_some_and_not_too_many(field: Field) -> None:
    with pytest.raises(CannotWrite, match="empty"):
        read_words(field, " 🙂\u202e \n")
    with pytest.raises(CannotWrite, match="too_long"):
        read_words(field, "a" * (LIMITS[field] + 1))
    assert read_words(field, "a" * LIMITS[field]).text == "a" * LIMITS[field]


def test_what_may_lead_to_a_person_is_found_in_typed_words() -> None:
    screened = read_words("answer", "Appelez le 70 12 34 56 ou @moussa")
    assert {finding.kind for finding in screened.findings} == {"phone", "handle"}
    assert "70" not in screened.without


def test_a_theme_stands_on_one_line() -> None:
    assert read_words("theme", "  Routes\n et  pistes ").text == "Routes et pistes"


@pytest.mark.parametrize("field", list(LIMITS))
async def test_nothing_is_written_to_what_was_merged_or_protected(box: QuestionBox, field: Field) -> None:
    for question in (box.holds("Un ?", status="merged"), box.holds("Deux ?", status="protected")):
        with pytest.raises(NotAllowed):
            await write(box.work, question, field, "bm", "Fɛn dɔ")
        assert await box.now(question) == question


async def test_near_duplicates_are_suggested(box: QuestionBox) -> None:
    question = box.holds("Quand le poste de gendarmerie va rouvrir ?")
    twin = box.holds("Le poste de gendarmerie, quand va-t-il rouvrir ?", status="published")
    box.holds("Qui paie les enseignants ?")
    box.holds("Quand le poste de gendarmerie va rouvrir ?", status="aside")
    box.holds("Quand le poste de gendarmerie va rouvrir ?", session="another2")
    assert await near(box.work, question) == [twin]


async def test_only_a_few_near_duplicates_are_suggested_and_none_for_a_word(box: QuestionBox) -> None:
    question = box.holds("Quand rouvre le poste ?")
    for _copy in range(NEAR + 2):
        box.holds("Quand rouvre le poste ?")
    assert len(await near(box.work, question)) == NEAR
    assert await near(box.work, box.holds("Quand rouvre le poste ?", collect="word")) == []


async def test_merging_keeps_the_row_and_can_be_undone(box: QuestionBox) -> None:
    question, target = box.holds("Le poste rouvre ?"), box.holds("Quand rouvre le poste ?")
    await box.is_supported(target, 2)
    await merge(box.work, question, target)
    assert (await box.now(question)).status == "merged"
    assert [each.id for each in (await look(box.work, target)).merged] == [question.id]
    assert (await box.now(target)).supports == 2
    parted = await decide(box.work, await box.now(question), "part")
    assert (parted.status, parted.merged_into) == ("waiting", None)
    assert await merged_into(box.work, target) == []


async def test_what_was_merged_follows_into_the_next_merge(box: QuestionBox) -> None:
    first, second, third = (box.holds(text) for text in ("Le poste ?", "Un poste ?", "Quel poste ?"))
    await merge(box.work, first, second)
    await merge(box.work, await box.now(second), third)
    assert {each.id for each in await merged_into(box.work, third)} == {first.id, second.id}


async def test_a_question_merges_neither_with_itself_nor_with_what_is_hidden(box: QuestionBox) -> None:
    question = box.holds("Le poste ?")
    targets = [
        question,
        box.holds("Le poste !", collect="word"),
        box.holds("Le poste ?", status="aside"),
        box.holds("Le poste ?", status="protected"),
        box.holds("Le poste ?", status="merged"),
        box.holds("Le poste ?", session="another2"),
    ]
    for target in targets:
        with pytest.raises(NotAllowed):
            await merge(box.work, question, target)
    with pytest.raises(NotAllowed):
        await merge(box.work, box.holds("Publiée ?", status="published"), question)


async def test_every_question_to_merge_with_is_on_exactly_one_page(box: QuestionBox) -> None:
    questions = [box.holds(f"Question {number} ?") for number in range(13)]
    box.holds("Un mot", collect="word")
    for question in (questions[0], questions[7], questions[12]):
        pages = [await merge_choices(box.work, question, page) for page in range(2)]
        listed = [each.id for choices in pages for each in choices.questions]
        assert sorted([*listed, question.id]) == [each.id for each in questions]
        assert {choices.pages for choices in pages} == {2}
    beyond = await merge_choices(box.work, questions[0], 99)
    assert (beyond.page, len(beyond.questions)) == (1, 6)


async def test_who_is_alone_has_nothing_to_merge_with(box: QuestionBox) -> None:
    choices = await merge_choices(box.work, box.holds("Le poste ?"), 0)
    assert (choices.questions, choices.pages) == ((), 1)


async def test_a_protected_question_is_there_for_the_focal_point_alone(box: QuestionBox) -> None:
    question = box.holds("On m’a fait du mal", theme="Abus")
    box.was_translated(question, bm="…")
    await decide(box.work, await box.now(question), "protect")
    with pytest.raises(Vanished):
        await find(box.work, SESSION, question.id)
    protected = await find(box.work, SESSION, question.id, focal=True)
    assert await box.work.questions.themes(SESSION) == []
    with pytest.raises(NotAllowed):
        await decide(box.work, protected, "restore")
    with pytest.raises(NotAllowed):
        await decide(box.work, protected, "publish", focal=True)
    assert (await decide(box.work, protected, "restore", focal=True)).status == "waiting"


async def test_protecting_lets_go_of_what_others_asked(box: QuestionBox) -> None:
    target, merged = box.holds("On m’a fait du mal"), box.holds("On nous fait du mal")
    await merge(box.work, merged, target)
    await decide(box.work, await box.now(target), "protect")
    freed = await box.now(merged)
    assert (freed.status, freed.merged_into) == ("waiting", None)


async def test_an_answered_question_that_is_protected_loses_its_answer(box: QuestionBox) -> None:
    protected = await decide(box.work, box.holds("On m’a fait du mal", status="answered"), "protect")
    assert (protected.status, protected.answer) == ("protected", {})


_accounts = itertools.count(1)


def employed(box: QuestionBox, services: Services, role: Role, organisation: str = "add") -> Officer:
    """Somebody joins the staff."""
    number = next(_accounts)
    officer = Officer(b"%016d" % number, organisation, role, chat=number, language="fr")
    save_officer(box.work, services, officer)
    return officer


async def test_the_focal_points_of_an_organisation_are_found(box: QuestionBox, services: Services) -> None:
    employed(box, services, "facilitator")
    employed(box, services, "focal", organisation="other")
    assert await focal_points(box.work, services, "add") == []
    focal = employed(box, services, "focal")
    assert await focal_points(box.work, services, "add") == [focal]


def test_an_officer_answers_in_their_language_if_the_session_speaks_it() -> None:
    session = Session(
        id=SESSION,
        organisation="add",
        code="AH234X",
        script="",
        kind="dialogue",
        title="Paix",
        place="Sévaré",
        day=date(2027, 1, 15),
        languages=("fr", "bm"),
    )
    officer = Officer(b"", "add", "facilitator", chat=1, language="bm")
    assert answer_language(officer, session) == "bm"
    assert answer_language(officer, replace(session, languages=("fr",))) == "fr"


async def test_the_first_words_stay_with_a_question_that_is_decided_upon(box: QuestionBox) -> None:
    question = box.holds("Le chef Moussa ?")
    await correct(box.work, question, "Le chef ?")
    await decide(box.work, await box.now(question), "publish")
    assert (await box.now(question)).original == "Le chef Moussa ?"

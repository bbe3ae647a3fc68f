"""Screens of one question and of the list fit into Telegram's limits and offer what may be done, no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from bot.app.desk import Officer
from bot.app.moderate import Sight
from bot.app.question_list import Filter, ListPage, Row, Selection
from bot.app.question_words import LIMITS
from bot.app.records import Question, QuestionStatus, Session
from bot.core.questions import theme_key
from bot.core.roles import Role
from bot.core.screening import screen
from bot.tg.callback import LIMIT, read
from bot.tg.reply import TEXT_LIMIT, Reply
from bot.tg.speech import Speech
from bot.tg.views.question_list import Place, choose_theme, listing, read_place
from bot.tg.views.question_tools import ask_words, choose_target, confirm_hand_over, confirm_words
from bot.tg.views.queue import Setting, confirm_protection, one_question

SESSION = Session(
    id="abcdefgh",
    organisation="add",
    code="AH234X",
    script="",
    kind="dialogue",
    title="Paix",
    place="Sévaré",
    day=date(2027, 1, 15),
    languages=("fr", "bm"),
)
QUESTION = Question("q000000001", SESSION.id, "question", "inhabitants", "fr", "Quand le poste rouvre-t-il ?")
FAR = str(Place(Filter("answered", theme_key("Sécurité")), 9999))


class Keys:
    """A catalogue whose sentences are their own keys."""

    languages = ("fr", "bm")

    def own_name(self, language: str) -> str:
        return language

    def text(self, language: str, key: str, /, **values: object) -> str:
        return key

    def plural(self, language: str, key: str, number: int, /, **values: object) -> str:
        return key

    def date(self, language: str, day: date) -> str:
        return day.isoformat()

    def number(self, language: str, value: float, decimals: int = 0) -> str:
        return f"{value:.{decimals}f}"


SPEECH = Speech("fr", Keys())


def setting(role: Role = "facilitator", place: str = "") -> Setting:
    officer = Officer(b"", "add", role, chat=1, language="fr")
    return Setting(SPEECH, officer, SESSION, place)


def sight(question: Question) -> Sight:
    return Sight(question, place=1, waiting=9, near=(question,), merged=(question,))


def taps(reply: Reply) -> Iterator[tuple[str, ...]]:
    """What each button does: the deed and its arguments."""
    for row in reply.rows:
        for button in row:
            tap = read(button.data)
            assert tap is not None and len(button.data.encode()) <= LIMIT
            yield (tap.deed, *tap.arguments)


def decided(reply: Reply) -> set[str]:
    """The decisions that one tap takes."""
    return {arguments[3] for arguments in taps(reply) if arguments[0] == "md"}


@pytest.mark.parametrize("status", get_args(QuestionStatus))
def test_every_button_fits_with_the_longest_way_back(status: QuestionStatus) -> None:
    question = replace(
        QUESTION, status=status, original="Quand ?", answer={"fr": "Bientôt."}, theme="Sécurité"
    )
    many = [question] * 6
    screens = [
        one_question(setting("focal", FAR), sight(question)),
        choose_target(setting(place=FAR), question, many),
        confirm_protection(setting(place=FAR), question),
        confirm_words(setting(place=FAR), question.id, "translation", screen("Voir @moussa")),
    ]
    assert all(list(taps(screen)) for screen in screens)


def test_the_longest_question_with_all_its_words_fits_into_a_message() -> None:
    question = replace(
        QUESTION,
        text="é" * LIMITS["text"],
        original="x",
        translation={"bm": "ɛ" * LIMITS["translation"]},
        answer={"fr": "a" * LIMITS["answer"], "bm": "ɔ" * LIMITS["answer"]},
        theme="t" * LIMITS["theme"],
        status="answered",
    )
    assert len(one_question(setting(), sight(question)).html) < TEXT_LIMIT
    assert len(ask_words(setting(), question, "answer", "bm").html) < TEXT_LIMIT


def test_peoples_words_are_made_harmless() -> None:
    reply = one_question(setting(), sight(replace(QUESTION, text="<b>Oui</b> & non", theme="<i>")))
    assert "&lt;b&gt;Oui&lt;/b&gt; &amp; non" in reply.html
    assert "🏷 &lt;i&gt;" in reply.html


def test_a_question_that_waits_is_published_put_aside_or_marked_as_asked() -> None:
    assert decided(one_question(setting(), sight(QUESTION))) == {"publish", "aside", "ask"}


def test_a_last_word_is_offered_no_answer_no_theme_and_no_merging() -> None:
    reply = one_question(setting(), sight(replace(QUESTION, collect="word")))
    assert decided(reply) == {"publish", "aside"}
    assert not {"ma", "mt", "mg", "ml"} & {arguments[0] for arguments in taps(reply)}


def test_a_protected_question_is_handed_over_or_goes_back_to_waiting() -> None:
    reply = one_question(setting("focal", "x0"), sight(replace(QUESTION, status="protected")))
    assert decided(reply) == {"restore"}
    assert "my" in {arguments[0] for arguments in taps(reply)}
    assert not {"ma", "mt", "mg", "ml", "me"} & {arguments[0] for arguments in taps(reply)}


def test_a_question_that_was_handed_over_is_marked_and_can_be_called_back() -> None:
    reply = one_question(setting("focal", "x0"), sight(replace(QUESTION, status="handed")))
    assert "📤 list.is_handed" in reply.html
    assert decided(reply) == {"recall"}
    assert not {"ma", "mt", "mg", "ml", "me", "mx", "my"} & {arguments[0] for arguments in taps(reply)}


def test_what_is_handed_over_goes_with_the_seal_or_at_once_behind_it() -> None:
    protected = replace(QUESTION, status="protected")
    before = confirm_hand_over(setting("focal", "x0"), protected)
    assert "mod.hand_over_sure" in before.html
    sealed = replace(setting("focal", "x0"), session=replace(SESSION, state="sealed", closes=None))
    behind = confirm_hand_over(sealed, protected)
    assert "mod.hand_over_at_once" in behind.html
    assert not {each for each in taps(before) if each[0] == "mY"} & set(taps(behind))


def test_an_answered_question_offers_its_answer_in_each_language() -> None:
    answered = replace(QUESTION, status="answered", answer={"fr": "Bientôt."})
    offered = [
        arguments[3] for arguments in taps(one_question(setting(), sight(answered))) if arguments[0] == "ma"
    ]
    assert offered == ["fr", "bm"]


def test_what_may_lead_to_a_person_is_pointed_out() -> None:
    assert "mod.found" in one_question(setting(), sight(replace(QUESTION, text="Le 70 12 34 56 ?"))).html
    assert "mod.found" not in one_question(setting(), sight(QUESTION)).html


@pytest.mark.parametrize("selection", get_args(Selection))
def test_a_place_in_the_list_is_read_back(selection: Selection) -> None:
    for place in (Place(Filter(selection)), Place(Filter(selection, theme_key("École")), 9999)):
        assert read_place(str(place)) == place
        assert len(str(place)) <= 14


@pytest.mark.parametrize("forged", ["", "u", "k0", "u-1", "u0-xyz", "u12345", "u0-0badcafe0"])
def test_a_forged_place_is_none(forged: str) -> None:
    assert read_place(forged) is None


def page(**counts: int) -> ListPage:
    rows = tuple(Row(number, QUESTION, 0, 0) for number in range(1, 7))
    return ListPage(Filter(), rows, 1, 3, counts, ("Sécurité",), "")


def test_a_page_of_the_list_opens_its_questions_and_turns_both_ways() -> None:
    reply = listing(SPEECH, SESSION.id, page(published=18), focal=False)
    found = list(taps(reply))
    assert [arguments for arguments in found if arguments[0] == "mo"] == [("mo", QUESTION.id, "u1")] * 6
    assert {("q", "u0"), ("q", "u2"), ("qx", "csv"), ("qx", "xlsx")} <= set(found)


def test_only_the_focal_point_is_shown_the_way_to_what_is_protected() -> None:
    seen = page(published=18, protected=1)
    assert ("q", "x0") in taps(listing(SPEECH, SESSION.id, seen, focal=True))
    assert ("q", "x0") in taps(listing(SPEECH, SESSION.id, page(handed=1), focal=True))
    others = taps(listing(SPEECH, SESSION.id, page(handed=1), focal=False))
    assert not {("q", "x0"), ("qx", "csv"), ("qx", "xlsx")} & set(others)
    assert ("q", "x0") not in taps(listing(SPEECH, SESSION.id, seen, focal=False))


def test_a_theme_is_named_by_its_key() -> None:
    reply = choose_theme(SPEECH, SESSION.id, page(published=18))
    assert ("q", f"u0-{theme_key('Sécurité')}") in taps(reply)

"""What a facilitator types to a question: asked for, looked through for what leads to a person, and kept."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app.audit import What
from bot.app.desk import Officer
from bot.app.question_words import THEMES, CannotWrite, Field, read_words, set_theme, write
from bot.app.seat import Scene
from bot.app.words import Text, _
from bot.core.questions import WRITABLE, NotAllowed, decisions, theme_key
from bot.core.screening import screen
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Deed, TypedInSession
from bot.tg.handlers.at_work import given_so_far
from bot.tg.handlers.one_question import Case, on_question, with_question
from bot.tg.reply import Reply
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views import question_tools as view

_PURPOSES: Mapping[Field, str] = {
    "answer": "question_answer",
    "text": "question_text",
    "translation": "question_translation",
    "theme": "question_theme",
}
_FIELDS: Mapping[str, Field] = {purpose: field for field, purpose in _PURPOSES.items()}
_NOTED: Mapping[Field, What] = {
    "answer": "answer",
    "text": "correct",
    "translation": "translate",
    "theme": "theme",
}
"""What the audit log says of words that are kept."""


async def _ask_answer(case: Case, tap: Tap) -> None:
    if "answer" not in decisions(case.question.status, word=case.question.collect == "word"):
        raise NotAllowed
    await _ask(case, "answer", _spoken(case, tap))


async def _ask_translation(case: Case, tap: Tap) -> None:
    _check_question(case)
    language = _spoken(case, tap)
    if language == case.question.language:
        raise NotAllowed
    await _ask(case, "translation", language)


async def _ask_correction(case: Case, tap: Tap) -> None:
    if case.question.status not in WRITABLE:
        raise NotAllowed
    await _ask(case, "text", case.question.language)


async def _ask_theme(case: Case, tap: Tap) -> None:
    _check_question(case)
    await _ask(case, "theme", case.question.language)


async def _ask(case: Case, field: Field, language: str, wrong: Text | None = None) -> None:
    """Ask for words, perhaps again; what is typed next is for this field of this question."""
    if wrong is not None:
        case.turn.came_to_nothing = True
    reply = view.ask_words(case.setting, case.question, field, language, wrong)
    await _wait(case, field, language, reply)


def _spoken(case: Case, tap: Tap) -> str:
    """The language a button names, if the session speaks it."""
    language = tap.argument(2)
    if language not in case.scene.session.languages:
        raise NotAllowed
    return language


async def _wait(case: Case, field: Field, language: str, reply: Reply, **more: str) -> None:
    officer = case.officer.waiting(
        _PURPOSES[field], question=case.question.id, language=language, place=case.place, **more
    )
    await bring_staff(case.turn, officer, reply)


async def _typed(turn: Turn, officer: Officer, scene: Scene, text: str) -> None:
    """Somebody typed what they were asked for."""
    waits = officer.waits or {}
    field, language = _FIELDS[waits["for"]], waits["language"]

    async def take(case: Case) -> None:
        await _take(case, field, language, text)

    await with_question(turn, officer.at(scene.session.id), scene, waits["question"], waits["place"], take)


async def _take(case: Case, field: Field, language: str, text: str) -> None:
    """Keep typed words, unless something in them may lead to a person: then the facilitator decides."""
    try:
        screened = read_words(field, text)
    except CannotWrite as refusal:
        await _ask(case, field, language, _refusal(refusal))
        return
    if screened.findings:
        case.turn.came_to_nothing = True
        reply = view.confirm_words(case.setting, case.question.id, field, screened)
        await _wait(case, field, language, reply, typed=screened.text)
    else:
        await _keep(case, field, language, screened.text)


async def _decided(case: Case, tap: Tap) -> None:
    """The facilitator has decided whether what was found stays in what they typed."""
    field = _field_of(tap)
    given = await given_so_far(case.turn, case.scene.session.id, _PURPOSES[field]) if field else {}
    if field is None or given.get("question") != case.question.id or "typed" not in given:
        case.turn.came_to_nothing = True
        await case.show()
        return
    typed, language = given["typed"], given["language"]
    try:
        screened = read_words(field, typed if tap.argument(2) == "all" else screen(typed).without)
    except CannotWrite as refusal:
        await _ask(case, field, language, _refusal(refusal))
        return
    await _keep(case, field, language, screened.text)


async def _keep(case: Case, field: Field, language: str, text: str) -> None:
    dropped = field == "text" and case.question.translation
    try:
        written = await write(case.turn.work, case.question, field, language, text)
    except CannotWrite as refusal:
        await _ask(case, field, language, _refusal(refusal))
        return
    await case.now(written).show(notice=_("mod.translation_dropped") if dropped else None)


async def _choose_theme(case: Case, tap: Tap) -> None:
    _check_question(case)
    themes = await case.turn.work.questions.themes(case.scene.session.id)
    more = len(themes) < THEMES
    await case.bring(view.choose_theme(case.setting, case.question, themes, more=more))


async def _set_theme(case: Case, tap: Tap) -> None:
    """Set one of the themes there are, or none."""
    themes = await case.turn.work.questions.themes(case.scene.session.id)
    key = tap.argument(2)
    theme = next((each for each in themes if theme_key(each) == key), "")
    if key and not theme:
        case.turn.came_to_nothing = True
        await _choose_theme(case, tap)
        return
    themed = await set_theme(case.turn.work, case.question, theme)
    await case.now(themed).show()


def _check_question(case: Case) -> None:
    """Only a question has a theme and translations, and only where it can be worked on."""
    if case.question.collect != "question" or case.question.status not in WRITABLE:
        raise NotAllowed


def _refusal(refusal: CannotWrite) -> Text:
    match refusal.code:
        case "too_long":
            return _("mod.too_long", limit=refusal.limit)
        case "too_many":
            return _("mod.too_many_themes", limit=refusal.limit)
        case _ignored:
            return _("mod.empty")


def _field_of(tap: Tap) -> Field | None:
    """The field that the button of a decision names."""
    return next((each for each in _PURPOSES if each == tap.argument(3)), None)


def _kept(tap: Tap) -> What | None:
    field = _field_of(tap)
    return _NOTED[field] if field else None


DEEDS: dict[str, Act[Deed]] = {
    "ma": Act("questions", "read", on_question(_ask_answer)),
    "me": Act("questions", "read", on_question(_ask_correction)),
    "ml": Act("questions", "read", on_question(_ask_translation)),
    "mt": Act("questions", "read", on_question(_choose_theme)),
    "mT": Act("questions", "theme", on_question(_set_theme)),
    "mw": Act("questions", "read", on_question(_ask_theme)),
    "mk": Act("questions", _kept, on_question(_decided)),
}
TYPED: dict[str, Act[TypedInSession]] = {
    purpose: Act("questions", _NOTED[field], _typed) for purpose, field in _FIELDS.items()
}

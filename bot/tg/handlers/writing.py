"""What a facilitator types to a question: asked for, looked through for what leads to a person, and kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.app.desk import Officer
from bot.app.question_words import THEMES, CannotWrite, Field, read_words, set_theme, write
from bot.app.words import Text, _
from bot.core.questions import WRITABLE, NotAllowed, decisions, theme_key
from bot.core.screening import screen
from bot.tg.callback import Tap
from bot.tg.handlers.at_work import given_so_far, scene_at_hand
from bot.tg.handlers.one_question import Case, Deed, on_question, with_question
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
    """Ask for words; what is typed next is for this field of this question."""
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


async def _typed(turn: Turn, officer: Officer, text: str) -> None:
    """Somebody typed what they were asked for."""
    scene = await scene_at_hand(turn, officer)
    if scene is None or officer.waits is None:
        return
    waits = officer.waits
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
        reply = view.confirm_words(case.setting, case.question.id, field, screened)
        await _wait(case, field, language, reply, typed=screened.text)
    else:
        await _keep(case, field, language, screened.text)


async def _decided(case: Case, tap: Tap) -> None:
    """The facilitator has decided whether what was found stays in what they typed."""
    field = next((each for each in _PURPOSES if each == tap.argument(3)), None)
    given = await given_so_far(case.turn, case.scene.session.id, _PURPOSES[field]) if field else {}
    if field is None or given.get("question") != case.question.id or "typed" not in given:
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


DEEDS: dict[str, Deed] = {
    "ma": on_question(_ask_answer),
    "me": on_question(_ask_correction),
    "ml": on_question(_ask_translation),
    "mt": on_question(_choose_theme),
    "mT": on_question(_set_theme),
    "mw": on_question(_ask_theme),
    "mk": on_question(_decided),
}
TYPED: dict[str, Callable[[Turn, Officer, str], Awaitable[None]]] = dict.fromkeys(_FIELDS, _typed)

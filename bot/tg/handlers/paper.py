"""What came without a phone: questions from paper, typed one after another. Hand counts are beside."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import paper
from bot.app.desk import Officer
from bot.app.results import offered_sides
from bot.app.seat import Scene
from bot.app.terms import SIDES
from bot.app.words import Text
from bot.app.writing import Refused
from bot.tg.callback import Tap
from bot.tg.handlers import hand_counts
from bot.tg.handlers.acts import Act, Deed, TypedInSession
from bot.tg.handlers.hand_counts import opened_items
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views import paper as view
from bot.tg.views.refusals import refusal

QUESTION = "paper_question"
"""What a question that is typed is for."""


async def _menu(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    session, opened = scene.session, paper.is_open_to_paper(scene.session)
    reply = view.menu(
        turn.speech(officer.language),
        session.id,
        questions=opened and paper.question_limit(scene.script) is not None,
        votes=opened and bool(opened_items(scene)),
        counts=len(await turn.work.ballots.hand_counts(session.id)),
    )
    await bring_staff(turn, officer, reply)


async def _question(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    """Ask for what is missing: the side, the language where there are several, then the first question."""
    speech, session = turn.speech(officer.language), scene.session
    sides, languages = offered_sides(scene.script), session.languages
    side = _only(sides) or _named(sides, tap.argument(0))
    language = _only(languages) or next((each for each in languages if each == tap.argument(1)), None)
    if side is None:
        await bring_staff(turn, officer, view.choose_side_of_question(speech, session.id, sides))
    elif language is None:
        await bring_staff(turn, officer, view.choose_language(speech, session.id, side, languages))
    else:
        await _ask_question(turn, officer, scene, side, language, entered=0)


async def _ask_question(
    turn: Turn,
    officer: Officer,
    scene: Scene,
    side: str,
    language: str,
    *,
    entered: int,
    wrong: Text | None = None,
) -> None:
    shown = side if len(offered_sides(scene.script)) > 1 else None
    reply = view.write_question(turn.speech(officer.language), scene.session.id, shown, entered, wrong)
    waiting = officer.waiting(QUESTION, side=side, language=language, entered=entered)
    await bring_staff(turn, waiting, reply)


async def _question_typed(turn: Turn, officer: Officer, scene: Scene, text: str) -> None:
    """Enter the question and go on to the next."""
    waits = officer.waits or {}
    side, language, entered = (waits[name] for name in ("side", "language", "entered"))
    session, script = scene.session, scene.script
    try:
        paper.write_question(turn.work, turn.services, session, script, side, language, text)
    except Refused as refused:
        turn.came_to_nothing = True
        wrong = refusal(refused)
        await _ask_question(turn, officer, scene, side, language, entered=entered, wrong=wrong)
        return
    turn.batch.touched.add(session.id)
    await _ask_question(turn, officer, scene, side, language, entered=entered + 1)


def _only(names: Sequence[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def _named(sides: Sequence[str], place: str) -> str | None:
    """The side that a button names by its place."""
    return next((side for number, side in enumerate(SIDES) if str(number) == place and side in sides), None)


DEEDS: dict[str, Act[Deed]] = {
    "h": Act("paper", None, _menu),
    "hq": Act("paper", None, _question),
    **hand_counts.DEEDS,
}
TYPED: dict[str, Act[TypedInSession]] = {
    QUESTION: Act("paper", "paper", _question_typed),
    **hand_counts.TYPED,
}

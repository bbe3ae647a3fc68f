"""Going through questions from the chat: the queue, one tap a decision, merging, protecting."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app.audit import What
from bot.app.desk import Officer
from bot.app.moderate import (
    Overtaken,
    Vanished,
    decide,
    find,
    focal_points,
    hand_over,
    merge,
    merge_choices,
    merge_targets,
    merged_into,
    near,
)
from bot.app.seat import Scene
from bot.app.words import Text, _
from bot.core.questions import LEADS_TO, Decision, NotAllowed, decisions
from bot.tg.callback import Tap
from bot.tg.handlers import writing
from bot.tg.handlers.acts import Act, Deed, TypedInSession
from bot.tg.handlers.one_question import Case, go_on, on_question
from bot.tg.staff import tell_staff
from bot.tg.turn import Turn
from bot.tg.views import question_tools as tools
from bot.tg.views import queue as view

_DONE: Mapping[Decision, Text] = {
    "publish": _("mod.done_published"),
    "aside": _("mod.done_aside"),
    "ask": _("mod.done_asked"),
    "unanswer": _("mod.done_unanswered"),
    "part": _("mod.done_parted"),
    "restore": _("mod.done_restored"),
    "recall": _("mod.done_recalled"),
}
"""What one tap decides, and the short notice that it is done."""

_NOTED: Mapping[str, What] = {
    "publish": "publish",
    "aside": "aside",
    "ask": "ask",
    "unanswer": "unanswer",
    "part": "part",
    "restore": "restore",
    "recall": "recall",
}
"""The same for the audit log."""


async def _next(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    """The question behind the one that the button names, or the first."""
    await go_on(turn, officer, scene, "", behind=tap.argument(0))
    turn.came_to_nothing = not turn.showed


async def _previous(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    await go_on(turn, officer, scene, "", behind=tap.argument(0), backwards=True)
    turn.came_to_nothing = not turn.showed


async def _show(case: Case, tap: Tap) -> None:
    await case.show()


async def _decide(case: Case, tap: Tap) -> None:
    """Take the decision, unless the question is no longer what the officer saw. A double tap decides once."""
    decision = next((each for each in _DONE if each == tap.argument(2)), None)
    seen = tap.argument(3)
    if decision is None:
        raise NotAllowed
    if case.question.status != seen:
        if case.question.status != LEADS_TO[decision]:
            raise Overtaken
        case.turn.came_to_nothing = True
        await _after_decision(case, seen)
        return
    decided = await decide(case.turn.work, case.question, decision, focal=case.setting.focal)
    await _after_decision(case.now(decided), seen, case.say(_DONE[decision]))


async def _after_decision(case: Case, seen: str, toast: str = "") -> None:
    """In the queue a question that waited makes room for the next; from the list it stays on the screen."""
    if seen == "waiting" and not case.place:
        await _leave(case, toast)
    else:
        await case.show(toast)


async def _leave(case: Case, toast: str = "") -> None:
    await go_on(case.turn, case.officer, case.scene, case.place, behind=case.question.id, toast=toast)


async def _choose_target(case: Case, tap: Tap) -> None:
    """Near-duplicates first, if there are any; then everything else, page by page."""
    if not merge_targets(case.question):
        raise NotAllowed
    page = tap.argument(2)
    suggested = [] if page else await near(case.turn.work, case.question)
    if suggested:
        reply = tools.choose_target(case.setting, case.question, suggested)
    else:
        choices = await merge_choices(case.turn.work, case.question, int(page) if page.isdecimal() else 0)
        reply = tools.choose_target(case.setting, case.question, choices.questions, choices)
    await case.bring(reply)


async def _merge(case: Case, tap: Tap) -> None:
    if case.question.merged_into == tap.argument(2):
        case.turn.came_to_nothing = True
        await _leave(case)
        return
    try:
        target = await find(case.turn.work, case.scene.session.id, tap.argument(2))
    except Vanished:
        # The question in hand is still there; only the other one is not.
        raise Overtaken from None
    seen = case.question.status
    merged = await merge(case.turn.work, case.question, target)
    await _after_decision(case.now(merged), seen, case.say(_("mod.done_merged")))


async def _show_merged(case: Case, tap: Tap) -> None:
    merged = await merged_into(case.turn.work, case.question)
    await case.bring(tools.merged_here(case.setting, case.question, merged))


async def _first_words(case: Case, tap: Tap) -> None:
    await case.bring(view.first_words(case.setting, case.question))


async def _ask_to_protect(case: Case, tap: Tap) -> None:
    if "protect" not in decisions(case.question.status):
        raise NotAllowed
    if await focal_points(case.turn.work, case.turn.services, case.scene.session.organisation):
        await case.bring(view.confirm_protection(case.setting, case.question))
    else:
        await case.bring(view.no_focal_point(case.setting, case.question))


async def _protect(case: Case, tap: Tap) -> None:
    """Hand a disclosure of abuse to the focal point, who is told that there is one and not what it says."""
    if case.question.status != tap.argument(2):
        raise Overtaken
    turn, session = case.turn, case.scene.session
    points = await focal_points(turn.work, turn.services, session.organisation)
    if not points:
        turn.came_to_nothing = True
        await case.bring(view.no_focal_point(case.setting, case.question))
        return
    protected = await decide(turn.work, case.question, "protect")
    for point in points:
        if point.name != case.officer.name:
            tell_staff(turn.batch, point, view.to_focal_point(turn.speech(point.language), session))
    await _leave(case.now(protected), case.say(_("mod.done_protected")))


async def _ask_to_hand_over(case: Case, tap: Tap) -> None:
    if "hand_over" not in decisions(case.question.status, focal=case.setting.focal):
        raise NotAllowed
    await case.bring(tools.confirm_hand_over(case.setting, case.question))


async def _hand_over(case: Case, tap: Tap) -> None:
    """Note that a disclosure has reached whom it concerns. Asked again if it was sealed meanwhile, since the words go
    at once then. A double tap notes it once."""
    if case.question.status == "handed":
        case.turn.came_to_nothing = True
        await case.show()
        return
    if tap.argument(2) != tools.when_erased(case.scene.session):
        case.turn.came_to_nothing = True
        await _ask_to_hand_over(case, tap)
        return
    handed = await hand_over(case.turn.work, case.scene.session, case.question)
    if handed is not None:
        await case.now(handed).show(case.say(_("mod.done_handed")))
        return
    case.turn.batch.leaves_traces = True
    await _leave(case, case.say(_("mod.done_handed_erased")))


def _decision(tap: Tap) -> What | None:
    return _NOTED.get(tap.argument(2))


DEEDS: dict[str, Act[Deed]] = {
    "m": Act("questions", "read", _next),
    "mn": Act("questions", "read", _next),
    "mb": Act("questions", "read", _previous),
    "mo": Act("questions", "read", on_question(_show)),
    "md": Act("questions", _decision, on_question(_decide)),
    "mg": Act("questions", "read", on_question(_choose_target)),
    "mG": Act("questions", "merge", on_question(_merge)),
    "mi": Act("questions", "read", on_question(_show_merged)),
    "mv": Act("questions", "read_originals", on_question(_first_words)),
    "mx": Act("questions", "read", on_question(_ask_to_protect)),
    "mX": Act("questions", "protect", on_question(_protect)),
    "my": Act("protected", "read", on_question(_ask_to_hand_over)),
    "mY": Act("protected", "hand_over", on_question(_hand_over)),
    **writing.DEEDS,
}
TYPED: dict[str, Act[TypedInSession]] = writing.TYPED

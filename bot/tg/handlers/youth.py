"""``/sondage``: a youth group's own poll: question, answers, how long, a preview, published; then it runs itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.app.desk import Officer
from bot.app.records import Session
from bot.app.seat import Scene
from bot.app.sessions import Plan, make_session, stop_poll
from bot.app.words import _
from bot.core.script import Script
from bot.core.youth import Unfit, YouthPoll, read_options, read_question, youth_script
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Deed, Errand, Typed
from bot.tg.handlers.running import show_panel
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views import youth as view

LISTED = 8
LOOKED_THROUGH = 500
HOURS = (1, 6, 24, 72, 168)


async def open_polls(turn: Turn, officer: Officer) -> None:
    """Show the polls that are theirs, and begin a new one."""
    polls = await _polls(turn, officer)
    await bring_staff(turn, officer.at(""), view.polls(turn.speech(officer.language), polls))


async def _polls(turn: Turn, officer: Officer) -> list[Session]:
    found = await turn.work.sessions.of(officer.organisation, "poll", LOOKED_THROUGH)
    mine = [session for session in found if officer.may_run(session)]
    return mine[:LISTED]


async def _list(turn: Turn, tap: Tap, officer: Officer) -> None:
    await open_polls(turn, officer)


async def _new(turn: Turn, tap: Tap, officer: Officer) -> None:
    reply = view.ask_languages(turn.batch.catalogue, turn.speech(officer.language), _template(turn))
    await bring_staff(turn, officer.at("").waiting("poll_languages"), reply)


async def _languages(turn: Turn, tap: Tap, officer: Officer) -> None:
    chosen = [language for language in tap.arguments if language in _template(turn).languages]
    if not chosen:
        await open_polls(turn, officer)
        return
    await _ask(turn, officer.at("").waiting("poll_question", languages=chosen, question={}, options={}))


async def _ask(turn: Turn, officer: Officer, unfit: Unfit | None = None) -> None:
    """Ask for what is missing next: the question in each language, the answers, how long, and show the preview."""
    speech, given = turn.speech(officer.language), dict(officer.waits or {})
    languages: list[str] = given["languages"]
    missing = [each for each in languages if each not in given["question"]]
    if missing:
        reply = view.ask_question(turn.batch.catalogue, speech, missing[0], unfit)
        await bring_staff(turn, _purpose(officer, "poll_question"), reply)
        return
    if "scale" not in given and not given["options"] and given["for"] != "poll_options":
        reply = view.ask_kind(speech, turn.services.scales)
        await bring_staff(turn, _purpose(officer, "poll_kind"), reply)
        return
    missing = [] if given.get("scale") else [each for each in languages if each not in given["options"]]
    if missing:
        reply = view.ask_options(turn.batch.catalogue, speech, missing[0], unfit)
        await bring_staff(turn, _purpose(officer, "poll_options"), reply)
    elif "hours" not in given:
        await bring_staff(turn, _purpose(officer, "poll_hours"), view.ask_hours(speech, HOURS))
    else:
        script = _script(turn, given)
        await bring_staff(
            turn, _purpose(officer, "poll_preview"), view.preview(speech, script, given["hours"])
        )


def _purpose(officer: Officer, purpose: str) -> Officer:
    return replace(officer, waits={**(officer.waits or {}), "for": purpose})


def _given(officer: Officer, **more: Any) -> Officer:
    return replace(officer, waits={**(officer.waits or {}), **more})


async def _question_typed(turn: Turn, officer: Officer, text: str) -> None:
    given = dict(officer.waits or {})
    language = next(each for each in given["languages"] if each not in given["question"])
    try:
        question = {**given["question"], language: read_question(text)}
    except Unfit as unfit:
        await _ask(turn, officer, unfit)
        return
    await _ask(turn, _given(officer, question=question))


async def _kind(turn: Turn, tap: Tap, officer: Officer) -> None:
    if not _is_making(officer):
        await open_polls(turn, officer)
    elif tap.argument(0) in turn.services.scales:
        await _ask(turn, _given(officer, scale=tap.argument(0)))
    else:
        await _ask(turn, _purpose(officer, "poll_options"))


async def _options_typed(turn: Turn, officer: Officer, text: str) -> None:
    given = dict(officer.waits or {})
    language = next(each for each in given["languages"] if each not in given["options"])
    known = next(iter(given["options"].values()), None)
    try:
        lines = read_options(text, len(known) if known else None)
    except Unfit as unfit:
        await _ask(turn, officer, unfit)
        return
    await _ask(turn, _given(officer, options={**given["options"], language: list(lines)}))


async def _hours(turn: Turn, tap: Tap, officer: Officer) -> None:
    hours = int(tap.argument(0)) if tap.argument(0).isdecimal() else 0
    if not _is_making(officer) or hours not in HOURS:
        await open_polls(turn, officer)
        return
    await _ask(turn, _given(officer, hours=hours))


async def _tap_instead(turn: Turn, officer: Officer, text: str) -> None:
    """Something typed where a button is meant: the same question again."""
    given = dict(officer.waits or {})
    if "languages" in given:
        await _ask(turn, officer)
    else:
        await _new(turn, Tap("f", "", "yn", ()), officer)


async def _inert(turn: Turn, tap: Tap, officer: Officer) -> None:
    turn.send(turn.acknowledge(turn.speech(officer.language).plain(_("youth.only_preview"))))


async def _publish(turn: Turn, tap: Tap, officer: Officer) -> None:
    given = dict(officer.waits or {})
    if given.get("for") != "poll_preview":
        await open_polls(turn, officer)
        return
    script = _script(turn, given)
    now = turn.services.clock.now()
    organisation = await turn.work.organisations.get(officer.organisation)
    plan = Plan(
        script,
        title=next(iter(given["question"].values()))[:60],
        place=organisation.name if organisation else "",
        day=turn.services.clock.today(),
        languages=script.languages,
        closes=now + given["hours"] * 3600,
    )
    session = await make_session(turn.work, turn.services, officer.organisation, plan)
    await turn.work.flush()
    officer = replace(officer, polls=(*officer.polls, session.id)[-50:])
    scene = await turn.batch.scene(session.id)
    assert scene is not None
    await show_panel(turn, officer, scene, turn.speech(officer.language).plain(_("youth.published")))


def _is_making(officer: Officer) -> bool:
    return bool(officer.waits and "languages" in officer.waits and officer.waits.get("question"))


def _template(turn: Turn) -> Script:
    return turn.services.scripts[turn.services.youth_template]


def _script(turn: Turn, given: dict[str, Any]) -> Script:
    options = {language: tuple(lines) for language, lines in given["options"].items()}
    poll = YouthPoll(given["question"], given.get("scale"), options)
    return youth_script(_template(turn), poll, turn.services.scales)


async def _ask_to_stop(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    if scene.session.kind != "poll":
        await show_panel(turn, officer, scene)
        return
    await bring_staff(turn, officer, view.confirm_stop(turn.speech(officer.language), scene.session))


async def _stop(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    if scene.session.kind == "poll" and scene.session.state == "open":
        await stop_poll(turn.work, turn.services, scene)
        turn.batch.leaves_traces = True
        turn.batch.broadcast(scene.session.id)
    else:
        turn.came_to_nothing = True
    await open_polls(turn, officer)


ERRANDS: dict[str, Act[Errand]] = {
    "yl": Act("polls", None, _list),
    "yn": Act("polls", None, _new),
    "yg": Act("polls", None, _languages),
    "yk": Act("polls", None, _kind),
    "yh": Act("polls", None, _hours),
    "yi": Act("polls", None, _inert),
    "yp": Act("polls", None, _publish),
}
DEEDS: dict[str, Act[Deed]] = {
    "ys": Act("stop", None, _ask_to_stop),
    "yS": Act("stop", "stop_poll", _stop),
}
TYPED: dict[str, Act[Typed]] = {
    "poll_languages": Act("polls", None, _tap_instead),
    "poll_question": Act("polls", None, _question_typed),
    "poll_kind": Act("polls", None, _tap_instead),
    "poll_options": Act("polls", None, _options_typed),
    "poll_hours": Act("polls", None, _tap_instead),
    "poll_preview": Act("polls", None, _tap_instead),
}

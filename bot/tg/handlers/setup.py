"""``/seance``: the sessions of an organisation, and making a new one: script, title, place, day, languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.app.dates import read_day
from bot.app.desk import Officer
from bot.app.sessions import Plan, make_session
from bot.app.words import _, n_
from bot.core.screening import clean, has_words
from bot.core.script import Script
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Errand, Typed
from bot.tg.handlers.running import show_panel
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views import setup as view
from bot.tg.views.welcome import staff_welcome

LISTED = 8
TITLE_LIMIT = 60


async def open_sessions(turn: Turn, officer: Officer) -> None:
    """Show the organisation's sessions: any facilitator can take one over."""
    found = await turn.work.sessions.of(officer.organisation, "dialogue", LISTED)
    await bring_staff(turn, officer.at(""), view.sessions(turn.speech(officer.language), found))


async def _new(turn: Turn, tap: Tap, officer: Officer) -> None:
    scripts = _scripts(turn)
    await bring_staff(turn, officer.at(""), view.choose_script(turn.speech(officer.language), scripts))


def _scripts(turn: Turn) -> list[Script]:
    return [script for script in turn.services.scripts.values() if script.id != turn.services.youth_template]


async def _script(turn: Turn, tap: Tap, officer: Officer) -> None:
    script = next((each for each in _scripts(turn) if each.id == tap.argument(0)), None)
    if script is None:
        await open_sessions(turn, officer)
        return
    officer = officer.at("").waiting("title", script=script.id)
    await bring_staff(turn, officer, view.ask_title(turn.speech(officer.language)))


async def _title(turn: Turn, officer: Officer, text: str) -> None:
    await _take_line(turn, officer, text, "title", "place", view.ask_place, view.ask_title)


async def _place(turn: Turn, officer: Officer, text: str) -> None:
    await _take_line(turn, officer, text, "place", "day", view.ask_day, view.ask_place)


async def _take_line(
    turn: Turn, officer: Officer, text: str, field: str, following: str, ask_next: Any, ask_again: Any
) -> None:
    """Take one typed line for a field and ask for the next, or say what is wrong and ask again."""
    speech = turn.speech(officer.language)
    line = " ".join(clean(text).split())
    if not has_words(line) or len(line) > TITLE_LIMIT:
        await bring_staff(turn, officer, ask_again(speech, n_("setup.line_wrong", number=TITLE_LIMIT)))
        return
    officer = officer.waiting(following, **{**_so_far(officer), field: line})
    await bring_staff(turn, officer, ask_next(speech))


def _so_far(officer: Officer) -> dict[str, Any]:
    return {name: value for name, value in (officer.waits or {}).items() if name != "for"}


async def _day_tapped(turn: Turn, tap: Tap, officer: Officer) -> None:
    if not officer.waits or officer.waits["for"] != "day":
        await open_sessions(turn, officer)
        return
    ahead = int(tap.argument(0)) if tap.argument(0) in ("0", "1") else 0
    await _day_chosen(turn, officer, turn.services.clock.today() + timedelta(days=ahead))


async def _day_typed(turn: Turn, officer: Officer, text: str) -> None:
    day = read_day(text, turn.services.clock.today())
    if day is None:
        speech = turn.speech(officer.language)
        await bring_staff(turn, officer, view.ask_day(speech, _("setup.day_wrong")))
        return
    await _day_chosen(turn, officer, day)


async def _day_chosen(turn: Turn, officer: Officer, day: date) -> None:
    officer = officer.waiting("languages", **{**_so_far(officer), "day": day.isoformat()})
    script = turn.services.scripts[_so_far(officer)["script"]]
    await bring_staff(
        turn, officer, view.ask_languages(turn.batch.catalogue, turn.speech(officer.language), script)
    )


async def _languages(turn: Turn, tap: Tap, officer: Officer) -> None:
    """The last answer: the session is made, and its control message shown."""
    so_far = _so_far(officer)
    script = turn.services.scripts.get(so_far.get("script", ""))
    chosen = tuple(language for language in tap.arguments if script and language in script.languages)
    if script is None or not chosen or not officer.waits or officer.waits["for"] != "languages":
        await open_sessions(turn, officer)
        return
    plan = Plan(script, so_far["title"], so_far["place"], date.fromisoformat(so_far["day"]), chosen)
    session = await make_session(turn.work, turn.services, officer.organisation, plan)
    await turn.work.flush()
    scene = await turn.batch.scene(session.id)
    assert scene is not None
    await show_panel(turn, officer, scene, turn.speech(officer.language).plain(_("setup.made")))


async def _list(turn: Turn, tap: Tap, officer: Officer) -> None:
    await open_sessions(turn, officer)


async def _languages_typed(turn: Turn, officer: Officer, text: str) -> None:
    script = turn.services.scripts[_so_far(officer)["script"]]
    reply = view.ask_languages(turn.batch.catalogue, turn.speech(officer.language), script)
    await bring_staff(turn, officer, reply)


async def _speak(turn: Turn, tap: Tap, officer: Officer) -> None:
    language = tap.argument(0)
    if language in turn.batch.catalogue.languages:
        officer = replace(officer, language=language)
    reply = staff_welcome(turn.speech(officer.language), officer)
    await bring_staff(turn, officer.at(""), reply)


ERRANDS: dict[str, Act[Errand]] = {
    "sl": Act("sessions", None, _list),
    "sn": Act("sessions", None, _new),
    "ss": Act("sessions", None, _script),
    "sd": Act("sessions", None, _day_tapped),
    "sg": Act("sessions", None, _languages),
    "L": Act("belong", None, _speak),
}
TYPED: dict[str, Act[Typed]] = {
    "title": Act("sessions", None, _title),
    "place": Act("sessions", None, _place),
    "day": Act("sessions", None, _day_typed),
    "languages": Act("sessions", None, _languages_typed),
}

"""Running a session from its control message: stages, polls, the door, the end, the seal."""

from __future__ import annotations

from bot.app.control import control
from bot.app.counting import close_polls
from bot.app.desk import Officer
from bot.app.sealing import fall_due
from bot.app.seat import Scene
from bot.app.sessions import close_session, let_in, open_stage
from bot.app.words import _
from bot.core.script import Choose, Rate
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Deed
from bot.tg.handlers.outcomes import open_results, show_poll
from bot.tg.reply import Reply
from bot.tg.staff import bring_staff, order
from bot.tg.turn import Turn
from bot.tg.views import control as view
from bot.tg.views import sealing


async def show_panel(turn: Turn, officer: Officer, scene: Scene, toast: str = "") -> None:
    """Show the control message of a session; from now on it is kept current."""
    officer = officer.at(scene.session.id)
    speech = turn.speech(officer.language)
    seen = await control(turn.work, turn.services, scene)
    await bring_staff(turn, officer, view.panel(speech, seen), panel=True, toast=toast)


async def _panel(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    await show_panel(turn, officer, scene)


async def _more(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    seen = await control(turn.work, turn.services, scene)
    reply = view.more(turn.speech(officer.language), seen, may_stop=officer.may("stop"))
    await bring_staff(turn, officer, reply)


async def _ask_to_open(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    stage = next((each for each in scene.script.opened if each.id == tap.argument(0)), None)
    if stage is None or not _runs(scene):
        await show_panel(turn, officer, scene)
        return
    speech = turn.speech(officer.language)
    await bring_staff(turn, officer, view.confirm_stage(speech, scene.session, stage))


async def _open(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    stage = next((each for each in scene.script.opened if each.id == tap.argument(0)), None)
    toast = ""
    if stage is not None and _runs(scene) and scene.session.stage != stage.id:
        open_stage(turn.work, turn.services, scene, stage)
        turn.batch.broadcast(scene.session.id)
        turn.batch.ending_stage.add(scene.session.id)
        toast = turn.speech(officer.language).plain(_("stage.opened"))
    else:
        turn.came_to_nothing = True
    await show_panel(turn, officer, await _again(turn, scene), toast)


async def _go_back(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    stages = [stage for stage in scene.script.opened if stage.id != scene.session.stage]
    speech = turn.speech(officer.language)
    await bring_staff(turn, officer, view.choose_stage(speech, scene.session, stages))


async def _choose_poll(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    speech = turn.speech(officer.language)
    chosen = _open_polls(scene, tap.argument(0))
    if chosen:
        polls = [view.poll_label(speech, scene, step) for step in chosen]
        reply = view.confirm_poll(speech, scene.session, polls, tap.argument(0))
    else:
        reply = view.choose_poll(speech, await control(turn.work, turn.services, scene))
    await bring_staff(turn, officer, reply)


async def _close_poll(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    chosen = _open_polls(scene, tap.argument(0))
    if chosen:
        await close_polls(turn.work, turn.services, scene, [step.id for step in chosen])
        turn.batch.leaves_traces = True
        turn.batch.broadcast(scene.session.id)
    else:
        turn.came_to_nothing = True
    again = await _again(turn, scene)
    if tap.argument(0) == view.EVERY_POLL:
        await open_results(turn, officer, again)
    else:
        await show_poll(turn, officer, again, tap.argument(0))


def _open_polls(scene: Scene, which: str) -> list[Rate | Choose]:
    """The open polls that a button names: one step, or every one."""
    found = [step for _, step in scene.script.polls() if which in (step.id, view.EVERY_POLL)]
    return [step for step in found if step.id in scene.polls and scene.polls[step.id].state == "open"]


async def _door(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    if _runs(scene):
        let_in(turn.work, scene.session, joining=tap.argument(0) == "1")
    await show_panel(turn, officer, await _again(turn, scene))


async def _ask_to_end(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    speech = turn.speech(officer.language)
    hours = turn.services.promises.seal_hours
    await bring_staff(turn, officer, view.confirm_end(speech, scene.session, hours))


async def _end(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    if _runs(scene):
        await close_session(turn.work, turn.services, scene)
        turn.batch.leaves_traces = True
        turn.batch.broadcast(scene.session.id)
        turn.batch.ending_stage.add(scene.session.id)
    else:
        turn.came_to_nothing = True
    await show_panel(turn, officer, await _again(turn, scene))


async def _ask_to_seal(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    if scene.session.state != "closed":
        await show_panel(turn, officer, scene)
        return
    await bring_staff(turn, officer, await _before_seal(turn, officer, scene))


async def _before_seal(turn: Turn, officer: Officer, scene: Scene) -> Reply:
    """What is to be confirmed; or a word to wait, while participants are shown that the session is over."""
    speech = turn.speech(officer.language)
    if any(walk.session == scene.session.id for walk in await turn.work.mail.broadcasts()):
        return sealing.wait_for_walk(speech, scene.session)
    return sealing.confirm_seal(
        speech, scene.session, (await control(turn.work, turn.services, scene)).unseen
    )


async def _seal(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    """Let the seal fall due now; it is done once this is committed. A second tap changes nothing."""
    session = scene.session
    if session.state != "closed" or tap.argument(0) not in (sealing.KEEP, sealing.REMOVE):
        turn.came_to_nothing = True
        await show_panel(turn, officer, scene)
        return
    if session.closes is not None and session.closes > turn.services.clock.now():
        fall_due(turn.work, turn.services, session, keeps_aside=tap.argument(0) == sealing.KEEP)
        turn.batch.falls_due = True
    else:
        turn.came_to_nothing = True
    await bring_staff(turn, officer, sealing.under_way(turn.speech(officer.language), session), panel=True)


async def _entrance(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    link = f"https://t.me/{turn.batch.username}?start={scene.session.code}"
    speech = turn.speech(officer.language)
    await bring_staff(turn, officer, view.entrance(speech, scene.session, link))


async def _poster(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    order(turn, officer, "qr.png", scene.session.id)


def _runs(scene: Scene) -> bool:
    return scene.session.state == "open"


async def _again(turn: Turn, scene: Scene) -> Scene:
    """The scene as the deed left it."""
    turn.batch.forget_scene(scene.session.id)
    again = await turn.batch.scene(scene.session.id)
    return again or scene


DEEDS: dict[str, Act[Deed]] = {
    "p": Act("run", None, _panel),
    "w": Act("run", None, _more),
    "o": Act("run", None, _ask_to_open),
    "O": Act("run", "open_stage", _open),
    "b": Act("run", None, _go_back),
    "v": Act("run", None, _choose_poll),
    "V": Act("run", "close_poll", _close_poll),
    "j": Act("run", None, _door),
    "e": Act("run", None, _ask_to_end),
    "E": Act("run", "end", _end),
    "s": Act("run", None, _ask_to_seal),
    "S": Act("run", "seal", _seal),
    "k": Act("run", None, _entrance),
    "K": Act("run", None, _poster),
}

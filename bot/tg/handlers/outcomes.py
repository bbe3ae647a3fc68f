"""``/resultats``: what was voted, item by item, and its files."""

from __future__ import annotations

from bot.app.desk import Officer
from bot.app.results import outcomes
from bot.app.seat import Scene
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Deed
from bot.tg.staff import bring_staff, order
from bot.tg.turn import Turn
from bot.tg.views import results as view

FILES = {"c": "chart.png", "v": "results.csv", "x": "dossier.xlsx"}
"""What stands for each file in a button."""


async def open_results(turn: Turn, officer: Officer, scene: Scene) -> None:
    """Show the list of what has results."""
    session = scene.session.id
    found = await outcomes(turn.work, session, scene.script)
    await bring_staff(turn, officer.at(session), view.listing(turn.speech(officer.language), session, found))


async def show_poll(turn: Turn, officer: Officer, scene: Scene, step: str) -> None:
    """Show the results of the item that a step belongs to; the list where there is no such step."""
    await _show(turn, officer, scene, (step,))


async def _show(turn: Turn, officer: Officer, scene: Scene, arguments: tuple[str, ...]) -> None:
    found = await outcomes(turn.work, scene.session.id, scene.script)
    look = view.read_look(scene.script, found, arguments)
    if look is None:
        await open_results(turn, officer, scene)
        return
    speech = turn.speech(officer.language)
    reply = view.page(speech, scene.session.id, scene.script, look)
    await bring_staff(turn, officer.at(scene.session.id), reply)


async def _list(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    await open_results(turn, officer, scene)


async def _item(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    await _show(turn, officer, scene, tap.arguments)


async def _file(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    """Order a file."""
    name = FILES.get(tap.argument(0))
    if name is None:
        turn.came_to_nothing = True
        await open_results(turn, officer, scene)
        return
    order(turn, officer, name, scene.session.id, " ".join(tap.arguments[1:]))


DEEDS: dict[str, Act[Deed]] = {
    "r": Act("results", None, _list),
    "ri": Act("results", None, _item),
    "rf": Act("results", "took_files", _file),
}

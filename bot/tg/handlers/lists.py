"""``/questions``: leafing through the list, filtering it, and getting it as a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.app.desk import Officer
from bot.app.question_list import ListPage, rows
from bot.app.seat import Scene
from bot.app.words import Text, _
from bot.tg.callback import Tap
from bot.tg.delivery import Job
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views import question_list as view
from bot.tg.views.question_list import Place, read_place

FILES = {"csv": "questions.csv", "xlsx": "dossier.xlsx"}


async def open_list(turn: Turn, officer: Officer, scene: Scene) -> None:
    """Show the first page of what the room may see."""
    await show_list(turn, officer.at(scene.session.id), scene, Place())


async def show_list(
    turn: Turn, officer: Officer, scene: Scene, place: Place, toast: str = "", notice: Text | None = None
) -> None:
    """Show a page of the list."""
    seen = await _look(turn, officer, scene, place)
    speech = turn.speech(officer.language)
    reply = view.listing(speech, scene.session.id, seen, focal=_is_focal(officer), notice=notice)
    await bring_staff(turn, officer, reply, toast=toast)


async def _list(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    await show_list(turn, officer, scene, _place(tap))


async def _choose_status(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    seen = await _look(turn, officer, scene, _place(tap))
    await bring_staff(
        turn, officer, view.choose_status(turn.speech(officer.language), scene.session.id, seen)
    )


async def _choose_theme(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    seen = await _look(turn, officer, scene, _place(tap))
    await bring_staff(turn, officer, view.choose_theme(turn.speech(officer.language), scene.session.id, seen))


async def _file(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    name = FILES.get(tap.argument(0))
    if name is None:
        await show_list(turn, officer, scene, Place())
        return
    turn.send(turn.acknowledge(turn.speech(officer.language).plain(_("file.coming"))))
    turn.send((), job=Job(name, scene.session.id, officer.language))


async def _look(turn: Turn, officer: Officer, scene: Scene, place: Place) -> ListPage:
    """A page of the list; what is protected is listed for the focal point alone."""
    if place.filter.selection == "protected" and not _is_focal(officer):
        place = Place()
    return await rows(turn.work, scene.session.id, place.filter, place.page)


def _is_focal(officer: Officer) -> bool:
    return officer.role == "focal"


def _place(tap: Tap) -> Place:
    return read_place(tap.argument(0)) or Place()


DEEDS: dict[str, Callable[[Turn, Tap, Officer, Scene], Awaitable[None]]] = {
    "q": _list,
    "qs": _choose_status,
    "qt": _choose_theme,
    "qx": _file,
}

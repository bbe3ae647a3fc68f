"""``/questions``: leafing through the list, filtering it, and getting it as a file."""

from __future__ import annotations

from bot.app.desk import Officer
from bot.app.question_list import ListPage, rows
from bot.app.seat import Scene
from bot.app.words import Text
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Deed
from bot.tg.staff import bring_staff, order
from bot.tg.turn import Turn
from bot.tg.views import question_list as view
from bot.tg.views.question_list import Place, read_place

FILES = {"csv": "questions.csv", "xlsx": "dossier.xlsx"}


async def open_list(turn: Turn, officer: Officer, scene: Scene) -> None:
    """Show the first page of what the room may see."""
    await show_list(turn, officer.at(scene.session.id), scene, Place())
    turn.came_to_nothing = not turn.showed


async def show_list(
    turn: Turn, officer: Officer, scene: Scene, place: Place, toast: str = "", notice: Text | None = None
) -> None:
    """Show a page of the list."""
    seen = await _look(turn, officer, scene, place)
    if seen.rows:
        note_reading(turn, protected=seen.filter.selection == "protected")
    speech = turn.speech(officer.language)
    reply = view.listing(speech, scene.session.id, seen, focal=officer.may("protected"), notice=notice)
    await bring_staff(turn, officer, reply, toast=toast)


def note_reading(turn: Turn, *, protected: bool) -> None:
    """The audit log will say that questions were read; that protected ones were is said apart."""
    turn.showed.add("read_protected" if protected else "read")


async def _list(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    await show_list(turn, officer, scene, _place(tap))
    turn.came_to_nothing = not turn.showed


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
        turn.came_to_nothing = True
        await show_list(turn, officer, scene, Place())
        return
    order(turn, officer, name, scene.session.id)


async def _look(turn: Turn, officer: Officer, scene: Scene, place: Place) -> ListPage:
    """A page of the list; what is protected is listed for the focal point alone."""
    if place.filter.selection == "protected" and not officer.may("protected"):
        place = Place()
    return await rows(turn.work, scene.session.id, place.filter, place.page)


def _place(tap: Tap) -> Place:
    return read_place(tap.argument(0)) or Place()


DEEDS: dict[str, Act[Deed]] = {
    "q": Act("questions", "read", _list),
    "qs": Act("questions", None, _choose_status),
    "qt": Act("questions", None, _choose_theme),
    "qx": Act("questions", "took_files", _file),
}

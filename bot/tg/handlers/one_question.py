"""One question in an officer's hands: finding it anew at every tap, showing it, and going on to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.app.desk import Officer
from bot.app.moderate import Overtaken, Vanished, find, look, next_waiting, shown_to_room
from bot.app.records import Question
from bot.app.seat import Scene
from bot.app.words import Text, _
from bot.core.questions import FOR_FOCAL_POINT, NotAllowed
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Deed
from bot.tg.handlers.lists import note_reading, show_list
from bot.tg.reply import Reply
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views.question_list import read_place
from bot.tg.views.queue import Setting, nothing_waits, one_question


@dataclass(frozen=True, slots=True)
class Case:
    """A question, who has it in hand, and the page of the list it was opened from ("" for the queue)."""

    turn: Turn
    officer: Officer
    scene: Scene
    question: Question
    place: str

    @property
    def setting(self) -> Setting:
        """What a screen about the question needs to know."""
        return setting_of(self.turn, self.officer, self.scene, self.place)

    async def bring(self, reply: Reply, toast: str = "") -> None:
        """Show a screen to the officer, who waits for nothing."""
        await bring_staff(self.turn, self.officer.at(self.scene.session.id), reply, toast=toast)

    async def show(self, toast: str = "", notice: Text | None = None) -> None:
        """Show the question."""
        note_reading(self.turn, protected=self.question.status in FOR_FOCAL_POINT)
        sight = await look(self.turn.work, self.question)
        await self.bring(one_question(self.setting, sight, notice), toast)

    def now(self, question: Question) -> Case:
        """The case after the question was changed. People in the room are shown what changes for them."""
        if shown_to_room(self.question) != shown_to_room(question):
            self.turn.batch.broadcast(self.scene.session.id)
        else:
            self.turn.batch.touched.add(self.scene.session.id)
        return replace(self, question=question)

    def say(self, text: Text) -> str:
        """A short notice in the officer's language."""
        return self.turn.speech(self.officer.language).plain(text)


OnQuestion = Callable[[Case, Tap], Awaitable[None]]


def setting_of(turn: Turn, officer: Officer, scene: Scene, place: str) -> Setting:
    """Who looks at which session, and where they came from."""
    return Setting(turn.speech(officer.language), officer, scene.session, place)


def on_question(deed: OnQuestion) -> Deed:
    """A deed on the question that a button names first, and the place it was opened from second. Whoever was
    overtaken, by the author or by another officer, is told so and goes on."""

    async def found(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
        place = str(read_place(tap.argument(1)) or "")
        await with_question(turn, officer, scene, tap.argument(0), place, lambda case: deed(case, tap))

    return found


async def with_question(
    turn: Turn,
    officer: Officer,
    scene: Scene,
    question_id: str,
    place: str,
    deed: Callable[[Case], Awaitable[None]],
) -> None:
    """Do something with a question as it is now, or say that it is gone or has changed."""
    focal = officer.may("protected")
    session = scene.session.id
    try:
        question = await find(turn.work, session, question_id, focal=focal)
        note_reading(turn, protected=question.status in FOR_FOCAL_POINT)
        await deed(Case(turn, officer, scene, question, place))
    except Vanished:
        turn.came_to_nothing = True
        await go_on(turn, officer, scene, place, behind=question_id, notice=_("mod.gone"))
    except (Overtaken, NotAllowed):
        turn.came_to_nothing = True
        question = await find(turn.work, session, question_id, focal=focal)
        await Case(turn, officer, scene, question, place).show(notice=_("mod.changed_meanwhile"))


async def go_on(
    turn: Turn,
    officer: Officer,
    scene: Scene,
    place: str,
    *,
    behind: str = "",
    backwards: bool = False,
    toast: str = "",
    notice: Text | None = None,
) -> None:
    """Back to the list, or in the queue to the next question that waits behind this id."""
    officer = officer.at(scene.session.id)
    page = read_place(place)
    if page is not None:
        await show_list(turn, officer, scene, page, toast, notice)
        return
    session = scene.session.id
    waiting = await next_waiting(turn.work, session, behind, backwards=backwards)
    if waiting is not None:
        question = await find(turn.work, session, waiting)
        await Case(turn, officer, scene, question, "").show(toast, notice)
        return
    coming = (await turn.work.questions.count_intakes([session]))[session] > 0
    counts = await turn.work.questions.count(session)
    listed = any(count for status, count in counts.items() if status not in FOR_FOCAL_POINT)
    setting = setting_of(turn, officer, scene, "")
    reply = nothing_waits(setting, coming=coming, listed=listed, notice=notice)
    await bring_staff(turn, officer, reply, toast=toast)

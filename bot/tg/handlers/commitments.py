"""Commitments: recorded step by step, corrected, kept current; participants see each change at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from bot.app import commitments
from bot.app.audit import What
from bot.app.dates import read_day
from bot.app.desk import Officer
from bot.app.records import Commitment
from bot.app.seat import Scene
from bot.app.words import Text, _
from bot.app.writing import Refused
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Deed, TypedInSession
from bot.tg.handlers.at_work import given_so_far
from bot.tg.staff import bring_staff, order
from bot.tg.turn import Turn
from bot.tg.views import commitments as view
from bot.tg.views.refusals import refusal

WORDS, STRUCTURE, DUE = "commitment_words", "commitment_structure", "commitment_due"
"""What a typed text can be for."""

OnCommitment = Callable[[Turn, Tap, Officer, Scene, Commitment], Awaitable[None]]


async def _list(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    await _show_list(turn, officer, scene)


async def _show_list(turn: Turn, officer: Officer, scene: Scene) -> None:
    session = scene.session.id
    known = await turn.work.commitments.of(session)
    reply = view.listing(turn.speech(officer.language), session, known)
    await bring_staff(turn, officer.at(session), reply)


async def _show(turn: Turn, officer: Officer, scene: Scene, commitment: Commitment) -> None:
    session = scene.session
    reply = view.one(turn.speech(officer.language), session.id, session.languages, commitment)
    await bring_staff(turn, officer.at(session.id), reply)


async def _show_to_all(turn: Turn, officer: Officer, scene: Scene, commitment: Commitment) -> None:
    """Participants see the change at once."""
    turn.batch.broadcast(scene.session.id)
    await _show(turn, officer, scene, commitment)


async def _add(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    if len(await turn.work.commitments.of(scene.session.id)) >= commitments.MOST:
        await _show_list(turn, officer, scene)
        return
    await _ask_words(turn, officer, scene, view.NEW, _first_language(officer, scene))


def _first_language(officer: Officer, scene: Scene) -> str:
    """The session's language in which the officer is asked first: their own if it is one."""
    languages = scene.session.languages
    return officer.language if officer.language in languages else languages[0]


async def _ask_words(
    turn: Turn, officer: Officer, scene: Scene, id: str, language: str, wrong: Text | None = None
) -> None:
    turn.came_to_nothing = True
    reply = view.ask_words(turn.speech(officer.language), scene.session.id, language, wrong)
    await bring_staff(turn, officer.waiting(WORDS, id=id, language=language), reply)


async def _ask_structure(
    turn: Turn, officer: Officer, scene: Scene, given: dict[str, Any], wrong: Text | None = None
) -> None:
    turn.came_to_nothing = True
    reply = view.ask_structure(turn.speech(officer.language), scene.session.id, wrong)
    await bring_staff(turn, officer.waiting(STRUCTURE, **given), reply)


async def _ask_due(
    turn: Turn, officer: Officer, scene: Scene, given: dict[str, Any], wrong: Text | None = None
) -> None:
    turn.came_to_nothing = True
    reply = view.ask_due(turn.speech(officer.language), scene.session.id, given["id"], wrong)
    await bring_staff(turn, officer.waiting(DUE, **given), reply)


async def _words_typed(turn: Turn, officer: Officer, scene: Scene, text: str) -> None:
    given = _given(officer)
    try:
        words = commitments.read_words(text)
    except Refused as refused:
        await _ask_words(turn, officer, scene, given["id"], given["language"], refusal(refused))
        return
    if given["id"] == view.NEW:
        await _ask_structure(turn, officer, scene, {**given, "words": words})
        return

    def change(commitment: Commitment) -> Commitment:
        return commitments.reword(turn.work, commitment, given["language"], words)

    await _change(turn, officer, scene, given["id"], change)


async def _structure_typed(turn: Turn, officer: Officer, scene: Scene, text: str) -> None:
    given = _given(officer)
    try:
        structure = commitments.read_structure(text)
    except Refused as refused:
        await _ask_structure(turn, officer, scene, given, refusal(refused))
        return
    if given["id"] == view.NEW:
        await _ask_due(turn, officer, scene, {**given, "structure": structure})
        return

    def change(commitment: Commitment) -> Commitment:
        return commitments.hand_to(turn.work, commitment, structure)

    await _change(turn, officer, scene, given["id"], change)


async def _due_typed(turn: Turn, officer: Officer, scene: Scene, text: str) -> None:
    given = _given(officer)
    due = read_day(text, turn.services.clock.today())
    if due is None:
        await _ask_due(turn, officer, scene, given, refusal(Refused("day")))
        return
    await _set_due(turn, officer, scene, given, due)


async def _due_tapped(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    """A month, three, or no day; for a commitment that stands or for the one that is being recorded."""
    id, months = tap.argument(0), tap.argument(1)
    given = await given_so_far(turn, scene.session.id, DUE) if id == view.NEW else {"id": id}
    if given.get("id") != id or months not in ("0", *map(str, view.MONTHS)):
        turn.came_to_nothing = True
        await _show_list(turn, officer, scene)
        return
    today = turn.services.clock.today()
    due = commitments.in_months(today, int(months)) if months != "0" else None
    await _set_due(turn, officer, scene, given, due)


async def _set_due(
    turn: Turn, officer: Officer, scene: Scene, given: dict[str, Any], due: date | None
) -> None:
    if given["id"] != view.NEW:
        await _change(
            turn, officer, scene, given["id"], lambda each: commitments.put_off(turn.work, each, due)
        )
        return
    words = {given["language"]: given["words"]}
    try:
        made = await commitments.promise(
            turn.work, turn.services, scene.session, words, given["structure"], due
        )
    except Refused:
        turn.came_to_nothing = True
        await _show_list(turn, officer, scene)
        return
    await _show_to_all(turn, officer, scene, made)


async def _change(
    turn: Turn, officer: Officer, scene: Scene, id: str, change: Callable[[Commitment], Commitment]
) -> None:
    """Change a commitment that may have been deleted meanwhile, and let everybody see it."""
    commitment = await commitments.find(turn.work, scene.session.id, id)
    if commitment is None:
        turn.came_to_nothing = True
        await _show_list(turn, officer, scene)
        return
    await _show_to_all(turn, officer, scene, change(commitment))


def _given(officer: Officer) -> dict[str, Any]:
    return {name: value for name, value in (officer.waits or {}).items() if name != "for"}


async def _open(turn: Turn, tap: Tap, officer: Officer, scene: Scene, commitment: Commitment) -> None:
    await _show(turn, officer, scene, commitment)


async def _status(turn: Turn, tap: Tap, officer: Officer, scene: Scene, commitment: Commitment) -> None:
    status = view.STATUS_CODES.get(tap.argument(1))
    if status is None or status == commitment.status:
        turn.came_to_nothing = True
        await _show(turn, officer, scene, commitment)
        return
    await _show_to_all(turn, officer, scene, commitments.report(turn.work, commitment, status))


async def _correct_words(
    turn: Turn, tap: Tap, officer: Officer, scene: Scene, commitment: Commitment
) -> None:
    language = tap.argument(1)
    if language not in scene.session.languages:
        await _show(turn, officer, scene, commitment)
        return
    await _ask_words(turn, officer, scene, commitment.id, language)


async def _correct_structure(
    turn: Turn, tap: Tap, officer: Officer, scene: Scene, commitment: Commitment
) -> None:
    await _ask_structure(turn, officer, scene, {"id": commitment.id})


async def _correct_due(turn: Turn, tap: Tap, officer: Officer, scene: Scene, commitment: Commitment) -> None:
    await _ask_due(turn, officer, scene, {"id": commitment.id})


async def _ask_to_delete(
    turn: Turn, tap: Tap, officer: Officer, scene: Scene, commitment: Commitment
) -> None:
    speech = turn.speech(officer.language)
    await bring_staff(turn, officer, view.confirm_deletion(speech, scene.session.id, commitment))


async def _delete(turn: Turn, tap: Tap, officer: Officer, scene: Scene, commitment: Commitment) -> None:
    commitments.withdraw(turn.work, commitment)
    turn.batch.broadcast(scene.session.id)
    await _show_list(turn, officer, scene)


async def _file(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
    order(turn, officer, "commitments.csv", scene.session.id)


def _on(deed: OnCommitment) -> Deed:
    """A deed on the commitment that a button names first; the list where there is none of that id."""

    async def found(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
        commitment = await commitments.find(turn.work, scene.session.id, tap.argument(0))
        if commitment is None:
            turn.came_to_nothing = True
            await _show_list(turn, officer, scene)
        else:
            await deed(turn, tap, officer, scene, commitment)

    return found


def _in_dialogues(deed: Deed) -> Deed:
    """Nothing is promised in a youth poll."""

    async def checked(turn: Turn, tap: Tap, officer: Officer, scene: Scene) -> None:
        if scene.session.kind == "dialogue":
            await deed(turn, tap, officer, scene)
        else:
            turn.came_to_nothing = True
            turn.alert(turn.speech(officer.language), _("typed.not_now"))

    return checked


def _act(noted: What | None, deed: Deed) -> Act[Deed]:
    return Act("commitments", noted, _in_dialogues(deed))


DEEDS: dict[str, Act[Deed]] = {
    "c": _act(None, _list),
    "ca": _act(None, _add),
    "cf": _act("took_files", _file),
    "ct": _act("commitment", _due_tapped),
    "co": _act(None, _on(_open)),
    "cs": _act("commitment", _on(_status)),
    "cw": _act(None, _on(_correct_words)),
    "cg": _act(None, _on(_correct_structure)),
    "cd": _act(None, _on(_correct_due)),
    "cx": _act(None, _on(_ask_to_delete)),
    "cX": _act("commitment_removed", _on(_delete)),
}
TYPED: dict[str, Act[TypedInSession]] = {
    WORDS: Act("commitments", "commitment", _words_typed),
    STRUCTURE: Act("commitments", "commitment", _structure_typed),
    DUE: Act("commitments", "commitment", _due_typed),
}

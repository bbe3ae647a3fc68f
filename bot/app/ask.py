"""Asking: a question is typed, seen as it will be read, sent, mixed with others, looked at and withdrawn.

Nothing is stored of a question before it is sent: its draft is the preview in the author's own chat. Once sent it
waits under a short-lived key and then stands in the list without author, time or order.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from bot.app.ports import Work
from bot.app.records import Intake, Question
from bot.app.seat import Scene, Seat, save_seat
from bot.app.services import Services
from bot.app.vault import IntakeVault, Unreadable
from bot.core import names
from bot.core.journey import stand
from bot.core.screening import Screened, has_words, screen
from bot.core.script import Ask

INTAKE = b"intake:"
TOKEN_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TOKEN_LENGTH = 22
QUESTION_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
QUESTION_ID_LENGTH = 10
MIXED_AT_LEAST = 3
"""Questions of this many people or more move to the list at once, except at the end of a stage."""

EXCERPT = 200
"""Characters of a question that its author is shown again: the length of Telegram's alert."""


class CannotAsk(Exception):
    """``code``: ``not_now`` (no questions here), ``used_up`` (all sent), ``empty``, ``too_long``."""

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as it would be read, at which step, and what was found in it."""

    step: Ask
    screened: Screened


def draft(seat: Seat, text: str) -> Draft:
    """Look at what somebody typed. Raises CannotAsk."""
    step = asking_step(seat)
    if step is None:
        raise CannotAsk("not_now")
    if seat.person.asked.get(step.id, 0) >= step.limit:
        raise CannotAsk("used_up", step.limit)
    screened = screen(text)
    if len(screened.text) > step.max_length:
        raise CannotAsk("too_long", step.max_length)
    if not has_words(screened.text):
        raise CannotAsk("empty")
    return Draft(step, screened)


def asking_step(seat: Seat) -> Ask | None:
    """The step that collects questions where this person stands, or in the stage they have gone through."""
    if seat.scene.session.state != "open":
        return None
    standing = stand(seat.scene.room, seat.person)
    if isinstance(standing.step, Ask):
        return standing.step
    if standing.step is None and standing.stage is not None:
        asks = [step for step in standing.stage.steps if isinstance(step, Ask) and seat.person.meets(step)]
        return asks[-1] if asks else None
    return None


def remember_typed(work: Work, seat: Seat, message: int) -> Seat:
    """Note the id of a typed message, so that it can leave the chat with its preview."""
    seat = seat.with_person(replace(seat.person, typed=(*seat.person.typed, message)[-10:]))
    save_seat(work, seat)
    return seat


def forget_typed(work: Work, seat: Seat) -> Seat:
    """The typed messages have left the chat."""
    seat = seat.with_person(replace(seat.person, typed=()))
    save_seat(work, seat)
    return seat


def keep_typed(work: Work, seat: Seat, *, keeps: bool) -> Seat:
    """Note whether what the person types stays in their chat once it is sent."""
    seat = seat.with_person(replace(seat.person, keeps_typed=keeps))
    save_seat(work, seat)
    return seat


async def send(work: Work, services: Services, seat: Seat, text: str) -> tuple[Seat, str]:
    """Take a question in. Returns the seat and the token that only the author's chat will hold.

    Raises CannotAsk; a question with something found in it must be sent without it.
    """
    question = draft(seat, text)
    if question.screened.findings:
        text = question.screened.without
        if not has_words(text):
            raise CannotAsk("empty")
    else:
        text = question.screened.text
    scene = seat.scene
    token = services.chance.letters(TOKEN_ALPHABET, TOKEN_LENGTH)
    intake = await scene.intake(services)
    place = names.intake_name(intake.key, token)
    content = {
        "token_hash": names.token_hash(token).hex(),
        "collect": question.step.collect,
        "side": seat.person.side,
        "language": seat.person.language,
        "text": text,
        "sender": names.sender_name(scene.vault.key, intake.name, seat.key).hex(),
    }
    sealed = intake.name.encode() + b"\n" + intake.seal.close(INTAKE + place, content)
    work.questions.put_intake(Intake(place, scene.session.id, sealed))
    seat = seat.with_person(replace(seat.person.count_question(question.step.id, 1), typed=()))
    save_seat(work, seat)
    return seat, token


@dataclass(frozen=True, slots=True)
class Mixed:
    """How many questions were mixed, and the names of the keys under which they had waited."""

    count: int = 0
    keys: Sequence[str] = ()


async def mix(work: Work, services: Services, scene: Scene, *, everything: bool = False) -> Mixed:
    """Move the waiting questions, shuffled, into the list: those of three people or more at once, or all at the end of
    a stage.

    Must run in a transaction of its own, and its caller destroys the keys after the commit. None is moved when there
    are too few.
    """
    waiting = await work.questions.intakes(scene.session.id)
    opened = await _open_all(services, waiting)
    senders = {sender for _question, sender in opened}
    if not waiting or (len(senders) < MIXED_AT_LEAST and not everything):
        return Mixed()
    keys = await services.vault.retire_intakes(scene.session.id)
    for intake in waiting:
        work.questions.remove_intake(intake.id)
    # In the order of what their tokens hash to first: that of the intake hangs on a key which no seed repeats.
    questions = sorted((question for question, _sender in opened), key=lambda each: each.token_hash or b"")
    named = [replace(each, id=_new_id(services)) for each in questions]
    for question in services.chance.shuffled(named):
        work.questions.put(question)
    return Mixed(len(questions), keys)


def _new_id(services: Services) -> str:
    return services.chance.letters(QUESTION_ID_ALPHABET, QUESTION_ID_LENGTH)


async def _open_all(services: Services, waiting: Sequence[Intake]) -> list[tuple[Question, str]]:
    """The waiting questions, without those whose key is gone: nobody can read them any more, and they must not keep
    the others waiting."""
    vaults: dict[str, IntakeVault] = {}
    found = []
    for intake in waiting:
        with suppress(Unreadable):
            name = _key_name(intake)
            vaults[name] = vaults.get(name) or await services.vault.open_intake(name)
            found.append(_opened(intake, vaults[name]))
    return found


def _key_name(intake: Intake) -> str:
    """The name of the key under which a question waits. Raises Unreadable."""
    name, mark, _ciphertext = intake.sealed.partition(b"\n")
    if not mark or not name.isascii():
        raise Unreadable
    return name.decode()


def _opened(intake: Intake, vault: IntakeVault) -> tuple[Question, str]:
    """A waiting question, which has no id yet, and what tells its sender apart from the others. Raises Unreadable."""
    content = vault.seal.open(INTAKE + intake.id, intake.sealed.split(b"\n", 1)[1])
    question = Question(
        id="",
        session=intake.session,
        collect=content["collect"],
        side=content["side"],
        language=content["language"],
        text=content["text"],
        token_hash=bytes.fromhex(content["token_hash"]),
    )
    return question, content["sender"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a question, for its author alone: the first characters and a status; None if it is gone."""

    excerpt: str
    status: Literal["waiting", "published", "asked", "answered"]
    collect: Literal["question", "word"]


async def look(work: Work, services: Services, session: str, token: str) -> Receipt | None:
    """Show an author what became of their question."""
    question = await work.questions.by_token(names.token_hash(token))
    if question is None:
        intake = await _waiting(work, services, session, token)
        if intake is None:
            return None
        question, _sender = _opened(intake, await services.vault.open_intake(_key_name(intake)))
    if question.session != session:
        return None
    status = await _public_status(work, question)
    return Receipt(question.text[:EXCERPT], status, question.collect)


async def _waiting(work: Work, services: Services, session: str, token: str) -> Intake | None:
    """The question of this receipt while it waits to be mixed, None if none of this session does."""
    for each in await services.vault.intakes(session):
        intake = await work.questions.intake(names.intake_name(each.key, token))
        if intake is not None and intake.session == session:
            return intake
    return None


async def withdraw(work: Work, services: Services, seat: Seat, token: str) -> bool:
    """Take a question back for good, if it is still there. The author may then send another in its place."""
    session = seat.scene.session.id
    intake = await _waiting(work, services, session, token)
    question = await work.questions.by_token(names.token_hash(token))
    if intake is not None:
        work.questions.remove_intake(intake.id)
        # What is not mixed yet was sent in the stage that is open.
        step = asking_step(seat)
    elif question is not None and question.session == session:
        work.questions.remove(question.id)
        step = _sent_at(seat, question.collect)
    else:
        return False
    if step is not None:
        save_seat(work, seat.with_person(seat.person.count_question(step.id, -1)))
    return True


def _sent_at(seat: Seat, collect: str) -> Ask | None:
    """The step where this person sent something of this kind: the one where they stand, or the script's first."""
    steps = [step for _stage, step in seat.scene.script.steps() if isinstance(step, Ask)]
    sent = [step for step in steps if step.collect == collect and seat.person.asked.get(step.id)]
    here = asking_step(seat)
    return here if here in sent else next(iter(sent), None)


async def _public_status(
    work: Work, question: Question
) -> Literal["waiting", "published", "asked", "answered"]:
    """What an author is told: a question put aside or handed to the focal point goes on waiting; one merged with
    another shares its fate."""
    if question.status == "merged" and question.merged_into:
        other = await work.questions.get(question.session, question.merged_into)
        if other is not None and other.status != "merged":
            return await _public_status(work, other)
    if question.status in ("published", "asked", "answered"):
        return question.status
    return "waiting"

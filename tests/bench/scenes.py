"""What is measured: people who tap scores, who type questions, who join."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

from bot.rehearsal.standin import Message, Person
from bot.tg.callback import button
from tests.bench.crowd import Crowd, Visit, buttons_of, deed_of, screen_of
from tests.bench.room import FIRST_PERSON, Opened, Room

QUESTIONS_EACH = 3
QUESTION = "Pourquoi la patrouille passe-t-elle si rarement au marché le soir, et qui le décide ?"
PREVIEWED = {"sendMessage": 1}
SENT = {"answerCallbackQuery": 1, "sendMessage": 2}

Name = Literal["taps", "questions", "joins"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that people do: what it is called in the table, the stage that must be open for it, how many
    participants there must be, who comes, and what each does."""

    name: Name
    title: str
    stage: Opened
    participants: int
    people: Callable[[Crowd, int], Iterator[Person]]
    visit: Callable[[Room], Visit]


def scenes(together: int, seconds: float) -> dict[Name, Scene]:
    """The scenes for so many people at a time and so long."""
    # Far more than any of the bots gets to: whoever has sent their questions makes room for the next.
    writers = together + int(seconds * 200)
    return {
        "taps": Scene("taps", "tap", "scores", together, _participants, _tapping),
        "questions": Scene("questions", "typed question", "questions", writers, _participants, _asking),
        "joins": Scene("joins", "join", None, 0, _newcomers, _joining),
    }


def _participants(crowd: Crowd, number: int) -> Iterator[Person]:
    return (crowd.person(FIRST_PERSON + place) for place in range(number))


def _newcomers(crowd: Crowd, _number: int) -> Iterator[Person]:
    return (crowd.person(FIRST_PERSON + place) for place in count())


def _tapping(room: Room) -> Visit:
    """Give a score, change it, give the next, for as long as it lasts."""
    chance = random.Random(1)
    # Baro shows where things stand, as for any old button; the peers take it for an answer.
    first = button("p", room.session.id, "v", "police", "rather")

    async def visit(crowd: Crowd, person: Person) -> None:
        message = crowd.shown(person, first)
        while crowd.goes_on:
            await crowd.taps(person, message, score(message, chance))

    return visit


def score(message: Message, chance: random.Random) -> str:
    """A button that is on the screen: an answer other than the one given; where there is none, a score to
    change; where there is none either, whatever goes on."""
    buttons = buttons_of(message)
    answers = [data for data, label in buttons.items() if deed_of(data) == "v" and not label.startswith("✅")]
    again = [data for data in buttons if deed_of(data) == "r"]
    return chance.choice(answers or again[:1] or list(buttons)[:1])


def _asking(room: Room) -> Visit:
    """Look where one is, then type questions and send each."""
    old = button("p", room.session.id, "o")

    async def visit(crowd: Crowd, person: Person) -> None:
        await crowd.taps(person, crowd.shown(person, old), old)
        for _each in range(QUESTIONS_EACH):
            if not crowd.goes_on:
                return
            await crowd.writes(person, QUESTION, PREVIEWED)
            preview = screen_of(person)
            send = next(data for data in buttons_of(preview) if deed_of(data) == "w")
            await crowd.taps(person, preview, send, SENT)

    return visit


def _joining(room: Room) -> Visit:
    """Come with the link, choose a language, accept, say who one is."""

    async def visit(crowd: Crowd, person: Person) -> None:
        await crowd.writes(person, f"/start {room.session.code}", {"sendMessage": 1})
        while crowd.goes_on and (data := _onwards(screen_of(person))):
            await crowd.taps(person, screen_of(person), data)

    return visit


def _onwards(screen: Message) -> str | None:
    """The first button that leads further into the session, None for somebody who has arrived."""
    return next((data for data in buttons_of(screen) if data[0] == "j" or deed_of(data) == "t"), None)

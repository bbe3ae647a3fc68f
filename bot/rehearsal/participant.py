"""A participant: sees a screen, does what it asks for, one deed at a time, and keeps account of what was given."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bot.app.words import _
from bot.core.codes import spell
from bot.core.person import Person
from bot.core.screening import screen as screened
from bot.core.script import (
    DONT_KNOW,
    NO_ANSWER,
    AnyStep,
    Ask,
    Ballot,
    Choose,
    Commitments,
    Rate,
    Script,
    Support,
    values_of,
)
from bot.rehearsal.cast import Character, Habit
from bot.rehearsal.house import House, in_language
from bot.rehearsal.player import Player
from bot.rehearsal.screens import Seen, label_of, look
from bot.rehearsal.standin import Message, Tap

WRONG_CODE = "ahj-kmr"
"""Looks like a code; the chance that it is one is 1 in 24 million."""

NON_ANSWER = 0.06
"""How often somebody does not know, or rather not says; between 0 and 1."""

NEXT_PAGE = "▶️"
LEAFS_ON = 0.45
"""How often somebody looks at the next page before picking; between 0 and 1."""

Place = Literal["outside", "inside", "declined", "left"]
Deed = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Sent:
    """A question or last word that was sent, as it is to be read."""

    collect: Literal["question", "word"]
    text: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """The button of the last vote, as a phone remembers it."""

    stage: str
    message: Message
    data: str


@dataclass(frozen=True, slots=True)
class Quirk:
    """Something odd that somebody of this habit does once, where it fits."""

    habit: Habit
    fits: Callable[[Participant, Seen], bool]
    play: Callable[[Participant, Seen], Awaitable[object]]


class Participant(Player):
    """One of the cast in one session.

    ``told`` is what they said of themselves, ``ballots`` are the last answers by step, ``supports`` the words of the
    questions supported, ``promised`` is what was read of commitments and in which language, ``puzzled`` are the
    screens that made no sense.
    ``errands`` are done before anything else, ``done`` are the oddities so far.
    """

    def __init__(
        self, house: House, character: Character, script: Script, code: str, quirks: Iterable[Quirk]
    ) -> None:
        super().__init__(house, house.person(character.name, character.language), character.language)
        self.character = character
        self.script = script
        self.place: Place = "outside"
        self.offline = False
        self.told: dict[str, str] = {}
        self.ballots: dict[str, str] = {}
        self.sent: list[Sent] = []
        self.supports: list[str] = []
        self.promised: tuple[str, str] | None = None
        self.puzzled: list[str] = []
        self.last_vote: Vote | None = None
        self.errands: deque[Deed] = deque()
        self.wants = character.language
        self.quirks = list(quirks)
        self.done: list[Habit] = []
        self._random = character.random
        self._arrival = deque(_ways_in(character.habits, code))
        self._unasked = list(character.questions)
        self._speaks_last = self._random.random() < 0.7
        self._eager = self._random.randint(1, 3)

    @property
    def inside(self) -> bool:
        """Whether the person takes part now."""
        return self.place == "inside"

    def as_told(self) -> Person:
        """The person as the rules see them: only what was said."""
        return Person(self.language, "", "", self.told)

    def has(self, habit: Habit) -> bool:
        """Whether this is one of the person's habits."""
        return habit in self.character.habits

    def sees(self) -> Seen:
        """What is on the screen."""
        return look(self, self.script)

    def forgotten(self) -> list[str]:
        """At the end of a stage: the answers that the screen does not have as they were given. What it does not
        name at all is closed and counted."""
        given = {
            f"{self._name_of(step)} : {self.button_of(step, self.ballots[step.id])}"
            for stage, step in self.script.polls()
            if step.id in self.ballots and in_language(stage.title, self.language) in self.last_words
        }
        names = tuple({line.split(" : ")[0] + " : " for line in given})
        return [line for line in self.last_words.split("\n") if line.startswith(names) and line not in given]

    def _name_of(self, step: Ballot) -> str:
        """A vote as it is named at the end of a stage."""
        if isinstance(step, Rate):
            return f"{step.sign} {in_language(step.item, self.language)}".strip()
        return in_language(step.question, self.language)

    async def turn(self) -> bool:
        """Do the next thing, if there is any. It is with Telegram when this returns."""
        if self.offline or self.place in ("declined", "left"):
            return False
        if self._arrival:
            await self.types(self._arrival.popleft())
            return True
        if self.errands:
            await self.errands.popleft()()
            return True
        seen = self.sees()
        quirk = next((each for each in self.quirks if each.fits(self, seen)), None)
        if quirk is not None:
            self.quirks.remove(quirk)
            self.done.append(quirk.habit)
            await quirk.play(self, seen)
            return True
        return await self._go_on(seen)

    async def _go_on(self, seen: Seen) -> bool:
        match seen.kind:
            case "languages":
                await self.taps(self.house.catalogue.own_name(self.wants))
                self.reads(self.wants)
            case "notice":
                await self._decide()
            case "preview":
                await self._send()
            case "leaving":
                await self.taps(_("button.leave_now"))
                self.place = "left"
            case "step":
                assert seen.step is not None
                await self._answer(seen, seen.step)
            case "unknown":
                self.puzzled.append(self.last_words)
                return False
            case _at_rest:
                return False
        return True

    async def _decide(self) -> None:
        declines = self.has(Habit.DECLINES)
        self.place = "declined" if declines else "inside"
        await self.taps(_("button.decline") if declines else _("button.accept"))

    async def _answer(self, seen: Seen, step: AnyStep) -> None:
        if isinstance(step, Choose) and step.about is not None:
            await self._tell(step)
        elif isinstance(step, Choose | Rate):
            await self._vote(seen, step)
        elif isinstance(step, Ask):
            await self._ask(step)
        elif isinstance(step, Support):
            await self._pick(step)
        else:
            if isinstance(step, Commitments):
                self.promised = (self.language, self.last_words)
            await self.taps(_("button.next"))

    async def _tell(self, step: Choose) -> None:
        said = self.character.about.get(str(step.about), NO_ANSWER)
        option = next((each for each in step.options if each.id == said), None)
        await self.taps(label_of(self, option) if option else _("button.no_answer"))
        self.told[str(step.about)] = option.id if option else NO_ANSWER

    async def _vote(self, seen: Seen, step: Ballot) -> None:
        """Give an answer, or go on where one is recorded."""
        if step.id in self.ballots and self.offers(_("button.next")):
            await self.taps(_("button.next"))
            return
        await self.vote(seen, step, self.opinion(step))

    async def vote(self, seen: Seen, step: Ballot, value: str) -> None:
        """Tap an answer."""
        message = self.screen
        assert message is not None and seen.stage is not None
        tap = await self.taps(self.button_of(step, value))
        self.ballots[step.id] = value
        self.last_vote = Vote(seen.stage.id, message, tap.data)

    def button_of(self, step: Ballot, value: str) -> str:
        """The words on an answer's button."""
        if value == DONT_KNOW:
            return self.say(_("button.dont_know"))
        if value == NO_ANSWER:
            return self.say(_("button.no_answer"))
        options = self.script.scales[step.scale].points if isinstance(step, Rate) else step.options
        return label_of(self, next(option for option in options if option.id == value))

    def opinion(self, step: Ballot, other_than: str = "") -> str:
        """An answer near what the person thinks; the session has done some good."""
        values = [value for value in values_of(self.script, step) if value != other_than]
        chance = self._random.random()
        if chance < NON_ANSWER:
            return DONT_KNOW if chance < NON_ANSWER / 2 else NO_ANSWER
        if not isinstance(step, Rate):
            return self._random.choice(values)
        gained = {"after": 0.16, "retrospective": -0.06}.get(step.moment or "", 0.0)
        leaning = self.character.trust + gained + self._random.gauss(0, 0.1)
        return values[min(len(values) - 1, max(0, int(leaning * len(values))))]

    async def _ask(self, step: Ask) -> None:
        """Type the next question or the last word, or go on."""
        sent = sum(each.collect == step.collect for each in self.sent)
        if step.collect == "question" and self._unasked and sent < step.limit:
            await self.types(self._unasked.pop(0))
        elif step.collect == "word" and self._speaks_last and not sent:
            await self.types(self.character.word)
        else:
            await self.taps(_("button.next"))

    async def _send(self) -> None:
        """Send what stands in the preview."""
        found = screened(self.typed[-1])
        kept = found.without if found.findings else found.text
        word = self.typed[-1] == self.character.word
        await self.taps(_("button.send_without") if found.findings else _("button.send"))
        self.sent.append(Sent("word" if word else "question", kept))

    async def _pick(self, step: Support) -> None:
        """Support a question of this page, look at the next one, or go on."""
        wanted = step.limit if self.has(Habit.WANTS_MORE) else min(step.limit, self._eager)
        free = self.unsupported()
        more = self.screen is not None and NEXT_PAGE in self.screen.labels
        if len(self.supports) >= wanted or not (free or more):
            await self.taps(_("button.next"))
        elif more and (not free or self._random.random() < LEAFS_ON):
            await self.taps(NEXT_PAGE)
        else:
            label = self._random.choice(free)
            self.supports.append(self.question_at(label))
            await self.taps(label)

    def unsupported(self) -> list[str]:
        """The buttons of questions on this page that the person does not support."""
        return [label for label in self.screen.labels if label.startswith("⬜")] if self.screen else []

    def question_at(self, label: str) -> str:
        """The words of the question that a button's number stands for."""
        number = f"{label.split()[-1]}. "
        assert self.screen is not None
        paragraphs = self.screen.text.split("\n\n")
        return next(each.removeprefix(number) for each in paragraphs if each.startswith(number))

    async def looks_after(self) -> list[tuple[Sent, Tap]]:
        """Tap every receipt, to see what became of what was sent."""
        kept = [each for each in self.sent if not each.withdrawn]
        looks = []
        for sent, receipt in zip(kept, self.receipts(), strict=True):
            looks.append((sent, await self.taps_on(receipt, receipt.labels[0])))
        return looks

    def receipts(self) -> list[Message]:
        """The receipts in the chat, in the order of sending, in whatever language they came."""
        catalogue = self.house.catalogue
        look_at = {catalogue.text(language, "button.look") for language in catalogue.languages}
        return [message for message in self.person.chat.messages if look_at & set(message.labels)]


def _ways_in(habits: Iterable[Habit], code: str) -> list[str]:
    """What somebody types until they are in: a link followed, or a code as it was heard."""
    if Habit.WRONG_CODE in habits:
        return ["/start", WRONG_CODE, code]
    if Habit.TYPES_CODE in habits:
        return ["/start", spell(code).lower()]
    return [f"/start {code}"]

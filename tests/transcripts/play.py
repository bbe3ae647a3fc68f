"""Playing a transcript in a room with the real bot, and writing down what people are shown."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from itertools import cycle
from typing import ClassVar

from bot.app.desk import invite
from bot.app.records import Organisation
from bot.core.codes import read_code
from bot.core.roles import Role
from bot.rehearsal.standin import Person
from bot.rehearsal.standin.people import ButtonMissing
from bot.rehearsal.standin.taps import Tap
from tests.fakes.room import Room
from tests.transcripts.lines import Deed, Transcript, is_deed, is_direction, read_deed
from tests.transcripts.screens import INDENT, Codes, Screen

ROLES: dict[str, Role] = {
    "facilitateur": "facilitator",
    "coordinateur": "coordinator",
    "point focal": "focal",
    "responsable de jeunes": "leader",
}
NEW_LINE = " ⏎ "
"""Stands in a line for a new line in what is typed."""

Direction = Callable[..., Awaitable[set[str]]]


class Play:
    """One transcript on stage."""

    def __init__(self, room: Room, transcript: Transcript) -> None:
        self._room = room
        self._transcript = transcript
        self._people: dict[str, Person] = {}
        self._screens: dict[str, Screen] = {}
        self._others: list[Person] = []
        self._running: set[str] = set()
        self._codes = Codes()
        self._invitation = ""

    async def written(self) -> str:
        """The whole file as it should stand."""
        lines: list[str] = []
        for line in self._transcript.lines:
            try:
                lines += await self._after(line)
            except (AssertionError, ValueError) as trouble:
                raise AssertionError(f"{self._transcript.path.name}: {line}\n{trouble}") from trouble
        return "\n".join(lines) + "\n"

    async def _after(self, line: str) -> list[str]:
        if is_direction(line):
            quiet = await self._directed(line.removeprefix("-- "))
            return [line, *await self._news(quiet)]
        if is_deed(line):
            deed = read_deed(line)
            tap, said = await self._done(deed)
            return [said, *await self._news(set(), deed.who, tap)]
        return [line]

    async def _news(self, quiet: set[str], actor: str = "", tap: Tap | None = None) -> list[str]:
        """What those who are shown have seen since the last line; ``quiet`` are looked away from."""
        await self._room.quiet()
        await self._learn_codes()
        lines = []
        for name, screen in self._screens.items():
            news = screen.news(tap if name == actor else None)
            if name in quiet or name not in self._transcript.shown or not news:
                continue
            if name != actor:
                lines.append(f"chez {name}")
            lines += news
        return [f"{INDENT}{self._codes.hide(line)}" for each in lines for line in each.split("\n")]

    async def _learn_codes(self) -> None:
        async with self._room.parts.database.read() as work:
            for organisation in ("add", "bar"):
                sessions = [
                    *await work.sessions.of(organisation, "dialogue", 20),
                    *await work.sessions.of(organisation, "poll", 20),
                ]
                for session in reversed(sessions):
                    self._codes.learn(session.code)

    def _person(self, name: str) -> Person:
        if name not in self._people:
            self._add(name, self._room.person(name))
        return self._people[name]

    def _add(self, name: str, person: Person) -> None:
        self._people[name], self._screens[name] = person, Screen(person)

    async def _done(self, deed: Deed) -> tuple[Tap | None, str]:
        """Do it; what was tapped, and the line as it should read."""
        person, what = self._person(deed.who), self._codes.fill(deed.what).replace(NEW_LINE, "\n")
        said = f"{deed.who} {deed.verb} : {deed.what}"
        match deed.verb:
            case "écrit":
                await person.sends(what.replace("{invitation}", self._invitation))
            case "ouvre le lien":
                await person.starts(what.replace("{invitation}", self._invitation))
            case "touche":
                tap, label = await self._taps(person, deed.what)
                return tap, f"{deed.who} touche : {self._codes.hide(label)}"
            case "touche l’ancien bouton":
                return await self._taps_old(deed.who, what), said
            case "envoie":
                await _sends(person, what)
            case "transfère":
                await person.forwards(what)
            case "modifie":
                typed = next(each for each in person.chat.newest_first() if not each.by_bot)
                await person.edits(typed, what)
            case _:
                raise ValueError(f"nobody knows how to «{deed.verb}»")
        return None, said

    async def _taps(self, person: Person, label: str) -> tuple[Tap, str]:
        for message in person.chat.newest_first():
            labels = [each for each in message.labels if self._codes.hide(each) == label] or [
                each for each in message.labels if _plain(label) in _plain(self._codes.hide(each))
            ]
            if labels:
                if person.name in self._screens:
                    self._screens[person.name].note(message)
                return await person.taps_on(message, labels[0]), labels[0]
        raise ButtonMissing(f"no button «{label}»; on the screen:\n{person.chat.render()}")

    async def _taps_old(self, who: str, label: str) -> Tap:
        """The oldest button of this name that was ever seen, even if its message is gone."""
        seen = self._screens[who].buttons
        found = next(((message, data) for text, message, data in seen if label in text), None)
        if found is None:
            raise ButtonMissing(f"{who} has never seen «{label}»")
        return await self._people[who].taps_data(*found)

    async def _directed(self, direction: str) -> set[str]:
        """Do what a stage direction says; gives whose screens nobody looks at meanwhile."""
        for pattern, deed in self._directions.items():
            found = re.fullmatch(pattern, direction)
            if found is not None:
                return await deed(self, *found.groups())
        raise ValueError("nobody knows this direction")

    async def _restart(self) -> set[str]:
        await self._room.restarts()
        return set()

    async def _later(self, number: str, unit: str) -> set[str]:
        """Time goes by, in which nobody missed the bot; then what has fallen due is done."""
        hours = int(number) * (24 if unit == "jour" else 1)
        async with self._room.parts.database.begin() as work:
            await work.pulse.beat(self._room.clock.now() + hours * 3600)
            await work.commit()
        await self._room.closes()
        self._room.clock.moves_on(hours=hours)
        await self._room.opens()
        due = True
        while due:
            await asyncio.sleep(0.02)
            async with self._room.parts.database.read() as work:
                due = bool(await work.sessions.due(self._room.clock.now()))
        return set()

    async def _staff(self, name: str, role: str, organisation: str | None) -> set[str]:
        self._add(name, await self._room.member(name, ROLES[role], organisation or "ADD"))
        return {name}

    async def _invited(self, role: str, organisation: str | None) -> set[str]:
        name = organisation or "ADD"
        async with self._room.parts.database.begin() as work:
            work.organisations.put(Organisation(name.lower(), name))
            token = invite(work, self._room.parts.services, name.lower(), ROLES[role])
            await work.commit()
        self._invitation = f"i-{token}"
        return set()

    async def _bambara(self, name: str) -> set[str]:
        await self._room.says(self._people[name], "/langue")
        await self._room.taps(self._people[name], "Bamanankan")
        if name in self._running:
            await self._room.says(self._people[name], "/seance")
            await self._taps_deed(self._people[name], ":p")
        return {name}

    async def _runs(self, name: str, script: str) -> set[str]:
        if name not in self._people:
            await self._staff(name, "facilitateur", None)
        code = await self._room.session(self._people[name], script)
        self._codes.learn(read_code(code) or code)
        self._running.add(name)
        return {name}

    async def _opens(self, name: str, times: str) -> set[str]:
        """Somebody opens the next stages, in their own language."""
        person = self._people[name]
        for _time in range(int(times)):
            await self._room.says(person, "/seance")
            for deed in (":p", ":o:", ":O:"):
                await self._taps_deed(person, deed)
        return {name}

    async def _taps_deed(self, person: Person, deed: str) -> None:
        """Tap the newest button whose data names a staff deed: the same in every language."""
        for message in person.chat.newest_first():
            data = [each.get("callback_data", "") for each in message.buttons]
            found = next((each for each in data if re.fullmatch(rf"f:\w+{deed}\w*", each)), None)
            if found is not None:
                await person.taps_data(message, found)
                await self._room.quiet()
                return
        raise ButtonMissing(f"no button {deed}:\n{person.chat.render()}")

    async def _comes(self, name: str, answers: str) -> set[str]:
        person = self._person(name)
        await person.starts(self._codes.known[-1])
        await self._room.quiet()
        await self._tap_all([person], answers)
        return {name}

    async def _others_come(self, number: str, answers: str) -> set[str]:
        first = len(self._others)
        come = [self._room.person(f"autre {first + place}") for place in range(int(number))]
        self._others += come
        for person in come:
            await person.starts(self._codes.known[-1])
        await self._room.quiet()
        await self._tap_all(come, answers)
        return set()

    async def _others_tap(self, answers: str) -> set[str]:
        await self._tap_all(self._others, answers)
        return set()

    async def _others_write(self, texts: str) -> set[str]:
        for person, text in zip(self._others, cycle(texts.split(" / ")), strict=False):
            await person.sends(text)
        await self._room.quiet()
        return set()

    async def _tap_all(self, people: list[Person], answers: str) -> None:
        """Everybody taps one button after another; alternatives after a stroke go round."""
        for answer in answers.split(" | "):
            for person, label in zip(people, cycle(answer.split(" / ")), strict=False):
                await self._taps(person, label)
            await self._room.quiet()

    async def _somebody(self, name: str, verb: str, what: str) -> set[str]:
        for each in what.split(" | "):
            await self._done(Deed(name, verb, each))
            await self._room.quiet()
            await self._learn_codes()
        return {name}

    _directions: ClassVar[dict[str, Direction]] = {
        r"redémarrage": _restart,
        r"(\d+) (heure|jour)s? plus tard": _later,
        r"(\w+) est ([a-z ]+?)(?: de ([A-Z]+))?": _staff,
        r"une invitation de ([a-z ]+?)(?: de ([A-Z]+))?": _invited,
        r"(\w+) parle bambara": _bambara,
        r"(\w+) anime une séance « (.+) »": _runs,
        r"(\w+) ouvre (\d+) étapes?": _opens,
        r"(\d+) autres entrent : (.+)": _others_come,
        r"les autres touchent : (.+)": _others_tap,
        r"les autres écrivent : (.+)": _others_write,
        r"(\w+) entre : (.+)": _comes,
        r"(\w+) (touche|écrit) : (.+)": _somebody,
    }


async def _sends(person: Person, what: str) -> None:
    match what:
        case "une photo":
            await person.sends_photo()
        case "une voix":
            await person.sends_voice()
        case "un autocollant":
            await person.sends_sticker()
        case "sa position":
            await person.sends_location()
        case "un contact":
            await person.sends_contact()
        case "un sondage":
            await person.sends_poll()
        case "un fichier":
            await person.sends_document("liste.pdf", b"%PDF")
        case _:
            raise ValueError(f"nobody knows how to send «{what}»")


def _plain(label: str) -> str:
    return label.replace("\u00a0", " ")

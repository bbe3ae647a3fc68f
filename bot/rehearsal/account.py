"""The account that a rehearsal keeps of one session: who did what, and what must have come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.app.counting import published_lines
from bot.app.records import Session
from bot.app.seat import load_script
from bot.core.disclosure import Ballot, publishable, without_groups
from bot.core.paired import Pair, PairResults, publishable_pair
from bot.core.results import LineResult
from bot.core.script import Choose, Rate, Script, dimensions_of, pair_of, sides_of, values_of
from bot.rehearsal.house import House
from bot.rehearsal.keepsakes import Keepsake
from bot.rehearsal.lines import Lines
from bot.rehearsal.moderation import Moderation
from bot.rehearsal.participant import Participant, Sent
from bot.rehearsal.room import at_rest
from bot.rehearsal.staff import LANGUAGE, Staff
from bot.rehearsal.standin import Tap


@dataclass(slots=True)
class Account:
    """One session as the rehearsal knows it.

    ``promised`` says whether commitments were recorded. ``expected`` is what must have been published of each closed
    poll and pair, by the names of tallies, reckoned from what people tapped. ``misplaced`` are those who stood where
    they should not, ``forgotten`` the answers that somebody read otherwise than they gave them. ``looks`` are what
    authors were told of what they had sent, ``looked_back`` is what the code showed weeks later, ``question_list``
    and ``results`` are the screens of staff at the end.
    """

    house: House
    lines: Lines
    session: Session
    script: Script
    people: list[Participant]
    staff: list[Staff]
    moderation: Moderation | None = None
    paper: list[str] = field(default_factory=list)
    promised: bool = False
    expected: dict[str, tuple[LineResult, ...]] = field(default_factory=dict)
    misplaced: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    looks: list[tuple[Participant, Sent, Tap]] = field(default_factory=list)
    looked_back: list[str] = field(default_factory=list)
    panel_at_end: str = ""
    question_list: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    roster_at_end: int = 0
    roster_after_seal: int = 0
    files: list[Keepsake] = field(default_factory=list)

    @property
    def present(self) -> list[Participant]:
        """Those who take part now."""
        return [person for person in self.people if person.inside]

    def table(self, key: str) -> list[dict[str, str]]:
        """The rows of the CSV file whose name a key of the catalogs gives; none if it was not sent."""
        ending = f"{self.heading(key)}.csv"
        return next((file.rows() for file in self.files if file.name.endswith(ending)), [])

    def heading(self, key: str) -> str:
        """A word of the files, in the language in which staff ordered them."""
        return self.house.catalogue.text(LANGUAGE, key)

    async def note_closed(self) -> None:
        """Reckon what must be published of every poll that has been closed since."""
        async with self.house.store.read() as work:
            polls = await work.ballots.polls(self.session.id)
        closed = {poll.step for poll in polls if poll.state == "closed"}
        for step_id in sorted(closed - self.expected.keys()):
            self.expected[step_id] = self._published(step_id)
        for name, before, after in self._pairs():
            if name not in self.expected and {before.id, after.id} <= closed:
                found = self._compared(before, after)
                self.expected[before.id], self.expected[after.id] = found.before, found.after
                self.expected[name] = found.change

    def look_around(self, where: str) -> None:
        """At the end of a stage: note who is not where everybody is, and who reads what they did not say."""
        for person in self.present:
            if person.offline:
                continue
            if not at_rest(person):
                self.misplaced.append(f"{where} · {person.person.name} : {person.last_words[:160]}")
            self.forgotten += [f"{where} · {person.person.name} · {each}" for each in person.forgotten()]

    async def roster(self) -> int:
        """How many people the bot knows to take part."""
        async with self.house.store.read() as work:
            return await work.people.count(self.session.id)

    async def published(self) -> dict[str, tuple[LineResult, ...]]:
        """What the bot has published."""
        async with self.house.store.read() as work:
            return await published_lines(work, self.session.id)

    def _published(self, step_id: str) -> tuple[LineResult, ...]:
        step = self.script.step(step_id)
        assert isinstance(step, Choose | Rate)
        ballots = [
            Ballot(person.as_told().side, person.as_told().groups(), person.ballots[step_id])
            for person in self.present
            if step_id in person.ballots
        ]
        lines = publishable(
            ballots,
            values_of(self.script, step),
            self.house.services.promises.thresholds,
            sides=sides_of(self.script),
            dimensions=dimensions_of(self.script),
            asked=tuple(step.when),
        )
        return without_groups(lines) if pair_of(step) else lines

    def _compared(self, before: Rate, after: Rate) -> PairResults:
        pairs = [
            Pair(
                person.as_told().side,
                person.as_told().groups(),
                person.ballots.get(before.id),
                person.ballots.get(after.id),
            )
            for person in self.present
            if {before.id, after.id} & person.ballots.keys()
        ]
        return publishable_pair(
            pairs,
            values_of(self.script, before),
            self.house.services.promises.thresholds,
            published=(self.expected[before.id], self.expected[after.id]),
            sides=sides_of(self.script),
            dimensions=dimensions_of(self.script),
            asked=tuple(before.when),
        )

    def _pairs(self) -> Iterable[tuple[str, Rate, Rate]]:
        found: dict[str, dict[str, Rate]] = {}
        for _stage, step in self.script.polls():
            if isinstance(step, Rate) and step.pair and step.moment:
                found.setdefault(step.pair, {})[step.moment] = step
        for name, moments in found.items():
            if {"before", "after"} <= moments.keys():
                yield f"pair:{name}", moments["before"], moments["after"]


async def open_account(house: House, lines: Lines, code: str, staff: list[Staff]) -> Account:
    """Begin an account of the session with this code."""
    session = await house.session(code)
    async with house.store.read() as work:
        script = await load_script(work, session)
    return Account(house, lines, session, script, [], staff)

"""A dialogue session from its making to weeks after its end, for any script."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.app.records import Organisation
from bot.core.codes import spell
from bot.core.script import Answers, Ask, Commitments, Script, Stage, is_ballot
from bot.rehearsal.account import Account, open_account
from bot.rehearsal.cast import Habit, cast
from bot.rehearsal.facilitator import Facilitator
from bot.rehearsal.house import House, in_language
from bot.rehearsal.keepsakes import collect
from bot.rehearsal.lines import Lines
from bot.rehearsal.moderation import Moderation, answers
from bot.rehearsal.narrator import Narrator, _op
from bot.rehearsal.paperwork import counts_hands, enters_paper, records_commitments, reports_progress
from bot.rehearsal.participant import Participant
from bot.rehearsal.quirks import quirks_of
from bot.rehearsal.room import until_still
from bot.rehearsal.staff import Staff
from bot.rehearsal.telling import Telling

VISITORS = 3
"""How many come back weeks later."""


class Dialogue:
    """One session that is being played; ``account`` is there once it is made."""

    account: Account

    def __init__(
        self, house: House, narrator: Narrator, lines: Lines, script: Script, people: int, seed: int
    ):
        self._house = house
        self._narrator = narrator
        self._lines = lines
        self._script = script
        self._people = people
        self._seed = seed
        staff = lines.all.staff
        self._organisation = Organisation("dialogue", lines.all.session.organisation)
        self._facilitator = Facilitator(house, staff["facilitator"], self._organisation, "facilitator")
        self._relief = Facilitator(house, staff["relief"], self._organisation, "facilitator")
        self._focal = Staff(house, staff["focal"], self._organisation, "focal")
        self._moderation = Moderation(lines, self._facilitator, self._call_focal)
        self._telling = Telling(narrator)
        self._late: list[Participant] = []

    async def play(self) -> Account:
        """Play it all."""
        await self._prepare()
        await self._arrive()
        stages = self._script.opened if self._script.mode == "live" else ()
        for place, stage in enumerate(stages):
            await self._stage(place, stage)
        if not stages:
            await self._desk_work(self._script.opened)
            await self._write_answers(self._script.opened)
        await self._end()
        await self._weeks_later()
        await self._seal()
        return self.account

    async def _prepare(self) -> None:
        self._narrator.act(_op("rehearse.act_prepare"))
        await self._facilitator.takes_up_role()
        await self._relief.takes_up_role()
        code = await self._facilitator.makes_session(self._script, self._lines)
        await self._facilitator.hangs_up_poster()
        staff = [self._facilitator, self._relief, self._focal]
        self.account = await open_account(self._house, self._lines, code, staff)
        self.account.moderation = self._moderation
        characters = cast(self.account.script, self._people, self._seed, self._lines)
        self.account.people = [
            Participant(self._house, each, self.account.script, code, quirks_of(each, self._lines))
            for each in characters
        ]
        self._narrator.tell(
            _op("rehearse.made", name=self._facilitator.person.name, code=spell(code), people=self._people)
        )

    async def _arrive(self) -> None:
        self._narrator.act(_op("rehearse.act_arrive"))
        people = self.account.people
        several = self._script.mode == "live" and len(self._script.opened) > 1
        self._late = [person for person in people if several and person.has(Habit.LATE)]
        await self._act([person for person in people if person not in self._late])
        self._narrator.tell(_op("rehearse.wrong_code", name=self._who(Habit.WRONG_CODE)))
        self._narrator.tell(_op("rehearse.typed_code", name=self._who(Habit.TYPES_CODE)))
        self._narrator.tell(_op("rehearse.declined", name=self._who(Habit.DECLINES)))
        self._narrator.tell(_op("rehearse.arrived", count=len(self.account.present)))

    async def _stage(self, place: int, stage: Stage) -> None:
        """Open a stage, let everybody go through it, and do what it leaves on the facilitator's desk."""
        title = f"{stage.sign} {in_language(stage.title, self._facilitator.language)}".strip()
        self._narrator.act(_op("rehearse.act_stage", title=title))
        await self._write_answers([stage])
        await self._facilitator.opens(stage)
        await self._moderate()
        await self._lose_and_find(place)
        if place == 1:
            self._late = []
            self._narrator.tell(_op("rehearse.late", name=self._who(Habit.LATE)))
        await self._act([person for person in self.account.people if person not in self._late])
        self.account.look_around(title)
        await self._desk_work([stage])
        self.account.look_around(title)

    async def _act(self, people: Sequence[Participant]) -> None:
        await until_still(self._house, people, self._narrator.tick)
        self._telling.of(people)

    async def _lose_and_find(self, place: int) -> None:
        """Somebody loses the network in the second stage and finds it again in the third."""
        for person in self.account.people:
            if not person.has(Habit.GOES_OFFLINE) or len(self._script.opened) < 3:
                continue
            if place == 1:
                person.offline = True
                self._narrator.tell(_op("rehearse.offline", name=person.person.name))
            elif place == 2:
                person.offline = False
                vote = person.last_vote
                if vote is not None:
                    await person.taps_old(vote.message, vote.data)
                    await self._house.quiet()
                self._narrator.tell(_op("rehearse.back_online", name=person.person.name))

    async def _desk_work(self, stages: Sequence[Stage]) -> None:
        """What follows a stage: questions to read, paper, hands to count, a poll to close."""
        steps = [step for stage in stages for step in stage.steps]
        if any(is_ballot(step) for step in steps):
            await self._close_polls()
        if any(isinstance(step, Ask) for step in steps):
            self._tell_of_texts(collect={step.collect for step in steps if isinstance(step, Ask)})
            await self._moderate()
        if any(isinstance(step, Ask) and step.collect == "question" for step in steps):
            self.account.paper += await enters_paper(self._facilitator, self._script, self._lines)
            await self._moderate()
            self._tell_of_moderation()

    async def _close_polls(self) -> None:
        """Count hands and close one poll after the first votes, close every poll after the later ones."""
        if self.account.expected:
            await self._facilitator.closes_every_poll()
            await self.account.note_closed()
            self._narrator.tell(_op("rehearse.polls_closed"))
            return
        hands = await counts_hands(self._facilitator)
        if hands:
            self._narrator.tell(_op("rehearse.hands", count=sum(hands)))
        if self._script.mode == "live":
            name, results = await self._facilitator.closes_a_poll(self._script)
            await self.account.note_closed()
            self._narrator.pages(_op("rehearse.poll_closed", poll=name), [results])

    async def _moderate(self) -> None:
        await self._moderation.goes_through(self._facilitator)

    async def _call_focal(self) -> None:
        """The operator invites a focal point, who was missing."""
        self._narrator.tell(_op("rehearse.no_focal"))
        await self._focal.takes_up_role()

    async def _write_answers(self, stages: Sequence[Stage]) -> None:
        """Before a stage that shows them: write what was answered and what was promised."""
        shows = [step for stage in stages for step in stage.steps if isinstance(step, Answers | Commitments)]
        if not shows or self.account.promised:
            return
        answered = await answers(self._facilitator, self._lines)
        await records_commitments(self._facilitator, self._lines)
        self.account.promised = True
        commitments = len(self._lines.all.commitments)
        self._narrator.tell(_op("rehearse.answered", answers=answered, commitments=commitments))

    async def _end(self) -> None:
        """Another facilitator takes over and ends the session; everything is read and taken along."""
        account = self.account
        self._narrator.act(_op("rehearse.act_end"))
        for person in account.present:
            account.looks += [(person, sent, tap) for sent, tap in await person.looks_after()]
        await self._house.quiet()
        self._narrator.tell(_op("rehearse.takes_over", name=self._relief.person.name))
        await self._relief.takes_over(self._facilitator.code)
        account.panel_at_end = self._relief.last_words
        account.roster_at_end = await account.roster()
        await self._relief.ends()
        await account.note_closed()
        await self._act(account.people)
        account.look_around(self._narrator.said(_op("rehearse.act_end")))
        account.question_list = await self._relief.reads_list()
        account.results = await self._relief.reads_results(self._script)
        await self._relief.gets_files()
        account.files = collect([*self._facilitator.files, *self._relief.files])

    async def _weeks_later(self) -> None:
        """A commitment is kept; the code shows it to those who were there, and to somebody who was not."""
        self._narrator.act(_op("rehearse.act_later"))
        await reports_progress(self._relief)
        visitors = self.account.present[:VISITORS]
        for person in visitors:
            await person.types(self._facilitator.code)
        await self._house.quiet()
        self.account.looked_back = [person.last_words for person in visitors]
        self._narrator.tell(_op("rehearse.came_back", count=len(visitors)))

    async def _seal(self) -> None:
        """What the bot does by itself a day later: nobody can say any more who took part."""
        await self._relief.seals()
        self.account.roster_after_seal = await self.account.roster()
        visitor = self.account.present[-1]
        visitor.reads("")
        await visitor.types(self._facilitator.code)
        await self._house.quiet()
        if visitor.sees().kind == "languages":
            await visitor.taps(self._house.catalogue.own_name(visitor.wants))
            await self._house.quiet()
        self.account.looked_back.append(visitor.last_words)
        self._narrator.tell(_op("rehearse.sealed"))

    def _who(self, habit: Habit) -> str:
        """The first who has a habit: the cast has at least one for each."""
        return next(person.person.name for person in self.account.people if person.has(habit))

    def _tell_of_texts(self, collect: Collection[str]) -> None:
        sent = [each.collect for person in self.account.people for each in person.sent]
        if "question" in collect:
            self._narrator.tell(_op("rehearse.sent", count=sent.count("question")))
        if "word" in collect:
            self._narrator.tell(_op("rehearse.words_sent", count=sent.count("word")))

    def _tell_of_moderation(self) -> None:
        done = self._moderation.done
        self._narrator.tell(
            _op(
                "rehearse.moderated",
                published=done["published"],
                aside=done["aside"],
                corrected=done["corrected"],
                merged=done["merged"],
                protected=done["protected"],
            )
        )

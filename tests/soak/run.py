"""One soak: people, kills, and what they left behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.rehearsal.standin import Limits, StandIn
from tests.fakes import postgresql
from tests.soak.crew import Crew
from tests.soak.evening import UPDATES, evening
from tests.soak.facilitator import Facilitator
from tests.soak.kills import Killer, draw_kills
from tests.soak.people import Participant
from tests.soak.phone import Stuck
from tests.soak.place import LANGUAGES, Mode, Place, place
from tests.soak.verdict import Verdict, judge

QUIET = 1.0
"""Seconds without a call after which nothing more is expected."""

SETTLING = 60.0
WORD_LENGTH = 9
CONSONANTS, VOWELS = "bdfgklmnrstw", "aeiou"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried. With ``limits`` the stand-in refuses what comes too fast, at a limit drawn from the seed."""

    people: int
    kills: int
    seed: int
    mode: Mode
    workers: int = 1
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. ``again`` counts what people did once more because nothing happened, ``refused`` the calls for
    which the stand-in asked the bot to wait."""

    plan: Plan
    verdict: Verdict
    kills: int
    updates: int
    calls: int
    again: int
    refused: int
    seconds: float
    log: str


async def soak(plan: Plan, folder: Path, server: postgresql.Server | None = None) -> Outcome:
    """Do it in an empty folder. Everything that chance decides hangs on the seed, but for how fast the machine is."""
    chance = Random(plan.seed)
    began = time.monotonic()
    limits, told = _draw_limits(chance) if plan.limits else (None, {})
    async with (
        await StandIn.start(limits=limits, redelivery_pause=0.1, record=plan.limits) as standin,
        place(folder, standin, plan.mode, plan.workers, server, **told) as prepared,
    ):
        crew = Crew(folder, prepared.environments)
        people, facilitator = _cast(standin, chance, plan.people)
        openings = len(prepared.script.opened)
        kills = draw_kills(chance, plan.kills, plan.people * UPDATES, plan.people, openings, plan.workers)
        killer = Killer(crew, standin, kills, progress=plan.people // 4)
        try:
            await crew.start()
            async with killer.at_work():
                stuck = await _goes_on(prepared, facilitator, people)
                await killer.finish()
            stuck += await _settled(standin, prepared)
        finally:
            statuses = await crew.stop()
        async with prepared.opened() as parts:
            verdict = await judge(parts, prepared, people, [*stuck, *standin.faults, *_ends(statuses)])
        return Outcome(
            plan,
            verdict,
            killer.done,
            killer.updates,
            standin.calls.total() - standin.calls["getUpdates"],
            sum(person.again for person in people),
            sum(call.refusal.startswith("Too Many Requests") for call in standin.recorded),
            time.monotonic() - began,
            crew.log,
        )


def _draw_limits(chance: Random) -> tuple[Limits, dict[str, str]]:
    """Limits of the stand-in's, and what the bot takes them for: of all messages a little less, or too much."""
    most, chat = chance.randint(100, 400), chance.randint(3, 5)
    rate = round(most * chance.uniform(0.8, 1.5))
    told = {"BOT_MESSAGE_RATE": str(rate), "BOT_CHAT_RATE": str(chat)}
    return Limits(per_second=most, per_chat_second=chat), told


def _cast(standin: StandIn, chance: Random, count: int) -> tuple[list[Participant], Facilitator]:
    words: set[str] = set()
    people = []
    # Where many are answered by one machine, nobody taps again before it can have answered.
    patience = 1.0 + count / 250
    for number in range(count):
        mine = [_new_word(chance, words) for _question in range(chance.randint(1, 2))]
        person = standin.person(f"Person {number}", language_code="fr")
        language = chance.choice(LANGUAGES)
        people.append(Participant(person, Random(chance.random()), patience, language, mine))
    fanta = standin.person("Fanta", language_code="fr")
    return people, Facilitator(fanta, Random(chance.random()), patience)


def _new_word(chance: Random, words: set[str]) -> str:
    """A word that nobody else says."""
    while True:
        word = "".join(chance.choice(VOWELS if place % 2 else CONSONANTS) for place in range(WORD_LENGTH))
        if word not in words:
            words.add(word)
            return word


async def _goes_on(prepared: Place, facilitator: Facilitator, people: Sequence[Participant]) -> list[str]:
    told: list[str] = []
    try:
        await evening(prepared, facilitator, people)
    except* Stuck as stuck:
        told += [f"somebody is stuck:\n{each}" for each in stuck.exceptions]
    return told


async def _settled(standin: StandIn, prepared: Place) -> list[str]:
    """Wait until nothing is on its way, in either direction."""
    try:
        async with asyncio.timeout(SETTLING):
            while True:
                await standin.settled(timeout=SETTLING, quiet=QUIET)
                async with prepared.opened() as parts, parts.database.read() as work:
                    if not (
                        await work.mail.pending() or await work.mail.broadcasts() or await work.chores.all()
                    ):
                        return []
                await asyncio.sleep(QUIET)
    except TimeoutError as late:
        return [f"it does not come to rest: {late}"]


def _ends(statuses: Sequence[int]) -> list[str]:
    return [f"a process ended with status {status}" for status in statuses if status]

"""Who takes part: their language, their side, what they say of themselves, what they think, and their habits.

Everything is drawn from the seed; each person has a sequence of their own, so that one more person changes nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from random import Random

from bot.core.script import NO_ANSWER, SIDE, Choose, Script, sides_of
from bot.rehearsal.lines import FIRST, Lines, of


class Habit(Enum):
    """What somebody does that makes a bot's life hard."""

    LATE = auto()
    DECLINES = auto()
    LEAVES = auto()
    CHANGES_LANGUAGE = auto()
    GOES_OFFLINE = auto()
    WITHDRAWS = auto()
    TYPES_CODE = auto()
    WRONG_CODE = auto()
    TYPES_WORDS = auto()
    SENDS_STICKER = auto()
    SENDS_VOICE = auto()
    TAPS_TWICE = auto()
    TAPS_OLD = auto()
    CHANGES_MIND = auto()
    WANTS_MORE = auto()
    GIVES_CONTACT = auto()
    NAMES_SOMEBODY = auto()
    TWIN = auto()
    OTHER_TWIN = auto()
    IS_RUDE = auto()
    DISCLOSES = auto()
    REPORTS = auto()


PARTS: tuple[tuple[Habit, ...], ...] = (
    (Habit.TWIN, Habit.TAPS_TWICE),
    (Habit.OTHER_TWIN, Habit.TYPES_CODE),
    (Habit.NAMES_SOMEBODY, Habit.TYPES_WORDS),
    (Habit.GIVES_CONTACT, Habit.WRONG_CODE),
    (Habit.DISCLOSES, Habit.CHANGES_MIND),
    (Habit.IS_RUDE, Habit.WANTS_MORE),
    (Habit.WITHDRAWS, Habit.SENDS_STICKER),
    (Habit.CHANGES_LANGUAGE,),
    (Habit.GOES_OFFLINE,),
    (Habit.LEAVES, Habit.SENDS_VOICE),
    (Habit.LATE, Habit.TAPS_OLD),
    (Habit.DECLINES,),
)
"""The parts that must be played, however few people there are; whoever comes after has habits by chance."""

BY_CHANCE = (
    Habit.LATE,
    Habit.TYPES_CODE,
    Habit.TYPES_WORDS,
    Habit.SENDS_STICKER,
    Habit.TAPS_TWICE,
    Habit.TAPS_OLD,
    Habit.CHANGES_MIND,
    Habit.WANTS_MORE,
)

SHARES: Mapping[str, int] = {"inhabitants": 28, "forces": 8, "authorities": 4}
"""How a cast of forty divides: the smallest side is too small to be shown, the largest has groups to show."""

LEANING: Mapping[str, float] = {"inhabitants": 0.42, "forces": 0.6, "authorities": 0.55}
"""How much a side trusts before the session, between 0 and 1."""

SECOND_LANGUAGE = 0.4
HABIT = 0.12
"""How many speak the second language, and have a habit; between 0 and 1."""

PASSED_OVER: Mapping[str, float] = {"age": 0.04, "residence": 0.08}
"""How many pass over a question about themselves, between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Character:
    """One of the cast. ``about`` is what they will say of themselves; ``trust`` lies between 0 and 1;
    ``questions`` are what they will ask, ``word`` is their last."""

    name: str
    language: str
    about: Mapping[str, str]
    trust: float
    habits: frozenset[Habit]
    questions: tuple[str, ...]
    word: str
    random: Random = field(compare=False)


def cast(script: Script, people: int, seed: int, lines: Lines) -> list[Character]:
    """So many people for a script, the same for the same seed."""
    sides = _sides(script, people, Random(f"{seed} sides"))
    return [_character(script, number, sides[number], seed, lines) for number in range(people)]


def _sides(script: Script, people: int, random: Random) -> list[str]:
    """A side for each, in their shares."""
    offered = sides_of(script)
    total = sum(SHARES[side] for side in offered)
    counts = {side: max(1, round(people * SHARES[side] / total)) for side in offered}
    counts[offered[0]] += people - sum(counts.values())
    spread = [side for side, count in counts.items() for _each in range(count)]
    random.shuffle(spread)
    return spread


def _character(script: Script, number: int, side: str, seed: int, lines: Lines) -> Character:
    random = Random(f"{seed} person {number}")
    habits = _habits(number, random)
    language = _language(script.languages, habits, random)
    # Whoever changes language does so before asking.
    others = [each for each in script.languages if each != language and Habit.CHANGES_LANGUAGE in habits]
    spoken = others[0] if others else language
    return Character(
        name=lines.name(number),
        language=language,
        about=_about(script, side, random),
        trust=min(1.0, max(0.0, random.gauss(LEANING[side], 0.22))),
        habits=habits,
        questions=_questions(habits, spoken, side, random, lines),
        word=lines.word(spoken, random),
        random=random,
    )


def _habits(number: int, random: Random) -> frozenset[Habit]:
    if number < len(PARTS):
        return frozenset(PARTS[number])
    return frozenset(habit for habit in BY_CHANCE if random.random() < HABIT)


def _language(languages: Sequence[str], habits: Collection[Habit], random: Random) -> str:
    """The first language for most; for both twins, since a facilitator compares words."""
    other = random.random() < SECOND_LANGUAGE and not {Habit.TWIN, Habit.OTHER_TWIN} & set(habits)
    return languages[1] if other and len(languages) > 1 else languages[0]


def _about(script: Script, side: str, random: Random) -> dict[str, str]:
    """An answer to everything that the script asks of the person."""
    said = {}
    for _stage, step in script.steps():
        if isinstance(step, Choose) and step.about is not None:
            option = random.choice(step.options).id
            passed_over = random.random() < PASSED_OVER.get(str(step.about), 0.0)
            said[str(step.about)] = NO_ANSWER if passed_over else option
    if SIDE in said:
        said[SIDE] = side
    return said


def _questions(
    habits: Collection[Habit], language: str, side: str, random: Random, lines: Lines
) -> tuple[str, ...]:
    special = lines.all.special
    twins = special.twin.get(language, special.twin[FIRST])
    own = {
        Habit.TWIN: twins[0],
        Habit.OTHER_TWIN: twins[1],
        Habit.NAMES_SOMEBODY: special.named.get(language, special.named[FIRST]).text,
        Habit.GIVES_CONTACT: of(special.contact, language),
        Habit.DISCLOSES: of(special.disclosure, language),
        Habit.IS_RUDE: of(special.rude, language),
    }
    said = [question for habit, question in own.items() if habit in habits]
    more = 2 if Habit.WITHDRAWS in habits else random.choices((0, 1, 2), (3, 5, 2))[0]
    return (*said, *(lines.question(side, language) for _each in range(0 if said else more)))

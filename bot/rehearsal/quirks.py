"""What people do that no script foresees: old buttons, double taps, words where a button is meant."""

from __future__ import annotations

from functools import partial

from bot.app.words import _
from bot.core.script import Ask, Choose, Rate, Support, is_ballot
from bot.rehearsal.cast import Character, Habit
from bot.rehearsal.lines import Lines, of
from bot.rehearsal.participant import Participant, Quirk
from bot.rehearsal.screens import Seen


def quirks_of(character: Character, lines: Lines) -> list[Quirk]:
    """What this person will do once, each where it first fits."""
    small_talk = partial(_types, text=of(lines.all.small_talk, character.language))
    quirks = (Quirk(Habit.TYPES_WORDS, _votes, small_talk), *QUIRKS)
    return [quirk for quirk in quirks if quirk.habit in character.habits]


def _votes(person: Participant, seen: Seen) -> bool:
    """Before a vote that is not given yet."""
    return seen.step is not None and is_ballot(seen.step) and seen.step.id not in person.ballots


def _votes_and_could_change(person: Participant, seen: Seen) -> bool:
    """Before a vote, in a session of several languages."""
    return _votes(person, seen) and len(person.script.languages) > 1


def _asks(person: Participant, seen: Seen) -> bool:
    return isinstance(seen.step, Ask)


def _votes_elsewhere(person: Participant, seen: Seen) -> bool:
    """At another stage than that of the last vote."""
    vote = person.last_vote
    return seen.stage is not None and vote is not None and vote.stage != seen.stage.id


def _can_change(person: Participant, seen: Seen) -> bool:
    return seen.kind == "rest" and bool(_pencils(person))


def _has_given_all(person: Participant, seen: Seen) -> bool:
    step = seen.step
    return isinstance(step, Support) and len(person.supports) == step.limit and bool(person.unsupported())


def _has_sent_two(person: Participant, seen: Seen) -> bool:
    return seen.kind == "rest" and len(person.receipts()) >= 2


def _has_seen_enough(person: Participant, seen: Seen) -> bool:
    """At the end of a stage, with supports given where the script asks for any."""
    supports = any(isinstance(step, Support) for _stage, step in person.script.steps())
    return seen.kind == "rest" and bool(person.ballots) and (bool(person.supports) or not supports)


def _pencils(person: Participant) -> list[str]:
    return [label for label in person.screen.labels if label.startswith("✏️")] if person.screen else []


async def _types(person: Participant, seen: Seen, text: str) -> None:
    await person.types(text)


async def _sticks(person: Participant, seen: Seen) -> None:
    await person.person.sends_sticker()


async def _speaks(person: Participant, seen: Seen) -> None:
    await person.person.sends_voice()


async def _taps_twice(person: Participant, seen: Seen) -> None:
    """The same answer twice before the first is noted."""
    step = seen.step
    assert isinstance(step, Choose | Rate)
    value = person.opinion(step)
    await person.vote(seen, step, value)
    await person.taps(person.button_of(step, value))


async def _taps_old(person: Participant, seen: Seen) -> None:
    """The answer of a stage that is over."""
    vote = person.last_vote
    assert vote is not None
    await person.taps_old(vote.message, vote.data)


async def _changes_mind(person: Participant, seen: Seen) -> None:
    """Back to the first vote of this stage, which is then given anew."""
    await person.taps(_pencils(person)[0])
    person.errands.append(partial(_votes_otherwise, person))


async def _votes_otherwise(person: Participant) -> None:
    """Another answer than the one that is recorded."""
    seen = person.sees()
    step = seen.step
    assert isinstance(step, Choose | Rate)
    await person.vote(seen, step, person.opinion(step, other_than=person.ballots[step.id]))


async def _wants_more(person: Participant, seen: Seen) -> None:
    """One support more than there are, which is refused."""
    await person.taps(person.unsupported()[0])


async def _withdraws(person: Participant, seen: Seen) -> None:
    """Takes the first question back, and says so twice."""
    receipt = person.receipts()[0]
    await person.taps_on(receipt, _("button.withdraw"))

    async def confirms() -> None:
        await person.taps_on(receipt, _("button.withdraw_for_good"))
        person.sent[0].withdrawn = True

    person.errands.append(confirms)


async def _changes_language(person: Participant, seen: Seen) -> None:
    """Asks for the languages, and takes the session's other one."""
    await person.types("/langue")
    person.wants = next(each for each in person.script.languages if each != person.language)


async def _leaves(person: Participant, seen: Seen) -> None:
    await person.types("/quitter")


QUIRKS: tuple[Quirk, ...] = (
    Quirk(Habit.SENDS_STICKER, _votes, _sticks),
    Quirk(Habit.SENDS_VOICE, _asks, _speaks),
    Quirk(Habit.TAPS_TWICE, _votes, _taps_twice),
    Quirk(Habit.TAPS_OLD, _votes_elsewhere, _taps_old),
    Quirk(Habit.CHANGES_MIND, _can_change, _changes_mind),
    Quirk(Habit.WANTS_MORE, _has_given_all, _wants_more),
    Quirk(Habit.WITHDRAWS, _has_sent_two, _withdraws),
    Quirk(Habit.CHANGES_LANGUAGE, _votes_and_could_change, _changes_language),
    Quirk(Habit.LEAVES, _has_seen_enough, _leaves),
)
"""What each habit leads to, but for those that are part of arriving, asking or being there."""

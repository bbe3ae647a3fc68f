"""The lines that are told of what people do on their way."""

from __future__ import annotations

from collections.abc import Iterable

from bot.app.words import Text
from bot.rehearsal.cast import Habit
from bot.rehearsal.narrator import Narrator, _op
from bot.rehearsal.participant import Participant


class Telling:
    """Tells each oddity once: of the first who does it."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._told: set[Habit] = set()

    def of(self, people: Iterable[Participant]) -> None:
        """Tell what these people have done that was not told yet."""
        for person in people:
            for habit in person.done:
                line = oddity(habit, person.person.name)
                if habit not in self._told and line is not None:
                    self._told.add(habit)
                    self._narrator.tell(line)


def oddity(habit: Habit, name: str) -> Text | None:
    """What somebody did that no script foresees, and what came of it."""
    match habit:
        case Habit.TAPS_TWICE:
            return _op("rehearse.tapped_twice", name=name)
        case Habit.TAPS_OLD:
            return _op("rehearse.tapped_old", name=name)
        case Habit.TYPES_WORDS:
            return _op("rehearse.typed_words", name=name)
        case Habit.SENDS_STICKER:
            return _op("rehearse.sent_sticker", name=name)
        case Habit.SENDS_VOICE:
            return _op("rehearse.sent_voice", name=name)
        case Habit.CHANGES_MIND:
            return _op("rehearse.changed_mind", name=name)
        case Habit.CHANGES_LANGUAGE:
            return _op("rehearse.changed_language", name=name)
        case Habit.WANTS_MORE:
            return _op("rehearse.wanted_more", name=name)
        case Habit.WITHDRAWS:
            return _op("rehearse.withdrew", name=name)
        case Habit.LEAVES:
            return _op("rehearse.left", name=name)
        case _:
            return None

"""A participant, as the rules see them: what they said of themselves and where they stand. No name, no account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.core.script import NO_ANSWER, SIDE, SIDES, Step

DONE = ""
"""The step of somebody who has gone through their stage."""


@dataclass(frozen=True, slots=True)
class Person:
    """One participant of one session.

    ``about`` maps ``side``, ``gender``, ``age`` and ``residence`` to what was said (``no_answer`` if passed over);
    ``asked`` counts the questions sent per ask step; ``supported`` the questions supported. ``typed`` holds the ids
    of messages with a question that is not sent yet, so that they can leave the chat with it; ``keeps_typed`` says that
    the person wants what they typed to stay there once it is sent.
    """

    language: str
    stage: str
    step: str
    about: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    supported: int = 0
    typed: tuple[int, ...] = ()
    keeps_typed: bool = False

    @property
    def side(self) -> str:
        """The side the person came as; inhabitants where the script does not ask or it was passed over."""
        said = self.about.get(SIDE, NO_ANSWER)
        return said if said in SIDES else SIDES[0]

    def groups(self) -> dict[str, str | None]:
        """What the person said of each dimension, None where they said nothing."""
        return {
            name: None if value == NO_ANSWER else value for name, value in self.about.items() if name != SIDE
        }

    def at(self, stage: str, step: str) -> Person:
        """The same person standing elsewhere."""
        # Whoever is looked for is mostly there already.
        return self if (stage, step) == (self.stage, self.step) else replace(self, stage=stage, step=step)

    def tell(self, dimension: str, value: str) -> Person:
        """The same person having said something of themselves."""
        return replace(self, about={**self.about, dimension: value})

    def count_question(self, step: str, change: int) -> Person:
        """The same person with ``change`` more questions sent at this step, never fewer than none."""
        return replace(self, asked={**self.asked, step: max(0, self.asked.get(step, 0) + change)})

    def count_support(self, change: int) -> Person:
        """The same person supporting ``change`` more questions, never fewer than none."""
        return replace(self, supported=max(0, self.supported + change))

    def meets(self, step: Step) -> bool:
        """Whether the step is meant for this person. Somebody who passed over a question meets no condition on it,
        but a side that was passed over counts as inhabitants."""
        for name, values in step.when.items():
            said = self.side if name == SIDE else self.about.get(name)
            if said not in values:
                return False
        return True

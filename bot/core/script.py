"""The conversation script: what a session says and asks, as versioned data.

A script is written in YAML by people who are no programmers (see ``conversations/README.md``) and read by
``bot.content``. Ids are stable, never shown and never translated; words stand in every language of the script
side by side. What a script may not do is told by ``bot.core.script_checks``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Mapping[str, str]
"""The same words in each language of the script: ``{"fr": "Bonjour", "bm": "I ni sɔgɔma"}``."""

SIDES = ("inhabitants", "forces", "authorities")
"""As whom a person comes. Sides are never added together."""

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "gender": ("woman", "man"),
    "age": ("15-17", "18-24", "25-35", "36-59", "60+"),
    "residence": ("resident", "displaced", "returnee", "refugee"),
}
"""What a person may say of themselves, and the only categories a script may offer. Never ethnicity."""

SIDE = "side"
DONT_KNOW = "dont_know"
NO_ANSWER = "no_answer"
NON_ANSWERS = (DONT_KNOW, NO_ANSWER)


class Part(BaseModel):
    """A piece of a script: immutable, and refusing a key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Part):
    """One answer a person can tap: a stable id, a few words, and a sign for those who read little."""

    id: str
    label: Words
    sign: str = ""


class Step(Part):
    """What every step has. ``when`` maps ``side``, ``gender``, ``age`` or ``residence`` to the values for
    which the step is shown; a step without it is for everybody."""

    id: str
    when: Mapping[str, tuple[str, ...]] = {}


class Say(Step):
    """A text to read, with a button to go on."""

    kind: Literal["say"] = "say"
    text: Words


class Consent(Step):
    """The one step that must be accepted: shown with the notice of what is kept."""

    kind: Literal["consent"] = "consent"
    text: Words


class Choose(Step):
    """One of several options. With ``about`` the answer is what a person says of themselves (it is kept in the
    roster's ciphertext and may be passed over); without it the answer is a ballot."""

    kind: Literal["choose"] = "choose"
    question: Words
    options: tuple[Option, ...]
    about: Literal["side", "gender", "age", "residence"] | None = None


class Rate(Step):
    """One score on a named scale. ``pair`` joins two steps of the same item, one ``before`` and one ``after``;
    a ``retrospective`` step asks at the end how it was before."""

    kind: Literal["rate"] = "rate"
    question: Words
    item: Words
    scale: str = "trust-4"
    sign: str = ""
    pair: str | None = None
    moment: Literal["before", "after", "retrospective"] | None = None


class Ask(Step):
    """Collects questions, or with ``collect: word`` a last word, ``limit`` at most from each person, each at
    most ``max_length`` characters long."""

    kind: Literal["ask"] = "ask"
    text: Words
    collect: Literal["question", "word"] = "question"
    limit: int = Field(default=3, ge=1, le=20)
    max_length: int = Field(default=600, ge=20, le=1500)


class Support(Step):
    """Shows the published questions; each person may support ``limit`` of them."""

    kind: Literal["support"] = "support"
    text: Words
    limit: int = Field(default=3, ge=1, le=20)


class Answers(Step):
    """Shows what was answered to the questions, as the facilitator publishes it."""

    kind: Literal["answers"] = "answers"
    text: Words


class Commitments(Step):
    """Shows what was promised in the room, by which structure and by when."""

    kind: Literal["commitments"] = "commitments"
    text: Words


AnyStep = Annotated[
    Say | Consent | Choose | Rate | Ask | Support | Answers | Commitments, Field(discriminator="kind")
]
Ballot = Choose | Rate


class Stage(Part):
    """Steps that belong together. A facilitator opens the stages of a ``live`` script one after another; a
    stage marked ``arrival`` is gone through by each person on arriving, at their own pace."""

    id: str
    title: Words
    sign: str = ""
    arrival: bool = False
    steps: tuple[AnyStep, ...]


class Scale(Part):
    """Named points from least to most. ``top`` and ``bottom`` say how many points count as favourable and
    unfavourable in the share of the top and the net score. Points of numeric scales carry their number as label."""

    points: tuple[Option, ...]
    top: int
    bottom: int


class Script(Part):
    """A whole script, checked. ``version`` grows with every change; a running session keeps the one it began with."""

    id: str
    version: int = Field(ge=1)
    mode: Literal["live", "self"]
    languages: tuple[str, ...]
    title: Words
    about: Words
    minors: bool = False
    scales: Mapping[str, Scale]
    stages: tuple[Stage, ...]

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id. Raises KeyError."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    @property
    def arrival(self) -> tuple[Stage, ...]:
        """The stages each person goes through on arriving."""
        return tuple(stage for stage in self.stages if stage.arrival)

    @property
    def opened(self) -> tuple[Stage, ...]:
        """The stages that are opened for everybody, in order."""
        return tuple(stage for stage in self.stages if not stage.arrival)

    def steps(self) -> Iterator[tuple[Stage, AnyStep]]:
        """Every step with its stage, in order."""
        for stage in self.stages:
            for step in stage.steps:
                yield stage, step

    def step(self, step_id: str) -> AnyStep:
        """The step with this id. Raises KeyError."""
        for stage in self.stages:
            for step in stage.steps:
                if step.id == step_id:
                    return step
        raise KeyError(step_id)

    def polls(self) -> Iterator[tuple[Stage, Ballot]]:
        """The steps whose answers are ballots, with their stage, in order."""
        for stage, step in self.steps():
            if is_ballot(step):
                assert isinstance(step, Choose | Rate)
                yield stage, step

    def consent(self) -> Consent | None:
        """The step that asks for consent, or None."""
        return next((step for _, step in self.steps() if isinstance(step, Consent)), None)


def is_ballot(step: AnyStep) -> bool:
    """Whether answers to this step are ballots: every score, and every choice that is not about the person."""
    return isinstance(step, Rate) or (isinstance(step, Choose) and step.about is None)


def pair_of(step: AnyStep) -> str | None:
    """The pair in which a step is the ``before`` or the ``after``, None for every other step."""
    if isinstance(step, Rate) and step.moment in ("before", "after"):
        return step.pair
    return None


def values_of(script: Script, step: Ballot) -> tuple[str, ...]:
    """The values a ballot of this step may have, in the order they are shown, non-answers apart."""
    options = script.scales[step.scale].points if isinstance(step, Rate) else step.options
    return tuple(option.id for option in options)


def sides_of(script: Script) -> tuple[str, ...]:
    """The sides people can come as, in their usual order; whoever is not asked or passes it over is an inhabitant."""
    offered = {*_offered(script).get(SIDE, ()), SIDES[0]}
    return tuple(side for side in SIDES if side in offered)


def dimensions_of(script: Script) -> dict[str, tuple[str, ...]]:
    """What people can say of themselves beside their side: each dimension with the categories offered."""
    return {name: options for name, options in _offered(script).items() if name != SIDE}


def _offered(script: Script) -> dict[str, tuple[str, ...]]:
    asked = [step for _, step in script.steps() if isinstance(step, Choose) and step.about]
    return {str(step.about): tuple(option.id for option in step.options) for step in asked}

"""Small scripts for the tests of the rules, built in code."""

from __future__ import annotations

from bot.core.script import (
    Answers,
    Ask,
    Choose,
    Consent,
    Option,
    Rate,
    Say,
    Scale,
    Script,
    Stage,
    Support,
    Words,
)


def words(text: str) -> Words:
    return {"fr": text, "bm": text}


def option(id: str) -> Option:
    return Option(id=id, label=words(id))


FOUR = Scale(points=tuple(option(str(point)) for point in range(4)), top=2, bottom=2)

ARRIVAL = Stage(
    id="arrival",
    title=words("arrival"),
    arrival=True,
    steps=(
        Say(id="greeting", text=words("greeting")),
        Consent(id="rules", text=words("rules")),
        Choose(
            id="who",
            about="side",
            question=words("who"),
            options=(option("inhabitants"), option("forces"), option("authorities")),
        ),
        Choose(
            id="gender", about="gender", question=words("gender"), options=(option("woman"), option("man"))
        ),
    ),
)
BEFORE = Stage(
    id="before",
    title=words("before"),
    steps=(
        Rate(
            id="police_before",
            question=words("police"),
            item=words("police"),
            pair="police",
            moment="before",
            when={"side": ("inhabitants", "authorities")},
        ),
        Rate(
            id="people_before",
            question=words("people"),
            item=words("people"),
            when={"side": ("forces",)},
        ),
    ),
)
QUESTIONS = Stage(id="questions", title=words("questions"), steps=(Ask(id="question", text=words("ask")),))
PRIORITIES = Stage(
    id="priorities",
    title=words("priorities"),
    steps=(Support(id="support", text=words("support")), Answers(id="answers", text=words("answers"))),
)
AFTER = Stage(
    id="after",
    title=words("after"),
    steps=(
        Rate(
            id="police_after", question=words("police"), item=words("police"), pair="police", moment="after"
        ),
        Say(id="thanks", text=words("thanks")),
    ),
)


def live(*stages: Stage) -> Script:
    """A script whose stages a facilitator opens."""
    return Script(
        id="small",
        version=1,
        mode="live",
        languages=("fr", "bm"),
        title=words("small"),
        about=words("small"),
        scales={"trust-4": FOUR},
        stages=stages or (ARRIVAL, BEFORE, QUESTIONS, PRIORITIES, AFTER),
    )


def walked_alone() -> Script:
    """The same stages, each person at their own pace."""
    return live().model_copy(update={"mode": "self"})

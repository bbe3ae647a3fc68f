"""What may become of a question: its statuses, which decisions lead where, and who may take them.

A question waits until a facilitator has read it. The room sees what is published, asked or answered, and
nothing else. A disclosure of abuse is protected: only the focal point reads it. It goes back to waiting, or is handed
over to whom it concerns: then its words go with the session's seal.
"""

from __future__ import annotations

import hashlib
from typing import Literal

Status = Literal["waiting", "published", "aside", "asked", "answered", "protected", "handed", "merged"]

Decision = Literal[
    "publish",
    "aside",
    "ask",
    "answer",
    "unanswer",
    "merge",
    "part",
    "protect",
    "restore",
    "hand_over",
    "recall",
]
"""``ask`` marks a question as asked aloud, ``unanswer`` takes the answer off again, ``part`` undoes a merge,
``restore`` puts a question back among those that wait, ``hand_over`` notes that a disclosure has reached whom it
concerns, and ``recall`` that it has not."""

EVERY_STATUS: tuple[Status, ...] = (
    "waiting",
    "published",
    "aside",
    "asked",
    "answered",
    "protected",
    "handed",
    "merged",
)
PUBLIC: tuple[Status, ...] = ("published", "asked", "answered")
"""What the room may see."""

FOR_FOCAL_POINT: tuple[Status, ...] = ("protected", "handed")
"""What nobody but the focal point sees, counts or gets in a file."""

MERGEABLE: tuple[Status, ...] = ("waiting", *PUBLIC)
"""What another question may be merged into."""

WRITABLE: tuple[Status, ...] = ("waiting", "aside", *PUBLIC)
"""Where a facilitator may correct, translate, answer or set a theme."""

LEADS_TO: dict[Decision, Status] = {
    "publish": "published",
    "aside": "aside",
    "ask": "asked",
    "answer": "answered",
    "unanswer": "asked",
    "merge": "merged",
    "part": "waiting",
    "protect": "protected",
    "restore": "waiting",
    "hand_over": "handed",
    "recall": "protected",
}

_POSSIBLE: dict[Status, tuple[Decision, ...]] = {
    "waiting": ("publish", "aside", "ask", "answer", "merge", "protect"),
    "aside": ("publish", "restore", "ask", "answer", "merge", "protect"),
    "published": ("ask", "answer", "aside", "restore", "merge", "protect"),
    "asked": ("answer", "publish", "aside", "restore", "merge", "protect"),
    "answered": ("answer", "unanswer", "protect"),
    "merged": ("part", "protect"),
    "protected": ("hand_over", "restore"),
    "handed": ("recall",),
}
"""An answered question is neither put aside nor merged, since its answer would go with it unseen: the answer
is taken off first. Protecting is possible from everywhere that others see, at once."""

_FOR_WORDS: tuple[Decision, ...] = ("publish", "aside", "restore", "protect", "hand_over", "recall")
"""A last word asks nothing: it is published or put aside, and it may disclose abuse like any other text."""


class NotAllowed(Exception):
    """This decision leads nowhere from where the question stands, or is not this person's to take."""


def after(status: Status, decision: Decision, *, word: bool = False, focal: bool = False) -> Status:
    """The status that a decision leads to. ``word`` says that it is about a last word, ``focal`` that the
    focal point decides. Raises NotAllowed."""
    if decision not in decisions(status, word=word, focal=focal):
        raise NotAllowed
    return LEADS_TO[decision]


def decisions(status: Status, *, word: bool = False, focal: bool = False) -> tuple[Decision, ...]:
    """What can be decided of a question that stands here, the usual first."""
    if status in FOR_FOCAL_POINT and not focal:
        return ()
    return tuple(decision for decision in _POSSIBLE[status] if not word or decision in _FOR_WORDS)


def may_merge(status: Status, target: Status) -> bool:
    """Whether a question that stands at ``status`` may be merged into one at ``target``. What the room has
    seen is only merged into what the room sees, so that nothing disappears."""
    if "merge" not in _POSSIBLE[status]:
        return False
    return target in (PUBLIC if status in PUBLIC else MERGEABLE)


def theme_key(theme: str) -> str:
    """Eight characters that stand for a theme in a button. Unlike its place in a list they stay right when
    somebody adds another theme meanwhile."""
    return hashlib.blake2b(theme.encode(), digest_size=4).hexdigest()

"""Who of staff may do what: one table, from which every button, command and typed text of staff is allowed or not.

Each role has what its work needs and no more. A leader runs the polls that they made, and sees no other group's. A
facilitator runs the sessions of their organisation. The focal point is a facilitator who alone reads disclosures of
abuse. A coordinator stands in for a facilitator, stops a poll that harms somebody, and answers for the team: who
belongs to it and what each did; disclosures of abuse are not theirs to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Role = Literal["leader", "facilitator", "focal", "coordinator"]

Permission = Literal[
    "belong",
    "polls",
    "run",
    "results",
    "sessions",
    "questions",
    "protected",
    "commitments",
    "paper",
    "stop",
    "team",
]
"""``belong``: what everybody of staff needs. ``polls``: making polls and running one's own. ``run``: stages, votes,
the door and the end of what is theirs. ``sessions``: making sessions; all of the organisation's are theirs.
``questions``: reading and deciding, their files; ``protected``: also those that disclose abuse. ``paper``: entering
what came without a phone. ``stop``: stopping a youth poll. ``team``: the members, and what they did."""

_LEADER: frozenset[Permission] = frozenset({"belong", "polls", "run", "results"})
_FACILITATOR: frozenset[Permission] = _LEADER | {"sessions", "questions", "commitments", "paper"}

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    "leader": _LEADER,
    "facilitator": _FACILITATOR,
    "focal": _FACILITATOR | {"protected"},
    "coordinator": _FACILITATOR | {"stop", "team"},
}


def may(role: Role, permission: Permission) -> bool:
    """Whether a role has a permission."""
    return permission in PERMISSIONS[role]

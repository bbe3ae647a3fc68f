"""What a backup holds: each table and column is kept here or left out here, with the reason.

A backup outlives the seal, lies in other places and may be copied. So it holds what the seal leaves, and nothing
that says who took part, who works here or what is on its way. A new column is written down in one of the two lists;
a test fails until it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.app.records import QuestionStatus

KEPT: Mapping[str, tuple[str, ...]] = {
    "organisations": ("id", "name"),
    "scripts": ("digest", "body"),
    "sessions": (
        "id",
        "organisation",
        "code",
        "script",
        "kind",
        "title",
        "place",
        "day",
        "languages",
        "joining",
        "state",
        "stage",
        "closed_on",
        "keeps_aside",
    ),
    "polls": ("id", "session", "step", "state"),
    "tallies": ("session", "name", "body"),
    "hand_counts": ("session", "step", "side", "dimension", "category", "mode", "counts"),
    "questions": (
        "id",
        "session",
        "collect",
        "side",
        "language",
        "text",
        "theme",
        "status",
        "supports",
        "source",
        "answer",
        "translation",
        "merged_into",
    ),
    "commitments": ("id", "session", "number", "words", "structure", "due", "status"),
}
"""The columns of a backup by table, in the order in which they are written and read back."""

LEFT_OUT: Mapping[str, str] = {
    "roster": "who takes part",
    "shown": "where participants stand, and their messages",
    "stones": "who left, and how much they had sent",
    "messages": "which messages stand in whose chat",
    "supports": "who supports what; the number stands on the question",
    "ballots": "who answered what; once a poll is closed its counts are in the tallies",
    "reports": "who reported a poll",
    "intake": "questions that are not mixed yet, under a key that is soon destroyed",
    "invitations": "an invitation that comes back could be used a second time",
    "members": "who works here",
    "panels": "where members of staff have their control message",
    "audit": "what members of staff did",
    "outbox": "messages on their way, with their addresses",
    "broadcasts": "how far a walk through the roster has come",
    "chores": "what is left to be done, which the next start finds out by itself",
    "upkeep": "under which key the outbox is, how many workers there were, when Baro last served",
    "workers": "which processes are at work",
    "updates": "the numbers of what Telegram has sent",
    "sessions.closes": "tells to the second when a session ended, and nothing of it is left to be closed or sealed",
    "questions.original": "the words before a correction: a name was taken out of them",
    "questions.token_hash": "leads from an author's receipt to their question",
}
"""Tables, and columns of kept tables, that no backup holds, and why."""

KEPT_STATUSES: tuple[QuestionStatus, ...] = ("published", "asked", "answered")
"""The questions that a backup holds."""

KEPT_BEHIND_SEAL: tuple[QuestionStatus, ...] = ("waiting", "aside")
"""The questions that a backup holds of sealed sessions alone: whoever sealed them chose to keep them. Of the others
nobody has chosen yet, and the seal may remove them."""

KEPT_WITH_TARGET: QuestionStatus = "merged"
"""A question that goes the way of the one it was merged into."""

LEFT_OUT_STATUSES: Mapping[QuestionStatus, str] = {
    "protected": "a disclosure of abuse has no place in a file that outlives the seal",
    "handed": "a disclosure of abuse whose words go with the seal",
}
"""The questions that no backup holds, and why."""

"""How long things are kept: what is set or promised elsewhere, brought together, and said in English and in a chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from bot.app.ask import MIXED_AT_LEAST
from bot.app.chat_messages import DELETABLE, HOUR, STAFF_KEPT
from bot.app.desk import INVITATION_DAYS
from bot.app.services import Promises
from bot.app.sessions import FORGOTTEN_AFTER
from bot.app.words import Text, _

UPDATES_KEPT = timedelta(days=3)
"""Telegram keeps an update for a day; after three none of those noted can come again."""

WRONG_CODES_KEPT = timedelta(minutes=10)
"""For how long somebody's wrong codes are counted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The lifetimes and thresholds in force, in whole hours, days, minutes and people."""

    seal_hours: int
    side: int
    group: int
    audit_days: int
    staff_days: int
    export_days: int
    mixed: int = MIXED_AT_LEAST
    message_hours: int = DELETABLE // HOUR
    staff_message_hours: int = STAFF_KEPT // HOUR
    unended_days: int = FORGOTTEN_AFTER.days
    update_days: int = UPDATES_KEPT.days
    invitation_days: int = INVITATION_DAYS
    guess_minutes: int = WRONG_CODES_KEPT // timedelta(minutes=1)

    def fill(self, words: str) -> str:
        """English words with what is in force in their braces."""
        return words.format(**asdict(self))


def limits_of(promises: Promises) -> Limits:
    """What an installation's settings and the code promise together."""
    return Limits(
        promises.seal_hours,
        promises.thresholds.side,
        promises.thresholds.group,
        promises.audit_days,
        promises.staff_days,
        promises.export_days,
    )


@dataclass(frozen=True, slots=True)
class Until:
    """How long something is kept: in English, with names of ``Limits`` in braces; ``told`` says it to a participant.
    ``by`` names the settings and the constants of the code that it hangs on."""

    words: str
    told: Callable[[Limits], Text] | None = None
    by: tuple[str, ...] = ()


SEALED = Until(
    "the seal",
    lambda limits: _("fate.sealed", hours=limits.seal_hours),
    ("BOT_SEAL_HOURS", "bot.app.sessions.FORGOTTEN_AFTER"),
)
SEALED_OR_LEFT = Until(
    "the seal, or the person leaves; the number stays",
    lambda limits: _("fate.sealed", hours=limits.seal_hours),
)
POLL_CLOSED = Until(
    "the poll is closed, of a pair of polls both are; then only counts stay",
    lambda limits: _("fate.poll_closed"),
)
COUNTED = Until(
    "kept",
    lambda limits: _("fate.counted", side=limits.side, group=limits.group),
    ("BOT_SIDE_THRESHOLD", "BOT_GROUP_THRESHOLD"),
)
MIXED = Until(
    "it is mixed with others, those of {mixed} people or more at once, or at the end of the stage",
    lambda limits: _("fate.mixed"),
    ("bot.app.ask.MIXED_AT_LEAST",),
)
WITHDRAWN = Until(
    "kept, unless its author takes it back; what the room was never shown goes with the seal unless the organisation "
    "chose to keep it, what the focal point handed over goes with it always",
    lambda limits: _("fate.without_name"),
)
SEALED_WITHOUT_NAME = Until("the seal", lambda limits: _("fate.without_name"))
SENT = Until("Telegram has taken it", lambda limits: _("fate.sent"))
WALKED = Until("everybody has been sent it", lambda limits: _("fate.sent"))
DELETED = Until(
    "the chat is erased, the seal, or {message_hours} hours, after which no bot may delete it; of staff the bot takes "
    "it out of the chat after {staff_message_hours} hours",
    lambda limits: _("fate.message", hours=limits.message_hours),
    ("bot.app.chat_messages.DELETABLE", "bot.app.chat_messages.STAFF_KEPT"),
)
UPDATED = Until("{update_days} days", by=("bot.app.lifetimes.UPDATES_KEPT",))
GUESSED = Until(
    "the next code that anybody types {guess_minutes} minutes later, or the bot stops",
    by=("bot.app.lifetimes.WRONG_CODES_KEPT",),
)
ROLE_ENDS = Until(
    "the role ends: at once when a coordinator or the operator removes them, or after {staff_days} days without any "
    "act",
    by=("BOT_STAFF_DAYS",),
)
ANOTHER_SCREEN = Until("they open another screen")
USED = Until("it is used, or {invitation_days} days", by=("bot.app.desk.INVITATION_DAYS",))
LOGGED = Until("{audit_days} days", by=("BOT_AUDIT_DAYS",))
EXPORTED = Until(
    "{export_days} days in the folder of its own; in another, whoever runs the bot deletes them",
    by=("BOT_EXPORT_DAYS",),
)
KEPT = Until("kept")
KEPT_SHOWN = Until("kept: the session's code shows them to anybody who has it")
NEEDLESS = Until(
    "what it opens is gone: a session's at the seal, a mixing's after it, the outbox's after both"
)
OPERATOR = Until("whoever runs the bot deletes it")

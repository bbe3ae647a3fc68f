"""What votes are called on screens."""

from __future__ import annotations

from bot.app.terms import MOMENTS
from bot.app.words import _
from bot.core.script import Rate
from bot.tg.speech import Speech


def item_of(speech: Speech, step: Rate) -> str:
    """What a score is about. A look back is asked beside the score of today and bears its name: it says what it is."""
    item = speech.label(step.item)
    if step.moment != "retrospective":
        return item
    return speech.plain(_("outcome.poll_and_moment", poll=item, moment=MOMENTS[step.moment]))

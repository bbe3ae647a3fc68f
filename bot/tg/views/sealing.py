"""Sealing a session: what it destroys, what it leaves and what it cannot reach; what the focal point is told of it."""

from __future__ import annotations

from bot.app.question_list import Filter
from bot.app.records import Session
from bot.app.words import Text, _, n_
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech
from bot.tg.views.control import back_to_panel
from bot.tg.views.question_list import Place

KEEP, REMOVE = "k", "r"
"""What stands in a button for what becomes of the questions that the room was never shown."""


def confirm_seal(speech: Speech, session: Session, unseen: int) -> Reply:
    """Before a session is sealed. With ``unseen`` questions the facilitator says what becomes of them."""
    sure = _("seal.sure") if session.kind == "dialogue" else _("seal.sure_poll")
    parts = [speech(sure), speech(_("seal.remains"))]
    if unseen:
        parts.append(speech(n_("seal.unseen", number=unseen)))
        rows = [
            _seals(speech, session, _("button.seal_remove"), REMOVE),
            _seals(speech, session, _("button.seal_keep"), KEEP),
        ]
    else:
        rows = [_seals(speech, session, _("button.seal_yes"), REMOVE)]
    return Reply("\n\n".join(parts), (*rows, back_to_panel(speech, session.id)))


def _seals(speech: Speech, session: Session, label: Text, choice: str) -> tuple[Button, ...]:
    return (tap(speech.plain(label), "f", session.id, "S", choice),)


def wait_for_walk(speech: Speech, session: Session) -> Reply:
    """Participants are still being shown that it is over; sealed now, the bot would not find them any more."""
    again = (tap(speech.plain(_("button.try_again")), "f", session.id, "s"),)
    return Reply(speech(_("seal.wait")), (again, back_to_panel(speech, session.id)))


def under_way(speech: Speech, session: Session) -> Reply:
    """Until the control message says that it is done."""
    return Reply(speech(_("seal.under_way")), (back_to_panel(speech, session.id),))


def still_protected(speech: Speech, session: Session, number: int) -> Reply:
    """The notice to a focal point whose session was just sealed: how many there are, not what they say."""
    place = str(Place(Filter("protected")))
    button = tap(speech.plain(_("mod.open_protected")), "f", session.id, "q", place)
    return Reply(speech(n_("seal.protected", number=number, title=session.title)), ((button,),))

"""Erasing one's chat with the bot: the button, the question before it, and what is said after it."""

from __future__ import annotations

from bot.app.chat_messages import HOUR, SURELY_NOTED
from bot.app.seat import Seat
from bot.app.words import Catalogue, _, n_
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech


def erase_button(speech: Speech, session: str) -> Button:
    """Leads to the question whether the chat is to be erased. It bears its language, for who has no seat any more."""
    return tap(speech.plain(_("button.erase")), "p", session, "d", speech.language)


def sure(speech: Speech, session: str, *, seated: bool) -> Reply:
    """What goes and what stays, before anything is erased."""
    rows = (
        (tap(speech.plain(_("button.erase_now")), "p", session, "D", speech.language),),
        (tap(speech.plain(_("button.stay")), "p", session, "o", speech.language),),
    )
    lines = [speech(_("erase.sure"))]
    if seated:
        lines.append(speech(_("erase.seat_stays")))
    return Reply("\n".join(lines), rows)


def sure_in_every_language(catalogue: Catalogue, session: str) -> Reply:
    """The same for somebody who left and whose language is not known: a button in each."""
    spoken = [Speech(language, catalogue) for language in catalogue.languages]
    rows = tuple(
        (tap(speech.plain(_("button.erase_now")), "p", session, "D", speech.language),) for speech in spoken
    )
    return Reply("\n\n".join(speech(_("erase.sure")) for speech in spoken), rows)


def erased(speech: Speech, seat: Seat | None, left: int) -> Reply:
    """What was erased, what may be there still, and how to take it away by hand."""
    lines = [speech(_("erase.done"))]
    if left:
        lines.append(speech(n_("erase.left", number=left)))
    lines.append(speech(_("erase.may_stay", hours=SURELY_NOTED // HOUR)))
    lines.append(speech(_("erase.by_hand")))
    if seat is None:
        return Reply("\n\n".join(lines))
    back = tap(speech.plain(_("button.back_to_session")), "p", seat.scene.session.id, "o")
    return Reply("\n\n".join(lines), ((back,),))


def nothing_known(speech: Speech) -> str:
    """For whoever is known in no session: only their own hand can erase this chat."""
    return "\n\n".join((speech(_("erase.nothing_known")), speech(_("erase.by_hand"))))

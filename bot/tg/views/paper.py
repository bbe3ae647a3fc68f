"""What staff see when they enter what came without a phone: what there is to enter, questions from paper."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app.terms import SIDES
from bot.app.words import Text, _, n_
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech
from bot.tg.views.control import back_to_panel


def menu(speech: Speech, session: str, *, questions: bool, votes: bool, counts: int) -> Reply:
    """What can be entered."""
    rows = []
    if questions:
        rows.append((tap(speech.plain(_("paper.question")), "f", session, "hq"),))
    if votes:
        rows.append((tap(speech.plain(_("paper.vote")), "f", session, "hv"),))
    if counts:
        rows.append((tap(speech.plain(n_("paper.counts", number=counts)), "f", session, "hc"),))
    text = _("paper.title") if rows else _("paper.nothing_to_enter")
    return Reply(speech(text), (*rows, back_to_panel(speech, session)))


def choose_side_of_question(speech: Speech, session: str, sides: Sequence[str]) -> Reply:
    """Who wrote the questions."""
    rows = [(tap(speech.plain(SIDES[side]), "f", session, "hq", list(SIDES).index(side)),) for side in sides]
    return screen(speech, session, [speech(_("paper.whose_question"))], rows)


def choose_language(speech: Speech, session: str, side: str, languages: Sequence[str]) -> Reply:
    """In which language they are written."""
    place = list(SIDES).index(side)
    rows = [(tap(speech.catalogue.own_name(each), "f", session, "hq", place, each),) for each in languages]
    return screen(speech, session, [speech(_("paper.which_language"))], rows)


def write_question(
    speech: Speech, session: str, side: str | None, entered: int, wrong: Text | None = None
) -> Reply:
    """The next question is typed; ``entered`` were before it. ``side`` is None where nobody has one."""
    parts = [speech(wrong)] if wrong else []
    if entered and not wrong:
        parts.append(speech(n_("paper.entered", number=entered)))
    parts.append(speech(_("paper.write_question")))
    if side is not None:
        parts.append(speech(_("paper.from_side", side=SIDES[side])))
    return screen(speech, session, parts, [])


def screen(speech: Speech, session: str, parts: Sequence[str], rows: Sequence[tuple[Button, ...]]) -> Reply:
    """A screen with a way back to what can be entered, and to the control message."""
    back = tap(speech.plain(_("paper.back")), "f", session, "h")
    return Reply("\n\n".join(parts), (*rows, (back, *back_to_panel(speech, session))))

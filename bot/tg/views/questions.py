"""A question on its way: its preview, its receipt, what its author is told of it."""

from __future__ import annotations

import html

from telegram import MaybeInaccessibleMessage, Message, MessageEntity

from bot.app.ask import Draft, Receipt
from bot.app.words import Text, _
from bot.tg.reply import Reply, Rows, tap
from bot.tg.speech import Speech

ALERT = 200
"""Characters that Telegram shows in an alert."""


def preview(speech: Speech, session: str, draft: Draft, *, keeps: bool, typed: int) -> Reply:
    """The question as it will be read. It is its own draft: nothing of it is stored before it is sent. ``keeps`` says
    that what was typed is to stay in the chat; ``typed`` is the id of that message."""
    screened = draft.screened
    text = screened.without if screened.findings else screened.text
    parts = [speech(_("ask.preview"))]
    if screened.findings:
        found = " · ".join(finding.words for finding in screened.findings[:5])
        parts = [speech(_("ask.found", found=found)), speech(_("ask.preview_without"))]
    parts.append(f"<blockquote>{html.escape(text, quote=False)}</blockquote>")
    rows = preview_rows(speech, session, found=bool(screened.findings), keeps=keeps, typed=typed)
    return Reply("\n\n".join(parts), rows)


def preview_rows(speech: Speech, session: str, *, found: bool, keeps: bool, typed: int) -> Rows:
    """The buttons of a preview. The last one shows whether what was typed leaves the chat, and changes it."""
    send = _("button.send_without") if found else _("button.send")
    stays = _("button.typed_stays") if keeps else _("button.typed_goes")
    return (
        (tap(speech.plain(send), "p", session, "w", typed),),
        (tap(speech.plain(_("button.write_again")), "p", session, "e"),),
        (tap(speech.plain(stays), "p", session, "h", int(not keeps), int(found), typed),),
    )


def quoted(message: MaybeInaccessibleMessage | None) -> str | None:
    """The question in a preview of ours, None where Telegram does not hand the message out any more."""
    if not isinstance(message, Message) or not message.text:
        return None
    quotes = message.parse_entities([MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE])
    return next(iter(quotes.values()), None)


def receipt(speech: Speech, session: str, token: str) -> Reply:
    """What stays in the author's chat: no word of the question, and the only way back to it."""
    rows = (
        (tap(speech.plain(_("button.look")), "p", session, "k", token),),
        (tap(speech.plain(_("button.withdraw")), "p", session, "x", token),),
    )
    return Reply(speech(_("ask.receipt")), rows)


def confirm_withdrawal(speech: Speech, session: str, token: str) -> Reply:
    """A withdrawal is for good, so it is asked twice."""
    rows = (
        (tap(speech.plain(_("button.withdraw_for_good")), "p", session, "X", token),),
        (tap(speech.plain(_("button.keep")), "p", session, "z", token),),
    )
    return Reply(speech(_("ask.withdraw_sure")), rows)


def status_alert(speech: Speech, receipt: Receipt | None) -> str:
    """The first characters of the question and what became of it, as long as an alert may be."""
    if receipt is None:
        return speech.plain(_("ask.gone"))
    status = speech.plain(_status(receipt.status))
    room = ALERT - len(status) - 5
    excerpt = receipt.excerpt if len(receipt.excerpt) <= room else receipt.excerpt[: room - 1] + "…"
    return f"{status}\n«\u00a0{excerpt}\u00a0»"


def _status(status: str) -> Text:
    match status:
        case "published":
            return _("ask.status_published")
        case "asked":
            return _("ask.status_asked")
        case "answered":
            return _("ask.status_answered")
        case _ignored:
            return _("ask.status_waiting")

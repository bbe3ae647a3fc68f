"""Showing a participant where they stand: one living message, edited in place or moved below what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app.ask import forget_typed
from bot.app.present import present, stamp
from bot.app.seat import Seat
from bot.tg.delivery import Call, Delivery, Living, Walk
from bot.tg.reply import Reply
from bot.tg.turn import Turn, edited, removed, sent
from bot.tg.views.participant import draw

IN_BETWEEN = ""
"""The digest of a message that shows something else than where the person stands: a preview, a menu, a question
before leaving."""


async def show(
    turn: Turn,
    seat: Seat,
    *,
    notice: str = "",
    toast: str = "",
    page: int = 0,
    before: Sequence[Call] = (),
) -> None:
    """Answer an update with the screen of where the person stands.

    ``notice`` is a sentence (HTML) above the screen, ``toast`` a word on the tapped button, ``before`` calls that
    go first (a receipt); with them, or after something typed, the living message moves below. What was typed for a
    question that was not sent leaves the chat, since its preview does.
    """
    if seat.person.typed:
        turn.send(removed(turn.chat, *seat.person.typed))
        seat = forget_typed(turn.work, seat)
    screen = await present(turn.work, seat, page)
    speech = turn.speech(seat.person.language)
    reply = draw(speech, seat.scene.script, seat.scene.session.id, screen)
    if notice:
        reply = Reply(f"{notice}\n\n{reply.html}", reply.rows)
    _bring(turn, seat, reply, reply.digest, toast=toast, before=before)


def bring(turn: Turn, seat: Seat, reply: Reply) -> None:
    """Make something in between the person's living message: they are left with it until they answer it or a stage
    is opened."""
    _bring(turn, seat, reply, IN_BETWEEN)


def _bring(
    turn: Turn, seat: Seat, reply: Reply, digest: str, *, toast: str = "", before: Sequence[Call] = ()
) -> None:
    tapped, shown = turn.tapped_message, seat.shown.message
    living = Living("seat", seat.scene.session.id, seat.key.hex(), stamp(seat), digest, shown)
    calls = [*turn.acknowledge(toast), *before]
    if tapped and tapped >= shown and not before:
        if tapped != shown or digest == IN_BETWEEN or digest != seat.shown.digest:
            calls.append(Call("editMessageText", edited(turn.chat, tapped, reply), "living"))
        turn.send(calls, living)
        return
    calls += removed(turn.chat, tapped, shown)
    calls.append(Call("sendMessage", sent(turn.chat, reply), "living"))
    turn.send(calls, living)


def announce(seat: Seat, reply: Reply, walk: Walk) -> Delivery | None:
    """What brings somebody up to date in a broadcast: a new message where they must look up (its sound calls
    them), an edit where only the words changed, nothing where they have it already or are in the middle of
    something. The old message goes, since it may show scores to whoever takes the phone, and with it a question
    that was typed and not sent. Who is away is left in peace: they are shown where they are when they come back."""
    if seat.shown.away:
        return None
    now = stamp(seat)
    shown = seat.shown
    living = Living("seat", seat.scene.session.id, seat.key.hex(), now, reply.digest, shown.message)
    if shown.message and shown.stamp == now:
        if shown.digest in (IN_BETWEEN, reply.digest):
            return None
        edit = Call("editMessageText", edited(seat.chat, shown.message, reply), "living")
        return Delivery(seat.chat, (edit,), living, walk=walk, stands_back=True)
    after_silence = bool(shown.message and not shown.stamp)
    if after_silence and seat.person.typed:
        return None  # what they typed meanwhile was had, and its preview is on its way
    message = sent(seat.chat, reply)
    if after_silence and seat.scene.script.mode == "self":
        # Nobody waits for them, and it may be night.
        message["disable_notification"] = True
    send = Call("sendMessage", message, "living")
    gone = removed(seat.chat, shown.message, *seat.person.typed)
    return Delivery(seat.chat, (send, *gone), living, walk=walk, stands_back=True)

"""What a participant taps: answers, going on and back, questions sent or withdrawn, supports, another language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.app import ask
from bot.app.answer import answer, keep_up, speak
from bot.app.desk import open_officer
from bot.app.join import move_to
from bot.app.leave import leave
from bot.app.records import Session
from bot.app.reporting import report
from bot.app.seat import Seat
from bot.app.support import CannotSupport, toggle
from bot.app.words import Text, _, n_
from bot.core.journey import Cast, Continue, Elsewhere, Revisit, Tell
from bot.tg.callback import Tap
from bot.tg.delivery import Call, Delivery
from bot.tg.handlers import erasing
from bot.tg.handlers.doorway import language_of, look_back, say
from bot.tg.reply import Reply
from bot.tg.reply import tap as tap_button
from bot.tg.show import bring, show
from bot.tg.turn import Turn, rekeyed, removed, sent
from bot.tg.views.arrival import language_menu
from bot.tg.views.erasing import erase_button
from bot.tg.views.questions import confirm_withdrawal, preview_rows, quoted, receipt, status_alert

Deed = Callable[[Turn, Tap, Seat], Awaitable[None]]


async def in_the_room(turn: Turn, tap: Tap) -> None:
    """A participant's button, of any age: if it does not fit any more, they are shown where things stand."""
    if tap.deed in erasing.DEEDS:
        await erasing.DEEDS[tap.deed](turn, tap)
        return
    session = await turn.work.sessions.get(tap.session)
    seat = await turn.batch.seat(tap.session, turn.user) if session else None
    if session is None or (seat is None and session.state == "stopped"):
        turn.send(turn.acknowledge())
    elif seat is None:
        await _without_seat(turn, tap)
    elif session.state == "stopped":
        await show(turn, keep_up(turn.work, seat))
    else:
        seat = await move_to(turn.work, turn.services, seat, turn.user)
        deed = DEEDS.get(tap.deed, _refresh)
        if session.state != "open" and tap.deed not in AFTERWARDS:
            deed = _refresh
        try:
            await deed(turn, tap, keep_up(turn.work, seat))
        except Elsewhere as refusal:
            speech = turn.speech(seat.person.language)
            await show(turn, keep_up(turn.work, seat), toast=speech.plain(_elsewhere(refusal.code)))


async def _without_seat(turn: Turn, tap: Tap) -> None:
    """The button of somebody who left, or of a session that is sealed: what its code shows, or how to come in."""
    session = await turn.work.sessions.get(tap.session)
    assert session is not None
    language = tap.arguments[-1] if tap.arguments and tap.arguments[-1] in session.languages else None
    if tap.deed == "k":
        await _look_at_question(turn, tap, turn.speech(language or session.languages[0]).language)
    elif session.state != "open":
        await look_back(turn, session, language, _page(tap))
    else:
        say(turn, _("leave.not_here"), language or await language_of(turn))


def _elsewhere(code: str) -> Text:
    return _("answer.closed") if code == "closed" else _("answer.here_now")


async def _refresh(turn: Turn, tap: Tap, seat: Seat) -> None:
    await show(turn, seat)


async def _next(turn: Turn, tap: Tap, seat: Seat) -> None:
    await show(turn, await answer(turn.work, seat, Continue(tap.argument(0))))


async def _tell(turn: Turn, tap: Tap, seat: Seat) -> None:
    await show(turn, await answer(turn.work, seat, Tell(tap.argument(0), tap.argument(1))))


async def _vote(turn: Turn, tap: Tap, seat: Seat) -> None:
    seat = await answer(turn.work, seat, Cast(tap.argument(0), tap.argument(1)))
    turn.batch.touched.add(seat.scene.session.id)
    await show(turn, seat, toast=turn.speech(seat.person.language).plain(_("vote.noted")))


async def _revisit(turn: Turn, tap: Tap, seat: Seat) -> None:
    await show(turn, await answer(turn.work, seat, Revisit(tap.argument(0))))


async def _turn_page(turn: Turn, tap: Tap, seat: Seat) -> None:
    await show(turn, seat, page=_page(tap))


def _page(tap: Tap) -> int:
    page = tap.argument(1)
    return int(page) if page.isdecimal() and len(page) < 6 else 0


async def _support(turn: Turn, tap: Tap, seat: Seat) -> None:
    speech = turn.speech(seat.person.language)
    toast = ""
    try:
        # Buttons from before they said what is wanted turn it over.
        wanted = {"1": True, "0": False}.get(tap.argument(2))
        seat = await toggle(turn.work, seat, tap.argument(0), wanted)
    except CannotSupport as refusal:
        used_up = refusal.code == "used_up"
        toast = speech.plain(n_("support.no_more", number=refusal.limit) if used_up else _("answer.here_now"))
    await show(turn, seat, page=_page(tap), toast=toast)


async def _send_question(turn: Turn, tap: Tap, seat: Seat) -> None:
    """Take the previewed question in: the preview leaves the chat, and what was typed unless its author keeps it there;
    a receipt without the text stays."""
    speech = turn.speech(seat.person.language)
    text = quoted(turn.query.message if turn.query else None)
    typed = seat.person.typed
    if not _is_previewed(turn, seat, tap.argument(0)):
        await _tapped_again(turn, seat)
        return
    try:
        if text is None:
            raise ask.CannotAsk("empty")
        seat, token = await ask.send(turn.work, turn.services, seat, text)
    except ask.CannotAsk as refusal:
        await show(turn, seat, notice=speech(ask_refusal(refusal)))
        return
    session = seat.scene.session.id
    turn.batch.mixing.add(session)
    leaves = () if seat.person.keeps_typed else typed
    gone = removed(turn.chat, turn.tapped_message, seat.shown.message, *leaves)
    kept = Call("sendMessage", sent(turn.chat, receipt(speech, session, token)))
    await show(turn, seat, before=(*gone, kept))


async def _keep_typed(turn: Turn, tap: Tap, seat: Seat) -> None:
    """Whether what was typed stays in the chat once it is sent: the preview's button shows it from now on."""
    if not _is_previewed(turn, seat, tap.argument(2)):
        await _tapped_again(turn, seat)
        return
    seat = ask.keep_typed(turn.work, seat, keeps=tap.argument(0) == "1")
    speech, found = turn.speech(seat.person.language), tap.argument(1) == "1"
    keeps, last = seat.person.keeps_typed, seat.person.typed[-1]
    rows = preview_rows(speech, tap.session, found=found, keeps=keeps, typed=last)
    turn.send((*turn.acknowledge(), rekeyed(turn.chat, turn.tapped_message, rows)))


def _is_previewed(turn: Turn, seat: Seat, typed: str) -> bool:
    """Whether the tapped preview shows what was typed last, which it names. It may stand in the chat twice, where the
    network broke off when it was sent: which of the two is tapped makes no difference."""
    if not seat.person.typed:
        return False
    if typed:
        return typed == str(seat.person.typed[-1])
    return turn.tapped_message >= seat.shown.message  # from before previews named what was typed


async def _tapped_again(turn: Turn, seat: Seat) -> None:
    """The preview of a question that was sent or rewritten already. While the answer to the first of two quick taps
    is on its way, nothing more is shown."""
    toast = turn.speech(seat.person.language).plain(_("answer.here_now"))
    if turn.tapped_message == seat.shown.message:
        turn.send(turn.acknowledge(toast))
    else:
        await show(turn, seat, toast=toast)


async def _rewrite(turn: Turn, tap: Tap, seat: Seat) -> None:
    typed = seat.person.typed
    seat = ask.forget_typed(turn.work, seat)
    if typed:
        turn.send(removed(turn.chat, *typed))
    await show(turn, seat, notice=turn.speech(seat.person.language)(_("ask.write_again")))


async def _look(turn: Turn, tap: Tap, seat: Seat) -> None:
    await _look_at_question(turn, tap, seat.person.language)


async def _look_at_question(turn: Turn, tap: Tap, language: str) -> None:
    found = await ask.look(turn.work, turn.services, tap.session, tap.argument(0))
    turn.send(turn.acknowledge(status_alert(turn.speech(language), found), alert=True))


async def _ask_to_withdraw(turn: Turn, tap: Tap, seat: Seat) -> None:
    turn.answer(confirm_withdrawal(turn.speech(seat.person.language), tap.session, tap.argument(0)))


async def _keep_question(turn: Turn, tap: Tap, seat: Seat) -> None:
    turn.answer(receipt(turn.speech(seat.person.language), tap.session, tap.argument(0)))


async def _withdraw(turn: Turn, tap: Tap, seat: Seat) -> None:
    speech = turn.speech(seat.person.language)
    done = await ask.withdraw(turn.work, turn.services, seat, tap.argument(0))
    turn.batch.leaves_traces = True
    turn.batch.touched.add(tap.session)
    turn.answer(Reply(speech(_("ask.withdrawn") if done else _("ask.gone"))))


async def _languages(turn: Turn, tap: Tap, seat: Seat) -> None:
    ask_language(turn, seat)


def ask_language(turn: Turn, seat: Seat) -> None:
    """Let somebody choose among the languages of their session."""
    session, speech = seat.scene.session, turn.speech(seat.person.language)
    bring(turn, seat, language_menu(turn.batch.catalogue, "p", session.id, speech, session.languages))


async def _speak(turn: Turn, tap: Tap, seat: Seat) -> None:
    language = tap.argument(0)
    if language in seat.scene.session.languages:
        seat = speak(turn.work, seat, language)
    await show(turn, seat)


async def _ask_to_leave(turn: Turn, tap: Tap, seat: Seat) -> None:
    ask_to_leave(turn, seat)


def ask_to_leave(turn: Turn, seat: Seat) -> None:
    """Leaving is asked twice: what is recorded of open votes goes with it."""
    speech, session = turn.speech(seat.person.language), seat.scene.session.id
    rows = (
        (tap_button(speech.plain(_("button.leave_now")), "p", session, "q"),),
        (tap_button(speech.plain(_("button.stay")), "p", session, "o"),),
    )
    bring(turn, seat, Reply(speech(_("leave.sure")), rows))


async def _leave(turn: Turn, tap: Tap, seat: Seat) -> None:
    speech = turn.speech(seat.person.language)
    await leave(turn.work, seat)
    turn.batch.leaves_traces = True
    turn.batch.touched.add(tap.session)
    turn.answer(Reply(speech(_("leave.done")), ((erase_button(speech, tap.session),),)))


async def _report(turn: Turn, tap: Tap, seat: Seat) -> None:
    speech = turn.speech(seat.person.language)
    if seat.scene.session.kind == "poll":
        if await report(turn.work, seat):
            await _tell_coordination(turn, seat.scene.session)
        turn.batch.touched.add(tap.session)
    turn.alert(speech, _("report.done"))


async def _tell_coordination(turn: Turn, session: Session) -> None:
    """Whoever may stop a poll hears that it was reported, not by whom; without a coordinator, those who can end it."""
    members = await turn.work.members.of(session.organisation)
    coordinators = [member for member in members if member.role == "coordinator"]
    for member in coordinators or [member for member in members if member.role != "leader"]:
        officer = open_officer(turn.services, member)
        speech = turn.speech(officer.language)
        rows = ((tap_button(speech.plain(_("button.look_at_poll")), "f", session.id, "p"),),)
        reply = Reply(speech(_("report.notice", title=session.title)), rows)
        turn.batch.post(Delivery(officer.chat, (Call("sendMessage", sent(officer.chat, reply)),)))


def ask_refusal(refusal: ask.CannotAsk) -> Text:
    """Why a question cannot be taken, and what to do."""
    match refusal.code:
        case "too_long":
            return n_("ask.too_long", number=refusal.limit)
        case "used_up":
            return _("ask.used_up")
        case "empty":
            return _("ask.empty")
        case _ignored:
            return _("ask.not_now")


AFTERWARDS = ("k", "x", "z", "X", "q", "Q", "l", "L", "g")
"""What can still be done when a session is over: looking, taking back, leaving, another language."""

DEEDS: dict[str, Deed] = {
    "n": _next,
    "t": _tell,
    "v": _vote,
    "r": _revisit,
    "g": _turn_page,
    "s": _support,
    "w": _send_question,
    "e": _rewrite,
    "h": _keep_typed,
    "k": _look,
    "x": _ask_to_withdraw,
    "z": _keep_question,
    "X": _withdraw,
    "l": _languages,
    "L": _speak,
    "Q": _ask_to_leave,
    "q": _leave,
    "!": _report,
}
"""Every deed a participant's button can name."""

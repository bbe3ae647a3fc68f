"""The /commands: one function each, in French, English and Bambara names (see ``COMMANDS``)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.app.answer import keep_up
from bot.app.ask import asking_step
from bot.app.audit import note
from bot.app.desk import Officer, clock_in, find_officer, take_role
from bot.app.join import find_seat
from bot.app.seat import Scene
from bot.app.words import _
from bot.core.journey import Elsewhere, Revisit, act
from bot.tg.handlers import erasing, lists, outcomes, setup, youth
from bot.tg.handlers.acts import Act, Command
from bot.tg.handlers.doorway import enter, language_of, say
from bot.tg.handlers.my_data import show_my_data
from bot.tg.handlers.participant import ask_language, ask_to_leave
from bot.tg.handlers.staff import at_the_desk
from bot.tg.handlers.team import open_team
from bot.tg.show import show
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn
from bot.tg.views.arrival import in_every_language, language_menu
from bot.tg.views.welcome import staff_help, staff_welcome

INVITATION = "i-"


async def start(turn: Turn) -> None:
    """``/start``: alone, with a session's code, or with an invitation."""
    payload = turn.args[0] if turn.args else ""
    if payload.startswith(INVITATION):
        await _redeem(turn, payload.removeprefix(INVITATION))
        return
    if payload:
        await enter(turn, payload, await language_of(turn))
    else:
        await _where_they_stand(turn)


async def _where_they_stand(turn: Turn) -> None:
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is not None:
        await show(turn, keep_up(turn.work, seat))
    elif (officer := await clock_in(turn.work, turn.services, turn.user)) is not None:
        await bring_staff(turn, officer.at(""), staff_welcome(turn.speech(officer.language), officer))
    else:
        say(turn, _("join.how"), await language_of(turn))


async def _redeem(turn: Turn, token: str) -> None:
    catalogue = turn.batch.catalogue
    officer = await take_role(turn.work, turn.services, token, turn.user, turn.chat, catalogue.languages[0])
    if officer is None:
        turn.answer(in_every_language(catalogue, _("staff.invitation_gone")))
        return
    await note(turn.work, turn.services, officer.organisation, officer.badge, "joined")
    await bring_staff(turn, officer, staff_welcome(turn.speech(officer.language), officer))


async def help_(turn: Turn) -> None:
    """``/aide``: what can be done here, in few lines."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is not None:
        speech = turn.speech(seat.person.language)
        await show(turn, keep_up(turn.work, seat), notice=speech(_("help.participant")))
    elif (officer := await clock_in(turn.work, turn.services, turn.user)) is not None:
        await bring_staff(turn, officer.at(""), staff_help(turn.speech(officer.language), officer))
    else:
        say(turn, _("help.stranger"), await language_of(turn))


async def language(turn: Turn) -> None:
    """``/langue``: another language, at any time."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    catalogue = turn.batch.catalogue
    if seat is not None:
        ask_language(turn, seat)
    elif (officer := await clock_in(turn.work, turn.services, turn.user)) is not None:
        speech = turn.speech(officer.language)
        menu = language_menu(catalogue, "f", "", speech, catalogue.languages)
        await bring_staff(turn, officer.at(""), menu)
    else:
        speech = turn.speech(catalogue.languages[0])
        turn.answer(language_menu(catalogue, "j", "", speech, catalogue.languages))


async def question(turn: Turn) -> None:
    """``/question``: to the step that collects questions, where there is one now."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is None:
        await _no_session(turn)
        return
    seat = keep_up(turn.work, seat)
    step = asking_step(seat)
    speech = turn.speech(seat.person.language)
    if step is None:
        await show(turn, seat, notice=speech(_("ask.not_now")))
        return
    try:
        person, _events = act(seat.scene.room, seat.person, Revisit(step.id))
    except Elsewhere:
        await show(turn, seat)
        return
    await show(turn, seat.with_person(person))


async def quit_(turn: Turn) -> None:
    """``/quitter``: leave the session, after one question."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is None:
        await _no_session(turn)
        return
    ask_to_leave(turn, seat)


async def _no_session(turn: Turn) -> None:
    say(turn, _("join.how"), await language_of(turn))


async def _sessions(turn: Turn, officer: Officer, scene: Scene | None) -> None:
    """``/seance``: a facilitator's sessions."""
    await setup.open_sessions(turn, officer)


async def _questions(turn: Turn, officer: Officer, scene: Scene | None) -> None:
    """``/questions``: the list of the session at hand."""
    if scene is not None:
        await lists.open_list(turn, officer, scene)
    else:
        await setup.open_sessions(turn, officer)


async def _results(turn: Turn, officer: Officer, scene: Scene | None) -> None:
    """``/resultats``: the results of the session at hand."""
    if scene is not None:
        await outcomes.open_results(turn, officer, scene)
    elif officer.may("sessions"):
        await setup.open_sessions(turn, officer)
    else:
        await youth.open_polls(turn, officer)


async def _polls(turn: Turn, officer: Officer, scene: Scene | None) -> None:
    """``/sondage``: a youth group's polls."""
    await youth.open_polls(turn, officer)


async def unknown(turn: Turn) -> None:
    """A command nobody knows."""
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is not None:
        notice = turn.speech(seat.person.language)(_("other.unknown_command"))
        await show(turn, keep_up(turn.work, seat), notice=notice)
    elif await find_officer(turn.work, turn.services, turn.user):
        say(turn, _("other.unknown_command"), await language_of(turn))
    else:
        say(turn, _("help.stranger"), await language_of(turn))


STAFF_COMMANDS: tuple[tuple[tuple[str, ...], Act[Command]], ...] = (
    (("seance", "session", "nyogonye"), Act("sessions", None, _sessions)),
    (("questions", "list", "nyininkaliw"), Act("questions", "read", _questions)),
    (("resultats", "results", "jaabiw"), Act("results", None, _results)),
    (("sondage", "poll", "hakilila"), Act("polls", None, _polls)),
    (("equipe", "team", "jekulu"), Act("team", None, open_team)),
)

COMMANDS: tuple[tuple[tuple[str, ...], Callable[[Turn], Awaitable[None]]], ...] = (
    (("start",), start),
    (("aide", "help", "deme"), help_),
    (("langue", "language", "kan"), language),
    (("question", "ask", "nyininkali"), question),
    (("quitter", "leave", "bo"), quit_),
    (("effacer", "erase", "josi"), erasing.erase),
    (("mesdonnees", "mydata", "kunnafoniw"), show_my_data),
    *((names, at_the_desk(act)) for names, act in STAFF_COMMANDS),
)
"""Every command with its French, English and Bambara names, in the letters that Telegram allows."""

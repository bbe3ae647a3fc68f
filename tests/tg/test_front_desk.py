"""The front desk: every button, text and command of staff is declared, asks for a permission, is refused without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from bot.app.audit import What
from bot.app.desk import find_officer, save_officer
from bot.core.roles import Permission, Role, may
from bot.rehearsal.standin import Person
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act
from bot.tg.handlers.commands import STAFF_COMMANDS
from bot.tg.handlers.staff import DEEDS, ERRANDS, TYPED, TYPED_IN_SESSION
from tests.fakes.room import Room
from tests.tg.evening import by_bot, is_well_said, kept, rows, sentence, taps_data

WHATS = get_args(What)
ACTS: dict[str, Act[Any]] = {
    **{f"button {name}": act for name, act in DEEDS.items()},
    **{f"button {name}": act for name, act in ERRANDS.items()},
    **{f"text {name}": act for name, act in TYPED.items()},
    **{f"text {name}": act for name, act in TYPED_IN_SESSION.items()},
    **{f"/{names[0]}": act for names, act in STAFF_COMMANDS},
}

UNNOTED = {
    *(f"button {name}" for name in ("p", "w", "o", "b", "v", "j", "e", "k", "K", "r", "ri", "qs", "qt")),
    *(f"button {name}" for name in ("h", "hq", "hv", "hi", "hp", "hg", "hc", "hd", "ys")),
    *(f"button {name}" for name in ("c", "ca", "co", "cw", "cg", "cd", "cx")),
    *(
        f"button {name}"
        for name in ("sl", "sn", "ss", "sd", "sg", "L", "yl", "yn", "yg", "yk", "yh", "yi", "yp")
    ),
    *(f"button {name}" for name in ("tm", "tr", "tj")),
    *(f"text {name}" for name in TYPED),
    "text hand_count",
    "button s",
    "/seance",
    "/resultats",
    "/sondage",
    "/equipe",
}
"""What neither shows nor changes participants' words: numbers, screens that ask before something is done, what those
who make a session or a poll say of it."""


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_everything_staff_can_do_says_what_it_needs(act: Act[Any]) -> None:
    assert act.needs in get_args(Permission)


@pytest.mark.parametrize("name", ACTS)
def test_everything_staff_can_do_says_what_is_noted(name: str) -> None:
    noted = ACTS[name].noted
    if noted is None:
        assert name in UNNOTED, "does it show or change participants' words?"
    else:
        assert name not in UNNOTED
        assert callable(noted) or noted in WHATS


@pytest.mark.parametrize(
    ("deed", "arguments", "what"),
    [
        ("md", ("q", "", "publish", "waiting"), "publish"),
        ("md", ("q", "", "aside", "waiting"), "aside"),
        ("md", ("q", "", "nonsense", "waiting"), None),
        ("mk", ("q", "", "all", "translation"), "translate"),
        ("mk", ("q", "", "all", "text"), "correct"),
        ("mk", ("q",), None),
        ("E", (), "end"),
    ],
)
def test_what_is_noted_depends_on_the_button(
    deed: str, arguments: tuple[str, ...], what: What | None
) -> None:
    assert DEEDS[deed].what(Tap("f", "", deed, arguments)) == what


async def at_work(room: Room, role: Role) -> tuple[Person, str]:
    """Somebody with this role, and the id of a session that is theirs to run."""
    if role == "leader":
        somebody = await room.member("Lamine", "leader")
        await room.says(somebody, "/sondage")
        await room.taps(somebody, "Nouveau sondage", "Français")
        await room.says(somebody, "Le marché est-il sûr ?")
        await room.taps(somebody, "propres réponses")
        await room.says(somebody, "Oui\nNon")
        await room.taps(somebody, "1 jour", "Publier")
    else:
        await room.session(await room.member("Fanta", "facilitator"))
        somebody = await room.member("Astan", role)
    ((session, *_rest),) = rows(room, "sessions")
    return somebody, str(session)


async def in_the_middle_of(room: Room, somebody: Person, purpose: str, session: str) -> None:
    """The next text that somebody types is for this purpose."""
    async with room.parts.database.begin() as work:
        officer = await find_officer(work, room.parts.services, somebody.user_id)
        assert officer is not None
        save_officer(work, room.parts.services, replace(officer, session=session).waiting(purpose))
        await work.commit()


@pytest.mark.parametrize("role", get_args(Role))
async def test_what_a_role_may_not_do_changes_and_shows_nothing(room: Room, role: Role) -> None:
    somebody, session = await at_work(room, role)
    refusal = sentence(room, "fr", "staff.not_your_role")
    forbidden = {name for name, act in ACTS.items() if not may(role, act.needs)}
    before, seen = kept(room), len(somebody.chat.history)

    for name in forbidden:
        kind, _space, rest = name.partition(" ")
        if kind == "button":
            place = session if rest in DEEDS else ""
            tap = await taps_data(room, somebody, f"f:{place}:{rest}")
            assert tap.alert == refusal, name
        elif kind == "text":
            await in_the_middle_of(room, somebody, rest, session)
            await room.says(somebody, "Bonjour")
            assert by_bot(somebody.chat)[-1] == refusal, name
        else:
            await room.says(somebody, kind)
            assert by_bot(somebody.chat)[-1] == refusal, name

    assert kept(room) == before
    shown = {event.text for event in somebody.chat.history[seen:] if event.by_bot and event.kind != "deleted"}
    assert shown <= {refusal}


@pytest.mark.parametrize("role", get_args(Role))
async def test_what_a_role_may_do_is_not_refused(room: Room, role: Role) -> None:
    somebody, session = await at_work(room, role)
    refusals = [sentence(room, "fr", key) for key in ("staff.not_your_role", "staff.not_yours")]
    allowed = [name for name, act in ACTS.items() if may(role, act.needs)]
    assert allowed

    for name in allowed:
        kind, _space, rest = name.partition(" ")
        if kind == "button":
            tap = await taps_data(room, somebody, f"f:{session if rest in DEEDS else ''}:{rest}")
            assert tap.is_answered
            assert tap.alert not in refusals, name
        elif kind.startswith("/"):
            await room.says(somebody, kind)
        for text in by_bot(somebody.chat):
            assert text not in refusals, name
            is_well_said(room, text)
    assert room.standin.faults == []

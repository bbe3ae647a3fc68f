"""``/equipe``: a coordinator sees the members, reads what each did, and ends a role at once."""

from __future__ import annotations

import re

from bot.app.desk import find_officer
from bot.app.staff_chat import recall
from bot.app.team import dismiss
from bot.rehearsal.standin import Person
from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, kept, rows, sentence, taps_data, until


async def badge(room: Room, somebody: Person) -> str:
    """What somebody of staff is called by."""
    async with room.parts.database.read() as work:
        officer = await find_officer(work, room.parts.services, somebody.user_id)
    assert officer is not None
    return officer.badge


async def log(room: Room, coordinator: Person) -> list[str]:
    """The lines of the log that a coordinator is shown."""
    await room.says(coordinator, "/equipe")
    await room.taps(coordinator, "Journal")
    return [line for line in by_bot(coordinator.chat)[-1].split("\n") if " · " in line]


async def test_a_member_is_told_their_badge_and_known_by_it(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    mark = await badge(room, fanta)
    assert f"Votre repère : {mark}" in by_bot(fanta.chat)[-1].replace("\u00a0", " ")

    astan = await room.member("Astan", "coordinator")
    await room.says(astan, "/equipe")

    shown = by_bot(astan.chat)[-1]
    assert f"{mark} · facilitateur · 5 décembre 2026" in shown
    assert f"{await badge(room, astan)} · coordination" in shown
    assert "Fanta" not in shown


async def test_the_day_of_the_last_act_is_shown(room: Room) -> None:
    fanta, astan = await room.member("Fanta", "facilitator"), await room.member("Astan", "coordinator")
    room.clock.moves_on(hours=48)
    await room.says(astan, "/equipe")
    assert f"{await badge(room, fanta)} · facilitateur · 5 décembre 2026" in by_bot(astan.chat)[-1]
    await room.says(fanta, "/seance")
    await room.says(astan, "/equipe")
    assert f"{await badge(room, fanta)} · facilitateur · 7 décembre 2026" in by_bot(astan.chat)[-1]


async def test_a_removed_member_can_do_and_see_nothing_any_more(room: Room) -> None:
    tonight = await evening(room)
    fanta, astan = tonight.fanta, await room.member("Astan", "coordinator")
    mark, ((session, *_rest),) = await badge(room, fanta), rows(room, "sessions")
    await room.says(fanta, "/resultats")
    await room.says(fanta, "/photo", "bonjour")
    await room.says(astan, "/equipe")
    await room.taps(astan, mark, "Oui, retirer")

    assert by_bot(fanta.chat) == [sentence(room, "fr", "staff.role_over")]
    assert mark not in by_bot(astan.chat)[-1]
    assert [panel for panel in rows(room, "panels") if panel[0] == session] == []
    before = kept(room)
    for deed in ("p", "m", "q", "O:trust_before", "E"):
        tap = await taps_data(room, fanta, f"f:{session}:{deed}")
        assert (tap.is_answered, tap.alert) == (True, "")
    await room.says(fanta, "/seance")
    assert by_bot(fanta.chat)[-1] != by_bot(fanta.chat)[0]
    assert "Sévaré" not in by_bot(fanta.chat)[-1]
    assert kept(room) == before


async def test_a_file_that_was_ordered_does_not_reach_who_was_removed_meanwhile(room: Room) -> None:
    tonight = await evening(room)
    fanta, astan = tonight.fanta, await room.member("Astan", "coordinator")
    mark = await badge(room, fanta)
    await room.says(fanta, "/seance")
    await room.taps(fanta, "🟢", "Code et affiche")
    room.standin.fail_next("sendPhoto", 502, "Bad Gateway")
    await fanta.taps("Affiche")
    await until(lambda: room.standin.calls["sendPhoto"] == 1)

    await astan.sends("/equipe")
    await astan.sees("Équipe")
    await astan.taps(mark)
    await astan.sees("Retirer")
    await astan.taps("Oui, retirer")
    await room.quiet()

    assert room.standin.calls["sendPhoto"] == 1
    assert by_bot(fanta.chat) == [sentence(room, "fr", "staff.role_over")]


async def test_the_last_coordinator_cannot_be_removed(room: Room) -> None:
    astan = await room.member("Astan", "coordinator")
    mark = await badge(room, astan)
    await room.says(astan, "/equipe")
    before = kept(room)

    for deed in ("tr", "tR"):
        tap = await taps_data(room, astan, f"f::{deed}:{mark}")
        assert tap.alert == sentence(room, "fr", "team.last_coordinator")

    assert kept(room) == before


async def test_a_coordinator_can_go_where_another_stays(room: Room) -> None:
    astan, binta = await room.member("Astan", "coordinator"), await room.member("Binta", "coordinator")
    mark = await badge(room, astan)
    await room.says(astan, "/equipe")
    await room.taps(astan, mark, "Oui, retirer")

    assert by_bot(astan.chat) == [sentence(room, "fr", "staff.role_over")]
    assert f"{mark} · membre retiré · {mark}" in await log(room, binta)


async def test_another_organisations_member_cannot_be_removed(room: Room) -> None:
    oumar = await room.member("Oumar", "facilitator", organisation="SAHEL")
    astan = await room.member("Astan", "coordinator")
    mark = await badge(room, oumar)
    await room.says(astan, "/equipe")
    assert mark not in by_bot(astan.chat)[-1]
    await taps_data(room, astan, f"f::tR:{mark}")
    assert await badge(room, oumar) == mark


async def test_what_staff_do_stands_in_the_log_by_badge_and_day(room: Room) -> None:
    tonight = await evening(room, stages=2)
    fanta, astan = tonight.fanta, await room.member("Astan", "coordinator")
    mark = await badge(room, fanta)
    await room.says(tonight.awa, "Pourquoi le poste est-il fermé ?")
    await room.taps(tonight.awa, "Envoyer")
    await room.stage(fanta)
    await room.says(fanta, "/seance")
    await room.taps(fanta, "🟢", "Questions à lire", "Publier")
    await room.says(fanta, "/questions")
    await room.taps(fanta, "Excel")
    await room.taps(fanta, "Excel")

    told = await log(room, astan)

    code = f"{tonight.code[:3]} {tonight.code[3:]}"
    for what in ("questions lues", "questions publiées", "étapes ouvertes × 3", "fichiers pris"):
        assert f"{mark} · {what} · Paix à Sévaré ({code})" in told
    assert f"{mark} · entrée dans l’équipe" in told
    assert f"{await badge(room, astan)} · entrée dans l’équipe" in told
    assert len(told) == 6
    assert not re.search(r"poste|Fanta", by_bot(astan.chat)[-1])


async def test_what_came_to_nothing_is_not_in_the_log(room: Room) -> None:
    tonight = await evening(room, stages=2)
    fanta, astan = tonight.fanta, await room.member("Astan", "coordinator")
    ((session, *_rest),) = rows(room, "sessions")
    await room.says(fanta, "/questions")
    for deed in ("m", "mo:q0000000001", "md:q0000000001::publish:waiting", "O:nowhere", "V:nowhere", "cX:1"):
        await taps_data(room, fanta, f"f:{session}:{deed}")

    told = [line for line in await log(room, astan) if "étapes ouvertes" not in line]

    assert all("entrée dans l’équipe" in line for line in told), told


async def test_a_double_tap_is_noted_once(room: Room) -> None:
    tonight = await evening(room, stages=2)
    fanta, astan = tonight.fanta, await room.member("Astan", "coordinator")
    for text in ("Pourquoi le poste est-il fermé ?", "Et le marché ?"):
        await room.says(tonight.awa, text)
        await room.taps(tonight.awa, "Envoyer")
    await room.stage(fanta)
    await room.says(fanta, "/seance")
    await room.taps(fanta, "🟢", "Questions à lire")
    screen = fanta.chat.screen
    assert screen is not None
    for _time in range(2):
        await fanta.taps_on(screen, "✅ Publier")
    await room.quiet()

    (published,) = [line for line in await log(room, astan) if "questions publiées" in line]
    assert "×" not in published


async def test_reading_what_is_protected_is_said_apart(room: Room) -> None:
    tonight = await evening(room, stages=2)
    dado, astan = await room.member("Dado", "focal"), await room.member("Astan", "coordinator")
    await room.says(tonight.awa, "Un agent m’a frappée. À qui le dire ?")
    await room.taps(tonight.awa, "Envoyer")
    await room.stage(tonight.fanta)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Questions à lire", "Protéger", "Oui, confier")
    await room.taps(dado, "questions protégées")

    told = await log(room, astan)

    facilitator, focal = await badge(room, tonight.fanta), await badge(room, dado)
    assert any(line.startswith(f"{facilitator} · questions protégées · ") for line in told)
    assert any(line.startswith(f"{focal} · questions protégées lues · ") for line in told)
    assert not any(line.startswith(f"{facilitator} · questions protégées lues") for line in told)


async def test_whose_role_is_ended_by_the_operator_has_their_chat_emptied_by_the_running_bot(
    room: Room,
) -> None:
    tonight = await evening(room)
    fanta = tonight.fanta
    async with room.parts.database.begin() as work:
        officer = await find_officer(work, room.parts.services, fanta.user_id)
        assert officer is not None
        dismiss(work, officer)
        await recall(work, room.parts.services, officer.name)
        await work.commit()

    await room.bot.sweeper.sweep()
    await room.quiet()

    assert by_bot(fanta.chat) == []
    assert len(by_bot(tonight.awa.chat)) == 1


async def test_another_organisations_invitation_leaves_nothing_of_the_first_on_the_screen(room: Room) -> None:
    tonight = await evening(room)
    assert "Sévaré" in tonight.fanta.chat.render()
    old = await badge(room, tonight.fanta)

    await room.invites(tonight.fanta, "facilitator", "SAHEL")
    await room.bot.sweeper.sweep()
    await room.quiet()

    (welcome,) = by_bot(tonight.fanta.chat)
    assert await badge(room, tonight.fanta) in welcome
    assert old != await badge(room, tonight.fanta)


async def test_a_focal_point_who_is_replaced_keeps_no_disclosure_on_the_screen(room: Room) -> None:
    tonight = await evening(room, stages=2)
    dado = await room.member("Dado", "focal")
    await room.says(tonight.awa, "Un agent m’a frappée. À qui le dire ?")
    await room.taps(tonight.awa, "Envoyer")
    await room.stage(tonight.fanta)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Questions à lire", "Protéger", "Oui, confier")
    await room.taps(dado, "questions protégées")
    assert "frappée" in dado.chat.render()

    await room.member("Sira", "focal")
    await room.bot.sweeper.sweep()
    await room.quiet()

    assert by_bot(dado.chat) == []


async def test_who_does_nothing_for_half_a_year_is_none_of_staff_any_more(room: Room) -> None:
    fanta, astan = await room.member("Fanta", "facilitator"), await room.member("Astan", "coordinator")
    room.clock.moves_on(hours=24 * 179)
    await room.says(astan, "/equipe")
    await room.closes()
    room.clock.moves_on(hours=48)
    await room.opens()
    await until(lambda: len(rows(room, "members")) == 1)
    await room.quiet()

    assert by_bot(fanta.chat)[-1] == sentence(room, "fr", "staff.role_over")
    await room.says(astan, "/equipe")
    assert "facilitateur" not in by_bot(astan.chat)[-1]


async def test_the_log_is_kept_for_ninety_days(room: Room) -> None:
    await evening(room)
    assert rows(room, "audit")
    await room.closes()
    room.clock.moves_on(hours=24 * 91)
    await room.opens()
    await until(lambda: rows(room, "audit") == [])

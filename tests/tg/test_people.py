"""Who sees and does what, where somebody is more than one thing at once."""

from __future__ import annotations

from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, kept, rows, sentence, taps_data


async def test_two_organisations_never_see_each_others_sessions(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator", organisation="ADD")
    oumar = await room.member("Oumar", "facilitator", organisation="SAHEL")
    code = await room.session(fanta, title="Paix à Sévaré")
    other = await room.session(oumar, title="Eau à Gao")

    for command in ("/seance", "/questions", "/resultats", "/sondage"):
        await room.says(fanta, command)
        await room.says(oumar, command)
        assert "Gao" not in fanta.chat.render()
        assert "Sévaré" not in oumar.chat.render()
    assert code != other
    assert len({row[1] for row in rows(room, "sessions")}) == 2


async def test_a_colleague_takes_over_when_a_phone_dies(room: Room) -> None:
    tonight = await evening(room)
    kadi = await room.member("Kadi", "facilitator")

    await room.says(kadi, "/seance")
    await room.taps(kadi, "Paix à Sévaré", "Ouvrir : ", "Ouvrir maintenant")

    assert by_bot(tonight.awa.chat)[-1].startswith("❓ Vos questions")
    for facilitator in (kadi, tonight.fanta):
        assert "Étape\u00a0: ❓ Vos questions" in facilitator.chat.render()
    await room.says(tonight.awa, "Pourquoi le poste est-il fermé ?")
    await room.taps(tonight.awa, "Envoyer")
    assert "mélangées" in kadi.chat.render()


async def test_one_person_in_two_sessions(room: Room) -> None:
    tonight = await evening(room)
    awa = tonight.awa
    await room.taps(awa, "Continuer")
    first = awa.chat.screen
    other = await room.session(tonight.fanta, title="Eau à Gao")

    await room.says(awa, other)
    await room.taps(awa, "Français", "J’accepte", "Autorité", "Femme", "25", "préfère")
    assert len(rows(room, "roster")) == 3
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "Eau à Gao", "Ouvrir : ", "Ouvrir maintenant")
    await room.taps(awa, "Continuer", "Beaucoup")
    assert first is not None
    await awa.taps_on(first, "Beaucoup")
    await room.quiet()

    polls = {row[0]: row[1] for row in rows(room, "polls")}
    assert len({polls[row[0]] for row in rows(room, "ballots")}) == 2
    await room.says(awa, "/quitter")
    await room.taps(awa, "quitter")
    assert len(rows(room, "roster")) == 2
    assert len(rows(room, "ballots")) == 1


async def test_a_facilitator_takes_part_as_well(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    await fanta.starts(code)
    await room.quiet()
    await room.taps(fanta, "Français", "J’accepte", "Habitant", "Femme", "25", "préfère")
    assert len(rows(room, "roster")) == 1

    await room.stage(fanta)
    assert "1 personne est entrée" in fanta.chat.render()
    await room.taps(fanta, "Continuer", "Beaucoup")
    assert len(rows(room, "ballots")) == 1
    await room.says(fanta, "/seance")
    await room.taps(fanta, "🟢")
    assert "✍️ vote ouvert · 👮 La police" in fanta.chat.render().replace("\u00a0", " ")
    await room.says(fanta, "/quitter")
    await room.taps(fanta, "quitter")
    assert sentence(room, "fr", "leave.done") in fanta.chat.render()
    assert rows(room, "roster") == []


async def test_who_declines_leaves_nothing(room: Room) -> None:
    tonight = await evening(room)
    before = kept(room)
    moussa = room.person("Moussa")
    await moussa.starts(tonight.code)
    await room.quiet()

    await room.taps(moussa, "Français", "refuse")

    assert kept(room) == before


async def test_a_youth_group_sees_its_own_polls_only(room: Room) -> None:
    lamine = await room.member("Lamine", "leader")
    rokia = await room.member("Rokia", "leader")
    await room.youth_poll(lamine)
    ((poll, *_rest),) = rows(room, "sessions")
    assert "marché" in lamine.chat.render()
    before = kept(room)

    await room.says(rokia, "/sondage", "/resultats", "/questions")
    for deed in ("p", "r", "E", "k", "ys"):
        tap = await taps_data(room, rokia, f"f:{poll}:{deed}")
        assert tap.alert == sentence(room, "fr", "staff.not_yours")

    assert "marché" not in repr(rokia.chat.history)
    assert kept(room) == before

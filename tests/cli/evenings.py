"""Evenings to back up: what happened in them, told with the words that tests look for afterwards."""

from __future__ import annotations

from bot.app.records import Parcel
from bot.rehearsal.standin import Person
from tests.fakes.room import Room
from tests.tg.evening import Evening, evening

WELL = "Pourquoi le puits de Zirakoro est-il fermé ?"
NAMED = "Pourquoi l’adjudant Zoumana garde-t-il nos motos ?"
CORRECTED = "Pourquoi garde-t-on nos motos ?"
ABUSE = "Un agent de Zambougou m’a frappée. À qui le dire ?"
UNMIXED = "Zandiguila a-t-il un poste ?"


async def evening_with_secrets(room: Room) -> Evening:
    """A session in its second stage, in which everything happened that no backup may hold."""
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer", "Beaucoup")
    moussa = await room.joins("Moussa", tonight.code, "Habitant", "Homme", "25", "préfère")
    ali = await room.joins("Ali", tonight.code, "Habitant", "Homme", "25", "préfère")
    await room.stage(tonight.fanta)
    for somebody, text in ((tonight.awa, WELL), (moussa, NAMED), (ali, ABUSE)):
        await room.says(somebody, text)
        await room.taps(somebody, "Envoyer")
    await room.says(ali, UNMIXED)
    await room.taps(ali, "Envoyer")

    await room.member("Dado", "focal")
    await goes_to(room, tonight.fanta, NAMED)
    await room.taps(tonight.fanta, "Corriger")
    await room.says(tonight.fanta, CORRECTED)
    await goes_to(room, tonight.fanta, ABUSE)
    await room.taps(tonight.fanta, "Protéger", "Oui, confier")
    await goes_to(room, tonight.fanta, WELL)
    await room.taps(tonight.fanta, "Publier")
    async with room.parts.database.begin() as work:
        work.mail.post(Parcel(b"a marked lane...", b"a marked parcel"))
        await work.commit()
    return tonight


async def evening_with_supports(room: Room) -> Evening:
    """A session in its third stage: one question is published, and two people support it."""
    tonight = await evening(room)
    moussa = await room.joins("Moussa", tonight.code, "Habitant", "Homme", "25", "préfère")
    await room.stage(tonight.fanta)
    await room.says(tonight.awa, WELL)
    await room.taps(tonight.awa, "Envoyer")
    await room.stage(tonight.fanta)
    await goes_to(room, tonight.fanta, WELL)
    await room.taps(tonight.fanta, "Publier")
    for somebody in (tonight.awa, moussa):
        await room.taps(somebody, "⬜ 1")
    return tonight


async def fruitful_evening(room: Room) -> Evening:
    """A session that goes on, and has votes, an answer and a commitment."""
    tonight = await evening(room)
    fanta = tonight.fanta
    await room.taps(tonight.awa, "Continuer", "Beaucoup")
    await room.stage(fanta)
    await room.says(tonight.awa, WELL)
    await room.taps(tonight.awa, "Envoyer")
    await room.stage(fanta)
    await goes_to(room, fanta, WELL)
    await room.taps(fanta, "Publier", "Tableau", "📋", "1", "💡")
    await room.says(fanta, "Avant la saison des pluies.")
    await room.taps(fanta, "Tableau", "🤝", "Noter")
    await room.says(fanta, "Réparer la pompe", "La mairie")
    await room.taps(fanta, "Dans 1 mois")
    return tonight


async def goes_to(room: Room, facilitator: Person, words: str) -> None:
    """The facilitator goes through the queue as far as a question."""
    await room.says(facilitator, "/seance")
    await room.taps(facilitator, "🟢", "Questions à lire")
    while words not in facilitator.chat.render():
        await room.taps(facilitator, "Suivante")

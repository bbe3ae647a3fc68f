"""What a facilitator enters by hand: questions from paper, raised hands, and what was promised in the room."""

from __future__ import annotations

from bot.app.terms import SIDES
from bot.app.words import _
from bot.core.script import Script, sides_of
from bot.rehearsal.facilitator import Facilitator
from bot.rehearsal.lines import Lines

HANDS = (3, 6, 4, 2, 1, 2, 3, 5, 2, 1, 1)
"""How many hands went up for each answer."""


async def enters_paper(facilitator: Facilitator, script: Script, lines: Lines) -> list[str]:
    """Type the questions that came on paper. Returns them."""
    await facilitator.to_panel()
    await facilitator.does(_("button.paper"))
    if not facilitator.offers(_("paper.question")):
        await facilitator.to_panel()
        return []
    await facilitator.does(_("paper.question"))
    side = facilitator.say(SIDES[sides_of(script)[0]])
    language = facilitator.house.catalogue.own_name(facilitator.language)
    for label in (side, language):
        if facilitator.screen and label in facilitator.screen.labels:
            await facilitator.does(label)
    for question in lines.all.paper:
        await facilitator.writes(question)
    await facilitator.to_panel()
    return list(lines.all.paper)


async def counts_hands(facilitator: Facilitator) -> tuple[int, ...]:
    """Enter the raised hands of the first poll that can be counted. Returns the numbers, none if there is none."""
    await facilitator.to_panel()
    await facilitator.does(_("button.paper"))
    if not facilitator.offers(_("paper.vote")):
        await facilitator.to_panel()
        return ()
    await facilitator.does(_("paper.vote"))
    while not facilitator.offers(_("paper.button_hands")):
        await facilitator.does(facilitator.first_button)
    shown = await facilitator.does(_("paper.button_hands"))
    asked = sum(line.endswith("…") for line in shown.split("\n"))
    numbers = HANDS[:asked]
    await facilitator.writes(" ".join(map(str, numbers)))
    await facilitator.does(_("paper.keep"))
    await facilitator.to_panel()
    return numbers


async def records_commitments(facilitator: Facilitator, lines: Lines) -> None:
    """Record what was promised: what, which structure, by when; in every language there are words for."""
    await facilitator.to_panel()
    await facilitator.does(_("button.commitments"))
    for commitment in lines.all.commitments:
        await facilitator.does(_("promise.add"))
        await facilitator.writes(commitment.words[facilitator.language])
        await facilitator.writes(commitment.structure)
        await facilitator.writes(commitment.due)
        for language, words in commitment.words.items():
            name = facilitator.house.catalogue.own_name(language)
            label = facilitator.say(_("promise.add_words", language=name))
            if facilitator.screen and label in facilitator.screen.labels:
                await facilitator.does(label)
                await facilitator.writes(words)
        await facilitator.does(_("promise.back"))
    await facilitator.to_panel()


async def reports_progress(facilitator: Facilitator) -> None:
    """Weeks later: the first commitment is kept."""
    await facilitator.to_panel()
    await facilitator.does(_("button.commitments"))
    if facilitator.screen and "1" in facilitator.screen.labels:
        await facilitator.does("1")
        await facilitator.does(_("commitment.done"))
    await facilitator.to_panel()

"""What staff read of results: one item of one side a message, never longer than a message may be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.dossier import Dossier
from bot.app.records import Mode
from bot.core.results import Line
from bot.tg.callback import LIMIT, read
from bot.tg.reply import TEXT_LIMIT, Reply
from bot.tg.speech import Speech
from bot.tg.views.results import Look, listing, page, read_look
from tests.app.room import Keys, Room, room

FRENCH = Speech("fr", Keys())
INHABITANTS = Line("inhabitants")
MODES: tuple[Mode, ...] = ("hands", "paper", "shared_phone")


class LongWinded(Keys):
    """A catalogue whose every sentence goes on and on."""

    def text(self, language: str, key: str, /, **values: object) -> str:
        return f"{super().text(language, key, **values)} {'et ainsi de suite ' * 5}"


@pytest.fixture
async def sevare(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def has_voted(room: Room, *steps: str) -> None:
    """48 inhabitants, half women and half men, half young and half old."""
    people = [
        *await room.come(24, side="inhabitants", gender="woman", age="18-24"),
        *await room.come(24, side="inhabitants", gender="man", age="36-59"),
    ]
    stages = {"before": "trust_before", "after": "trust_after", "retro": "trust_after"}
    for step in steps:
        await room.opens(stages[step.rpartition("_")[2]])
        await room.vote(people, step, "0", "1", "2", "3", "dont_know")
        await room.closes(step)


def look_at(dossier: Dossier, *arguments: str) -> Reply:
    look = read_look(dossier.script, dossier.outcomes, arguments)
    assert look is not None
    return page(FRENCH, dossier.session.id, dossier.script, look)


def deeds(reply: Reply) -> list[str]:
    """What the buttons do, all of them short enough."""
    data = [button.data for row in reply.rows for button in row]
    assert all(len(each.encode()) <= LIMIT for each in data)
    taps = [read(each) for each in data]
    return [each.deed for each in taps if each is not None]


async def test_before_anything_is_closed_the_list_says_so_and_offers_no_file(sevare: Room) -> None:
    people = await sevare.come(6, side="inhabitants")
    await sevare.opens("trust_before")
    await sevare.vote(people, "police_before", "0", "3")
    dossier = await sevare.dossier()

    reply = listing(FRENCH, sevare.session, dossier.outcomes)

    assert "outcome.none_yet" in reply.html
    assert "outcome.still_open 👮 La police" in reply.html.replace("outcome.poll_and_moment ", "")
    assert "outcome.not_before_closing" in reply.html
    assert deeds(reply) == ["p"]


async def test_an_open_poll_that_is_looked_at_says_not_before_it_is_closed(sevare: Room) -> None:
    await sevare.opens("trust_before")

    reply = look_at(await sevare.dossier(), "police_before")

    assert "outcome.not_before_closing" in reply.html
    assert "outcome.block" not in reply.html
    assert "rf" not in deeds(reply)


async def test_before_after_and_the_look_back_stand_under_each_other(sevare: Room) -> None:
    await has_voted(sevare, "heard_before", "heard_after", "heard_retro")

    text = look_at(await sevare.dossier(), "heard_before").html

    assert text.index("term.before") < text.index("term.after") < text.index("term.retrospective")
    assert "outcome.change" in text and "outcome.paired" in text
    assert "outcome.score 1.5 3" in text
    assert "results.people 39" in text
    assert "term.dont_know 9" in text.replace("outcome.option ", "")
    assert text.endswith("outcome.participants_only")


async def test_a_group_that_is_withheld_is_one_line_and_one_sentence_for_all(sevare: Room) -> None:
    await has_voted(sevare, "police_before", "police_after")

    text = look_at(await sevare.dossier(), "police_before", "0", "1").html

    assert text.count("outcome.group_not_shown") == 2
    assert text.count("results.withheld") == 1
    assert "term.age_18_24" in text and "term.woman" not in text


async def test_while_a_pair_is_not_complete_its_groups_are_said_to_wait(sevare: Room) -> None:
    await has_voted(sevare, "police_before")
    dossier = await sevare.dossier()

    women_and_men = look_at(dossier, "police_before", "0", "0").html
    everybody = look_at(dossier, "police_before").html

    assert "outcome.groups_wait" in women_and_men and "results.withheld" not in women_and_men
    assert "results.people 39" in everybody and "outcome.groups_wait" not in everybody


async def test_hand_counts_are_added_by_a_button_and_taken_off_by_it(sevare: Room) -> None:
    await has_voted(sevare, "police_before")
    await sevare.is_counted_by_hand("police_before", INHABITANTS, "hands", 1, 2, 3, 4)
    dossier = await sevare.dossier()

    beside = look_at(dossier, "police_before", "0", "-", "")
    added = look_at(dossier, "police_before", "0", "-", "+")

    assert "results.people 39" in beside.html and "results.people 10" in beside.html
    assert "results.people 49" in added.html
    assert "outcome.and term.phones term.hands" in added.html
    assert "outcome.add" in repr(beside.rows) and "outcome.beside" in repr(added.rows)


async def test_a_forged_button_shows_what_there_is(sevare: Room) -> None:
    dossier = await sevare.dossier()
    script, found = dossier.script, dossier.outcomes

    forces_only = read_look(script, found, ("cooperation_before", "0", "2", "x"))

    assert forces_only is not None
    assert (forces_only.side, forces_only.dimension, forces_only.added) == ("forces", None, False)
    assert read_look(script, found, ("nothing",)) is None
    assert read_look(script, found, ()) is None


async def test_what_a_button_says_is_read_back(sevare: Room) -> None:
    dossier = await sevare.dossier()
    look = Look(dossier.outcomes[0], "authorities", "residence", added=True)

    assert read_look(dossier.script, dossier.outcomes, look.arguments) == look


async def test_the_longest_page_fits_into_a_message(sevare: Room) -> None:
    await has_voted(sevare, "heard_before", "heard_after", "heard_retro")
    for step in ("heard_before", "heard_after", "heard_retro"):
        for line in (INHABITANTS, *(Line("inhabitants", "gender", each) for each in ("woman", "man"))):
            for mode in MODES:
                await sevare.is_counted_by_hand(step, line, mode, 1000, 2000, 3000, 4000, 50, 60)
    dossier = await sevare.dossier()
    long_winded = Speech("fr", LongWinded())

    for dimension in ("-", "0", "1", "2"):
        look = read_look(dossier.script, dossier.outcomes, ("heard_before", "0", dimension, ""))
        assert look is not None
        text = page(long_winded, sevare.session, dossier.script, look).html
        assert len(text) <= TEXT_LIMIT
        assert "outcome.participants_only" in text

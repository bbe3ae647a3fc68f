"""A youth poll: made, shared, answered, reported once, closed."""

from __future__ import annotations

from bot.app.records import Organisation
from bot.app.words import _
from bot.core.codes import spell
from bot.core.script import is_ballot
from bot.rehearsal.account import Account, open_account
from bot.rehearsal.cast import PARTS, Habit, cast
from bot.rehearsal.house import House
from bot.rehearsal.keepsakes import collect
from bot.rehearsal.lines import Lines
from bot.rehearsal.narrator import Narrator, _op
from bot.rehearsal.participant import Participant, Quirk
from bot.rehearsal.quirks import quirks_of
from bot.rehearsal.room import until_still
from bot.rehearsal.screens import Seen
from bot.rehearsal.staff import Staff
from bot.rehearsal.youth import Leader

VOTERS = 12
"""How many answer the poll."""


async def play_poll(house: House, narrator: Narrator, lines: Lines, seed: int) -> Account:
    """Play it all. The cast are other people than those of the session, with fewer habits."""
    narrator.act(_op("rehearse.act_poll"))
    organisation = Organisation("youth", lines.all.poll.organisation)
    leader = Leader(house, lines.all.staff["leader"], organisation, "leader")
    coordinator = Staff(house, lines.all.staff["coordinator"], organisation, "coordinator")
    await leader.takes_up_role()
    await coordinator.takes_up_role()
    preview, code = await leader.makes_poll(lines)
    narrator.pages(_op("rehearse.poll_preview", name=leader.person.name, code=spell(code)), [preview])
    await leader.shares()
    account = await open_account(house, lines, code, [leader, coordinator])
    characters = cast(account.script, len(PARTS) + VOTERS, seed, lines)[len(PARTS) :]
    account.people = [
        Participant(house, each, account.script, code, quirks_of(each, lines)) for each in characters
    ]
    account.people[0].quirks.insert(0, Quirk(Habit.REPORTS, _votes, _reports))
    await until_still(house, account.people, narrator.tick)
    account.look_around(account.session.title)
    narrator.tell(
        _op("rehearse.poll_answered", count=len(account.present), name=account.people[0].person.name)
    )
    account.panel_at_end = leader.last_words
    account.roster_at_end = await account.roster()
    account.results = [await leader.closes()]
    await account.note_closed()
    await leader.gets_files()
    account.files = collect(leader.files)
    return account


def _votes(person: Participant, seen: Seen) -> bool:
    return seen.step is not None and is_ballot(seen.step)


async def _reports(person: Participant, seen: Seen) -> None:
    await person.taps(_("button.report"))

"""Promises about people: everybody is where they should be, and who is not there has left nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.app.join import find_seat
from bot.app.words import _, n_
from bot.core.script import Commitments
from bot.rehearsal.account import Account
from bot.rehearsal.lines import of
from bot.rehearsal.participant import Participant


async def at_the_right_place(account: Account) -> AsyncIterator[str]:
    """Whoever took part was at the end of each stage when the others were, and understood every screen."""
    for where in account.misplaced:
        yield where
    for person in account.people:
        for screen in person.puzzled:
            yield f"{person.person.name} : {screen[:160]}"


async def answers_remembered(account: Account) -> AsyncIterator[str]:
    """At the end of a stage everybody read what they had answered, as they had answered it."""
    for what in account.forgotten:
        yield what


async def every_tap_answered(account: Account) -> AsyncIterator[str]:
    """No button was left with its waiting sign."""
    for player in (*account.people, *account.staff):
        for tap in player.taps_made:
            if not tap.is_answered:
                yield f"{player.person.name} : {tap.data}"


async def commitments_seen(account: Account) -> AsyncIterator[str]:
    """Every participant read the commitments in their language: when the stage was open, or, where everybody goes
    at their own pace, at the end."""
    if not any(isinstance(step, Commitments) for _stage, step in account.script.steps()):
        return
    for person in account.present:
        language, text = person.promised or ("", "")
        if account.script.mode == "self":
            text = "\n".join(event.text for event in person.person.chat.history)
        for commitment in account.lines.all.commitments:
            if of(commitment.words, language) not in text:
                yield f"{person.person.name} ({language}) : {text[-160:]}"


async def who_left_counts_no_more(account: Account) -> AsyncIterator[str]:
    """Whoever left is not in the roster; the control message does not tell that they left."""
    present, left = len(account.present), _who(account, "left")
    if account.roster_at_end != present:
        yield f"{account.roster_at_end} ≠ {present}"
    if account.staff[0].say(n_("panel.joined", number=present + len(left))) not in account.panel_at_end:
        yield account.panel_at_end
    for person in left:
        if person.say(_("leave.done")) not in person.last_words:
            yield person.last_words


async def who_declined_left_nothing(account: Account) -> AsyncIterator[str]:
    """Whoever declined is nowhere: the bot does not know them."""
    services = account.house.services
    async with account.house.store.read() as work:
        for person in _who(account, "declined"):
            if await find_seat(work, services, person.person.user_id) is not None:
                yield person.person.name
            if not person.holds("join.declined", person.last_words):
                yield person.last_words


async def code_shows_what_became(account: Account) -> AsyncIterator[str]:
    """Weeks later, and after the seal, the code shows the answers and the commitments."""
    kept = account.staff[0].say(_("commitment.done"))
    if not any(isinstance(step, Commitments) for _stage, step in account.script.steps()):
        return
    for shown in account.looked_back:
        for commitment in account.lines.all.commitments:
            if not any(words in shown for words in commitment.words.values()):
                yield shown[:160]
    if account.looked_back and not any(kept in shown for shown in account.looked_back):
        yield kept


async def nobody_after_the_seal(account: Account) -> AsyncIterator[str]:
    """After the seal the bot knows nobody of the session any more."""
    if account.roster_after_seal:
        yield str(account.roster_after_seal)
    async with account.house.store.read() as work:
        rows = await work.people.page(account.session.id, b"", 1)
    if rows:
        yield str(len(rows))


async def report_heard_once(account: Account) -> AsyncIterator[str]:
    """One person reported the poll: the leader sees one report, and coordination was told, not by whom."""
    leader, coordinator = account.staff
    if leader.say(n_("panel.reports", number=1)) not in account.panel_at_end:
        yield account.panel_at_end
    told = coordinator.last_words
    named = any(each.person.name in told for each in account.people)
    if not coordinator.holds("report.notice", told) or named:
        yield told


def _who(account: Account, place: str) -> list[Participant]:
    return [person for person in account.people if person.place == place]

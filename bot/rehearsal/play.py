"""The whole rehearsal: a dialogue session and a youth poll, what came of them, and whether promises were kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.core.script import Script
from bot.rehearsal.account import Account
from bot.rehearsal.dialogue import Dialogue
from bot.rehearsal.house import House
from bot.rehearsal.keepsakes import keep
from bot.rehearsal.lines import Lines
from bot.rehearsal.narrator import Narrator, _op
from bot.rehearsal.poll import play_poll
from bot.rehearsal.promises import OF_A_DIALOGUE, OF_A_POLL, OF_EVERY_SESSION, broken
from bot.rehearsal.room import GoesInCircles
from bot.rehearsal.standin import ButtonMissing


def acts_of(script: Script) -> int:
    """How many acts there are: one a stage, and before and after them."""
    return len(script.opened) + 6


async def play(
    house: House, narrator: Narrator, script: Script, people: int, seed: int, folder: Path
) -> bool:
    """Play everything, leave the files in a folder. Returns whether every promise was kept."""
    lines = Lines(seed)
    with narrator.telling(), _listening() as complaints:
        try:
            session = await Dialogue(house, narrator, lines, script, people, seed).play()
            poll = await play_poll(house, narrator, lines, seed)
        except (ButtonMissing, GoesInCircles, TimeoutError) as stuck:
            narrator.promise(_op("rehearse.promise_way"), [str(stuck), *complaints])
            narrator.verdict(_op("rehearse.broken"), well=False)
            return False
    narrator.pages(_op("rehearse.question_list"), session.question_list)
    narrator.pages(_op("rehearse.results"), session.results)
    narrator.pages(_op("rehearse.poll_results"), poll.results)
    narrator.act(_op("rehearse.act_promises"))
    kept = [await _check(house, narrator, account) for account in (session, poll)]
    narrator.promise(_op("rehearse.promise_calls"), house.standin.faults)
    narrator.promise(_op("rehearse.promise_log"), complaints)
    narrator.tell(_op("rehearse.files"))
    narrator.files(keep([*session.files, *poll.files], folder))
    well = all(kept) and not house.standin.faults and not complaints
    narrator.verdict(_op("rehearse.kept") if well else _op("rehearse.broken"), well=well)
    return well


async def _check(house: House, narrator: Narrator, account: Account) -> bool:
    """Check what was promised in one session, and tell it."""
    own = OF_A_DIALOGUE if account.session.kind == "dialogue" else OF_A_POLL
    narrator.tell(_op("rehearse.checking", title=account.session.title))
    kept = True
    for promise in (*OF_EVERY_SESSION, *own):
        failures = await broken(promise, account)
        narrator.promise(promise.sentence, failures)
        kept = kept and not failures
    return kept


class _Complaints(logging.Handler):
    """Keeps what the bot's log says of trouble."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name} : {record.getMessage()}")


@contextmanager
def _listening() -> Iterator[Sequence[str]]:
    """Listen to the bot's log."""
    complaints, log = _Complaints(), logging.getLogger("bot")
    log.addHandler(complaints)
    try:
        yield complaints.heard
    finally:
        log.removeHandler(complaints)

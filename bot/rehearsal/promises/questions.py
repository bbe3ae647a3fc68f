"""Promises about questions: none lost, none twice, none shown to whom it should not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator

from bot.app.words import _
from bot.rehearsal.account import Account

MERGED = " – "
"""Stands before each question in the cell of those that were merged with another."""


async def listed_once(account: Account) -> AsyncIterator[str]:
    """Every question and word that was sent is in the file of the list once; what came on paper too."""
    found = Counter(_texts(account))
    wanted = Counter(_kept(account))
    for text, times in wanted.items():
        if found[text] != times:
            yield f"{found[text]} × {text}"
    for text in found.keys() - wanted.keys():
        yield f"? {text}"


async def withdrawn_gone(account: Account) -> AsyncIterator[str]:
    """What was withdrawn stands nowhere any more."""
    withdrawn = [sent.text for person in account.people for sent in person.sent if sent.withdrawn]
    for text in withdrawn:
        for file in account.files:
            if file.says(text):
                yield f"{file.name} : {text}"


async def as_decided(account: Account) -> AsyncIterator[str]:
    """What the facilitator decided stands in the list: corrected, put aside, merged, answered, by theme."""
    moderation = account.moderation
    assert moderation is not None
    rows = _rows(account)
    texts = {row[account.heading("sheet.text")]: row for row in rows}
    for text in moderation.corrected:
        for file in account.files:
            if file.says(text):
                yield f"{file.name} : {text}"
    aside = account.staff[0].say(_("term.aside"))
    for text in moderation.aside:
        if texts[text][account.heading("sheet.status")] != aside:
            yield text
    for text, _target in moderation.merged:
        if text in texts:
            yield text
    themes = {row[account.heading("sheet.theme")] for row in rows} - {""}
    if len(themes) != moderation.done["theme"]:
        yield f"{themes}"


async def protected_from_all_but_one(account: Account) -> AsyncIterator[str]:
    """A disclosure is in no file and in nobody's chat but its author's, the facilitator's who read it, and the focal
    point's, who was told that there is one and not what it says."""
    moderation = account.moderation
    assert moderation is not None
    focal = next(each for each in account.staff if each.role == "focal")
    seen = focal.person.chat.render()
    told = focal.holds("mod.focal_notice", seen) and moderation.refused_without_focal
    if moderation.protected and not told:
        yield focal.person.name
    for text in moderation.protected:
        if text in seen:
            yield focal.person.name
        for file in account.files:
            if file.says(text):
                yield f"{file.name} : {text}"
        for person in account.people:
            shown = any(text in event.text for event in person.person.chat.history)
            if shown and text not in person.typed:
                yield f"{person.person.name} : {text}"


async def authors_see(account: Account) -> AsyncIterator[str]:
    """A tap on the receipt shows the author, and nobody else, the beginning of what was sent."""
    assert account.moderation is not None
    for person, sent, tap in account.looks:
        read = account.moderation.corrected.get(sent.text, sent.text)
        if not tap.show_alert or f"«\u00a0{read[:60]}" not in tap.alert:
            yield f"{person.person.name} : {tap.alert}"


async def supports_count(account: Account) -> AsyncIterator[str]:
    """Every support of those who stayed counts once."""
    given = Counter(text for person in account.present for text in person.supports)
    supports = account.heading("sheet.supports")
    for row in _rows(account):
        wanted = sum(given[text] for text in set(row.values()))
        if int(row[supports]) != wanted:
            yield f"{row[supports]} ≠ {wanted} : {row[account.heading('sheet.text')]}"


def _kept(account: Account) -> Iterator[str]:
    """What must stand in the list, in the words in which it must stand there."""
    moderation = account.moderation
    assert moderation is not None
    for person in account.people:
        for sent in person.sent:
            if not sent.withdrawn and sent.text not in moderation.protected:
                yield moderation.corrected.get(sent.text, sent.text)
    yield from account.paper


def _texts(account: Account) -> Iterator[str]:
    """Every question in the file, those merged with another included."""
    for row in _rows(account):
        yield row[account.heading("sheet.text")]
        merged = row[account.heading("sheet.merged_from")]
        yield from f" {merged}".split(MERGED)[1:] if merged else ()


def _rows(account: Account) -> list[dict[str, str]]:
    return account.table("file.questions")

"""Promises about words: everybody in their own language, nothing raw, and nobody in a file."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping

from bot.core.script import Choose, Rate
from bot.rehearsal.account import Account
from bot.rehearsal.house import pieces
from bot.rehearsal.participant import Participant

LONG_ENOUGH = 12
"""Characters from which a piece of a sentence tells its language."""

_KEY = re.compile(r"\b[a-z]+\.[a-z_]+\b")
_RAW = re.compile(r"Traceback|\{[a-z_]*\}|\bNone\b")


async def in_their_language(account: Account) -> AsyncIterator[str]:
    """From the choice of a language on, nobody read a sentence of another one."""
    foreign, own = _foreign(account), _typed(account)
    known: dict[tuple[str, str], str] = {}
    for person in account.people:
        for language, text in _read(person):
            if (language, text) not in known:
                said = _without(own, text)
                known[language, text] = next((each for each in foreign[language] if each in said), "")
            if known[language, text]:
                yield f"{person.person.name} ({language}) : {known[language, text]}"


async def nothing_raw(account: Account) -> AsyncIterator[str]:
    """No key, no empty placeholder and no error of the program stands in any chat, alert or file."""
    keys = {key for sentences in account.house.sentences.values() for key in sentences}
    texts = {file.text for file in account.files if not file.name.endswith(".xlsx")}
    for player in (*account.people, *account.staff):
        texts |= {event.text for event in player.person.chat.history if event.by_bot}
        texts |= {label for event in player.person.chat.history if event.by_bot for label in event.labels}
        texts |= {tap.alert for tap in player.taps_made}
    for text in texts:
        raw = [*(each for each in _KEY.findall(text) if each in keys), *_RAW.findall(text)]
        if raw:
            yield f"{raw} : {text[:160]}"


async def nobody_in_files(account: Account) -> AsyncIterator[str]:
    """No name, no account and nothing that leads to a person is in a file."""
    lines = account.lines.all
    players = (*account.people, *account.staff)
    traces = {str(player.person.user_id) for player in players}
    traces |= {lines.handle, lines.handle.removeprefix("@"), lines.phone, lines.phone.replace(" ", "")}
    names = {player.person.name for player in players} | {lines.name_in_question}
    pattern = re.compile("|".join([*map(re.escape, traces), *(rf"\b{re.escape(name)}\b" for name in names)]))
    for file in account.files:
        for found in sorted(set(pattern.findall(file.text))):
            yield f"{file.name} : {found}"


async def files_complete(account: Account) -> AsyncIterator[str]:
    """The files that were ordered came, and none is empty."""
    wanted = [("file.poster", "png")]
    if account.expected:
        wanted.append(("file.results", "csv"))
    if any(not result.withheld for lines in account.expected.values() for result in lines):
        wanted.append(("file.chart", "png"))
    if account.session.kind == "dialogue" and account.expected:
        wanted.append(("file.workbook", "xlsx"))
    if account.paper or any(person.sent for person in account.people):
        wanted.append(("file.questions", "csv"))
    if account.promised:
        wanted.append(("file.commitments", "csv"))
    for key, ending in wanted:
        name = f"{account.heading(key)}.{ending}"
        if not any(file.name.endswith(name) and file.content for file in account.files):
            yield name


def _read(person: Participant) -> Iterator[tuple[str, str]]:
    """What the bot showed a person, each text with the language they read then."""
    events = person.person.chat.history
    ends = [start for start, _language in person.tongues[1:]] + [len(events)]
    for (start, language), end in zip(person.tongues, ends, strict=True):
        for event in events[start:end] if language else ():
            if event.by_bot and event.kind != "deleted":
                yield language, "\n".join([event.text, *event.labels])


def _typed(account: Account) -> list[str]:
    """What people and staff have written, which is shown in whatever language they wrote it; the longest first."""
    written = {text for player in (*account.people, *account.staff) for text in player.typed}
    written |= {sent.text for person in account.people for sent in person.sent}
    return sorted(written, key=len, reverse=True)


def _without(written: Iterable[str], text: str) -> str:
    """A text without what people wrote."""
    for each in written:
        text = text.replace(each, "")
    return text


def _foreign(account: Account) -> Mapping[str, list[str]]:
    """For each language, the pieces of sentences that only others have. A session's title is in one language: staff
    chose its words."""
    said = {language: _pieces(account, language) for language in account.house.sentences}
    found = {}
    for language in said:
        own = "\n".join([*said[language], account.session.title])
        others = {piece for other, these in said.items() if other != language for piece in these}
        found[language] = [piece for piece in others if piece not in own]
    return found


def _pieces(account: Account, language: str) -> set[str]:
    forms = [form for sentence in account.house.sentences[language].values() for form in sentence]
    for _stage, step in account.script.steps():
        words = step.question if isinstance(step, Choose | Rate) else step.text
        forms += [words[language]] if language in words else []
    return {piece.strip() for form in forms for piece in pieces(form) if len(piece.strip()) >= LONG_ENOUGH}

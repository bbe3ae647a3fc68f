"""What is wrong with the catalogs: entries missing, stale, unsure, misspelt, or Bambara without a voucher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError

from bot.app.words import Text, _op
from bot.content.catalogs import SOURCE
from bot.content.issues import Issue, in_order
from bot.content.keys import CODE, Use, find_uses
from bot.content.po_files import (
    DOMAINS,
    catalog_path,
    entries,
    forms_of,
    languages_of,
    read_catalog,
    source_note,
)
from bot.core.word_checks import check_spelling, excerpt

VOUCHED = ("attesté :", "à relire :", "relu :")
"""How the comment of a Bambara entry begins: attested in sources, composed and unread, read by a speaker."""
TO_READ = VOUCHED[1]

ALERT_LIMIT = 200
"""Characters that Telegram shows of an alert."""

_LINE = re.compile(r'(#.*|(msg(ctxt|id|id_plural|str|str\[\d\])\s+)?"([^"\\]|\\.)*")?')
_TAG = re.compile(r"<(/?)([a-z][a-z-]*)(?:\s[^<>]*)?>")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One catalog under check, with the uses of its keys and the French entries."""

    path: Path
    language: str
    domain: str
    entries: Mapping[str, Message]
    uses: Mapping[str, Use]
    french: Mapping[str, Message]


def check_catalogs(folder: Path, code: Path = CODE) -> list[Issue]:
    """All that is wrong with the catalogs of a folder, given the code that uses them, by file and line."""
    uses = find_uses(code)
    issues = [Issue(use.file, use.line, _op("check.key_not_literal")) for use in uses if use.key is None]
    for domain in DOMAINS:
        used = {use.key: use for use in uses if use.domain == domain and use.key is not None}
        french: Mapping[str, Message] = {}
        for language in (SOURCE, *(each for each in languages_of(folder, domain) if each != SOURCE)):
            path = catalog_path(folder, language, domain)
            issues += _misquoted(path)
            try:
                found = entries(read_catalog(path, language))
            except PoFileError as error:
                issues.append(Issue(path, error.lineno + 1, _op("check.catalog_broken", words=error.line)))
                continue
            french = french or found
            issues += _sheet(_Sheet(path, language, domain, found, used, french))
        issues += _values(french, [use for use in uses if use.domain == domain])
    return in_order(issues)


def unreviewed(folder: Path, language: str) -> int:
    """How many sentences of a language were composed and have not been read by anybody who speaks it."""
    found = entries(read_catalog(catalog_path(folder, language, "baro"), language))
    return sum(comment.startswith(TO_READ) for each in found.values() for comment in each.user_comments)


def _misquoted(path: Path) -> Iterator[Issue]:
    """Lines that Babel would read otherwise than they were meant, without a word."""
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    for number, line in enumerate(lines, 1):
        if not _LINE.fullmatch(line.strip()):
            yield Issue(path, number, _op("check.catalog_broken", words=excerpt(line)))


def _sheet(sheet: _Sheet) -> Iterator[Issue]:
    for key, use in sheet.uses.items():
        entry = sheet.entries.get(key)
        if entry is None or not all(forms_of(entry)):
            yield Issue(sheet.path, _line(entry), _op("check.entry_missing", key=key, file=use.file))
        elif (not isinstance(entry.id, str)) != use.plural:
            yield Issue(sheet.path, _line(entry), _op("check.entry_plural", key=key, file=use.file))
    for key, entry in sheet.entries.items():
        for text, warning in _entry(sheet, key, entry):
            yield Issue(sheet.path, _line(entry), text, warning)


def _entry(sheet: _Sheet, key: str, entry: Message) -> Iterator[tuple[Text, bool]]:
    if key not in sheet.uses:
        yield _op("check.entry_stale", key=key), False
    if entry.fuzzy:
        yield _op("check.entry_fuzzy", key=key), False
    vouched = any(comment.startswith(VOUCHED) for comment in entry.user_comments)
    if sheet.language == "bm" and any(forms_of(entry)) and not vouched:
        yield _op("check.entry_not_vouched", key=key), False
    original = sheet.french.get(key)
    if original is not None and sheet.language != SOURCE and is_outdated(entry, original):
        yield _op("check.entry_outdated", key=key, words=excerpt(" ".join(forms_of(original)))), False
    for form in forms_of(entry):
        if form:
            yield from _form(sheet, key, form, original)


def is_outdated(entry: Message, original: Message) -> bool:
    """Whether the French was another when the entry was last brought up to date, going by the note of it."""
    noted = "".join("".join(entry.auto_comments).split())
    return bool(noted) and noted != "".join(source_note(original).split())


def _form(sheet: _Sheet, key: str, form: str, original: Message | None) -> Iterator[tuple[Text, bool]]:
    quoted = excerpt(form)
    given = _placeholders([form])
    if given is None:
        yield _op("check.entry_braces", key=key, words=quoted), False
    elif original is not None:
        wanted = _placeholders(forms_of(original)) or set()
        # A form may leave the number out: «une personne».
        if not wanted - {"number"} <= given <= wanted:
            names = {"given": _listed(given), "wanted": _listed(wanted)}
            yield _op("check.entry_placeholders", key=key, words=quoted, **names), False
    if sheet.domain == "baro" and (tag := _unbalanced(form)):
        yield _op("check.entry_markup", key=key, markup=tag, words=quoted), False
    if key in sheet.uses and sheet.uses[key].alert and len(form) > ALERT_LIMIT:
        yield _op("check.entry_alert", key=key, length=len(form), limit=ALERT_LIMIT), False
    for mistake in check_spelling(sheet.language, form, ()):
        yield Text(mistake.code, mistake.values), mistake.warning


def _values(french: Mapping[str, Message], uses: Iterable[Use]) -> Iterator[Issue]:
    """Uses that do not give what their sentence has a place for."""
    for use in uses:
        entry = french.get(use.key or "")
        wanted = _placeholders(forms_of(entry)) if entry is not None else None
        missing = (wanted or set()) - (use.values or set())
        if missing and use.values is not None:
            yield Issue(use.file, use.line, _op("check.value_missing", key=use.key, names=_listed(missing)))


def _placeholders(forms: Iterable[str]) -> set[str] | None:
    """The names of the placeholders of some sentences, None where braces are not in order."""
    try:
        names = [name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None]
    except ValueError:
        return None
    return {re.split(r"[.\[]", name)[0] for name in names}


def _unbalanced(form: str) -> str | None:
    """The first tag that is not closed, closes nothing or is no tag at all; None if all is well."""
    opened: list[str] = []
    for tag in _TAG.finditer(form):
        if not tag[1]:
            opened.append(tag[2])
        elif not opened or opened.pop() != tag[2]:
            return tag[0]
    rest = _TAG.sub("", form)
    return f"<{opened[-1]}>" if opened else next((c for c in rest if c in "<>"), None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "∅"


def _line(entry: Message | None) -> int:
    return entry.lineno or 1 if entry is not None else 1

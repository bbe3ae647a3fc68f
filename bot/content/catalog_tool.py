"""``python -m bot.content.catalog_tool extract|update|compile|check``: keeps the catalogs up with the code.

- ``extract`` collects the keys of the code into ``locales/*.pot``;
- ``update`` does so and brings every language's catalog up to them; what the code no longer asks for is set
  aside at the end of the file, told, and comes back when the key does;
- ``compile`` writes the ``.mo`` files that the bot reads;
- ``check`` tells all that is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog

from bot.app.words import _op
from bot.content.catalog_checks import check_catalogs, is_outdated
from bot.content.catalogs import SOURCE, Catalogs, compiled_form
from bot.content.issues import Issue, told
from bot.content.keys import CODE, find_uses
from bot.content.po_files import (
    DOMAINS,
    catalog_path,
    entries,
    forms_of,
    key_of,
    languages_of,
    read_catalog,
    source_note,
    template_of,
    write_catalog,
    write_template,
)


def extract(folder: Path, code: Path = CODE) -> list[Issue]:
    """Write the templates. Nothing to tell."""
    _templates(folder, code)
    return []


def update(folder: Path, code: Path = CODE) -> list[Issue]:
    """Write the templates and the catalogs. Tells, as warnings, the entries that are set aside or have become
    unsure because their French changed."""
    issues: list[Issue] = []
    for domain, template in _templates(folder, code).items():
        french = Catalog()
        for language in languages_of(folder, domain):
            path = catalog_path(folder, language, domain)
            catalog = read_catalog(path, language)
            if language == SOURCE:
                french = catalog
            issues += _doubt(catalog, french, path)
            issues += _bring_up(catalog, template, path)
            if language != SOURCE:
                _note_source(catalog, french)
            write_catalog(path, catalog, language)
    return issues


def compile_all(folder: Path) -> list[Issue]:
    """Write the binary form of every catalog there is. Nothing to tell."""
    for domain in DOMAINS:
        for language in languages_of(folder, domain):
            path = catalog_path(folder, language, domain)
            if path.exists():
                path.with_suffix(".mo").write_bytes(compiled_form(path))
    return []


COMMANDS: Mapping[str, Callable[[Path], list[Issue]]] = {
    "extract": extract,
    "update": update,
    "compile": compile_all,
    "check": check_catalogs,
}


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status is 1 if it told an error."""
    parser = argparse.ArgumentParser(prog="catalog_tool", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--folder", type=Path, default=Path("locales"))
    options = parser.parse_args(arguments)
    issues = COMMANDS[options.command](options.folder)
    catalogs = Catalogs.load(options.folder, "operator")
    for issue in issues:
        print(told(issue, catalogs))
    return 1 if any(not issue.warning for issue in issues) else 0


def _templates(folder: Path, code: Path) -> dict[str, Catalog]:
    uses = find_uses(code)
    templates = {domain: template_of(uses, domain) for domain in DOMAINS}
    for domain, template in templates.items():
        write_template(folder / f"{domain}.pot", template)
    return templates


def _bring_up(catalog: Catalog, template: Catalog, path: Path) -> list[Issue]:
    for message in catalog.obsolete.values():
        catalog[message.id] = message
    known = set(catalog.obsolete)
    catalog.obsolete.clear()
    catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True, update_creation_date=False)
    return [
        Issue(path, message.lineno or 1, _op("check.entry_set_aside", key=key_of(message)), warning=True)
        for identity, message in catalog.obsolete.items()
        if identity not in known
    ]


def _doubt(catalog: Catalog, french: Catalog, path: Path) -> list[Issue]:
    """Mark the translations of French that has changed since."""
    issues = []
    originals = entries(french)
    for key, entry in entries(catalog).items():
        if key in originals and is_outdated(entry, originals[key]) and any(forms_of(entry)):
            entry.flags.add("fuzzy")
            issues.append(Issue(path, entry.lineno or 1, _op("check.entry_fuzzy", key=key), warning=True))
    return issues


def _note_source(catalog: Catalog, french: Catalog) -> None:
    originals = entries(french)
    for key, entry in entries(catalog).items():
        written = any(forms_of(originals[key]))
        entry.auto_comments = [source_note(originals[key])] if written else []


if __name__ == "__main__":
    sys.exit(main())

"""Catalogs as files: read, compiled, and written so that a changed sentence changes its own lines alone."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import generate_po, read_po

from bot.content.catalogs import SOURCE, read_languages
from bot.content.keys import Use

DOMAINS = ("baro", "operator")
"""``baro``: what people read in chats and files. ``operator``: what the command line says, in French only."""

PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "bm": "nplurals=1; plural=0;"}
"""Bambara does not change a word by the number before it (Unicode plural rules), other than Babel says."""


def catalog_path(folder: Path, language: str, domain: str) -> Path:
    """Where a language's catalog of a domain stands."""
    return folder / language / "LC_MESSAGES" / f"{domain}.po"


def languages_of(folder: Path, domain: str) -> tuple[str, ...]:
    """The languages that must have a domain's sentences."""
    return tuple(each.code for each in read_languages(folder)) if domain == "baro" else (SOURCE,)


def read_catalog(path: Path, language: str) -> Catalog:
    """The catalog of a file, an empty one if there is no such file. Raises babel's PoFileError."""
    text = path.read_bytes() if path.exists() else _header(language).encode()
    return read_po(BytesIO(text), locale=language, abort_invalid=True)


def write_catalog(path: Path, catalog: Catalog, language: str) -> None:
    """Write a catalog sorted by key, without dates, line numbers and wrapped lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_header(language, catalog) + _entries(catalog), encoding="utf-8")


def write_template(path: Path, catalog: Catalog) -> None:
    """Write the keys of a domain, to begin a catalog with."""
    path.write_text(_entries(catalog), encoding="utf-8")


def template_of(uses: Iterable[Use], domain: str) -> Catalog:
    """The keys that the code asks a domain for, each with the files that do."""
    template = Catalog(domain=domain)
    for use in uses:
        if use.domain == domain and use.key is not None:
            key = (use.key, use.key) if use.plural else use.key
            template.add(key, locations=[(use.file.as_posix(), 0)])
    return template


def entries(catalog: Catalog) -> dict[str, Message]:
    """The entries of a catalog by key, without its header."""
    return {key_of(message): message for message in catalog if message.id}


def key_of(message: Message) -> str:
    """The key of an entry, the same for its plural."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> tuple[str, ...]:
    """The sentences of an entry, one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def source_note(original: Message) -> str:
    """The French of an entry as it is noted above its translation, for translators who see keys alone."""
    return f"{SOURCE} : " + " | ".join(" ".join(form.split()) for form in forms_of(original))


def _entries(catalog: Catalog) -> str:
    lines = generate_po(catalog, omit_header=True, include_lineno=False, sort_by="message", width=0)
    return "".join(lines).rstrip("\n") + "\n"


def _header(language: str, catalog: Catalog | None = None) -> str:
    known = (catalog or Catalog(locale=language)).plural_forms
    fields = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, known),
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'

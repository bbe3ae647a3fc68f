"""What people are shown in the transcripts is made of sentences in their language, and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
LOCALES = FOLDER.parents[1] / "locales"
FILES = sorted(FOLDER.glob("*/*.txt"))

ENGLISH = re.compile(
    r"\b(the|your?|please|error|button|message not|session ended|question is|none|null|true|false|and|with|this|"
    r"that|yes|click|press|submit|next|back|cancel|closed|open|waiting|unknown|invalid|failed|exception)\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\{(?!code( \d)?\})[^}]*\}")
ADDRESS = re.compile(r"https?://\S+|\bbaro invite \S+|/\w+|\S+\.(csv|xlsx|png)\b")
"""Links, the operator's command, /commands that go by several names, and names of files."""

LONG = 12
"""Letters from which a sentence cannot stand in both languages by chance."""


def shown(path: Path) -> list[str]:
    """The lines of a transcript that somebody was shown."""
    return [line for line in path.read_text("utf-8").splitlines() if re.match(r" +(│|\()", line)]


def sentences(language: str) -> dict[str, list[str]]:
    """The catalog of a language: each key's forms."""
    with (LOCALES / language / "LC_MESSAGES" / "baro.po").open("rb") as file:
        catalog = read_po(file, locale="fr")
    found = {}
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if key:
            found[key] = [form for form in forms if form]
    return found


def pieces(sentence: str) -> list[str]:
    """What of a sentence is always read as it stands: its lines without markup, between placeholders."""
    bare = re.sub(r"<[^>]+>", "", sentence)
    return [part.strip() for line in bare.split("\n") for part in re.split(r"\{[^}]*\}", line)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_but_words_for_people_is_shown(path: Path) -> None:
    french = sentences("fr")
    keys = {key for key in french if "." in key}
    apology = pieces(french["error.generic"][0])[0]
    for line in shown(path):
        bare = ADDRESS.sub("", line)
        assert not [word for word in re.findall(r"[a-z_]+\.[a-z_0-9]+", bare) if word in keys], line
        assert "Traceback" not in line
        assert apology not in line, "something went wrong in this transcript"
        assert not PLACEHOLDER.search(line), line
        assert not ENGLISH.search(bare), line


@pytest.mark.parametrize("path", sorted(FOLDER.glob("bm/*.txt")), ids=lambda path: path.stem)
def test_no_french_sentence_is_shown_to_somebody_who_reads_bambara(path: Path) -> None:
    text = path.read_text("utf-8")
    if "touche : 🔵 Français\n" in text:
        pytest.skip("somebody chooses French here")
    french, bambara = sentences("fr"), sentences("bm")
    everything = "\n".join(form for forms in bambara.values() for form in forms)
    for block in blocks(text):
        for key, forms in french.items():
            leaks = [each for form in forms for each in pieces(form) if len(each) > LONG and each in block]
            own = {each for form in bambara[key] for each in pieces(form)}
            in_both_languages = any(each and each in block for each in own)
            assert in_both_languages or all(each in everything for each in leaks), f"{key}: {block}"


def blocks(text: str) -> list[str]:
    """What was shown together: a message, a window or a bubble each."""
    found = re.findall(r"(?:^ +(?:│|\().*\n)+", text, re.MULTILINE)
    return [re.sub(r"^ +│ ?", "", block, flags=re.MULTILINE) for block in found]

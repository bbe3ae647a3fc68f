"""Reading scripts: the whole ones come out as written, the broken ones are told of and never come out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.catalogs import Catalogs
from bot.content.issues import ScriptBroken, told
from bot.content.keys import find_uses
from bot.content.scripts import check_folder, load_scales, load_script, load_scripts
from bot.core.script import Choose, Consent, Rate, Script

ROOT = Path(__file__).parents[2]
BROKEN = Path(__file__).parent / "broken"

SCALES = """
trust-2:
  points:
    - {id: "0", label: {fr: "Non", bm: "Ayi"}}
    - {id: "1", label: {fr: "Oui", bm: "Awɔ"}}
  top: 1
  bottom: 1
unused-2:
  points:
    - {id: "0", label: {fr: "Peu", bm: "Dɔɔnin"}}
    - {id: "1", label: {fr: "Beaucoup", bm: "Kosɛbɛ"}}
  top: 1
  bottom: 1
"""

MARKET = """
id: market
version: 3
mode: live
languages: [fr, bm]
title: {fr: Le marché, bm: Sugu}
about: {fr: Une causerie courte., bm: Baro surun.}
stages:
  - id: arrival
    arrival: true
    title: {fr: Bienvenue, bm: Bisimila}
    steps:
      - consent: rules
        text:
          fr: |
            Nos règles :
            on s’écoute.
          bm: An ka kuma ni bonya ye.
      - choose: who
        about: side
        question: {fr: "Qui êtes-vous ?", bm: "I ye jɔn ye ?"}
        options:
          - {id: inhabitants, sign: 🏠, label: {fr: Habitant, bm: Sigida mɔgɔ}}
          - {id: forces, label: {fr: Forces, bm: Lakanakɛbaga}}
  - id: trust
    title: {fr: Confiance, bm: Danaya}
    steps:
      - rate: police
        scale: trust-2
        item: {fr: Non, bm: no}
        question: {fr: "La police ?", bm: "Polisi ?"}
        when: {side: [inhabitants]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with shared scales and one script without mistakes."""
    (tmp_path / "scales.yaml").write_text(SCALES, encoding="utf-8")
    (tmp_path / "market.yaml").write_text(MARKET, encoding="utf-8")
    return tmp_path


def expected(file: Path) -> set[tuple[int, str]]:
    """What a broken script says of itself: the line and the code behind each «# !»."""
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    return {
        (number, code)
        for number, line in enumerate(lines, 1)
        for codes in re.findall(r"# ! (.+)", line)
        for code in codes.split()
    }


def test_a_script_comes_out_as_its_author_wrote_it(folder: Path) -> None:
    script = load_scripts(folder)["market"]
    assert [(stage.id, step.id) for stage, step in script.steps()] == [
        ("arrival", "rules"),
        ("arrival", "who"),
        ("trust", "police"),
    ]
    rules, who, police = (step for _, step in script.steps())
    assert isinstance(rules, Consent)
    assert rules.text["fr"] == "Nos règles :\non s’écoute."
    assert isinstance(who, Choose)
    assert [option.sign for option in who.options] == ["🏠", ""]
    assert isinstance(police, Rate)
    assert police.when == {"side": ("inhabitants",)}
    assert police.item["bm"] == "no", "no word of YAML's own is made of an author's word"


def test_a_script_carries_the_scales_it_uses_and_no_others(folder: Path) -> None:
    script = load_script(folder / "market.yaml", load_scales(folder))
    assert list(script.scales) == ["trust-2"]
    assert [point.id for point in script.scales["trust-2"].points] == ["0", "1"]


def test_a_script_may_bring_a_scale_of_its_own(folder: Path) -> None:
    own = SCALES.replace("trust-2", "own-2").split("unused-2")[0].replace("\n", "\n  ")
    text = MARKET.replace("scale: trust-2", "scale: own-2") + "scales:" + own
    (folder / "market.yaml").write_text(text, encoding="utf-8")
    assert check_folder(folder) == []
    assert list(load_scripts(folder)["market"].scales) == ["own-2"]


def test_a_script_survives_being_stored_as_json(folder: Path) -> None:
    for script in (*load_scripts(folder).values(), *load_scripts(ROOT / "conversations").values()):
        assert Script.model_validate_json(script.model_dump_json()) == script


def test_letters_typed_in_two_parts_are_put_together(folder: Path) -> None:
    text = MARKET.replace("Le marché", "Le marche\u0301")
    (folder / "market.yaml").write_text(text, encoding="utf-8")
    assert load_scripts(folder)["market"].title["fr"] == "Le marché"


def test_the_conversations_that_come_with_baro_hold_no_mistake() -> None:
    assert check_folder(ROOT / "conversations") == []


@pytest.mark.parametrize("file", sorted(BROKEN.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_mistake_is_told_with_its_line_and_nothing_else_is(file: Path) -> None:
    issues = [issue for issue in check_folder(BROKEN) if issue.file == file]
    assert {(issue.line, issue.code) for issue in issues} == expected(file)


def test_the_broken_scripts_hold_every_mistake_that_can_be_told() -> None:
    readers = {
        "pieces.py",
        "shapes.py",
        "scripts.py",
        "word_checks.py",
        "condition_checks.py",
        "script_checks.py",
    }
    told_of_scripts = {use.key for use in find_uses() if use.file.name in readers and use.key is not None}
    assert told_of_scripts == {code for file in BROKEN.glob("*.yaml") for _, code in expected(file)}


def test_every_mistake_is_told_in_french_with_the_words_of_the_author() -> None:
    catalogs = Catalogs.load(ROOT / "locales", "operator", strict=True)
    lines = [told(issue, catalogs).replace("\u00a0", " ") for issue in check_folder(BROKEN)]
    file = BROKEN / "every_mistake.yaml"
    assert f"{file}:31: Il manque une espace avant le signe de ponctuation : « Bonjour! »." in lines
    assert f"{file}:106: « id » manque dans « vote »." in lines


@pytest.mark.parametrize("file", ["every_mistake.yaml", "tab.yaml", "no_arrival.yaml"])
def test_a_broken_script_never_comes_out(file: str) -> None:
    with pytest.raises(ScriptBroken) as stop:
        load_script(BROKEN / file, load_scales(ROOT / "conversations"))
    assert {issue.file for issue in stop.value.issues} == {BROKEN / file}


def test_one_broken_script_stops_the_whole_folder(folder: Path) -> None:
    (folder / "other.yaml").write_text("id: other\n", encoding="utf-8")
    with pytest.raises(ScriptBroken) as stop:
        load_scripts(folder)
    assert {issue.file.name for issue in stop.value.issues} == {"other.yaml"}


def test_broken_shared_scales_stop_the_whole_folder(folder: Path) -> None:
    (folder / "scales.yaml").write_text(SCALES.replace("top: 1", "top: 9"), encoding="utf-8")
    with pytest.raises(ScriptBroken) as stop:
        load_scripts(folder)
    assert {issue.code for issue in stop.value.issues} == {"check.scale_shares"}
    with pytest.raises(ScriptBroken):
        load_scales(folder)


def test_a_warning_is_told_and_stops_nothing(folder: Path) -> None:
    (folder / "market.yaml").write_text(MARKET.replace("bm: Sugu", "bm: Vɛrisayi"), encoding="utf-8")
    (issue,) = check_folder(folder)
    assert (issue.line, issue.code, issue.warning) == (6, "check.letters_of_name", True)
    assert "market" in load_scripts(folder)

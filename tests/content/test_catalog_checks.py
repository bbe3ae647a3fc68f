"""Keeping the catalogs up with the code: collecting keys, updating without loss, telling what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.catalog_checks import check_catalogs, unreviewed
from bot.content.catalog_tool import extract, main, update
from bot.content.catalogs import Catalogs
from bot.content.keys import find_uses
from bot.content.po_files import entries, read_catalog

CODE = """
from bot.app.words import _, n_

def screen(turn, speech, yes):
    turn.alert(speech, _("alert.full", name="Awa"))
    print(f"{_('in.f_string')} {_('yes' if yes else 'no')}")
    return n_("joined", number=3), _op("doctor.well")
"""

HEADERS = {
    language: "\n".join(
        [
            'msgid ""',
            'msgstr ""',
            rf'"Language: {language}\n"',
            r'"MIME-Version: 1.0\n"',
            r'"Content-Type: text/plain; charset=utf-8\n"',
            r'"Content-Transfer-Encoding: 8bit\n"',
            rf'"Plural-Forms: {plural}\n"',
            "",
        ]
    )
    for language, plural in (("fr", "nplurals=2; plural=(n > 1);"), ("bm", "nplurals=1; plural=0;"))
}

FRENCH = """
msgid "alert.full"
msgstr "Complet, {name} !"

msgid "in.f_string"
msgstr "<b>Voici</b>"

msgid "joined"
msgid_plural "joined"
msgstr[0] "une personne"
msgstr[1] "{number} personnes"

msgid "no"
msgstr "Non"

msgid "yes"
msgstr "Oui"
"""

BAMBARA = """
# attesté : full
msgid "alert.full"
msgstr "A falen don, {name} !"

# à relire : composé
msgid "in.f_string"
msgstr "<b>A filɛ</b>"

# à relire : composé
msgid "joined"
msgid_plural "joined"
msgstr[0] "mɔgɔ {number}"

# relu : M. D., 3 mai 2027
msgid "no"
msgstr "Ayi"

# attesté : yes
msgid "yes"
msgstr "Awɔ"
"""

OPERATOR = """
msgid "doctor.well"
msgstr "Tout va bien."
"""


class Project:
    """A folder with code and catalogs, whole to begin with."""

    def __init__(self, root: Path) -> None:
        self.code, self.locales = root / "bot", root / "locales"
        self.code.mkdir()
        self.locales.mkdir()
        (self.code / "screens.py").write_text(CODE)
        languages = "- {code: fr, name: Français, sign: F}\n- {code: bm, name: Bamanankan, sign: B}\n"
        (self.locales / "languages.yaml").write_text(languages, encoding="utf-8")
        self.write("fr", FRENCH)
        self.write("bm", BAMBARA)
        self.write("fr", OPERATOR, "operator")

    def path(self, language: str, domain: str = "baro") -> Path:
        return self.locales / language / "LC_MESSAGES" / f"{domain}.po"

    def write(self, language: str, text: str, domain: str = "baro") -> None:
        path = self.path(language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADERS[language] + text, encoding="utf-8")

    def change(self, language: str, old: str, new: str) -> None:
        text = self.path(language).read_text(encoding="utf-8")
        assert old in text
        self.path(language).write_text(text.replace(old, new), encoding="utf-8")

    def program(self, old: str, new: str) -> None:
        assert old in CODE
        (self.code / "screens.py").write_text(CODE.replace(old, new))

    def wrong(self) -> list[tuple[str, str]]:
        """The language, or file of code, and the code of each thing that is wrong."""
        issues = check_catalogs(self.locales, self.code)
        return [
            (i.file.name if i.file.suffix == ".py" else i.file.parts[-3], i.code.removeprefix("check."))
            for i in issues
        ]

    def update(self) -> list[str]:
        return [issue.code for issue in update(self.locales, self.code)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_whole_catalogs_are_told_nothing_of(project: Project) -> None:
    assert project.wrong() == []


def test_keys_are_found_wherever_they_stand(project: Project) -> None:
    uses = find_uses(project.code)
    assert {(use.key, use.domain, use.plural) for use in uses} == {
        ("alert.full", "baro", False),
        ("in.f_string", "baro", False),
        ("yes", "baro", False),
        ("no", "baro", False),
        ("joined", "baro", True),
        ("doctor.well", "operator", False),
    }
    assert {use.key for use in uses if use.alert} == {"alert.full"}
    assert {str(use.file) for use in uses} == {"bot/screens.py"}


@pytest.mark.parametrize(
    ("language", "old", "new", "wrong"),
    [
        ("bm", 'msgstr "Awɔ"', 'msgstr ""', "entry_missing"),
        ("fr", 'msgid "yes"', 'msgid "yes.old"', "entry_stale"),
        ("bm", 'msgid "no"', '#, fuzzy\nmsgid "no"', "entry_fuzzy"),
        ("bm", "{name}", "{tɔgɔ}", "entry_placeholders"),
        ("bm", "mɔgɔ {number}", "mɔgɔ {number} {name}", "entry_placeholders"),
        ("bm", "{name}", "{name", "entry_braces"),
        ("bm", "A filɛ</b>", "A filɛ", "entry_markup"),
        ("fr", "Voici</b>", "Voici</i>", "entry_markup"),
        ("fr", "Voici</b>", "3 < 4</b>", "entry_markup"),
        ("bm", "Awɔ", "Awò", "letters_mistaken"),
        ("bm", "Awɔ", "awé", "letters_foreign"),
        ("fr", "{name} !", "{name}!", "space_missing"),
        ("fr", "Complet", "Complet" * 40, "entry_alert"),
        ("bm", "# attesté : yes\n", "", "entry_not_vouched"),
        ("bm", "# attesté : yes\n", "# vu hier\n", "entry_not_vouched"),
        ("bm", 'msgid_plural "joined"\nmsgstr[0]', "msgstr", "entry_plural"),
        ("bm", 'msgstr[0] "mɔgɔ {number}"', 'msgstr[0] "a"\nmsgstr[1] "b"', "catalog_broken"),
        ("bm", 'msgstr "Awɔ"', 'msgstr "Awɔ', "catalog_broken"),
        ("bm", 'msgid "yes"', '#. fr : Peut-être\nmsgid "yes"', "entry_outdated"),
    ],
)
def test_each_thing_that_is_wrong_with_a_catalog_is_told(
    project: Project, language: str, old: str, new: str, wrong: str
) -> None:
    project.change(language, old, new)
    assert (language, wrong) in project.wrong()


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('name="Awa"', 'nom="Awa"', "value_missing"),
        ("_('in.f_string')", "_(screen)", "key_not_literal"),
    ],
)
def test_each_thing_that_is_wrong_with_the_code_is_told(
    project: Project, old: str, new: str, wrong: str
) -> None:
    project.program(old, new)
    assert ("screens.py", wrong) in project.wrong()


def test_an_issue_names_the_line_of_its_entry(project: Project) -> None:
    project.change("bm", "Awɔ", "Awò")
    (issue,) = check_catalogs(project.locales, project.code)
    lines = project.path("bm").read_text(encoding="utf-8").split("\n")
    assert lines[issue.line - 1] == 'msgid "yes"'


def test_a_broken_catalog_is_told_with_its_line(project: Project) -> None:
    project.change("bm", 'msgstr "Awɔ"', "msgstr Awɔ")
    issue = next(each for each in check_catalogs(project.locales, project.code))
    lines = project.path("bm").read_text(encoding="utf-8").split("\n")
    assert (issue.code, lines[issue.line - 1]) == ("check.catalog_broken", "msgstr Awɔ")


def test_the_operators_sentences_are_needed_in_french_alone(project: Project) -> None:
    project.path("fr", "operator").unlink()
    assert project.wrong() == [("fr", "entry_missing")]


def test_an_update_adds_what_is_new_and_keeps_what_is_there(project: Project) -> None:
    project.program("n_(", '_("brand.new"), n_(')
    assert project.update() == []
    found = entries(read_catalog(project.path("bm"), "bm"))
    assert list(found) == sorted(found)
    assert found["brand.new"].string == ""
    assert found["joined"].string == ("mɔgɔ {number}",)
    assert found["no"].user_comments == ["relu : M. D., 3 mai 2027"]
    assert found["yes"].auto_comments == ["fr : Oui"], "reviewers see the French, not the key alone"


def test_an_update_without_change_changes_nothing(project: Project) -> None:
    project.update()
    before = {path: path.read_bytes() for path in project.locales.rglob("*.po*")}
    assert project.update() == []
    assert {path: path.read_bytes() for path in project.locales.rglob("*.po*")} == before
    assert len(before) == 5


def test_files_hold_no_dates_no_line_numbers_and_no_paths_of_a_machine(project: Project) -> None:
    project.update()
    for path in project.locales.rglob("*.po*"):
        text = path.read_text(encoding="utf-8")
        assert "bot/screens.py" in text
        assert not [sign for sign in ("Date", "screens.py:", str(project.code), "Babel") if sign in text]


def test_bambara_has_one_plural_form(project: Project) -> None:
    project.path("bm").unlink()
    project.update()
    text = project.path("bm").read_text(encoding="utf-8")
    assert '"Plural-Forms: nplurals=1; plural=0;\\n"' in text
    assert "msgstr[1]" not in text


def test_what_is_no_longer_used_is_set_aside_told_and_comes_back(project: Project) -> None:
    project.program("'yes' if yes else 'no'", "'no'")
    assert project.update() == ["check.entry_set_aside"] * 2
    assert '#~ msgstr "Awɔ"' in project.path("bm").read_text(encoding="utf-8")
    assert project.update() == []
    assert project.wrong() == []
    project.program("yes", "yes")
    assert project.update() == []
    assert entries(read_catalog(project.path("bm"), "bm"))["yes"].string == "Awɔ"


def test_a_translation_becomes_unsure_when_its_french_changes(project: Project) -> None:
    project.update()
    project.change("fr", '"Oui"', '"Oui, tout à fait, et même davantage que ce que l’on attendait au début"')
    assert project.wrong() == [("bm", "entry_outdated")]
    assert project.update() == ["check.entry_fuzzy"]
    assert project.wrong() == [("bm", "entry_fuzzy")]
    said = Catalogs.load(project.locales).text("bm", "yes")
    assert said.startswith("Oui, tout"), "until somebody has read it the new French is said"


def test_a_french_sentence_only_wrapped_anew_has_not_changed(project: Project) -> None:
    project.change(
        "fr", '"Oui"', '"Oui, mais il faut peut-être encore un peu de temps\\npour que tous soient prêts"'
    )
    project.update()
    assert project.wrong() == []


def test_what_nobody_has_read_yet_is_counted(project: Project) -> None:
    assert unreviewed(project.locales, "bm") == 2
    project.change("bm", '# à relire : composé\nmsgid "joined"', '# relu : A. T., 4 mai 2027\nmsgid "joined"')
    assert unreviewed(project.locales, "bm") == 1


def test_templates_hold_the_keys_of_each_domain(project: Project) -> None:
    extract(project.locales, project.code)
    text = (project.locales / "operator.pot").read_text(encoding="utf-8")
    assert text == '#: bot/screens.py\nmsgid "doctor.well"\nmsgstr ""\n'


def test_the_command_says_what_is_wrong_and_fails(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compile", "--folder", str(project.locales)]) == 0
    assert project.path("bm").with_suffix(".mo").exists()
    assert main(["check", "--folder", str(project.locales)]) == 1
    assert f"{project.path('bm')}:1: " in capsys.readouterr().out

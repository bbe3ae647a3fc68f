"""What ``baro doctor`` tells of what is held: how much, until when, and nobody's name."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.app.records import Question
from bot.app.sessions import Plan, make_session
from bot.cli.findings import Finding
from bot.cli.holdings import what_is_held
from bot.cli.places import places
from bot.cli.words import said
from bot.settings import Settings, read_settings
from bot.wiring import Parts, installation
from tests.fakes.room import words


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(
        {"BOT_DATABASE_URL": f"sqlite:///{tmp_path}/var/baro.db", "XDG_STATE_HOME": f"{tmp_path}"}, tmp_path
    )


@pytest.fixture
async def parts(settings: Settings) -> AsyncIterator[Parts]:
    async with installation(settings, content=words(settings)) as opened:
        yield opened


def told(findings: list[Finding], *, well: bool) -> str:
    """What the operator reads, of what is well or of what is not."""
    return "\n".join(said(finding.text) for finding in findings if finding.well is well)


async def test_an_empty_installation_holds_nothing_and_has_nothing_to_mend(
    settings: Settings, parts: Parts
) -> None:
    found = [*await what_is_held(settings, parts), *places(settings)]
    assert "aucune" in told(found, well=True)
    assert told(found, well=False) == ""


async def test_sessions_are_told_by_code_with_their_end(settings: Settings, parts: Parts) -> None:
    plan = Plan(parts.services.scripts["dialogue"], "Paix", "Sévaré", date(2099, 12, 5), ("fr",))
    late = Plan(parts.services.scripts["dialogue"], "Eau", "Gao", date(2020, 12, 5), ("fr",))
    async with parts.database.begin() as work:
        session = await make_session(work, parts.services, "add", plan)
        await make_session(work, parts.services, "add", late)
        work.people.put(b"awa", session.id, b"sealed")
        work.questions.put(
            Question("q1", session.id, "question", "inhabitants", "fr", "Mots", status="protected")
        )
        await work.commit()
    found = await what_is_held(settings, parts)
    well, amiss = told(found, well=True), told(found, well=False)
    assert f"{session.code[:3]} {session.code[3:]}\u00a0: ouverte, 1 personne(s)" in well
    assert "13 décembre 2099" in well
    assert "maintenant" in amiss and "1 question(s) protégée(s)" in amiss
    assert not [word for word in ("Paix", "Sévaré", "Eau", "Gao", "Mots") if word in well + amiss]


async def test_exports_are_told_with_their_end(settings: Settings, parts: Parts) -> None:
    settings.export_folder.mkdir(parents=True)
    (settings.export_folder / "baro-AH2-34X-questions.csv").write_text("…")
    found = told(await what_is_held(settings, parts), well=True)
    assert "1 fichier(s)" in found
    assert str(time.gmtime(time.time() + 7 * 86_400).tm_year) in found


async def test_files_that_others_can_open_are_named_with_what_to_do(settings: Settings, parts: Parts) -> None:
    settings.secret_file.chmod(0o640)
    settings.secret_file.parent.chmod(0o755)
    amiss = told(places(settings), well=False)
    assert f"chmod 600 {settings.secret_file}" in amiss
    assert f"chmod 700 {settings.secret_file.parent}" in amiss


async def test_keys_beside_the_data_are_pointed_out(tmp_path: Path) -> None:
    together = {
        "BOT_DATABASE_URL": f"sqlite:///{tmp_path}/all/baro.db",
        "BOT_KEYS_URL": f"sqlite:///{tmp_path}/all/keys.db",
        "BOT_SECRET_FILE": f"{tmp_path}/all/master.key",
    }
    settings = read_settings(together, tmp_path)
    async with installation(settings, content=words(settings)):
        assert "même dossier" in told(places(settings), well=False)

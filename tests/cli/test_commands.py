"""The operator's commands: what they print, and whether they succeed."""

from __future__ import annotations

import re

from tests.cli.terminal import Operator
from tests.fakes.postgresql import Server


async def test_without_a_token_run_says_how_to_get_one(operator: Operator) -> None:
    operator.token = ""
    status, printed = await operator.runs("run")
    assert status == 1 and "@BotFather" in printed and "Traceback" not in printed


async def test_a_refused_token_is_said_in_one_sentence(operator: Operator) -> None:
    operator.token = "2:WRONG"
    status, printed = await operator.runs("run")
    assert status == 1 and "2:WRONG" not in printed
    assert len(printed.splitlines()) == 2, printed


async def test_the_doctor_finds_what_is_missing(operator: Operator) -> None:
    status, printed = await operator.runs("doctor")
    assert status == 0, printed
    assert "@BaroTestBot" in printed and "BOT_REFERRAL_FILE" in printed
    operator.token = ""
    status, printed = await operator.runs("doctor")
    assert status == 1 and "@BotFather" in printed


async def test_a_database_server_that_does_not_answer_is_said_in_one_sentence(operator: Operator) -> None:
    operator.settings["BOT_DATABASE_URL"] = "postgresql://baro:hidden@127.0.0.1:1/baro"
    status, printed = await operator.runs("run")
    assert status == 1 and "Le serveur PostgreSQL ne répond pas" in printed
    assert "Traceback" not in printed and "hidden" not in printed


async def test_postgresql_needs_its_address_and_nothing_else(operator: Operator, postgresql: Server) -> None:
    operator.settings["BOT_DATABASE_URL"] = postgresql.address(postgresql.database())
    status, printed = await operator.runs("doctor")
    assert status == 0, printed
    assert not list(operator.folder.rglob("baro.db"))


async def test_the_doctor_says_which_file_does_not_read_and_quotes_nothing_of_it(operator: Operator) -> None:
    path = operator.folder / "referral.yaml"
    path.write_text('fr: "Appelez la calebasse : [\nbm: -')
    operator.settings["BOT_REFERRAL_FILE"] = str(path)
    status, printed = await operator.runs("doctor")
    assert status == 1 and "❌" in printed and "YAML" in printed and "calebasse" not in printed
    status, printed = await operator.runs("run")
    assert status == 1 and "BOT_REFERRAL_FILE" in printed and "calebasse" not in printed


async def test_an_env_file_that_does_not_read_is_named(operator: Operator) -> None:
    (operator.folder / ".env").write_bytes(b"BOT_TOKEN=\xff\xfe")
    status, printed = await operator.runs("doctor")
    assert status == 1 and ".env" in printed and "Traceback" not in printed


async def test_a_password_in_an_address_that_is_mistyped_is_not_printed(operator: Operator) -> None:
    operator.settings["BOT_DATABASE_URL"] = "postgresql://baro@localhost:calebasse/baro"
    status, printed = await operator.runs("seal", "AH2 34X")
    assert status == 1 and "postgresql://" in printed and "calebasse" not in printed


async def test_an_invitation_shows_its_link_and_its_qr_code(operator: Operator) -> None:
    status, printed = await operator.runs("invite", "facilitator", "--organisation", "ADD")
    assert status == 0, printed
    assert re.search(r"https://t\.me/BaroTestBot\?start=i-[A-Za-z0-9]{24}", printed)
    assert "█" in printed or "▄" in printed


async def test_an_unknown_role_is_refused_with_those_there_are(operator: Operator) -> None:
    status, printed = await operator.runs("invite", "chief", "--organisation", "ADD")
    assert status == 1 and "coordinator" in printed


async def test_an_unknown_code_is_neither_exported_nor_sealed(operator: Operator) -> None:
    for command in ("export", "seal"):
        status, printed = await operator.runs(command, "AH2 34X")
        assert status == 1 and "Traceback" not in printed


async def test_the_scripts_and_catalogs_pass_their_check(operator: Operator) -> None:
    status, printed = await operator.runs("check")
    assert status == 0, printed

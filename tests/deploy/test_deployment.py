"""The files that an operator deploys Baro with: they name what exists, and keep what they promise."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot.settings import HEALTH_PATHS, ROOT, SETTINGS, Settings, read_settings

DEPLOY = ROOT / "bot" / "deploy"
UNIT = DEPLOY / "baro.service"
NAMES = {setting.name for setting in SETTINGS}


def compose() -> dict[str, Any]:
    content = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert isinstance(content, dict)
    return content


def unit() -> list[tuple[str, str]]:
    """The lines of the unit that set something."""
    lines = (line.partition("=") for line in UNIT.read_text("utf-8").splitlines() if line[:1] not in "#[")
    return [(name, value) for name, separator, value in lines if separator]


@pytest.mark.parametrize(
    "path", sorted(path for path in DEPLOY.iterdir() if path.is_file()), ids=lambda path: path.name
)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    assert set(re.findall(r"\bBOT_[A-Z_]+", path.read_text("utf-8"))) <= NAMES


def test_the_unit_shuts_the_process_in() -> None:
    lines = unit()
    for line in (
        ("LimitCORE", "0"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("UMask", "0077"),
        ("StateDirectoryMode", "0700"),
        ("LoadCredential", "token:/etc/baro/token"),
        ("Environment", "BOT_TOKEN_FILE=%d/token"),
        ("Environment", "BOT_SECRET_FILE=/var/lib/baro/keys/master.key"),
    ):
        assert line in lines
    denied = [value for name, value in lines if name == "SystemCallFilter" and value.startswith("~")]
    assert not any("@resources" in value for value in denied), "Baro itself forbids dumps, by setrlimit"


def test_the_units_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("1:TEST\n")
    given = dict(value.split("=", 1) for name, value in unit() if name == "Environment")
    given = {name: value.replace("%d", str(tmp_path)) for name, value in given.items()}
    settings = read_settings(given, tmp_path)
    assert (settings.token, settings.mode, settings.health_listen) == (
        "1:TEST",
        "polling",
        ("127.0.0.1", 8081),
    )
    kept = dict(unit())["StateDirectory"].split()
    for place in (settings.database_url.removeprefix("sqlite:///"), settings.secret_file):
        assert str(Path(place).parent.relative_to("/var/lib")) in kept


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name
    copy.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text("utf-8")))
    verified = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, timeout=60)
    assert (verified.returncode, verified.stderr) == (0, "")


def settings_of(worker: dict[str, Any], secrets: Path) -> Settings:
    """What a worker of the composition would read, with the secrets in a folder of ours."""
    given = {name: str(value) for name, value in worker["environment"].items()}
    given = {
        name: re.sub(r"\$\{BARO_DOMAIN[^}]*}", "baro.example.org", value) for name, value in given.items()
    }
    given = {name: value.replace("/run/secrets", str(secrets)) for name, value in given.items()}
    return read_settings(given, secrets)


def test_both_workers_read_their_settings_and_secrets(tmp_path: Path) -> None:
    for name, content in (
        ("token", "1:TEST"),
        ("webhook_secret", "a-secret"),
        ("database_url", "postgresql://baro:word@database/baro"),
    ):
        (tmp_path / name).write_text(f"{content}\n")
    services = compose()["services"]
    one, two = (settings_of(services[name], tmp_path) for name in ("worker-1", "worker-2"))
    assert one == two
    assert one.token == "1:TEST" and one.webhook_secret == "a-secret" and one.mode == "webhook"
    assert one.database_url == "postgresql://baro:word@database/baro"
    assert one.health_listen is not None and one.health_listen != one.listen


def test_the_composition_is_of_one_piece() -> None:
    content = compose()
    for service in content["services"].values():
        assert "build" in service or re.fullmatch(r"[a-z]+:\d+", service["image"]), "named by its tag alone"
        assert set(service.get("secrets", ())) <= content["secrets"].keys()
        assert set(service["networks"]) <= content["networks"].keys()
        assert set(service.get("depends_on", ())) <= content["services"].keys()
        assert "no-new-privileges:true" in service["security_opt"]
    assert "ports" not in content["services"]["database"] and content["networks"]["inside"]["internal"]


def test_the_proxy_passes_on_what_telegram_posts_and_no_probe(tmp_path: Path) -> None:
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    url = re.sub(
        r"\$\{[^}]*}", "baro.example.org", compose()["services"]["worker-1"]["environment"]["BOT_WEBHOOK_URL"]
    )
    assert re.findall(r"(?m)^\s*path (.*)$", caddy) == [urlsplit(url).path]
    assert set(re.findall(r"worker-\d", caddy)) == {
        name for name in compose()["services"] if "worker" in name
    }
    (asked,) = re.findall(r"health_uri (\S+)", caddy)
    assert asked in HEALTH_PATHS
    assert "respond 404" in caddy and not re.search(r"(?m)^\s*log\b", caddy)


def test_the_image_names_what_the_checkout_has() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    (lock,) = re.findall(r"--requirement (\S+)", dockerfile)
    assert (ROOT / lock).is_file() and "--require-hashes" in dockerfile
    assert re.search(r"(?m)^FROM python:3\.\d+-slim$", dockerfile) and re.search(
        r"(?m)^USER baro$", dockerfile
    )
    assert any(path in dockerfile for path in HEALTH_PATHS)

"""Settings as an operator writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import FROM_FILES, HEALTH_PATHS, SettingWrong, read_settings

WEBHOOK = {
    "BOT_MODE": "webhook",
    "BOT_WEBHOOK_URL": "https://baro.example/telegram",
    "BOT_WEBHOOK_SECRET": "a-secret",
}


def refused(environment: dict[str, str], folder: Path) -> tuple[str, str]:
    with pytest.raises(SettingWrong) as wrong:
        read_settings(environment, folder)
    return wrong.value.name, wrong.value.code


def test_nobody_probes_a_bot_that_polls_until_it_is_said_where(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path).health_listen is None
    settings = read_settings({"BOT_HEALTH_LISTEN": ":8081"}, tmp_path)
    assert settings.health_listen == ("127.0.0.1", 8081)


@pytest.mark.parametrize("place", ["here", "127.0.0.1:", "127.0.0.1:port", "127.0.0.1:65536"])
def test_a_place_to_listen_at_is_an_address_and_a_port(place: str, tmp_path: Path) -> None:
    for name in ("BOT_LISTEN", "BOT_HEALTH_LISTEN"):
        assert refused({name: place}, tmp_path) == (name, "not_an_address")


@pytest.mark.parametrize("path", HEALTH_PATHS)
def test_telegram_is_not_to_post_where_probes_ask(path: str, tmp_path: Path) -> None:
    environment = {**WEBHOOK, "BOT_WEBHOOK_URL": f"https://baro.example{path}"}
    assert refused(environment, tmp_path) == ("BOT_WEBHOOK_URL", "not_allowed")


def test_what_is_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    values = ("1:TEST", "postgresql://baro:word@database/baro", "a-secret")
    for name, value in zip(FROM_FILES, values, strict=True):
        (tmp_path / name).write_text(f"  {value}\n")
    files = {f"{name}_FILE": str(tmp_path / name) for name in FROM_FILES}
    given = {name: value for name, value in WEBHOOK.items() if name not in FROM_FILES}

    settings = read_settings({**given, **files}, tmp_path)
    assert (settings.token, settings.database_url, settings.webhook_secret) == values
    assert read_settings({**files, "BOT_TOKEN": "2:OTHER"}, tmp_path).token == "2:OTHER"
    assert refused({"BOT_TOKEN_FILE": str(tmp_path / "gone")}, tmp_path) == ("BOT_TOKEN_FILE", "unreadable")

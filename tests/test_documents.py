"""What the README promises is there, and what is there is in the README."""

from __future__ import annotations

import pytest

from bot.cli.commands import app
from bot.settings import ROOT, SETTINGS, Setting
from bot.tg.handlers.commands import COMMANDS

README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented(setting: Setting) -> None:
    assert f"| `{setting.name}` |" in README


def commands() -> list[str]:
    single = [
        command.callback.__name__.replace("_", "-") for command in app.registered_commands if command.callback
    ]
    grouped = [
        f"{group.name} {command.name}"
        for group in app.registered_groups
        if group.typer_instance
        for command in group.typer_instance.registered_commands
    ]
    return [*single, *grouped]


@pytest.mark.parametrize("name", commands())
def test_every_command_of_the_command_line_is_documented(name: str) -> None:
    assert f"| `baro {name}" in README


@pytest.mark.parametrize("name", [name for names, _handler in COMMANDS for name in names])
def test_every_command_of_the_chat_is_documented(name: str) -> None:
    assert f"`/{name}`" in README

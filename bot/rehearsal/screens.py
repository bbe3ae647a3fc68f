"""Reading a screen as a participant does: which step of the script its words are, in their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.app.words import _
from bot.core.script import AnyStep, Choose, Consent, Option, Rate, Script, Stage
from bot.rehearsal.house import in_language
from bot.rehearsal.player import Player

Kind = Literal["languages", "notice", "step", "preview", "waiting", "rest", "leaving", "over", "unknown"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is on the screen. ``step`` and ``stage`` are what its words belong to, where it is a step."""

    kind: Kind
    stage: Stage | None = None
    step: AnyStep | None = None


def look(player: Player, script: Script) -> Seen:
    """What a participant sees now."""
    screen = player.screen
    newest = player.last_words
    if player.language and player.holds("after.come_back", newest):
        return Seen("over")
    if screen is None:
        return Seen("unknown")
    names = [player.house.catalogue.own_name(language) for language in script.languages]
    if set(screen.labels) <= {*names, *_every_name(player)}:
        return Seen("languages")
    if player.offers(_("button.accept")):
        return Seen("notice")
    if player.offers(_("button.send")) or player.offers(_("button.send_without")):
        return Seen("preview")
    if player.offers(_("button.leave_now")):
        return Seen("leaving")
    if player.say(_("wait.before_start")) in screen.text:
        return Seen("waiting")
    if player.say(_("wait.noted")) in screen.text:
        return Seen("rest")
    return _step(player, script, screen.text)


def _every_name(player: Player) -> set[str]:
    catalogue = player.house.catalogue
    return {catalogue.own_name(language) for language in catalogue.languages}


def _step(player: Player, script: Script, text: str) -> Seen:
    """The step whose words stand in a text; of two that do, the longer words, in the stage that is named."""
    found = [
        (title_of(player, stage) in text, len(words), stage, step)
        for stage, step in script.steps()
        if not isinstance(step, Consent) and (words := words_of(player, step)) in text
    ]
    if not found:
        return Seen("unknown")
    _named, _length, stage, step = max(found, key=lambda each: each[:2])
    return Seen("step", stage, step)


def title_of(player: Player, stage: Stage) -> str:
    """A stage's title as this person reads it."""
    return in_language(stage.title, player.language).strip()


def words_of(player: Player, step: AnyStep) -> str:
    """What a step says or asks, as this person reads it."""
    words = step.question if isinstance(step, Choose | Rate) else step.text
    return in_language(words, player.language).strip()


def label_of(player: Player, option: Option) -> str:
    """An option's button."""
    return f"{option.sign} {in_language(option.label, player.language)}".strip()

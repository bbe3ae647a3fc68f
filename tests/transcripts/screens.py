"""What people are shown, in words: new, changed and removed messages, windows and bubbles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.rehearsal.standin import Person
from bot.rehearsal.standin.messages import Message
from bot.rehearsal.standin.taps import Tap

INDENT = "    "


@dataclass(slots=True)
class Codes:
    """The codes of a transcript's sessions, which differ each time: the first is {code}, the second {code 2}."""

    known: list[str] = field(default_factory=list)

    def learn(self, code: str) -> None:
        """From now on this code is hidden."""
        if code not in self.known:
            self.known.append(code)

    def hide(self, text: str) -> str:
        """The text with every known code replaced."""
        for place, code in enumerate(self.known, 1):
            hidden = "{code}" if place == 1 else f"{{code {place}}}"
            text = re.sub(rf"{code[:3]}[ \u00a0-]?{code[3:]}", hidden, text)
        return text

    def fill(self, text: str) -> str:
        """What somebody types or opens, with the codes in it."""
        for place, code in enumerate(self.known, 1):
            text = text.replace("{code}" if place == 1 else f"{{code {place}}}", code)
        if self.known:
            spaced = f"{self.known[0][:3]} {self.known[0][3:]}".lower()
            text = text.replace("{code en minuscules}", spaced)
        return text


class Screen:
    """One person's chat, read step by step."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.buttons: list[tuple[str, Message, str]] = []
        """Every button ever seen, oldest first: its label, its message, what it sends."""
        self._read = 0
        self._last: dict[int, str] = {}

    def news(self, tap: Tap | None = None) -> list[str]:
        """What has changed since the last time, in the order in which it began."""
        events = self.person.chat.history[self._read :]
        self._read = len(self.person.chat.history)
        lines = [] if tap is None or not tap.alert else [_answer(tap)]
        kinds: dict[int, str] = {}
        for event in events:
            kinds.setdefault(event.message_id, event.kind)
        for message_id, kind in kinds.items():
            lines += self._told(self.person.chat.messages_by_id[message_id], kind)
        return lines

    def _told(self, message: Message, kind: str) -> Iterator[str]:
        looks = "\n".join(_looks(message))
        before, self._last[message.message_id] = self._last.get(message.message_id), looks
        self.note(message)
        if message.deleted:
            if kind != "sent":
                whose = "message supprimé" if message.by_bot else "ce qui était tapé est supprimé"
                yield f"{whose} : {_first_words(message)}"
        elif message.by_bot and looks != before:
            yield "nouveau message" if kind == "sent" else "message modifié"
            yield from (f"│ {line}".rstrip() for line in looks.split("\n"))

    def note(self, message: Message) -> None:
        """Remember the buttons of a message."""
        known = {(id(each), data) for _, each, data in self.buttons}
        for button in message.buttons:
            data = button.get("callback_data", "")
            if (id(message), data) not in known:
                self.buttons.append((button["text"], message, data))


def _answer(tap: Tap) -> str:
    return f"({'alerte' if tap.show_alert else 'bulle'}) " + tap.alert.replace("\n", f"\n{' ' * 9}")


def _looks(message: Message) -> Iterator[str]:
    if message.media == "photo":
        yield "🖼 (une image)"
    elif message.media:
        yield f"📎 {message.file_name or message.media}"
    yield from message.text.split("\n") if message.text else ()
    for row in message.keyboard or []:
        yield " ".join(f"[{button['text']}]" for button in row)


def _first_words(message: Message) -> str:
    text = message.text.split("\n")[0]
    return text if len(text) <= 60 else text[:59] + "…"

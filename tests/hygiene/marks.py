"""What must not be told anywhere: the token, and what people say and who they are, in every form in which a log could
have it."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import quote, quote_plus

Json = dict[str, Any]

SHORTEST_TEXT = 5
"""«Oui» may stand anywhere."""

SHORTEST_NAME = 3
SMALLEST_ID = 1000
EDGE = 12
"""Characters of a long text's beginning and end that tell it: Python and its libraries cut long values short."""

_TEXTS = {"text", "caption", "file_name", "question"}
_NAMES = {"first_name", "last_name", "username", "title", "phone_number", "sender_user_name"}


class Marks:
    """What must not be told; ``found_in`` looks for it."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._words: dict[str, re.Pattern[str]] = {}

    def token(self, token: str) -> None:
        """A secret; of a bot's token also what comes behind its number."""
        self._add("a token", token)
        self._add_word("a token", token.partition(":")[2])

    def text(self, text: str) -> None:
        """What somebody typed. A command may be told, what comes behind it may not."""
        said = text.strip()
        if said.startswith("/"):
            said = said.partition(" ")[2].strip()
        for piece in {said, said[:EDGE], said[-EDGE:]}:
            if len(piece.strip()) >= SHORTEST_TEXT:
                self._add("what somebody typed", piece)

    def name(self, name: str) -> None:
        """How somebody or a group is called."""
        if len(name) >= SHORTEST_NAME:
            self._add_word("a name", name)

    def number(self, number: int) -> None:
        """The id of somebody or of a chat."""
        if abs(number) >= SMALLEST_ID:
            self._add_word("an id", str(abs(number)))

    def update(self, content: object) -> None:
        """All that an update from Telegram, or a part of one, tells of people."""
        if isinstance(content, list | tuple):
            for each in content:
                self.update(each)
        elif isinstance(content, dict) and not content.get("is_bot"):
            self._object(content)

    def _object(self, content: Json) -> None:
        sender = content.get("from")
        by_bot = isinstance(sender, dict) and bool(sender.get("is_bot"))
        for field, value in content.items():
            if field in ("id", "user_id") and isinstance(value, int):
                self.number(value)
            elif field in _NAMES and isinstance(value, str):
                self.name(value)
            elif field in _TEXTS and isinstance(value, str):
                if not by_bot:
                    self.text(value)
            elif field != "reply_markup":  # the bot's own buttons
                self.update(value)

    def found_in(self, told: str) -> dict[str, str]:
        """What of it stands in a text, with what kind of thing it is."""
        found = {mark: kind for mark, kind in self._kinds.items() if mark in told}
        return {
            mark: kind
            for mark, kind in found.items()
            if mark not in self._words or self._words[mark].search(told)
        }

    def _add(self, kind: str, mark: str) -> None:
        if mark and mark not in self._kinds:
            self._kinds.update(dict.fromkeys(forms(mark), kind))

    def _add_word(self, kind: str, word: str) -> None:
        """A mark that counts only where it stands by itself: «Awa» is not in «Awakening», 5001 not in 150012."""
        if not word or word in self._kinds:
            return
        for form in forms(word):
            self._kinds[form] = kind
            self._words[form] = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")


def forms(text: str) -> set[str]:
    """A text as it may stand in a log: plain, in Python's or JSON's quotes, as bytes, in an address, in HTML."""
    return {
        text,
        repr(text)[1:-1],
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        repr(text.encode())[2:-1],
        quote(text, safe=""),
        quote_plus(text),
        html.escape(text),
    }

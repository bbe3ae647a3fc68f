"""What Telegram recognises by itself in plain text: commands, mentions, hashtags, addresses.

A close approximation of Telegram's own search; its list of top-level domains is short on purpose.
"""

from __future__ import annotations

import re
from typing import Any

Entity = dict[str, Any]

_URL_REST = r"(?:[^\s<>\"]*[^\s<>\".,;:!?)])?"
_FOUND = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})"
    rf"|(?P<url>https?://\w{_URL_REST}"
    rf"|(?<![\w@.-])(?:[\w-]+\.)+(?:com|org|net|info|me|ml|fr|io|africa)\b(?:/{_URL_REST})?)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{2,32})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)
_HINT = re.compile(r"[/@#.]")
# Nothing is looked for inside these.
_CLOSED = {"text_link", "code", "pre", "custom_emoji", "text_mention"}


def utf16_length(text: str) -> int:
    """Telegram's unit of length: a character beyond the Basic Multilingual Plane counts two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def found_entities(text: str, entities: list[Entity]) -> list[Entity]:
    """`entities` with what is found in `text` added, in order of place."""
    if not _HINT.search(text):
        return entities
    closed = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in _CLOSED
    ]
    added: list[Entity] = []
    for found in _FOUND.finditer(text):
        start = utf16_length(text[: found.start()])
        length = utf16_length(found.group())
        if not any(begin < start + length and start < end for begin, end in closed):
            added.append({"offset": start, "length": length, "type": found.lastgroup})
    if not added:
        return entities
    return sorted([*entities, *added], key=lambda entity: (entity["offset"], -entity["length"]))

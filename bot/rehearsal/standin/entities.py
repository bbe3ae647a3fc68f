"""Formatted text as Telegram keeps it: cleaned, trimmed, with its entities in UTF-16 units."""

from __future__ import annotations

import re
from typing import Any

from .detection import found_entities, utf16_length
from .html import TAGS, Entity, parse_html
from .refusals import bad_request

GIVEN_TYPES = {*TAGS.values(), "expandable_blockquote", "text_mention", "date_time"}
# Telegram finds these by itself; given ones are passed over.
FOUND_TYPES = {
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bank_card_number",
}
# Telegram replaces control characters by spaces, and drops the marks that turn the writing direction.
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_NOTHING_TO_SEE = re.compile("[\\s\u180e\u200b-\u200f\u2800\u3000\ufeff\ufffc]*")


def formatted(
    text: str, parse_mode: str, given: list[Entity] | None, *, may_be_empty: bool = False
) -> tuple[str, list[Entity]]:
    """The text and the entities that Telegram keeps of what a bot sent.

    A parse mode wins over given entities.
    Raises Refusal: bad HTML, an unknown parse mode, entities out of place, nothing to see.
    """
    if text and parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        text, entities = parse_html(text)
    else:
        entities = _taken(text, given or [])
    text = _CONTROL.sub(" ", text)
    if _DROPPED.search(text):
        text, entities = _without_dropped(text, entities)
    if _NOTHING_TO_SEE.fullmatch(text):
        if not may_be_empty:
            raise bad_request("text must be non-empty")
        return "", []
    text, entities = _trimmed(text, entities)
    return text, found_entities(text, entities)


def _taken(text: str, given: list[Any]) -> list[Entity]:
    units = text.encode("utf-16-le") if given else b""
    taken: list[Entity] = []
    for entity in given:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse MessageEntity: expected an Object")
        if entity["type"] not in GIVEN_TYPES | FOUND_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if entity["type"] in GIVEN_TYPES and entity["length"] > 0:
            _refuse_out_of_place(entity, units)
            taken.append(entity)
    return sorted(taken, key=lambda entity: (entity["offset"], -entity["length"]))


def _refuse_out_of_place(entity: Entity, units: bytes) -> None:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if start >= len(units) // 2:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > len(units) // 2:
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}"
        )
    for place, sentence in (
        (start, "entity begins in a middle of a UTF-16 symbol"),
        (end, f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol"),
    ):
        following = units[2 * place : 2 * place + 2]
        if following and 0xDC00 <= int.from_bytes(following, "little") <= 0xDFFF:
            byte = len(units[: 2 * (place - 1)].decode("utf-16-le").encode())
            raise bad_request(f"{sentence} at byte offset {byte}")


def _without_dropped(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    places = [utf16_length(text[: found.start()]) for found in _DROPPED.finditer(text)]

    def moved(place: int) -> int:
        return place - sum(dropped < place for dropped in places)

    kept = []
    for entity in entities:
        start, end = moved(entity["offset"]), moved(entity["offset"] + entity["length"])
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return _DROPPED.sub("", text), kept


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    kept = text.rstrip(" \n")
    if len(kept) != len(text):
        end = utf16_length(kept)
        entities = [
            {**entity, "length": min(entity["length"], end - entity["offset"])}
            for entity in entities
            if entity["offset"] < end
        ]
    leading = len(kept) - len(kept.lstrip(" \n"))
    # White space inside the first entity stays: Telegram trims only as far as there.
    dropped = min(leading, entities[0]["offset"]) if entities else leading
    if dropped:
        kept = kept[dropped:]
        entities = [{**entity, "offset": entity["offset"] - dropped} for entity in entities]
    return kept, entities

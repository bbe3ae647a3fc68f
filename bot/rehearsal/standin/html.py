"""Telegram's HTML: tags in, plain text and message entities out.

It follows Telegram's own parser, not the standard library's: that one repairs what Telegram refuses, such
as a lone `<`, an unknown tag or an end tag that matches nothing. Offsets in Telegram's complaints count
UTF-8 bytes.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .detection import utf16_length
from .refusals import Refusal, bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
_MARK = re.compile(r"[&<]")
_SPACE = re.compile(r"\s*")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")


class _OpenTag(NamedTuple):
    name: str
    argument: str
    offset: int
    first_part: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities in order of place, the longer before the shorter.

    Raises Refusal with Telegram's «can't parse entities» for what Telegram refuses.
    """
    return _Reader(source).read() if _MARK.search(source) else (source, [])


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.opened: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        place = 0
        while mark := _MARK.search(self.source, place):
            self._write(self.source[place : mark.start()])
            if mark.group() == "&":
                place = self._reference(mark.start())
            elif self.source.startswith("/", mark.end()):
                place = self._end_tag(mark.start())
            else:
                place = self._start_tag(mark.start())
        self._write(self.source[place:])
        if self.opened:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].name}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _write(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += utf16_length(text)

    def _fault_at(self, place: int, text: str, after: str = "") -> Refusal:
        return _fault(f"{text} at byte offset {len(self.source[:place].encode())}{after}")

    def _reference(self, place: int) -> int:
        found = _REFERENCE.match(self.source, place)
        character = _decoded(found) if found else ""
        self._write(character or "&")
        return found.end() if found and character else place + 1

    def _start_tag(self, begin: int) -> int:
        name, place = _take(_TAG_NAME, self.source, begin + 1)
        name = name.lower()
        if place == len(self.source):
            raise self._fault_at(begin, "Unclosed start tag")
        if name not in TAGS:
            raise self._fault_at(begin, f'Unsupported start tag "{name}"')
        attributes, place = self._attributes(name, begin, place)
        argument = _argument(name, attributes)
        if name == "span" and argument != "spoiler":
            raise self._fault_at(begin, 'Tag "span" must have class "tg-spoiler"')
        self.opened.append(_OpenTag(name, argument, self.length, len(self.parts)))
        return place + 1

    def _attributes(self, tag: str, begin: int, place: int) -> tuple[dict[str, str], int]:
        """The attributes from `place` on, and where the tag's `>` stands."""
        source, attributes = self.source, dict[str, str]()
        while True:
            _, place = _take(_SPACE, source, place)
            if source.startswith(">", place):
                return attributes, place
            name, place = _take(_ATTRIBUTE_NAME, source, place)
            if not name:
                raise self._fault_at(begin, f'Empty attribute name in the tag "{tag}"')
            _, place = _take(_SPACE, source, place)
            value = ""
            if source.startswith("=", place):
                _, place = _take(_SPACE, source, place + 1)
                value, place = self._value(place)
            attributes[name] = value
            if place >= len(source):
                raise self._fault_at(begin, f'Unclosed start tag "{tag}"')

    def _value(self, place: int) -> tuple[str, int]:
        quote = self.source[place : place + 1]
        if quote in {'"', "'"}:
            end = self.source.find(quote, place + 1)
            raw = self.source[place + 1 :] if end < 0 else self.source[place + 1 : end]
            value = _REFERENCE.sub(lambda found: _decoded(found) or found.group(), raw)
            return value, place + 1 + len(raw) + 1
        value, end = _take(_NAME_TOKEN, self.source, place)
        if end < len(self.source) and not self.source[end].isspace() and self.source[end] != ">":
            raise self._fault_at(place, "Unexpected end of name token")
        return value.lower(), end

    def _end_tag(self, begin: int) -> int:
        if not self.opened:
            raise self._fault_at(begin, "Unexpected end tag")
        name, place = _take(_TAG_NAME, self.source, begin + 2)
        name = name.lower()
        _, place = _take(_SPACE, self.source, place)
        if not self.source.startswith(">", place):
            raise self._fault_at(begin, "Unclosed end tag")
        tag = self.opened.pop()
        if name not in {"", tag.name}:
            raise self._fault_at(begin, "Unmatched end tag", f', expected "</{tag.name}>", found "</{name}>"')
        if self.length > tag.offset:
            self._close(tag)
        return place + 1

    def _close(self, tag: _OpenTag) -> None:
        entity: Entity = {"offset": tag.offset, "length": self.length - tag.offset, "type": TAGS[tag.name]}
        match tag.name:
            case "blockquote" if tag.argument:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                if not tag.argument.isdecimal():
                    raise _fault("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = tag.argument
            case "a":
                entity["url"] = tag.argument or "".join(self.parts[tag.first_part :])
                if "." not in entity["url"] and not entity["url"].startswith("tg:"):
                    return  # Telegram drops a link that leads nowhere, and keeps its text
            case "code" | "pre":
                if tag.argument:
                    entity["language"] = tag.argument
                if self._makes_one_with_the_last(entity):
                    return
        self.entities.append(entity)

    def _makes_one_with_the_last(self, entity: Entity) -> bool:
        """`<pre><code class="language-x">`, either way round, is one `pre` with a language."""
        last = self.entities[-1] if self.entities else {}
        both = {**last, **entity}
        if (
            {last.get("type"), entity["type"]} != {"code", "pre"}
            or (last["offset"], last["length"]) != (entity["offset"], entity["length"])
            or "language" not in both
        ):
            return False
        self.entities[-1] = {**both, "type": "pre"}
        return True


def _fault(text: str) -> Refusal:
    return bad_request(f"can't parse entities: {text}")


def _take(pattern: re.Pattern[str], source: str, place: int) -> tuple[str, int]:
    found = pattern.match(source, place)
    assert found is not None, "each of these patterns matches nothing too"
    return found.group(), found.end()


def _decoded(found: re.Match[str]) -> str:
    """The character a reference stands for, or nothing: Telegram leaves other references as they are."""
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code <= 0xDFFF:
        raise _fault(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code < 0x10FFFF else ""


def _argument(tag: str, attributes: dict[str, str]) -> str:
    css_class = attributes.get("class", "")
    match tag:
        case "a":
            return attributes.get("href", "")
        case "tg-emoji":
            return attributes.get("emoji-id", "")
        case "code":
            return css_class[len("language-") :] if css_class.startswith("language-") else ""
        case "span":
            return css_class[len("tg-") :] if css_class.startswith("tg-") else ""
        case "blockquote":
            return "expandable" if "expandable" in attributes else ""
        case _:
            return ""

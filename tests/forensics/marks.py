"""What an examiner looks for, in every form in which a program may have written it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote


def forms_of_number(number: int) -> set[bytes]:
    """A number as text, and as SQLite (big-endian, 6 or 8 bytes), PostgreSQL and Python write it."""
    forms = {str(number).encode(), f"{number:x}".encode()}
    for size in (6, 8):
        if number < 1 << (8 * size):
            forms |= {number.to_bytes(size, "big"), number.to_bytes(size, "little")}
    return forms


def forms_of_text(text: str) -> set[bytes]:
    """A text raw, escaped for JSON, for an address, in UTF-16, in base64 and in hexadecimal."""
    raw = text.encode()
    return {
        raw,
        json.dumps(text).strip('"').encode(),
        quote(text).encode(),
        text.encode("utf-16-le"),
        base64.b64encode(raw)[: len(raw)],
        raw.hex().encode(),
    }


def forms_of_name(name: bytes) -> set[bytes]:
    """A keyed name raw, in hexadecimal and in base64."""
    return {name, name.hex().encode(), base64.b64encode(name).rstrip(b"=")}


def unkeyed(number: int) -> Iterator[bytes]:
    """What a number becomes under hashes that need no key: whoever has all numbers finds it again."""
    for text in (str(number).encode(), number.to_bytes(8, "big"), number.to_bytes(8, "little")):
        for kind in ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256"):
            yield hashlib.new(kind, text).digest()[:16]


class Evidence:
    """Every byte of some files."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._files = {
            path: path.read_bytes()
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self._names = "\n".join(str(path) for path in self._files).encode()

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return sum(map(len, self._files.values()))

    def holding(self, forms: Iterable[bytes]) -> list[str]:
        """The files in which, or in whose names, one of these forms stands."""
        wanted = list(forms)
        found = [
            path.name for path, content in self._files.items() if any(form in content for form in wanted)
        ]
        return found + ["a file's name"] * any(form in self._names for form in wanted)

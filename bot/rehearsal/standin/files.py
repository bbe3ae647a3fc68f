"""Files that went through the stand-in, up or down, and what Telegram asks of pictures."""

from __future__ import annotations

import mimetypes
import struct
from dataclasses import dataclass
from itertools import count
from typing import Any

from .refusals import bad_request

Json = dict[str, Any]

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "audio": "music",
    "sticker": "stickers",
}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file: its bytes, its name, and the path it is served under."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    name: str
    mime_type: str

    def as_json(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    """Everything uploaded, by file id and by path; with `keep=False` only names and sizes are kept."""

    def __init__(self, *, keep: bool = True) -> None:
        self._keep = keep
        self._numbers = count(1)
        self._by_id: dict[str, KeptFile] = {}
        self._by_path: dict[str, KeptFile] = {}

    def add(self, kind: str, content: bytes, name: str, mime_type: str = "") -> KeptFile:
        number = next(self._numbers)
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        file = KeptFile(
            file_id=f"BAADstandin{kind}{number:08d}",
            unique_id=f"AQADstandin{number:08d}",
            path=f"{FOLDERS.get(kind, 'files')}/file_{number}{suffix}",
            content=content,
            name=name,
            mime_type=mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
        )
        if self._keep:
            self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def by_id(self, file_id: str) -> KeptFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> KeptFile | None:
        return self._by_path.get(path)


def photo_sizes(file: KeptFile) -> list[Json]:
    """PhotoSize of the thumbnail and of the picture; raises Refusal for what Telegram takes for none."""
    width, height = image_size(file.content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    scale = min(1.0, 90 / max(width, height))
    small = {
        **file.as_json(),
        "file_unique_id": f"{file.unique_id}s",
        "width": max(1, round(width * scale)),
        "height": max(1, round(height * scale)),
    }
    return [small, {**file.as_json(), "width": width, "height": height}]


def image_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or a JPEG; raises Refusal for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24:
        width, height = struct.unpack(">II", content[16:24])
    elif content.startswith(b"\xff\xd8"):
        width, height = _jpeg_size(content)
    else:
        width = height = 0
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Walks the segments to the frame header (ITU T.81, B.2.2), which alone holds the size."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return 0, 0

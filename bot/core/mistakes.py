"""What the checks of a script find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Where in a script: keys and positions from the top, such as ``("stages", 2, "steps", 0, "text", "bm")``."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. ``code`` is also the key of its sentence in the operator's catalog, which quotes
    ``values``. A warning stops nothing."""

    code: str
    path: Path
    values: Mapping[str, object] = field(default_factory=dict)
    warning: bool = False

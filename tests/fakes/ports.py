"""Places on this machine that nobody listens at yet."""

from __future__ import annotations

import socket


def free_port() -> int:
    """The number of a port that is free now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])

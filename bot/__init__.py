"""Baro: guided dialogue between citizens and security forces, in a Telegram chat.

Only the version stands here. Where everything else lives is in CONTRIBUTING.md.
"""

__version__ = "0.1.0"

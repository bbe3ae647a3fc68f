"""What logs may tell: which error, and where in Baro's code. Never what somebody said, who they are, or the token.

The libraries under Baro log what passes through them: addresses with the token in them, whole messages, rows of
tables. So each front names here, where it is imported, the libraries that it uses; from then on nothing of theirs
reaches a log in their own words, whatever the level of the logs is.
"""

from __future__ import annotations

import asyncio
import copy
import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

logger = logging.getLogger(__name__)

PLACES = 4
"""How many places in the code are told of an error: the innermost ones."""

_CODE = Path(__file__).parents[1]

_ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def told(error: BaseException) -> str:
    """An error's class and where in Baro's code it passed, innermost last, without its message:
    «ValueError (bot/tg/inbox.py:81, bot/app/ask.py:54)». A group's errors are told one by one."""
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(told(each) for each in error.exceptions)
    places = ", ".join(_places(error.__traceback__)[-PLACES:])
    return f"{type(error).__name__} ({places})" if places else type(error).__name__


def _places(trace: TracebackType | None) -> list[str]:
    frames = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(trace))
    own = ((Path(file), line) for file, line in frames if file.startswith(f"{_CODE}/"))
    return [f"{file.relative_to(_CODE.parent)}:{line}" for file, line in own]


def discreet(*libraries: str) -> None:
    """Have these libraries, named as their packages, log only that there is trouble: where, and the error's class."""
    for name in libraries:
        library = logging.getLogger(name)
        library.setLevel(logging.WARNING)
        library.addHandler(_RETELLER)


class _Reteller(logging.Handler):
    """Puts words of ours into a library's record, before the handlers of loggers above get it: a handler can, where
    a filter of the library's logger would not be asked about the loggers below it."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        record.msg = f"trouble at {record.module}:{record.lineno}" + (f": {told(error)}" if error else "")
        record.args = None
        record.exc_info = record.exc_text = record.stack_info = None


_RETELLER = _Reteller()


class DiscreetFormatter(logging.Formatter):
    """Formats records as ``logging.Formatter`` does, with an error's class and place instead of its traceback, which
    ends with the error's message."""

    def format(self, record: logging.LogRecord) -> str:
        # A copy: another handler may have left a traceback in the record, and would find there what is left now.
        own = copy.copy(record)
        own.exc_text = own.stack_info = None
        return super().format(own)

    def formatException(self, ei: _ErrorInfo) -> str:
        return told(ei[1]) if ei[1] else ""


def loop_complained(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An exception handler for event loops, whose own one quotes errors, and what callbacks were called with."""
    error = context.get("exception")
    concerned = {type(each).__name__ for name, each in context.items() if name != "message"}
    logger.error("the event loop complains: %s", told(error) if error else ", ".join(sorted(concerned)))

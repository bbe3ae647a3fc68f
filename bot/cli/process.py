"""What holds for a whole process: who may open the files it makes, what it leaves when it dies, what it logs."""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import sys
import threading
import warnings
from types import TracebackType

from bot.app.discretion import DiscreetFormatter, told

logger = logging.getLogger(__name__)

_PR_SET_DUMPABLE = 4
"""prctl(2), Linux."""


def close_off() -> None:
    """Keep what this process knows to its owner: the files it makes are theirs alone, and no dump of its memory,
    in which keys, words and the token stand, is written when it crashes or read by another process of theirs."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def log_discreetly() -> None:
    """Log to the standard error, and have Python itself tell of errors that nobody caught there as logs do: what and
    where, without their messages."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.raiseExceptions = False  # a line that cannot be formatted would be printed with its values
    warnings.simplefilter("ignore")  # they quote values too, and are for who develops
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    logger.error("nobody caught %s", told(error))


def _unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    if unraisable.exc_value is not None:
        logger.error("nobody could catch %s", told(unraisable.exc_value))


def _uncaught_in_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        logger.error("a thread ended with %s", told(failed.exc_value))

"""What goes wrong in storage, told without SQL, values or ids: those may be about somebody."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.app.ports import StorageFailed

T = TypeVar("T")
P = ParamSpec("P")

_UNSTORABLE = (ValueError, OverflowError, sqlite3.IntegrityError)
# OSError: a server that cannot be reached, a folder that cannot be written.
_DRIVER_ERRORS = (SQLAlchemyError, sqlite3.Error, OSError, *_UNSTORABLE)

# PostgreSQL's codes (its manual, appendix A).
_DATA = "22"
_CONSTRAINT = "23"
_NO_RIGHTS = "42501"

_log = logging.getLogger(__name__)


class StorageRefused(StorageFailed):
    """The operator has to mend something before storage can open; ``code`` is the catalog key of what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unstorable(ValueError):
    """A value that the database cannot hold, and will not hold the next time either: a number beyond 64 bits, what
    breaks a constraint, or in PostgreSQL a text with a null character."""


async def awaited(call: Awaitable[T]) -> T:
    """The result of a call to the database; a driver's error becomes StorageFailed, or Unstorable."""
    try:
        return await call
    except _DRIVER_ERRORS as error:
        failure = _failure(error)
    # Raised here and not above, so that the driver's error, which quotes SQL and values, does not travel
    # along as this one's context.
    raise failure


def called(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As ``awaited``, for a call that does not wait."""
    try:
        return function(*args, **kwargs)
    except _DRIVER_ERRORS as error:
        failure = _failure(error)
    raise failure


def _failure(error: Exception) -> Exception:
    cause = error.driver_exception if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or ""
    name = getattr(cause, "sqlite_errorname", None) or type(cause).__name__
    if isinstance(cause, _UNSTORABLE) or state.startswith((_DATA, _CONSTRAINT)):
        return Unstorable(name)
    _log.error("storage failed: %s", name)
    return StorageRefused("storage.no_rights") if state == _NO_RIGHTS else StorageFailed(name)

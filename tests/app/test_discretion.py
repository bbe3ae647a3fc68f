"""What logs tell of errors and of libraries: which and where, no word of what passed through."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import re
from collections.abc import Iterator
from importlib import import_module

import pytest

from bot.app.discretion import DiscreetFormatter, discreet, loop_complained, told
from bot.app.writing import Refused, line

WORD = "calebasse"


class Heard:
    """What reaches a log at its finest level."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(logging.Formatter("%(name)s %(message)s"))

    @property
    def text(self) -> str:
        return self._stream.getvalue()


@pytest.fixture
def heard() -> Iterator[Heard]:
    heard = Heard()
    logging.getLogger().addHandler(heard.handler)
    yield heard
    logging.getLogger().removeHandler(heard.handler)


def failed(error: Exception) -> Exception:
    """An error that has been raised."""
    try:
        raise error
    except Exception as caught:
        return caught


def test_an_error_is_told_by_its_class_and_the_places_in_the_code() -> None:
    with pytest.raises(Refused) as refused:
        line("", limit=5)
    assert re.fullmatch(r"Refused \(bot/app/writing\.py:\d+, bot/app/writing\.py:\d+\)", told(refused.value))


def test_an_errors_message_is_not_told() -> None:
    assert told(failed(KeyError(WORD))) == "KeyError"


def test_of_a_group_every_error_is_told() -> None:
    group = ExceptionGroup(WORD, [failed(ValueError(WORD)), ExceptionGroup(WORD, [failed(OSError(WORD))])])
    assert told(failed(group)) == "ValueError; OSError"


@pytest.mark.parametrize("name", ["a_library", "a_library.below"])
def test_of_a_library_only_trouble_is_told(heard: Heard, name: str) -> None:
    discreet("a_library")
    logger = logging.getLogger(name)
    logger.info("read %s", WORD)
    logger.warning("read %s", WORD)
    logger.error("not read", exc_info=failed(ValueError(WORD)), stack_info=True)
    assert re.fullmatch(
        rf"{name} trouble at test_discretion:\d+\n{name} trouble at test_discretion:\d+: ValueError\n",
        heard.text,
    )


@pytest.mark.parametrize("package", ["bot.tg", "bot.storage", "bot.web", "bot.reports", "bot.wiring"])
def test_every_front_makes_its_libraries_discreet(heard: Heard, package: str) -> None:
    libraries = {
        "bot.tg": ("telegram.ext.ExtBot", "httpx", "httpcore.http11", "aiohttp.client"),
        "bot.storage": ("aiosqlite", "alembic.runtime.migration", "asyncpg", "sqlalchemy.engine.Engine"),
        "bot.web": ("aiohttp.server", "aiohttp.access"),
        "bot.reports": ("matplotlib.font_manager", "PIL.PngImagePlugin"),
        "bot.wiring": ("asyncio",),
    }
    import_module(package)
    for name in libraries[package]:
        for level in (logging.DEBUG, logging.INFO, logging.ERROR):
            logging.getLogger(name).log(level, "it was %s", WORD)
    assert heard.text.count("trouble at") == len(libraries[package])
    assert WORD not in heard.text


def test_a_formatter_tells_an_errors_class_in_place_of_its_traceback(heard: Heard) -> None:
    plain = Heard()
    heard.handler.setFormatter(DiscreetFormatter("%(message)s"))
    logger = logging.Logger("ours")
    for handler in (plain.handler, heard.handler):
        logger.addHandler(handler)
    logger.error("it failed", exc_info=failed(ValueError(WORD)), stack_info=True)
    assert WORD in plain.text
    assert heard.text == "it failed\nValueError\n"


async def test_the_event_loop_complains_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    def cracks(word: str) -> None:
        raise ValueError(word)

    async def cracks_unseen() -> None:
        raise KeyError(WORD)

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(loop_complained)
    loop.call_soon(cracks, WORD)
    task: asyncio.Task[None] | None = asyncio.create_task(cracks_unseen())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    loop.call_exception_handler({"message": WORD, "session": Heard()})
    assert [record.getMessage() for record in caplog.records] == [
        "the event loop complains: ValueError",
        "the event loop complains: KeyError",
        "the event loop complains: Heard",
    ]

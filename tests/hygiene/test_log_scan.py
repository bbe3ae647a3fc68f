"""The log scan finds what it is there to find, and nothing else."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from bot.rehearsal.standin import StandIn, UpdateQueue
from bot.settings import ROOT
from tests.hygiene.log_scan import LogScan

QUESTION = "Pourquoi l’« école » de Kadi\nest-elle fermée ?"

library = logging.Logger("library")


@pytest.fixture
def scan() -> Iterator[LogScan]:
    """A scan of one logger, which nobody else hears."""
    scan = LogScan()
    scan.marks.text(QUESTION)
    scan.marks.name("Awa")
    scan.marks.number(5_000_000_001)
    scan.marks.token("123:SECRET")
    library.addHandler(scan)
    UpdateQueue.witnesses.append(scan.marks.update)
    yield scan
    UpdateQueue.witnesses.remove(scan.marks.update)
    library.removeHandler(scan)


@pytest.mark.parametrize(
    "told",
    [
        QUESTION,
        f"read {QUESTION!r}",
        f"body={json.dumps({'text': QUESTION})}",
        f"body={json.dumps({'text': QUESTION}, ensure_ascii=False)}",
        f"sent {QUESTION.encode()!r}",
        f"GET /?q={quote(QUESTION)}",
        f"input_value='{QUESTION[:14]}...'",
        "from Awa",
        "chat 5000000001",
        "chat -5000000001",
        "POST https://api.telegram.org/bot123:SECRET/getMe",
        "POST https://api.telegram.org/bot123%3ASECRET/getMe",
        "the token ends with SECRET",
    ],
)
def test_a_line_that_tells_is_found(scan: LogScan, told: str) -> None:
    library.debug("this was %s", told)
    (leak, *_more) = scan.leaks()
    assert told[:20] in leak
    assert scan.leaks() == []


@pytest.mark.parametrize(
    "told", ["Awakening", "update 750000000012", "SECRETS are kept", "123 rows", "Pourquoi l’une", "/start"]
)
def test_a_line_that_tells_nothing_is_let_pass(scan: LogScan, told: str) -> None:
    scan.marks.text("Oui")
    scan.marks.text("/start")
    scan.marks.number(12)
    library.error("Oui, 12 times: %s", told)
    assert scan.leaks() == []


def test_an_errors_message_is_found_in_a_traceback(scan: LogScan) -> None:
    try:
        raise ValueError(QUESTION)
    except ValueError:
        library.exception("it failed")
    assert scan.leaks()


def test_a_line_that_cannot_be_formatted_is_looked_through(scan: LogScan) -> None:
    library.info("%d questions", QUESTION)
    assert scan.leaks()


def test_what_was_told_before_it_was_known_to_be_somebodys_is_found(scan: LogScan) -> None:
    library.info("calebasse fendue")
    scan.marks.text("calebasse fendue")
    assert scan.leaks()


async def test_what_people_say_through_the_stand_in_is_marked(scan: LogScan) -> None:
    async with await StandIn.start() as standin:
        moussa = standin.person("Moussa", username="moussa_k")
        await moussa.starts("AH234X")
        await moussa.edits(await moussa.sends("Bonsoir"), "Bonne nuit")
        await moussa.sends_photo(caption="Regardez ici")
        await moussa.sends_contact("+22370000001", "Sekou")
        group = standin.group("Les voisines", members=[moussa])
        await group.says(moussa, "Chez nous")
        standin.push({"message": {"from": {"id": 77_777, "first_name": "Oumou"}, "text": "Par ici"}})
    told = (
        "Moussa",
        "moussa_k",
        str(moussa.user_id),
        "AH234X",
        "Bonsoir",
        "Bonne nuit",
        "Regardez ici",
        "+22370000001",
        "Sekou",
        "Les voisines",
        str(-group.chat.chat_id),
        "Chez nous",
        "77777",
        "Oumou",
        "Par ici",
    )
    assert set(told) <= scan.marks.found_in(", ".join(told)).keys()


async def test_what_the_bot_says_is_not_marked(scan: LogScan) -> None:
    async with await StandIn.start() as standin:
        moussa = standin.person("Moussa")
        await moussa.starts()
        message = standin.world.new_message(
            moussa.chat, standin.world.bot, by_bot=True, text="Quelle est votre situation ?"
        )
        moussa.chat.add(message, 0)
        await moussa.taps_data(message, "o")
    assert scan.marks.found_in("BaroTestBot: Quelle est votre situation ?") == {}


def test_the_test_during_which_a_line_tells_has_failed(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from tests.conftest import pytest_configure, pytest_runtest_makereport")
    pytester.makepyfile(
        """
        import logging
        from tests.hygiene.log_scan import SCAN

        def test_that_tells():
            SCAN.marks.text("calebasse fendue")
            logging.getLogger("some.library").debug("%r", "calebasse fendue")

        def test_that_tells_on_the_standard_error():
            import sys
            print("calebasse fendue", file=sys.stderr)

        def test_that_tells_nothing():
            logging.getLogger("some.library").debug("calebasse")
        """
    )
    pytester.makeini(f"[pytest]\npythonpath = {ROOT}\nasyncio_default_fixture_loop_scope = function\n")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, failed=1, errors=1)
    result.stdout.fnmatch_lines(["*what somebody typed ('calebasse fendue') was told: DEBUG some.library*"])

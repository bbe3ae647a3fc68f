"""What holds for every test, and what several folders need."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.fakes import postgresql as fakes
from tests.hygiene.log_scan import SCAN

pytest_plugins = ["pytester"]

# How long one example takes says how busy the machine is, not whether the code is right.
settings.register_profile("baro", deadline=None, print_blob=True)
settings.load_profile("baro")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[fakes.Server]:
    """A PostgreSQL server, made when a test first asks for it. Where there is none: skipped, but in continuous
    integration that is a failure."""
    if fakes.programs() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(fakes.MISSING)
    with fakes.server() as running:
        yield running


def pytest_configure() -> None:
    """Have every log listened to, from here to the end."""
    SCAN.begins()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test in which a log told of somebody, or told the token, has failed."""
    report = yield
    if report.when == "teardown":  # its standard error is that of the whole test
        SCAN.reads(report.capstderr)
    leaks = SCAN.leaks()
    if leaks and report.passed:
        report.outcome = "failed"
        report.longrepr = "\n".join(["The log scan (tests/hygiene/) has found:", *leaks])
    return report

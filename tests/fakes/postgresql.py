"""A PostgreSQL server of the tests' own: made in a temporary folder, heard on a Unix socket alone, thrown away.

It runs as the account that runs the tests; the server refuses root, so then as ``postgres``, or ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

MISSING = "PostgreSQL's programs are not here. On Debian and Ubuntu: sudo apt install postgresql"

OWNER = "baro"
"""The role that Baro has: it owns its databases and may nothing else."""

_ADMINISTRATOR = "postgres"
_PATIENCE = 30.0
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "32MB",
    # What runs by itself would make a story about what stands in the files end one way or the other.
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""A cut of the power is the only thing that these make a difference to."""


@cache
def programs() -> Path | None:
    """The folder with the server's programs, or None: they are in the path or where a distribution puts them."""
    places = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    if config := shutil.which("pg_config"):
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
        places.append(Path(told.stdout.strip()))
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(versions, key=lambda place: float(place.parent.name), reverse=True)
    return next((place for place in places if _complete(place)), None)


def _complete(place: Path) -> bool:
    return all((place / name).is_file() for name in ("initdb", "postgres", "psql"))


class Server:
    """A cluster in a folder, with a server that starts and stops."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        found = programs()
        assert found is not None, MISSING
        self._programs = found
        self._folder = folder
        self._settings = _SETTINGS if durable else _SETTINGS | _FORGETFUL
        self._running: subprocess.Popen[bytes] | None = None
        self._names = (f"story_{number}" for number in count(1))
        self.data = folder / "data"
        """The data directory, for stories about what stands in its files."""

    def makes(self) -> None:
        """Make the cluster and start its server."""
        account = _account()
        if account is not None:
            os.chown(self._folder, account.pw_uid, account.pw_gid)
        options = ("--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")
        made = self._begun("initdb", "-D", self.data, f"--username={_ADMINISTRATOR}", *options)
        assert made.wait() == 0, self._told()
        self.starts()
        self.runs(f"CREATE ROLE {OWNER} LOGIN")

    def starts(self) -> None:
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        self._running = self._begun("postgres", "-D", self.data, "-k", self._folder, *settings)
        deadline = time.monotonic() + _PATIENCE
        while not self._ready():
            assert self._running.poll() is None and time.monotonic() < deadline, self._told()
            time.sleep(0.01)

    def stops(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop, cleanly unless told otherwise: who is connected is sent away, all is written to the files."""
        assert self._running is not None
        self._running.send_signal(how)
        self._running.wait(_PATIENCE)
        self._running = None

    def runs(self, statement: str, database: str = "postgres") -> str:
        """What the server's administrator gets for a statement."""
        whom = (f"--host={self._folder}", f"--username={_ADMINISTRATOR}", f"--dbname={database}")
        command = [self._program("psql"), "-XAtq", *whom]
        done = subprocess.run([*command, "-c", statement], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def database(self, template: str = "template0") -> str:
        """The name of a new database, empty or a copy of another."""
        name = next(self._names)
        self.runs(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        return name

    def address(self, database: str, role: str = OWNER) -> str:
        """The address that an operator would write."""
        return f"postgresql://{role}@/{database}?host={self._folder}"

    @staticmethod
    def named(address: str) -> str:
        """The database that an address of this server names."""
        return urlsplit(address).path.removeprefix("/")

    def content(self, database: str) -> bytes:
        """All that stands in the files of a database: its tables, their indexes, the server's own notes on them. What
        was not written to them yet is not there; the server's log is elsewhere."""
        number = self.runs(f"SELECT oid FROM pg_database WHERE datname = '{database}'")
        files = sorted((self.data / "base" / number).iterdir())
        return b"".join(file.read_bytes() for file in files)

    def _program(self, name: str) -> str:
        return str(self._programs / name)

    def _begun(self, program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        # The server ends with whoever started it, whatever end that is.
        bound = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []
        command = [*bound, self._program(program), *map(str, arguments)]
        account = _account()
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=account and (),
            )

    def _told(self) -> str:
        return (self._folder / "log").read_text()

    def _ready(self) -> bool:
        """Whether the server says so in the file where its own tools look."""
        file = self.data / "postmaster.pid"
        lines = file.read_text().splitlines() if file.exists() else []
        return len(lines) > 7 and lines[7].strip() == "ready"


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """A server that is gone afterwards, files and all."""
    # Short, and open to another account: a socket's path has about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="baro-pg-", ignore_cleanup_errors=True) as folder:
        made = Server(Path(folder), durable=durable)
        made.makes()
        try:
            yield made
        finally:
            made.stops(signal.SIGQUIT)


@cache
def _account() -> pwd.struct_passwd | None:
    """Whom the server runs as instead of root."""
    if os.geteuid() != 0:
        return None
    known = {account.pw_name: account for account in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]

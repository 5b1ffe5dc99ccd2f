"""Real servers for the tests: those that the environment names, else what a script starts (TANXUN_SERVERS_SCRIPT).

`TANXUN_TEST_KAFKA` and `TANXUN_TEST_ELASTICSEARCH` name running ones; `TANXUN_TEST_REQUIRE=kafka,elasticsearch` makes a
missing one a failure instead of a skip.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.paths import SHARED

SCRIPT = Path(os.environ.get("TANXUN_SERVERS_SCRIPT", SHARED / "servers/servers.py"))


@dataclass
class PrivateServer:
    """A server that `servers.py` keeps in a folder; `start` after `kill` comes back on the same port and data."""

    kind: str
    folder: Path
    secure: bool = False
    address: str = ""

    def start(self) -> None:
        self.address = self._script("start", self.kind, str(self.folder), *(["--secure"] if self.secure else []))

    def kill(self) -> None:
        self._script("kill", str(self.folder))

    def wipe(self) -> None:
        self._script("wipe", str(self.folder))

    def _script(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, f"servers.py {' '.join(arguments)}: {done.stderr}"
        return done.stdout.strip()


def need(kind: str) -> None:
    """Skip, or fail where TANXUN_TEST_REQUIRE names it, when no server of this kind can be had."""
    if SCRIPT.exists():
        return
    why = f"no {kind}: set TANXUN_TEST_{kind.upper()}, or put servers.py at {SCRIPT}"
    if kind in os.environ.get("TANXUN_TEST_REQUIRE", "").split(","):
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def private_server(kind: str, folder: Path, secure: bool = False) -> Iterator[PrivateServer]:
    """A server of the caller's own, wiped at the end; it may be killed and started again."""
    need(kind)
    server = PrivateServer(kind, folder, secure)
    server.start()
    try:
        yield server
    finally:
        server.wipe()

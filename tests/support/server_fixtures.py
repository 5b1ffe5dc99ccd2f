"""Servers that the whole run shares: each is started by the first test that asks; tests take prefixes of their own."""

import base64
import json
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.run import once
from tests.support.servers import PrivateServer, need

USER = "tester:tanxun-test"


@dataclass(frozen=True)
class Secured:
    """A node with users: its address and an API key in the encoded form."""

    url: str
    api_key: str


def shared_server(kind: str, secure: bool = False) -> str:
    """The address, as its client wants it, of the server that the environment names or that this run has started."""
    named = os.environ.get(f"TANXUN_TEST_{kind.upper()}") if not secure else None
    if named is None:
        need(kind)

        def start(folder: Path) -> str:
            server = PrivateServer(kind, folder, secure)
            server.start()
            return server.address

        named = once(f"{kind}-secure" if secure else kind, start)
    return named if kind == "kafka" or "://" in named else f"http://{named}"


@pytest.fixture(scope="session")
def kafka() -> str:
    """A broker's address, host:port."""
    return shared_server("kafka")


@pytest.fixture(scope="session")
def elasticsearch() -> str:
    """A node's address, http://host:port."""
    return shared_server("elasticsearch")


@pytest.fixture(scope="session")
def secure_elasticsearch() -> Secured:
    """A node with users, and a key to it of this worker's own."""
    url = shared_server("elasticsearch", secure=True)
    return Secured(url, api_key(url))


def api_key(url: str, *privileges: str, indices: str = "*") -> str:
    """A key, encoded: with these privileges on these indices and none of the cluster's, or with all that its user has."""
    role = {"cluster": [], "indices": [{"names": [indices], "privileges": list(privileges)}]}
    asked = {"name": "tanxun-test", "role_descriptors": {"own": role} if privileges else {}}
    request = urllib.request.Request(
        f"{url}/_security/api_key",
        data=json.dumps(asked).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(USER.encode()).decode(),
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["encoded"])

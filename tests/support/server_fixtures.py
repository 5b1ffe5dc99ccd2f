"""The session's servers, and a key to the one with users."""

import base64
import json
import os
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.servers import private_server

USER = "tester:tanxun-test"


@dataclass(frozen=True)
class Secured:
    """A node with users: its address and an API key in the encoded form."""

    url: str
    api_key: str


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A broker's address, host:port; tests take prefixes of their own on it."""
    named = os.environ.get("TANXUN_TEST_KAFKA")
    if named:
        yield named
        return
    with private_server("kafka", tmp_path_factory.mktemp("kafka") / "server") as server:
        yield server.address


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node's address, http://host:port; tests take prefixes of their own on it."""
    named = os.environ.get("TANXUN_TEST_ELASTICSEARCH")
    if named:
        yield named if "://" in named else f"http://{named}"
        return
    with private_server("elasticsearch", tmp_path_factory.mktemp("elasticsearch") / "server") as server:
        yield server.address if "://" in server.address else f"http://{server.address}"


@pytest.fixture(scope="session")
def secure_elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """A node with users, and a key to it."""
    folder = tmp_path_factory.mktemp("elasticsearch-secure") / "server"
    with private_server("elasticsearch", folder, secure=True) as server:
        url = server.address if "://" in server.address else f"http://{server.address}"
        yield Secured(url, _api_key(url))


def _api_key(url: str) -> str:
    request = urllib.request.Request(
        f"{url}/_security/api_key",
        data=json.dumps({"name": "tanxun-test"}).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(USER.encode()).decode(),
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["encoded"])

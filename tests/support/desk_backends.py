"""Desks on each store, with the tests' issue."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from elasticsearch import Elasticsearch

from tests.index.conftest import fresh_prefix
from tests.support.desk_issues import NUMBER, fill
from tests.support.desk_running import Running, running, token

BASE = f"/issues/{NUMBER}"


@contextmanager
def filled(folder: Path, elasticsearch: str = "", **settings: Any) -> Iterator[Running]:
    """A desk with a drafted issue, on SQLite or on that node."""
    prefix = fresh_prefix()
    given = {"store": "elasticsearch", "elasticsearch": elasticsearch, "elasticsearch_prefix": prefix}
    with running(folder, **(given if elasticsearch else {}), **settings) as one:
        fill(one.desk.store, one.desk.files)
        try:
            yield one
        finally:
            if elasticsearch:
                with Elasticsearch(elasticsearch) as client:
                    for name in client.indices.get(index=f"{prefix}-*"):
                        client.indices.delete(index=name)


def send(client: httpx.Client, address: str, **form: str | int) -> httpx.Response:
    """Send a form with the token and the version of the page at this address."""
    page = client.get(address.split("#", maxsplit=1)[0])
    assert page.status_code == 200, page.text
    base = page.text.split('name="base" value="')[1].split('"')[0] if 'name="base"' in page.text else "1"
    data = {"csrf": token(page.text), "base": base, **{name: str(value) for name, value in form.items()}}
    return client.post(address.split("?", maxsplit=1)[0], data=data)

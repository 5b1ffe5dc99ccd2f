"""Desks on each store, with the tests' issue."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec

from bulletin.issue import reading_of
from index.elastic.store import ElasticStore
from index.requested_addresses import request_done
from pipeline.addresses import page_id
from tests.support.articles import enriched
from tests.support.desk_issues import NUMBER, fill
from tests.support.desk_running import Running, running, token
from tests.support.stores import fresh_prefix, remove

BASE = f"/issues/{NUMBER}"
# An address that an editor pastes.
URL = "http://news.example/2026/notice.html?id=7"
PAGE = page_id(URL)


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
                remove(ElasticStore(elasticsearch, prefix), prefix)


def send(client: httpx.Client, address: str, **form: str | int) -> httpx.Response:
    """Send a form with the token and the version of the page at this address."""
    page = client.get(address.split("#", maxsplit=1)[0])
    assert page.status_code == 200, page.text
    base = page.text.split('name="base" value="')[1].split('"')[0] if 'name="base"' in page.text else "1"
    data = {"csrf": token(page.text), "base": base, **{name: str(value) for name, value in form.items()}}
    return client.post(address.split("?", maxsplit=1)[0], data=data)


def placed(running: Running) -> dict[str, list[str]]:
    draft = reading_of(running.desk.journal, NUMBER).issue.draft
    return {column.name: [item.id for item in column.items] for column in draft.columns}


def shown(html: str) -> list[str]:
    return re.findall(r'<li class="card hit" id="a([^"]+)"', html)


def forget(running: Running, article: str) -> None:
    """Delete an article from the embedded store, as an operator might."""
    store = running.desk.store
    with store._writing() as db:  # type: ignore[attr-defined]
        db.execute("DELETE FROM articles WHERE id = ?", (article,))


def arrive(desk: Running) -> None:
    """What the stages write of an address that became an article."""
    made = enriched(PAGE, "政策聚焦", title="关于开展碳核查的通知")
    own = msgspec.structs.replace(made.article, url=URL)
    desk.desk.store.put_articles([msgspec.structs.replace(made, article=own)])
    desk.desk.store.settle([request_done(URL, URL, "news.example", desk.clock())])

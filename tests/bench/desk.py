"""`make bench`, the desk: what a first view of a 40-item issue sends and takes, and how quickly an edit answers.

Beside it stands a bare route of the same framework behind the same server, which returns as many bytes.
"""

import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from rich.console import Console
from rich.table import Table
from starlette.responses import Response

from pipeline.settings import Settings
from tanxun.wiring.desk_server import listening, server
from tests.support.desk_issues import NUMBER, drafted, grow
from tests.support.desk_running import Running

ITEMS = 40
ROUNDS = 40
# The issue's own bounds.
MOST_BYTES, MOST_VIEW_MS, MOST_EDIT_MS = 100_000, 150, 50


@dataclass(frozen=True)
class Measured:
    """Milliseconds of the first request and the median of the rest; bytes of the answer as sent."""

    first: float
    median: float
    size: int


def bench_desk(console: Console) -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory(prefix="tanxun-bench-") as place, drafted(Path(place)) as desk:
        there = sum(len(column.items) for column in _columns(desk))
        grow(desk.desk.journal, ITEMS - there)
        client = desk.with_session("editor")
        view = _measure(lambda number: client.get(f"/issues/{NUMBER}"))
        edit = _measure(_editing(desk, client))
        files = _files(client)
        with _bare(view.size) as url, httpx.Client(base_url=url, trust_env=False) as bare_client:
            bare_view = _measure(lambda number: bare_client.get("/"))
        with _bare(edit.size) as url, httpx.Client(base_url=url, trust_env=False) as bare_client:
            bare_edit = _measure(lambda number: bare_client.post("/", json={"value": f"题目{number}"}))
    table = Table("answer", "first", "median", "at most", "bare route", "ratio", title=f"Desk, {ITEMS} items")
    table.add_row(*_row("first view", view, MOST_VIEW_MS, bare_view))
    table.add_row(*_row("edit (durable)", edit, MOST_EDIT_MS, bare_edit))
    console.print(table)
    total = view.size + files
    console.print(
        f"a first view sends {total / 1000:.0f} kB (at most {MOST_BYTES / 1000:.0f}): HTML {view.size / 1000:.0f} kB, "
        f"style sheets and scripts {files / 1000:.0f} kB"
    )


def _columns(desk: Running) -> Any:
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    return reading.issue.draft.columns


def _editing(desk: Running, client: httpx.Client) -> Callable[[int], httpx.Response]:
    """Titles of one item after another, each a new value on the version before."""
    headers = {"x-csrf-token": desk.token(client), "accept": "application/json"}
    items = [item.id for column in _columns(desk) for item in column.items]

    def edit(number: int) -> httpx.Response:
        reading = desk.desk.journal.reading(NUMBER)
        assert reading is not None
        said = {
            "kind": "title",
            "item": items[number % len(items)],
            "value": f"第{number}个题目",
            "base": reading.version,
        }
        return client.post(f"/issues/{NUMBER}/operations", json=said, headers=headers)

    return edit


def _measure(ask: Callable[[int], httpx.Response]) -> Measured:
    times, size = list[float](), 0
    for number in range(ROUNDS):
        began = time.perf_counter()
        answer = ask(number)
        times.append((time.perf_counter() - began) * 1000)
        answer.raise_for_status()
        size = int(answer.headers["content-length"])
    return Measured(times[0], statistics.median(times[1:]), size)


def _files(client: httpx.Client) -> int:
    """Bytes of the style sheets and scripts of the issue's page, as sent."""
    html = client.get(f"/issues/{NUMBER}").text
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', html))
    return sum(int(client.get(address).headers["content-length"]) for address in addresses)


@contextmanager
def _bare(size: int) -> Iterator[str]:
    """An application of one route that returns a constant of this size, behind the same server."""
    content = b"x" * size
    app = FastAPI(openapi_url=None)

    def constant() -> Response:
        return Response(content)

    app.add_api_route("/", constant, methods=["GET", "POST"])
    with listening(Settings(desk_port=0)) as (bound, url):
        serving = server(app)
        thread = threading.Thread(target=serving.run, args=([bound],), daemon=True)
        thread.start()
        while not serving.started:
            time.sleep(0.01)
        yield url
        serving.should_exit = True
        thread.join()


def _row(name: str, ours: Measured, most: int, bare: Measured) -> tuple[str, ...]:
    return (
        name,
        f"{ours.first:.0f} ms",
        f"{ours.median:.1f} ms",
        f"{most} ms",
        f"{bare.median:.1f} ms",
        f"{ours.median / bare.median:.1f}",
    )


if __name__ == "__main__":
    bench_desk(Console(highlight=False))

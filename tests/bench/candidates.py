"""Candidates for duplicates among 1,000 and among 100,000 articles: what an article costs, in one run, on both backends.

Generated text (tests/support/generated_articles.py), no vectors. An article's cost is all that the enrich stage does
for it: its fingerprint, which is stored, its candidates, and the exact check of these. Batches of the two stores take
turns, so that what else the machine does falls on both alike; the median batch counts.
"""

import os
import statistics
import sys
import tempfile
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from enrich.duplicates.dedupe import dedupe, fingerprint
from index.elastic.store import ElasticStore
from index.sqlite.store import SqliteStore
from index.store import Fingerprint, Store
from tanxun.wiring.stages import CANDIDATES
from tests.support.articles import MODEL
from tests.support.generated_articles import GeneratedArticles
from tests.support.servers import SCRIPT, private_server

FEW, MANY = 1_000, 100_000
# Articles handled at a time, as the enrich stage does; batches measured in each store; articles of one write while filling, and
# writes made ready ahead.
BATCH, BATCHES, FILL, AHEAD = 8, 60, 2_500, 2
PARTS = ("fingerprint", "put", "candidates", "exact check")
# The growth that the issue allows.
MOST_GROWTH = 1.5

T = TypeVar("T")
Stores = dict[str, dict[int, Store]]


def bench_dedupe(console: Console) -> None:
    """Fill the stores, measure, print a row for each part and backend."""
    with ExitStack() as opened:
        stores = _opened(opened)
        console.print(f"[dim]filling {', '.join(stores)} with {FEW:,} and {MANY:,} generated articles …[/]")
        for number, prints in enumerate(_prints(MANY)):
            for by_size in stores.values():
                for size, store in by_size.items():
                    store.put_fingerprints(prints[: max(0, size - number * FILL)])
        table = Table("backend", "part", f"{FEW:,}", f"{MANY:,}", "growth", title="Duplicates: milliseconds an article")
        for name, by_size in stores.items():
            _rows(table, name, _measured(by_size))
        console.print(table)
        console.print(f"all of it may grow by {MOST_GROWTH} × at most")


def _opened(opened: ExitStack) -> Stores:
    """SQLite always; Elasticsearch where the environment names one or the script for servers is there."""
    folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="tanxun-bench-")))
    stores: Stores = {"SQLite": {size: SqliteStore(folder / f"{size}.sqlite") for size in (FEW, MANY)}}
    url = os.environ.get("TANXUN_TEST_ELASTICSEARCH", "")
    if not url and SCRIPT.exists():
        url = opened.enter_context(private_server("elasticsearch", folder / "server")).address
    if url:
        url = url if "://" in url else f"http://{url}"
        stores["Elasticsearch"] = {size: opened.enter_context(_elastic(url)) for size in (FEW, MANY)}
    for by_size in stores.values():
        for store in by_size.values():
            store.init(MODEL)
    return stores


@contextmanager
def _elastic(url: str) -> Iterator[Store]:
    """A store under a prefix of its own, removed at the end."""
    prefix = f"b{uuid.uuid4().hex[:10]}"
    store = ElasticStore(url, prefix)
    try:
        yield store
    finally:
        for name in store._client.indices.get(index=f"{prefix}-*"):
            store._client.indices.delete(index=name)
        store.close()


def _prints(count: int) -> Iterator[Sequence[Fingerprint]]:
    """The first articles' fingerprints, FILL at a time; a few ahead of what is written, so that memory stays small."""
    with ProcessPoolExecutor(AHEAD) as pool:
        begun = deque[Future[Sequence[Fingerprint]]]()
        for first in range(0, count, FILL):
            begun.append(pool.submit(_some_prints, first))
            if len(begun) > AHEAD:
                yield begun.popleft().result()
        yield from (future.result() for future in begun)


def _some_prints(first: int) -> Sequence[Fingerprint]:
    return [fingerprint(article) for article in GeneratedArticles().articles(first, first + FILL)]


def _measured(by_size: dict[int, Store]) -> dict[int, dict[str, float]]:
    """Milliseconds an article by size and part."""
    press, laps = GeneratedArticles(), {size: defaultdict[str, list[float]](list) for size in by_size}
    for number in range(BATCHES):
        first = MANY + number * BATCH
        for size, store in by_size.items():
            _batch(press, first, store, laps[size])
    return {size: {part: statistics.median(found[part]) for part in PARTS} for size, found in laps.items()}


def _batch(press: GeneratedArticles, first: int, store: Store, laps: dict[str, list[float]]) -> None:
    articles = list(press.articles(first, first + BATCH))

    def lap(part: str, run: Callable[[], T]) -> T:
        began = time.perf_counter()
        done = run()
        laps[part].append((time.perf_counter() - began) / BATCH * 1000)
        return done

    prints = lap("fingerprint", lambda: [fingerprint(article) for article in articles])
    lap("put", lambda: store.put_fingerprints(prints))
    near = lap("candidates", lambda: [store.candidates(own.hashes, CANDIDATES + 1) for own in prints])
    lap(
        "exact check",
        lambda: [
            dedupe(own, [one for one in found if one.id != own.id]) for own, found in zip(prints, near, strict=True)
        ],
    )


def _rows(table: Table, name: str, measured: dict[int, dict[str, float]]) -> None:
    for part in (*PARTS, "all"):
        few, many = (sum(found.values()) if part == "all" else found[part] for found in measured.values())
        table.add_row(name, part, f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f} ×", end_section=part == "all")


if __name__ == "__main__":
    bench_dedupe(Console(highlight=False, file=sys.stdout, width=100))

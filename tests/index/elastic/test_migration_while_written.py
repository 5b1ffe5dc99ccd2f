"""Every kind moves into an index of another form while workers write it and readers read it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from index.crawl_state import PageState
from index.elastic.forms import KINDS
from index.elastic.store import ElasticStore
from index.store import Operation
from pipeline.errors import Conflict, Unavailable
from tests.support.articles import MODEL, NOON
from tests.support.stale_store import StaleStore, numbers, write

pytestmark = pytest.mark.servers
# More than a page of the copy, so that writes fall into every part of it.
BEFORE = 1200


def operation(number: int, who: str) -> Operation:
    return Operation(issue=1, number=number, kind="draft", at=NOON, who=who, data={})


def patiently(action: Callable[[], None]) -> bool:
    """Try again as the stage runner does where the store is unavailable; whether that was needed."""
    waited = False
    while True:
        try:
            action()
        except Unavailable:
            waited = True
            time.sleep(0.01)
        else:
            return waited


class Crowd:
    """Workers, editors and a reader at once, whose stores were opened before the move and know nothing of it."""

    def __init__(self, stale: StaleStore, kinds: list[str]) -> None:
        self.stores = [stale.open() for _ in range(3)]
        for store in self.stores:
            store._ready = True
        self.written: dict[str, list[int]] = {kind: [0] for kind in kinds}
        self.taken: dict[str, list[int]] = {"甲": [], "乙": []}
        self.problems, self._over = list[BaseException](), threading.Event()
        workers, editors, readers = self.stores
        self._threads = [threading.Thread(target=self._guarded, args=(self._work, kind, workers)) for kind in kinds]
        self._threads += [threading.Thread(target=self._guarded, args=(self._edit, who, editors)) for who in self.taken]
        self._threads.append(threading.Thread(target=self._guarded, args=(self._read, readers)))

    @contextmanager
    def busy(self) -> Iterator[None]:
        """All at it for as long as the `with` lasts, and for one write more."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()

    def _guarded(self, action: Callable[..., None], *arguments: object) -> None:
        try:
            action(*arguments)
        except BaseException as problem:  # noqa: BLE001 - told to the test, which runs in another thread
            self.problems.append(problem)

    def _work(self, kind: str, store: ElasticStore) -> None:
        for number in count(1):
            patiently(lambda number=number: write(store, kind, number))  # type: ignore[misc]
            self.written[kind].append(number)
            if self._over.is_set():
                return

    def _edit(self, who: str, store: ElasticStore) -> None:
        """Two of them want the same numbers."""
        for number in count(1):
            try:
                patiently(lambda number=number: store.append(operation(number, who)))  # type: ignore[misc]
            except Conflict:
                continue
            self.taken[who].append(number)
            if self._over.is_set():
                return

    def _read(self, store: ElasticStore) -> None:
        while not self._over.is_set():
            for kind in self.written:
                assert 0 in numbers(store, kind, [0]), f"{kind}: a reader missed what was there"


def test_nothing_written_while_the_store_moves_is_lost_and_no_reader_sees_a_gap(stale: StaleStore) -> None:
    kinds = [kind for kind in KINDS if kind not in ("meta", "revisions", "operations")]
    for kind in kinds:
        write(stale.store, kind, 0)
    stale.store.put_pages(
        PageState(id=f"old{number}", url="u", source="x", digest="d", first_seen=NOON, fetched_at=NOON)
        for number in range(BEFORE)
    )
    stale.make_stale()
    before, crowd = stale.indices(), Crowd(stale, kinds)
    with crowd.busy():
        said = stale.open().init(MODEL)
    assert crowd.problems == []
    for kind in KINDS:
        assert any(f"{kind} moved from {before[kind]}" in line for line in said), f"{kind} was not moved"
    after = stale.indices()
    assert all(after[kind] != before[kind] for kind in KINDS)
    for kind in kinds:
        lost = set(crowd.written[kind]) - numbers(stale.store, kind, crowd.written[kind])
        assert lost == set(), f"{kind}: of {len(crowd.written[kind])} writes these are lost: {sorted(lost)[:10]}"
        assert len(crowd.written[kind]) > 2, f"{kind}: nothing was written meanwhile"
    kept = stale.store.operations(1)
    assert {one.number: one.who for one in kept} == {number: who for who, own in crowd.taken.items() for number in own}
    assert stale.store.pages([f"old{BEFORE - 1}"])
    # The old indices are there, closed.
    for index in before.values():
        assert stale.store._client.count(index=index)["count"] > 0
    with pytest.raises(Unavailable, match="being migrated"):
        stale.store._bulk(
            [stale.store._put("media", "x", {"url": "x", "record": "{}"}, index=before["media"])], by_alias=False
        )
    for store in crowd.stores:
        store.close()

"""Every kind moves into an index of another form while workers write it and readers read it."""

import threading
import time
from collections.abc import Callable
from itertools import count

import pytest

from index.elastic.forms import KINDS
from index.elastic.store import ElasticStore
from index.store import Operation, PageState
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


def test_nothing_written_while_the_store_moves_is_lost_and_no_reader_sees_a_gap(stale: StaleStore) -> None:
    kinds = [kind for kind in KINDS if kind not in ("meta", "revisions", "operations")]
    for kind in kinds:
        write(stale.store, kind, 0)
    stale.store.put_pages(
        PageState(id=f"old{number}", url="u", source="x", digest="d", first_seen=NOON, fetched_at=NOON)
        for number in range(BEFORE)
    )
    stale.make_stale()
    before, over, problems = stale.indices(), threading.Event(), list[BaseException]()
    written: dict[str, list[int]] = {kind: [0] for kind in kinds}
    taken: dict[str, list[int]] = {"甲": [], "乙": []}

    def worker(kind: str, store: ElasticStore) -> None:
        for number in count(1):
            patiently(lambda number=number: write(store, kind, number))  # type: ignore[misc]
            written[kind].append(number)
            if over.is_set():  # one write after the move, too
                return

    def editor(who: str, store: ElasticStore) -> None:
        """Two of them want the same numbers."""
        for number in count(1):
            try:
                patiently(lambda number=number: store.append(operation(number, who)))  # type: ignore[misc]
            except Conflict:
                continue
            taken[who].append(number)
            if over.is_set():
                return

    def reader(store: ElasticStore) -> None:
        while not over.is_set():
            for kind in kinds:
                assert 0 in numbers(store, kind, [0]), f"{kind}: a reader missed what was there"

    def guarded(action: Callable[..., None], *arguments: object) -> threading.Thread:
        def run() -> None:
            try:
                action(*arguments)
            except BaseException as problem:  # noqa: BLE001 - told to the test, which runs in another thread
                problems.append(problem)

        return threading.Thread(target=run)

    # They were started before and know nothing of a move.
    stores = [stale.open() for _ in range(3)]
    for store in stores:
        store._ready = True
    threads = [guarded(worker, kind, stores[0]) for kind in kinds]
    threads += [guarded(editor, who, stores[1]) for who in taken] + [guarded(reader, stores[2])]
    for thread in threads:
        thread.start()
    try:
        said = stale.open().init(MODEL)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert problems == []
    for kind in KINDS:
        assert any(f"{kind} moved from {before[kind]}" in line for line in said), f"{kind} was not moved"
    after = stale.indices()
    assert all(after[kind] != before[kind] for kind in KINDS)
    for kind in kinds:
        lost = set(written[kind]) - numbers(stale.store, kind, written[kind])
        assert lost == set(), f"{kind}: of {len(written[kind])} writes these are lost: {sorted(lost)[:10]}"
        assert len(written[kind]) > 2, f"{kind}: nothing was written meanwhile"
    kept = stale.store.operations(1)
    assert {one.number: one.who for one in kept} == {number: who for who, own in taken.items() for number in own}
    assert stale.store.pages([f"old{BEFORE - 1}"])
    # The old indices are there, closed.
    for index in before.values():
        assert stale.store._client.count(index=index)["count"] > 0
    with pytest.raises(Unavailable, match="being migrated"):
        stale.store._bulk([stale.store._put("media", "x", {"url": "x", "record": "{}"}, index=before["media"])])
    for store in stores:
        store.close()

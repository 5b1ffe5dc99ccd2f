"""Every kind moves into an index of another form while workers write it and readers read it."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from index.elastic.errors import explained
from index.elastic.forms import KINDS
from index.elastic.migration import move
from index.elastic.store import ElasticStore
from index.published import PublishedItem
from index.store import Fingerprint, Label, MediaFile, Operation, PageState, RawPage, SourceState
from pipeline.encoding import SchemaError
from pipeline.errors import BackendError, Conflict, ModelError, Unavailable
from pipeline.ledger import Account, Fate
from pipeline.records import Quote
from tests.support.articles import MODEL, NOON, enriched, vector
from tests.support.stores import fresh_prefix, remove

pytestmark = pytest.mark.servers
# More than a page of the copy, so that writes fall into every part of it.
BEFORE = 1200
FIRST_DAY = date(2000, 1, 1)


class Place:
    """A store of this version whose indices say that they are of another form; each process opens its own."""

    def __init__(self, url: str) -> None:
        self.url, self.prefix = url, fresh_prefix()
        self.store = self.open()
        self.store.init(MODEL)

    def open(self) -> ElasticStore:
        return ElasticStore(self.url, self.prefix)

    def indices(self) -> dict[str, str]:
        return {kind: form.index for kind, form in self.store._forms().items()}

    def make_stale(self) -> None:
        for kind, index in self.indices().items():
            model = MODEL if kind == "articles" else ""
            self.store._client.indices.put_mapping(index=index, meta={"kind": kind, "form": "before", "model": model})


@pytest.fixture
def place(elasticsearch: str) -> Iterator[Place]:
    made = Place(elasticsearch)
    yield made
    remove(made.store, made.prefix)


def operation(number: int, who: str) -> Operation:
    return Operation(issue=1, number=number, kind="draft", at=NOON, who=who, data={})


def account(number: int, fate: Fate) -> Account:
    return Account(account=f"n{number:06}", topic="t", source="x", url="u", stage="s", fate=fate, at=NOON)


def write(store: ElasticStore, kind: str, number: int) -> None:
    """Write what has this number; the ledger's account is opened and settled, an edition published."""
    moment = NOON + timedelta(seconds=number)
    if kind == "articles":
        store.put_articles([enriched(f"n{number}")])
    elif kind == "fingerprints":
        print_ = Fingerprint(id=f"n{number}", version=1, text_hash="h", title="", text="", hashes=(number,))
        store.put_fingerprints([print_])
    elif kind == "quotes":
        store.put_quotes([Quote(exchange="东海", product="A", day=FIRST_DAY + timedelta(days=number), close=1.0)])
    elif kind == "media":
        store.put_media([MediaFile(url=f"http://x.example/{number}", digest="d")])
    elif kind == "pages":
        store.put_pages(
            [PageState(id=f"n{number}", url="u", source="x", digest="d", first_seen=NOON, fetched_at=moment)]
        )
    elif kind == "raw_pages":
        raw = RawPage(file=f"f{number:06}", page="p", account="a", source="x", url="u", fetched_at=NOON)
        store.put_raw_pages([raw])
    elif kind == "sources":
        store.put_source(SourceState(id=f"n{number}", name="", last_attempt=NOON))
    elif kind == "labels":
        store.put_label(Label(article="a", field="f", before="", after="", who="w", at=moment))
    elif kind == "ledger":
        store.open_accounts([account(number, "waiting")])
        store.settle([account(number, "stored")])
    elif kind == "published":
        item = PublishedItem(id="a", issue=number, edition=1, column="", position=0, printed_at=NOON)
        store.publish(number, 1, [item])


def numbers(store: ElasticStore, kind: str, wanted: list[int]) -> set[int]:
    """Which of these numbers the store has, read the way the pipeline reads them."""
    if kind == "articles":
        names = [f"n{number}" for number in wanted]
        assert all(store.revisions(name) for name in names[::20])
        return {int(one.id[1:]) for one in store.articles(names)} & {int(name[1:]) for name in store.vectors(names)}
    if kind == "fingerprints":
        return {number for number in wanted if store.candidates([number], 2)}
    if kind == "quotes":
        found = store.quotes(FIRST_DAY, FIRST_DAY + timedelta(days=max(wanted)))
        return {(quote.day - FIRST_DAY).days for quote in found}
    if kind == "media":
        return {int(url.rsplit("/", 1)[1]) for url in store.media([f"http://x.example/{number}" for number in wanted])}
    if kind == "pages":
        return {int(name[1:]) for name in store.pages([f"n{number}" for number in wanted])}
    if kind == "raw_pages":
        return {int(raw.file[1:]) for raw in store.raw_pages(["x"])}
    if kind == "sources":
        return {int(state.id[1:]) for state in store.sources()}
    if kind == "labels":
        return {round((label.at - NOON).total_seconds()) for label in store.labels()}
    if kind == "ledger":
        return {int(one.account[1:]) for one in store.accounts("t", "stored")}
    return {number for number in wanted if store.published(number)} & set(store.editions())


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


def test_nothing_written_while_the_store_moves_is_lost_and_no_reader_sees_a_gap(place: Place) -> None:
    kinds = [kind for kind in KINDS if kind not in ("meta", "revisions", "operations")]
    for kind in kinds:
        write(place.store, kind, 0)
    place.store.put_pages(
        PageState(id=f"old{number}", url="u", source="x", digest="d", first_seen=NOON, fetched_at=NOON)
        for number in range(BEFORE)
    )
    place.make_stale()
    before, over, problems = place.indices(), threading.Event(), list[BaseException]()
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
    stores = [place.open() for _ in range(3)]
    for store in stores:
        store._ready = True
    threads = [guarded(worker, kind, stores[0]) for kind in kinds]
    threads += [guarded(editor, who, stores[1]) for who in taken] + [guarded(reader, stores[2])]
    for thread in threads:
        thread.start()
    try:
        said = place.open().init(MODEL)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert problems == []
    for kind in KINDS:
        assert any(f"{kind} moved from {before[kind]}" in line for line in said), f"{kind} was not moved"
    after = place.indices()
    assert all(after[kind] != before[kind] for kind in KINDS)
    for kind in kinds:
        lost = set(written[kind]) - numbers(place.store, kind, written[kind])
        assert lost == set(), f"{kind}: of {len(written[kind])} writes these are lost: {sorted(lost)[:10]}"
        assert len(written[kind]) > 2, f"{kind}: nothing was written meanwhile"
    kept = place.store.operations(1)
    assert {one.number: one.who for one in kept} == {number: who for who, own in taken.items() for number in own}
    assert place.store.pages([f"old{BEFORE - 1}"])
    # The old indices are there, closed.
    for index in before.values():
        assert place.store._client.count(index=index)["count"] > 0
    with pytest.raises(Unavailable, match="being migrated"):
        place.store._bulk([place.store._put("media", "x", {"url": "x", "record": "{}"}, index=before["media"])])
    for store in stores:
        store.close()


def test_a_changed_form_is_refused_until_init(place: Place) -> None:
    place.make_stale()
    late = place.open()
    with pytest.raises(BackendError, match=r"another form \(articles, .*run `tanxun init`"):
        late.articles(["a"])
    assert late.init(MODEL) != []
    assert late.init(MODEL) == []
    late.close()


def test_a_record_that_cannot_be_read_leaves_everything_as_it_was(place: Place) -> None:
    place.store._bulk([place.store._put("media", "x", {"url": "http://x.example/1", "record": "no JSON"})])
    place.make_stale()
    before = place.indices()["media"]
    with pytest.raises(BackendError, match="cannot be read"):
        place.open().init(MODEL)
    assert place.indices()["media"] == before
    assert list(place.store._client.indices.get(index=f"{place.prefix}-media-*")) == [before]
    write(place.store, "media", 1)
    assert numbers(place.store, "media", [1]) == {1}


def test_a_move_that_fails_in_its_last_copy_lets_the_old_index_take_writes_again(place: Place) -> None:
    write(place.store, "media", 1)
    old, client = place.indices()["media"], place.store._client
    first: list[str] = []

    def remake(one_id: str, document: dict[str, Any]) -> dict[str, Any]:
        if first and one_id not in first:
            raise SchemaError("what was written during the first copy cannot be read")
        if not first:
            first.append(one_id)
            write(place.store, "media", 2)
        return document

    alias = f"{place.prefix}-media"
    client.indices.create(index=f"{alias}-v7", mappings=client.indices.get_mapping(index=old)[old]["mappings"])
    with pytest.raises(SchemaError):
        move(client, place.url, alias, old, f"{alias}-v7", remake, lambda index: {})
    assert place.indices()["media"] == old
    assert not client.indices.exists(index=f"{alias}-v7")
    write(place.store, "media", 3)
    assert numbers(place.store, "media", [1, 2, 3]) == {1, 2, 3}


def test_a_move_that_was_interrupted_is_done_by_the_next_init(place: Place) -> None:
    """Ended in its last moment: the old index is closed, a half-made one stands beside it, the alias has not moved."""
    write(place.store, "media", 1)
    place.make_stale()
    index = place.indices()["media"]
    client = place.store._client
    client.indices.create(index=f"{place.prefix}-media-v2")
    client.indices.add_block(index=index, block="write")
    with pytest.raises(Unavailable, match="tanxun init"):
        write(place.store, "media", 2)
    place.open().init(MODEL)
    assert place.indices()["media"] == f"{place.prefix}-media-v3"
    write(place.store, "media", 2)
    assert numbers(place.store, "media", [1, 2]) == {1, 2}


def test_one_that_was_given_up_opens_the_index_again(place: Place) -> None:
    """The version before is installed again: its own init finds its own form, closed to writes."""
    place.store._client.indices.add_block(index=place.indices()["media"], block="write")
    assert place.open().init(MODEL) == []
    write(place.store, "media", 1)


def test_two_inits_at_once_leave_one_index_a_kind(place: Place) -> None:
    for kind in ("articles", "media", "published"):
        write(place.store, kind, 1)
    place.make_stale()
    both = [threading.Thread(target=place.open().init, args=(MODEL,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    for kind in KINDS:
        assert len(place.store._client.indices.get_alias(name=f"{place.prefix}-{kind}")) == 1
    assert place.store.init(MODEL) == []
    assert [numbers(place.store, kind, [1]) for kind in ("articles", "media", "published")] == [{1}, {1}, {1}]


def test_a_worker_of_the_model_before_never_writes_its_vectors_among_the_new_ones(place: Place) -> None:
    """It looked which model the store has, and then the store moved."""
    late = place.open()
    late.put_articles([enriched("a")])
    forms = late._forms()
    place.store.init("another-model")
    late._forms = lambda kinds=(): forms  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        late.put_articles([enriched("b")])
    del late._forms
    with pytest.raises(ModelError):
        late.put_articles([enriched("b")])
    assert place.store.nearest(vector(1.0), 5) == []
    late.close()


def test_a_full_disk_is_told_from_a_migration() -> None:
    full = explained(
        "u", 403, "cluster_block_exception", "blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]"
    )
    assert "free disk space" in str(full)
    assert not isinstance(full, Unavailable)

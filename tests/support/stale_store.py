"""An Elasticsearch store whose indices are of a form before: what a move into the present form is tried on."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from index.crawl_state import PageState, SourceState
from index.elastic.store import ElasticStore
from index.published import PublishedItem
from index.store import Fingerprint, Label, MediaFile, RawPage
from pipeline.ledger import Account, Fate
from pipeline.records import Quote
from tests.support.articles import MODEL, NOON, enriched
from tests.support.stores import fresh_prefix, remove

FIRST_DAY = date(2000, 1, 1)


class StaleStore:
    """A store of this version whose indices can be made to say that they are of another form."""

    def __init__(self, url: str) -> None:
        self.url, self.prefix = url, fresh_prefix()
        self.store = self.open()
        self.store.init(MODEL)

    def open(self) -> ElasticStore:
        """The same store as another process opens it."""
        return ElasticStore(self.url, self.prefix)

    def indices(self) -> dict[str, str]:
        return {kind: form.index for kind, form in self.store._forms().items()}

    def make_stale(self) -> None:
        for kind, index in self.indices().items():
            model = MODEL if kind == "articles" else ""
            self.store._client.indices.put_mapping(index=index, meta={"kind": kind, "form": "before", "model": model})


@pytest.fixture
def stale(elasticsearch: str) -> Iterator[StaleStore]:
    made = StaleStore(elasticsearch)
    yield made
    remove(made.store, made.prefix)


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

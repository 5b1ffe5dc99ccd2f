"""Pages of a home of the version before keep the ids by which they are known, on each backend."""

from datetime import datetime, timedelta
from pathlib import Path

from index.crawl_state import PageState
from index.folder.files import FolderFiles
from index.raw_pages import keep_old_ids, raw_page
from index.requested_addresses import outcome
from index.store import Store
from pipeline.addresses import page_id
from pipeline.encoding import encode
from pipeline.records import Page, PagePart, Publisher
from tests.support.articles import NOON, enriched


def old(session: str, moment: datetime) -> Page:
    """A page of the version before, whose id was made of the session too."""
    url = f"http://green.example/show.aspx?id=9&sessionid={session}"
    return Page(
        schema=1,
        id=f"old{session}",
        url=url,
        canonical=url,
        publisher=Publisher(id="green", name="绿"),
        fetched_at=moment,
        first_seen=moment,
        status=200,
        headers={},
        parts=(PagePart.pack(url, session.encode()),),
        via="crawl",
    )


def test_an_address_leads_to_the_page_that_an_earlier_version_knew(store: Store, tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "files")
    for one in (old("b", NOON + timedelta(days=1)), old("a", NOON)):
        state = PageState(
            id=one.id, url=one.url, source="green", digest="d", first_seen=NOON, fetched_at=one.fetched_at, due=NOON
        )
        store.put_pages([state])
        store.put_raw_pages([raw_page(one, files.put("pages", encode(one)))])
    store.put_articles([enriched("olda")])

    assert keep_old_ids(store) == 1
    assert keep_old_ids(store) == 0

    now = page_id(old("c", NOON).url)
    known = store.pages([now, "olda", "oldb"])
    assert (known[now].same_as, known[now].due) == ("olda", None)
    assert (known["olda"].due, known["oldb"].due) == (NOON, NOON)
    assert outcome(store, "http://green.example/show.aspx?id=9&sessionid=new").article == "olda"

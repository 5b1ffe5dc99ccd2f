"""The store's list of the raw pages that lie in the files: whose content each file is."""

import msgspec

from index.files import Files
from index.store import RawPage, Store
from pipeline.addresses import page_id
from pipeline.encoding import SchemaError, decode
from pipeline.records import Page

# Pages listed in one write, a flush of the disk each.
BATCH = 200


def raw_page(page: Page, file: str) -> RawPage:
    """The entry of a page whose record lies in the files under the digest `file`."""
    return RawPage(
        file=file,
        page=page.id,
        account=page.account,
        source=page.publisher.id,
        url=page.url,
        fetched_at=page.fetched_at,
    )


def unlisted(store: Store, files: Files) -> int:
    """How many raw pages in the files the store does not know: it lost its latest writes (its -wal file), or is older."""
    return len(set(files.digests("pages")) - {entry.file for entry in store.raw_pages()})


def list_missing(store: Store, files: Files) -> int:
    """Read the raw pages that the store's list lacks and enter them; returns how many.

    A crawl enters what it keeps, so these are the pages of a home that is older than the list, or whose store was lost.
    """
    listed = {entry.file for entry in store.raw_pages()}
    count, batch = 0, list[RawPage]()
    for file in files.digests("pages"):
        if file in listed:
            continue
        try:
            batch.append(raw_page(decode(Page, files.get("pages", file)), file))
        except SchemaError:
            continue  # no page that this version can read
        if len(batch) == BATCH:
            store.put_raw_pages(batch)
            count, batch = count + len(batch), []
    store.put_raw_pages(batch)
    return count + len(batch)


def keep_old_ids(store: Store) -> int:
    """Let addresses whose id is another than in the version before lead to the page as it is known; returns how many did not yet.

    That version made an id of a session's number too: several pages may be one, and the first of them is it.
    """
    first = dict[str, RawPage]()
    for entry in store.raw_pages():
        now = page_id(entry.url)
        if now != entry.page and (now not in first or entry.fetched_at < first[now].fetched_at):
            first[now] = entry
    known = store.pages(list(first))
    states = store.pages([entry.page for now, entry in first.items() if now not in known])
    missing = [
        msgspec.structs.replace(states[entry.page], id=now, due=None, same_as=entry.page)
        for now, entry in first.items()
        if entry.page in states
    ]
    if missing:
        store.put_pages(missing)
    return len(missing)

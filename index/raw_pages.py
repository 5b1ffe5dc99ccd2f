"""The store's list of the raw pages that lie in the files: whose content each file is."""

from index.files import Files
from index.store import RawPage, Store
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

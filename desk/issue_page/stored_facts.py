"""What the store knows of an issue's items, in three questions whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bulletin.issue import Issue, Item
from desk.editing.changes import pictures_known
from index.published import PublishedItem
from index.store import MediaFile, Store, Stored


@dataclass(frozen=True)
class Facts:
    """The articles by id as they are now, the pictures by address, where articles were printed by id."""

    articles: Mapping[str, Stored] = field(default_factory=dict)
    media: Mapping[str, MediaFile] = field(default_factory=dict)
    printed: Mapping[str, Sequence[PublishedItem]] = field(default_factory=dict)


def facts_of(store: Store, issue: Issue, items: Iterable[Item]) -> Facts:
    """What the store knows of these items of the issue."""
    known = list(items)
    ids = [item.id for item in known]
    urls = sorted({picture.url for item in known for picture in pictures_known(issue, item)})
    return Facts(
        articles={stored.id: stored for stored in store.articles(ids)} if ids else {},
        media=store.media(urls) if urls else {},
        printed=store.printed(ids) if ids else {},
    )

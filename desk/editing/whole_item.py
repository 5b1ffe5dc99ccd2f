"""An article as an item of an issue: each edit that brings one holds it whole, so that later merges cannot break it."""

from bulletin.drafting.items import item_of
from bulletin.issue import Issue, Item, NotThere, find_item
from index.store import Store


def whole_item(issue: Issue, store: Store, article: str) -> Item:
    """The article as an item: as editors left it, where the issue has it or had it before, else as it is stored.

    Raises NotThere where it is not in the store any more.
    """
    standing = find_item(issue.draft, article)
    kept = standing[1] if standing else issue.kept(article)
    if kept is not None:
        return kept
    stored = store.article(article)
    if stored is None and article in issue.originals:
        return issue.originals[article]
    if stored is None:
        raise NotThere("这篇稿件已不在库里，可能已被删除；请换一篇，或按原文新写一条")
    return item_of([stored])


def own_column(issue: Issue, store: Store, article: str) -> str:
    """The column where it stood before, else the classifier's; "" where neither is known."""
    gone = issue.gone(article)
    stored = None if gone else store.article(article)
    return gone.column if gone else stored.enriched.column if stored else ""

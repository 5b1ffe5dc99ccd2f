"""Stored articles as what an issue holds: items, alternates, what was left out."""

from bulletin.draft import Alternate, Figure, File, Item, LeftOut
from bulletin.groups import why_same
from index.store import Stored


def item_of(group: list[Stored]) -> Item:
    """A group of printings of one article, best first, as an item with the others as its alternates."""
    head, *others = group
    article, enriched = head.enriched.article, head.enriched
    same = [f"同文{len(others)}篇：" + "、".join(sorted({source_of(other) for other in others}))] if others else []
    return Item(
        id=head.id,
        url=article.url,
        title=article.title,
        published=article.published,
        source=source_of(head),
        blocks=article.blocks,
        images=tuple(Figure(url=image.url, caption=image.caption) for image in article.images),
        attachments=tuple(File(url=file.url, name=file.name) for file in article.attachments),
        document_number=article.document_number,
        language=article.language,
        score=round(enriched.relevance, 4),
        revised=head.revisions > 1,
        text_hash=article.text_hash,
        reasons=(*enriched.reasons, *same),
        warnings=_warnings(head),
        alternates=tuple(alternate_of(head, other) for other in others),
    )


def _warnings(stored: Stored) -> tuple[str, ...]:
    article = stored.enriched.article
    found = []
    if article.published is None:
        found.append("没有发布日期")
    if article.source is None:
        found.append("页面没有来源，以网站名称代替")
    if stored.revisions > 1:
        found.append("来源网页后来有改动，已用新版")
    if not article.publisher.listed:
        found.append("来源不在目录中")
    return tuple(found)


def alternate_of(head: Stored, other: Stored) -> Alternate:
    """Another printing of the head's article."""
    article = other.enriched.article
    return Alternate(
        id=other.id,
        url=article.url,
        title=article.title,
        published=article.published,
        source=source_of(other),
        reasons=(why_same(head, other), *_warnings(other)),
    )


def left_out_of(stored: Stored, reason: str) -> LeftOut:
    """An article that the draft does not take, with the reason before its own."""
    article = stored.enriched.article
    return LeftOut(
        id=stored.id,
        url=article.url,
        title=article.title,
        published=article.published,
        source=source_of(stored),
        column=stored.enriched.column,
        score=round(stored.enriched.relevance, 4),
        reasons=(reason, *stored.enriched.reasons),
    )


def source_of(stored: Stored) -> str:
    """The 来源 as printed on the page, else the publisher's name."""
    article = stored.enriched.article
    return article.source or article.publisher.name

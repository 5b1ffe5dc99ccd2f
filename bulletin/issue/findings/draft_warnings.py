"""What a draft warns of when it is made: in an article, in its past, in how full a column is. Nobody has looked yet."""

from collections.abc import Sequence
from datetime import date

from index.store import Stored
from pipeline.records import Article, Reason, Value

# What `attachment_warnings` may say.
OF_ATTACHMENTS = frozenset({"attachment_unread", "text_recognised", "attachment_cut"})


def article_warnings(stored: Stored) -> tuple[Reason, ...]:
    """What a draft warns of in an article by itself: what its page lacks, that it changed."""
    article = stored.enriched.article
    found = {
        "no_date": article.published is None,
        "website_as_source": article.source is None,
        "revised": stored.revisions > 1,
    }
    return (*(Reason(code) for code, holds in found.items() if holds), *attachment_warnings(article))


def attachment_warnings(article: Article) -> tuple[Reason, ...]:
    """What is to be known of the attachment that has an article's text: unread, recognised from a scan, read in part."""
    text = article.text_from
    if text is None:
        first = article.attachments_read[:1]
        return tuple(
            Reason("attachment_unread", {"name": file.name, "problem": file.unread}) for file in first if file.unread
        )
    found = list[Reason]()
    if text.recognised is not None:
        found.append(Reason("text_recognised", {"name": text.name, "confidence": text.recognised}))
    if text.cut:
        found.append(Reason("attachment_cut", {"name": text.name}))
    return tuple(found)


def history_warnings(
    stored: Stored, printed: Sequence[int], since: date, until: date, seen: date, changed: date | None
) -> tuple[Reason, ...]:
    """What a draft warns of in an article's past: printed in these issues already, come late, or corrected late.

    `seen` is the day on which it was first seen, `changed` that on which its present text was (None: the first text).
    """
    published, found = stored.enriched.article.published, list[Reason]()
    if printed:
        found.append(Reason("printed_changed", {"issues": tuple(map(str, printed))}))
    elif published is not None and published < since:
        found.append(Reason("date_early", {"published": published.isoformat(), "since": since.isoformat()}))
    if stored.revisions > 1 and changed is not None:
        if changed > until:
            found.append(Reason("correction_late", {"changed": changed.isoformat()}))
        elif seen < since <= changed:
            found.append(Reason("correction_seen", {"seen": seen.isoformat(), "changed": changed.isoformat()}))
    return tuple(found)


def column_warning(count: int, usual: int) -> Reason | None:
    """Whether a column has nothing, or less than half or more than twice of what it usually has."""
    values: dict[str, Value] = {"count": count, "usual": usual}
    if not count:
        return Reason("column_empty", values)
    if count < usual / 2:
        return Reason("column_few", values)
    return Reason("column_many", values) if count > usual * 2 else None

"""Revisions: a notice whose text came as a PDF, and which fields a correction changed."""

from datetime import timedelta

import msgspec

from enrich.extract.confidence import confidence
from enrich.extract.extract import text_hash
from pipeline.records import Article, Block

# A page with less text than this and a PDF is a notice whose text is the PDF.
THIN = 300
RULE = "text of the PDF"
# What an editor sees of an article, in the order of the page.
FIELDS = (
    "title",
    "published",
    "source",
    "author",
    "blocks",
    "images",
    "attachments",
    "document_number",
    "issuers",
    "issued",
)


def awaits_pdf(article: Article) -> tuple[str, ...]:
    """The addresses of the PDFs that hold a thin notice's text; () for every other article."""
    if len(article.text) >= THIN or article.found_by.get("body", "").endswith(RULE):
        return ()
    return tuple(file.url for file in article.attachments if _is_pdf(file.url) or _is_pdf(file.name))


def with_pdf(article: Article, blocks: tuple[Block, ...]) -> Article:
    """The article with a PDF's text after its own, as a revision that is newer by a millisecond."""
    whole = (*article.blocks, *blocks)
    rule = f"{article.found_by.get('body', '')}, {RULE}".lstrip(", ")
    return msgspec.structs.replace(
        article,
        blocks=whole,
        text_hash=text_hash(article.title, whole),
        fetched_at=article.fetched_at + timedelta(milliseconds=1),
        found_by={**article.found_by, "body": rule},
        confidence={**article.confidence, "body": confidence("body", RULE)},
    )


def changed_fields(before: Article, after: Article) -> tuple[str, ...]:
    """The names of the fields that a correction changed, in the order of the page; "blocks" is the body."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def _is_pdf(name: str) -> bool:
    return name.split("?", 1)[0].lower().endswith(".pdf")

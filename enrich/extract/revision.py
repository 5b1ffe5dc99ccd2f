"""Revisions: what tells one text of an article from another, and which fields a correction changed."""

import hashlib

from pipeline.records import Article, Block, blocks_text

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


def text_hash(headline: str, blocks: tuple[Block, ...]) -> str:
    """16 hex digits over headline and text: another hash is a revision."""
    return hashlib.sha256(f"{headline}\n{blocks_text(blocks)}".encode()).hexdigest()[:16]


def changed_fields(before: Article, after: Article) -> tuple[str, ...]:
    """The names of the fields that a correction changed, in the order of the page; "blocks" is the body."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))

"""A page to an article: what each module of this room finds on it, put together."""

import hashlib
from contextlib import suppress

from enrich.extract import date, images, official_document, rejection, source, title
from enrich.extract.body import body, mended
from enrich.extract.confidence import confidence
from enrich.extract.html_document import HtmlDocument, parse
from enrich.extract.language import language
from pipeline.errors import Reject
from pipeline.records import Article, Block, Page, blocks_text


def extract(page: Page) -> Article:
    """The article that a page holds: headline, date and 来源 from its first part, the body from all parts in order.

    Raises Reject with its reason for a page that is no article. A field that is not on the page is None or empty.
    """
    first, *more = [parse(page, part) for part in page.parts]
    headline, title_rule = title.title(first)
    blocks, body_rule = _blocks(first, headline)
    for document in more:
        # A further part that is unreadable by itself costs only itself.
        with suppress(Reject):
            blocks += _blocks(document, headline)[0]
    files = tuple({file.url: file for document in (first, *more) for file in images.attachments(document)}.values())
    rejection.judge(first, headline, blocks, files)
    found = date.published(first, headline)
    printed, source_rule = source.source(first, headline)
    rules = {"title": title_rule, "published": found.rule if found else "", "source": source_rule, "body": body_rule}
    found_by = {field: rule for field, rule in rules.items() if rule}
    return Article(
        id=page.id,
        url=page.url,
        publisher=page.publisher,
        account=page.account,
        fetched_at=page.fetched_at,
        first_seen=page.first_seen,
        title=headline,
        blocks=blocks,
        text_hash=text_hash(headline, blocks),
        published=found.day if found else None,
        published_at=found.moment if found else None,
        source=printed,
        author=source.author(first, headline),
        editor=source.editor(first),
        images=images.images(blocks),
        attachments=files,
        document_number=official_document.document_number(first, blocks),
        index_number=official_document.index_number(first),
        issued=official_document.issued(first),
        issuers=official_document.issuers(first, blocks),
        language=language(first, blocks_text(blocks)),
        repost=source.is_repost(first, printed),
        found_by=found_by,
        confidence={field: confidence(field, rule) for field, rule in found_by.items()},
    )


def text_hash(headline: str, blocks: tuple[Block, ...]) -> str:
    """16 hex digits over headline and text: another hash is a revision."""
    return hashlib.sha256(f"{headline}\n{blocks_text(blocks)}".encode()).hexdigest()[:16]


def _blocks(document: HtmlDocument, headline: str) -> tuple[tuple[Block, ...], str]:
    """The body's blocks with captions at their pictures and broken lines joined, and the rule that found the body."""
    found, rule = body(document, headline)
    return mended(images.captioned(found, images.captions(document))), rule

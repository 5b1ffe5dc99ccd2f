"""extract: a page to an article."""

import hashlib

from enrich.extract import date, images, marks, source, title, verdict
from enrich.extract.body import body, mended
from enrich.extract.confidence import confidence
from enrich.extract.page import Document, parse
from pipeline.errors import Reject
from pipeline.records import Article, Block, Page, blocks_text


def extract(page: Page) -> Article:
    """The article that a page holds: headline, date and 来源 from its first part, the body from all parts in order.

    Raises Reject with its reason for a page that is no article. A field that is not on the page is None or empty.
    """
    first, *more = [parse(page, part) for part in page.parts]
    headline, title_rule = title.title(first)
    own, body_rule = _blocks(first, headline)
    blocks = own + tuple(block for document in more for block in _further(document, headline))
    files = tuple({file.url: file for document in (first, *more) for file in images.attachments(document)}.values())
    verdict.judge(first, headline, blocks, files)
    found = date.published(first, headline)
    printed, source_rule = source.source(first, headline)
    rules = _fired(title=title_rule, published=found.rule if found else "", source=source_rule, body=body_rule)
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
        document_number=marks.document_number(first, blocks),
        index_number=marks.index_number(first),
        issued=marks.issued(first),
        issuers=marks.issuers(first, blocks),
        language=marks.language(first, blocks_text(blocks)),
        repost=marks.is_repost(first, printed),
        found_by=rules,
        confidence={name: confidence(name, rule) for name, rule in rules.items()},
    )


def text_hash(headline: str, blocks: tuple[Block, ...]) -> str:
    """16 hex digits over headline and text: another hash is a revision."""
    return hashlib.sha256(f"{headline}\n{blocks_text(blocks)}".encode()).hexdigest()[:16]


def _fired(**rules: str) -> dict[str, str]:
    """The fields that were found, with the rule that gave each."""
    return {field: rule for field, rule in rules.items() if rule}


def _blocks(document: Document, headline: str) -> tuple[tuple[Block, ...], str]:
    found, rule = body(document, headline)
    return mended(images.captioned(found, images.captions(document))), rule


def _further(document: Document, headline: str) -> tuple[Block, ...]:
    """A further part's blocks; a part that is unreadable by itself costs only itself."""
    try:
        return _blocks(document, headline)[0]
    except Reject:
        return ()

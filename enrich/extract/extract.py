"""A page to an article: what each module of this room finds on it, put together."""

from contextlib import suppress

import msgspec

from enrich.extract import date, images, official_document, rejection, source, title
from enrich.extract.attachments.document import HOLDING, awaited
from enrich.extract.body import body, mended
from enrich.extract.confidence import confidences
from enrich.extract.html_document import LISTED, HtmlDocument, parse
from enrich.extract.language import language, language_of
from enrich.extract.lines import squeeze
from enrich.extract.printed.surroundings import surroundings
from enrich.extract.revision import text_hash
from pipeline.errors import Reject, RejectCode
from pipeline.records import Article, Block, HeldArticle, Page, blocks_text


def extract(page: Page) -> Article:
    """The article that a page holds, its attachments unread.

    Raises Reject with its reason for a page that is no article. A field that is not on the page is None or empty.
    """
    article, verdict = _read(page)
    if verdict is not None:
        raise verdict
    return article


def extract_or_hold(page: Page) -> Article | HeldArticle:
    """The article that a page holds; held back where its text is in an attachment, until that was read.

    Raises Reject as `extract` does, but not for want of text where a file may have it.
    """
    article, verdict = _read(page)
    files = awaited(article, verdict.reason if verdict else None)
    if files:
        return HeldArticle(
            article=article,
            awaited=files,
            verdict=verdict.reason if verdict else None,
            detail=verdict.detail if verdict else "",
        )
    if verdict is not None:
        raise verdict
    return article


def _read(page: Page) -> tuple[Article, Reject | None]:
    """Headline, date and 来源 from the page's first part, the body from all parts in order; and why it is no article, as far
    as a file may make up for that.
    """
    if page.headline_only:
        return _headline(page), None
    first, *more = [parse(page, part) for part in page.parts]
    headline, title_rule = title.title(first)
    blocks, body_rule = _blocks(first, headline)
    for document in more:
        # A further part that is unreadable by itself costs only itself.
        with suppress(Reject):
            blocks += _blocks(document, headline, is_first=False)[0]
    files = tuple({file.url: file for document in (first, *more) for file in images.attachments(document)}.values())
    verdict = None
    try:
        rejection.judge(first, headline, blocks, files)
    except Reject as problem:
        if not files or problem.reason not in HOLDING:
            raise
        verdict = problem
    around = surroundings(first, headline, blocks)
    found = date.published(first, around)
    printed, source_rule = source.source(first, around, blocks)
    rules = {"title": title_rule, "published": found.rule if found else "", "source": source_rule, "body": body_rule}
    found_by = {field: rule for field, rule in rules.items() if rule}
    article = Article(
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
        author=source.author(first, around),
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
    )
    return msgspec.structs.replace(article, confidence=confidences(first, around, article)), verdict


def _headline(page: Page) -> Article:
    """The article of which a list gave title and day, and which has no text; raises Reject where it gave no title."""
    headline = squeeze(page.listed_title)
    if not headline:
        raise Reject(RejectCode.UNREADABLE, "its list gave no headline")
    return Article(
        id=page.id,
        url=page.url,
        publisher=page.publisher,
        account=page.account,
        fetched_at=page.fetched_at,
        first_seen=page.first_seen,
        title=headline,
        blocks=(),
        text_hash=text_hash(headline, ()),
        published=page.listed_published,
        language=language_of(headline) or page.publisher.language,
        found_by={"title": LISTED} | ({"published": LISTED} if page.listed_published else {}),
    )


def _blocks(document: HtmlDocument, headline: str, is_first: bool = True) -> tuple[tuple[Block, ...], str]:
    """The body's blocks with captions at their pictures and broken lines joined, and the rule that found the body."""
    found, rule = body(document, headline, is_first)
    return mended(images.captioned(found, images.captions(document))), rule

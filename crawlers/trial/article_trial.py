"""One article of a list asked for dry, page after page, and what extraction makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawlers.catalogue.entry import Source
from crawlers.crawl.fetched_page import fetched_page
from crawlers.pages.links import ArticleLink
from crawlers.pages.list_addresses import Asked
from crawlers.pages.markup import is_document
from crawlers.pages.next_page import MAX_PAGES, next_page
from crawlers.pages.stand_ins import STAND_IN_HEADERS, document_page
from crawlers.trial.visit import Ask, Visit
from pipeline.addresses import canonical
from pipeline.errors import Reject
from pipeline.records import Article, Page, PagePart

# What makes an article of a page, or says why there is none; handed in by who may know extraction.
Extraction = Callable[[Page], Article | Reject]


@dataclass(frozen=True)
class ArticleTrial:
    """What an article's link came to: the article, or else the problem. `pages` is how many pages of it came."""

    link: ArticleLink
    url: str
    pages: int = 0
    article: Article | None = None
    problem: str = ""


async def try_article(
    link: ArticleLink, documents: bool, source: Source, ask: Ask, moment: datetime, extraction: Extraction
) -> ArticleTrial:
    """Ask for an article and its next pages. `documents`: its list says that links to files are articles."""
    headers: Mapping[str, str]
    if is_document(link.url):
        if not documents:
            return ArticleTrial(link, link.url, problem="not_html (a file; `documents` of its list takes such links)")
        parts, headers = [PagePart.pack(link.url, document_page(link))], STAND_IN_HEADERS
    else:
        visit = await ask(Asked(link.url), source.host_names)
        refused = visit.no_article(link.title)
        if refused:
            return ArticleTrial(link, visit.url, problem=refused)
        parts, headers = await _parts(visit, source, ask), visit.kept_headers
    first = parts[0].url
    page = fetched_page(first, link, source.publisher_at(first), tuple(parts), headers, moment, "crawl")
    found = extraction(page)
    if isinstance(found, Reject):
        return ArticleTrial(link, first, len(parts), problem=str(found))
    return ArticleTrial(link, first, len(parts), found)


async def _parts(visit: Visit, source: Source, ask: Ask) -> list[PagePart]:
    """An article's pages, from its first on, until one is missing, is there already (also at another address), or names no other."""
    first, parts = visit.url, list[PagePart]()
    while not visit.no_article():
        part = PagePart.pack(visit.url, visit.body)
        if any(canonical(part.url) == canonical(one.url) or part.body == one.body for one in parts):
            break
        parts.append(part)
        following = next_page(visit.body, visit.content_type, visit.url, first, source.article.next)
        if following is None or len(parts) >= MAX_PAGES:
            break
        visit = await ask(Asked(following), source.host_names)
    return parts

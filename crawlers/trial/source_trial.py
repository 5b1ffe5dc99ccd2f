"""A source asked for dry: its lists, feeds and tables, and a few of the articles that these lead to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from crawlers.catalogue.entry import Source
from crawlers.catalogue.list_pages import ListPages
from crawlers.pages.links import ArticleLink
from crawlers.trial.article_trial import ArticleTrial, Extraction, try_article
from crawlers.trial.list_trial import EntryPart, ListTrial, try_part
from crawlers.trial.visit import Ask


@dataclass(frozen=True)
class SourceTrial:
    """What the parts of a source's entry came to, and the articles that were asked for."""

    source: Source
    lists: tuple[ListTrial, ...]
    articles: tuple[ArticleTrial, ...] = ()

    @property
    def comes_out(self) -> bool:
        """Whether an article was extracted or a price read.

        Of saved pages, which lead no further, and of a source that has headlines only: whether a list has any.
        """
        saved = any(visit.saved for one in self.lists for visit in one.visits)
        listed = (saved or self.source.headlines_only) and any(one.reading.links for one in self.lists)
        return listed or any(one.article for one in self.articles) or any(one.quotes for one in self.lists)


async def try_source(
    source: Source,
    parts: Sequence[tuple[str, EntryPart]],
    ask: Ask,
    moment: datetime,
    extraction: Extraction,
    wanted: int = 3,
    tries: int = 3,
) -> SourceTrial:
    """Ask for these parts of a source's entry, then for its newest articles until `wanted` have come out, at most `tries`.

    Of a source that has headlines only no article is asked for, as in the crawl.
    """
    lists = tuple([await try_part(key, part, source, ask, moment) for key, part in parts])
    articles = list[ArticleTrial]()
    tries = 0 if source.headlines_only else tries
    for _, (link, documents) in zip(range(tries), newest(lists), strict=False):
        if sum(one.article is not None for one in articles) < wanted:
            articles.append(await try_article(link, documents, source, ask, moment, extraction))
    return SourceTrial(source, lists, tuple(articles))


def newest(lists: Sequence[ListTrial]) -> Iterator[tuple[ArticleLink, bool]]:
    """The articles of lists, the newest of each list first, then each one's next; each once, and whether files are articles.

    Of those of several lists the newest comes first. Without a date an article is as old as its place in its list says.
    """
    asked = set[str]()
    for row in zip_longest(*map(_by_day, lists)):
        each = filter(None, row)
        for link, documents in sorted(each, key=lambda pair: pair[0].published or date.min, reverse=True):
            if link.url not in asked:
                asked.add(link.url)
                yield link, documents


def _by_day(trial: ListTrial) -> list[tuple[ArticleLink, bool]]:
    documents = isinstance(trial.part, ListPages) and trial.part.documents
    links, day = list[tuple[date, ArticleLink]](), date.max
    for link in trial.reading.links:
        day = link.published or day
        links.append((day, link))
    links.sort(key=lambda pair: pair[0], reverse=True)
    return [(link, documents) for _, link in links]

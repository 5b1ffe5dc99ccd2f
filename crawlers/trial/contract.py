"""What a source promises: lists that answer and lead to articles, dates beside them, an article that is read, prices."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import msgspec

from crawlers.catalogue.entry import Feed, ListPages, QuoteTable
from crawlers.trial.article_trial import ArticleTrial
from crawlers.trial.list_trial import ListTrial
from crawlers.trial.source_trial import SourceTrial

AT_LEAST = Path(__file__).with_name("contract.toml")

BreachCode = Literal[
    "unanswered",
    "no_articles",
    "undated",
    "no_headlines",
    "same_content",
    "no_prices",
    "not_extracted",
    "untitled",
    "no_day",
    "short_body",
]


@dataclass(frozen=True)
class AtLeast:
    """The least that a contract asks for; see contract.toml."""

    articles: int
    dated: float
    titled: float
    body: int


@dataclass(frozen=True)
class Breach:
    """A promise that is not kept: at which place of the entry (`lists[0]`, `article`), which, and what is known of it."""

    place: str
    code: BreachCode
    values: Mapping[str, Any] = field(default_factory=dict)


@cache
def at_least() -> AtLeast:
    """The least that is asked for of every source."""
    return msgspec.convert(tomllib.loads(AT_LEAST.read_text(encoding="utf-8")), AtLeast)


def breaches(trial: SourceTrial) -> tuple[Breach, ...]:
    """The promises that a source did not keep, in the entry's order; of its articles the one that came out is looked at."""
    found = [breach for one in trial.lists for breach in _of_part(one)]
    found += _same_content(trial.lists)
    if trial.source.headlines_only:
        found += [breach for one in trial.lists for breach in _of_headlines(one)]
    elif any(one.reading.links for one in trial.lists if not isinstance(one.part, QuoteTable)):
        found += _of_articles(trial.articles)
    return tuple(found)


def _of_part(trial: ListTrial) -> Iterator[Breach]:
    links = trial.reading.links
    if trial.problem:
        yield Breach(trial.key, "unanswered", {"url": trial.visits[-1].url, "problem": trial.problem})
    elif isinstance(trial.part, QuoteTable):
        if not trial.quotes:
            yield Breach(trial.key, "no_prices", {"rows": trial.reading.matched})
    elif len(links) < at_least().articles:
        yield Breach(trial.key, "no_articles", {"looked": trial.reading.matched, "articles": len(links)})
    else:
        prints_dates = trial.dated > 0 or (isinstance(trial.part, ListPages) and bool(trial.part.date))
        if prints_dates and trial.dated < at_least().dated * len(links):
            yield Breach(trial.key, "undated", {"dated": trial.dated, "of": len(links)})


def _of_headlines(trial: ListTrial) -> Iterator[Breach]:
    """Of a source that has headlines only these must be there: nothing else says what its articles are called."""
    links = trial.reading.links
    titled = sum(1 for link in links if link.title)
    if titled < at_least().titled * len(links):
        yield Breach(trial.key, "no_headlines", {"titled": titled, "of": len(links)})


def _same_content(trials: Sequence[ListTrial]) -> Iterator[Breach]:
    """Two lists, or two feeds, that lead to the very same articles: a server that ignores what tells them apart."""
    for kind in (ListPages, Feed):
        same = [one for one in trials if isinstance(one.part, kind) and one.reading.links]
        for one, other in combinations(same, 2):
            if {link.url for link in one.reading.links} == {link.url for link in other.reading.links}:
                yield Breach(other.key, "same_content", {"other": one.key})


def _of_articles(trials: Sequence[ArticleTrial]) -> Iterator[Breach]:
    tried = next((one for one in trials if one.article), None)
    if tried is None or tried.article is None:
        first = trials[0] if trials else None
        values = {"url": first.url, "problem": first.problem, "tried": len(trials)} if first else {"tried": 0}
        yield Breach("article", "not_extracted", {"url": "", "problem": "", **values})
        return
    if not tried.article.title:
        yield Breach("article", "untitled", {"url": tried.url})
    if tried.article.published is None:
        yield Breach("article", "no_day", {"url": tried.url})
    characters = len(tried.article.text)
    if characters < at_least().body:
        yield Breach("article", "short_body", {"url": tried.url, "characters": characters})

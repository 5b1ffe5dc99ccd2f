"""Articles that could come into an issue: the near misses of its draft, and what a search of the store finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

import msgspec

from bulletin.drafting.items import left_out_of
from bulletin.drafting.rules import Rules
from bulletin.issue import Issue, IssueReading, LeftOut, find_item, shown_article
from bulletin.reasons import all_in_words, in_words
from desk.issue_page.card import lead_of, relevance_word
from index.published import PublishedItem
from index.store import Query, Store, Stored
from pipeline.records import Reason

# near: the draft's near misses, then the rest that it left out; window: the issue's days and the fortnight before, which
# an editor may still print; all: everything stored, undated articles too.
Scope = Literal["near", "window", "all"]
A_PAGE = 20


@dataclass(frozen=True)
class ArticleSearch:
    """Words (none: every article), a column ("": all), how far, and how many hits are passed over."""

    words: str
    column: str
    scope: Scope
    first: int


@dataclass(frozen=True)
class Standing:
    """Where an article is in the issue: in a column, an item's alternate, taken out, or nowhere.

    `where` is the column or the other item's title, `item` the item's id.
    """

    kind: Literal["", "in", "alternate", "out"]
    where: str = ""
    item: str = ""


@dataclass(frozen=True)
class ArticleHit:
    """An article as a search shows it. `why` says why the issue has not got it; `stored` is False where it vanished."""

    id: str
    url: str
    title: str
    published: date | None
    source: str
    column: str
    relevance: str
    score: float
    lead: str
    language: str
    why: str
    reasons: Sequence[str]
    near: bool
    standing: Standing
    printed: Sequence[PublishedItem]
    stored: bool


@dataclass(frozen=True)
class ArticleHits:
    """One page of hits, counted from `first`; the total."""

    hits: Sequence[ArticleHit]
    total: int
    first: int

    @property
    def more(self) -> bool:
        """Whether there are further pages."""
        return self.first + len(self.hits) < self.total


def asked_search(words: str, column: str, scope: str, first: int) -> ArticleSearch:
    """The search that was asked for. Near misses have no words to be searched for: with words it is the window."""
    words = " ".join(words.split())
    known: Scope = next((one for one in get_args(Scope) if one == scope), "near")
    return ArticleSearch(words, column, "window" if words and known == "near" else known, first)


def search(store: Store, reading: IssueReading, asked: ArticleSearch, rules: Rules) -> ArticleHits:
    """What the draft left out, nearest first, or the stored articles with these words, best first."""
    if asked.scope == "near":
        return _near_misses(store, reading, asked)
    since, until = (None, None) if asked.scope == "all" else window(reading.issue, rules)
    columns = [asked.column] if asked.column else []
    found = store.search(Query(asked.words, columns, since=since, until=until, limit=A_PAGE, offset=asked.first))
    printed = store.printed([one.id for one in found.hits]) if found.hits else {}
    left = {one.id: one for one in reading.issue.draft.left_out}
    hits = [_of_stored(one, left.get(one.id), reading, printed, rules) for one in found.hits]
    return ArticleHits(hits, found.total, asked.first)


def _near_misses(store: Store, reading: IssueReading, asked: ArticleSearch) -> ArticleHits:
    """What the draft left out, without what the issue has taken in since."""
    left = [one for one in reading.issue.draft.left_out if asked.column in ("", one.column)]
    shown = left[asked.first : asked.first + A_PAGE]
    known = {one.id: one for one in store.articles([one.id for one in shown])} if shown else {}
    printed = store.printed([one.id for one in shown]) if shown else {}
    hits = [_hit(one, known.get(one.id), reading.issue, printed) for one in shown]
    return ArticleHits(hits, len(left), asked.first)


def window(issue: Issue, rules: Rules) -> tuple[date, date]:
    """The days whose articles the issue may print."""
    return rules.oldest_day(issue.draft.since), issue.draft.until


def standing(issue: Issue, article: str) -> Standing:
    """Where an article is in the issue."""
    if found := find_item(issue.draft, article):
        return Standing("in", found[0], article)
    for column in issue.draft.columns:
        for item in column.items:
            if any(one.id == article for one in item.alternates):
                return Standing("alternate", item.title, item.id)
    gone = issue.dropped.get(article) or issue.withdrawn.get(article)
    return Standing("out", gone.column, article) if gone else Standing("")


def _hit(
    entry: LeftOut, stored: Stored | None, issue: Issue, printed: Mapping[str, Sequence[PublishedItem]]
) -> ArticleHit:
    """What the issue left out as a search shows it."""
    article = stored.enriched.article if stored else None
    return ArticleHit(
        **shown_article(entry),
        column=entry.column,
        relevance=relevance_word(entry.score),
        score=entry.score,
        lead=lead_of(article.text) if article else "",
        language=article.language if article else "zh",
        why=in_words(entry.reasons[0]) if entry.reasons else "",
        reasons=all_in_words(entry.reasons[1:]),
        near=entry.near,
        standing=standing(issue, entry.id),
        printed=[one for one in printed.get(entry.id, ()) if one.issue != issue.draft.number],
        stored=stored is not None,
    )


def _of_stored(
    stored: Stored,
    left: LeftOut | None,
    reading: IssueReading,
    printed: Mapping[str, Sequence[PublishedItem]],
    rules: Rules,
) -> ArticleHit:
    """A stored article; why it is not in the issue is said where the draft says it, or where it does not stand there."""
    entry, is_said = left_out_of(stored, _why(stored, reading, rules)), left is not None and bool(left.reasons)
    if left is not None:
        entry = msgspec.structs.replace(entry, reasons=left.reasons or entry.reasons[:1], near=left.near)
    hit = _hit(entry, stored, reading.issue, printed)
    return replace(hit, why="") if hit.standing.kind and not is_said else hit


def _why(stored: Stored, reading: IssueReading, rules: Rules) -> Reason:
    """Why an article that the draft says nothing of is not in the issue."""
    published, (since, until) = stored.enriched.article.published, window(reading.issue, rules)
    if published is not None and not since <= published <= until:
        return Reason("not_in_the_window", {"published": published.isoformat()})
    drafted = max(one.at for one in reading.operations if one.kind in ("draft", "newcomers"))
    return Reason("stored_since" if stored.first_seen > drafted else "not_looked_at")

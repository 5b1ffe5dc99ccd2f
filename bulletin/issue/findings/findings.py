"""What an editor should look at in an issue. The desk, the drafts and the files only show it; the one other asker is
`draft_warnings.py`, of what a draft is warned of when it is made.

A finding is data: a code of findings.toml and values. Its words are made where a person reads it. What an editor has mended
is found no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Literal

import msgspec

from bulletin.issue.content import Item
from bulletin.issue.findings.draft_warnings import OF_ATTACHMENTS, attachment_warnings, column_warning
from bulletin.issue.findings.finding_table import LEVELS, Level, finding_limits, finding_table
from bulletin.issue.findings.price_checks import missing_prices, odd_prices
from bulletin.issue.printable import printable_line
from bulletin.issue.state import Issue
from index.published import PublishedItem
from index.store import MediaFile, Stored
from pipeline.records import Quote, Reason, Value, blocks_text

# By the code of the finding that extraction was not sure of it: its name in an article's confidence, and an item's field.
EXTRACTED = {
    "title_unsure": ("title", "title"),
    "date_unsure": ("published", "published"),
    "source_unsure": ("source", "source"),
    "text_unsure": ("body", "blocks"),
}
# The groups of findings.toml that are about the price table: what it lacks, and what is odd in it.
ODD_PRICES = "price_odd"
PRICE_GROUPS = ("price", ODD_PRICES)

# Of publishers that no catalogue has, as many are named.
NAMED = 3

NOT_FETCHED_YET = Reason("not_fetched_yet")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at: its code, how serious it is, what it is about, and the values that it went by.

    `item` is an id, `column` a name ("" where it is about neither), `field` the item's field that it is about ("" for the
    whole item). `values` are names, numbers, days (ISO) and quoted text, as in a `Reason`.
    """

    code: str
    level: Level
    group: str
    item: str = ""
    column: str = ""
    field: str = ""
    values: Mapping[str, Value] = {}

    @property
    def reason(self) -> Reason:
        """Code and values, which the table of reasons has words for."""
        return Reason(self.code, self.values)

    @property
    def about(self) -> Literal["item", "column", "prices", "issue"]:
        """What of the issue is to be mended."""
        if self.group in PRICE_GROUPS:
            return "prices"
        return "item" if self.item else "column" if self.column else "issue"


@dataclass(frozen=True)
class IssueFacts:
    """What the store knows of an issue's items, as it is now.

    The articles by id, the pictures by address, where articles were printed by id, the quotes of the weeks before, and since
    which day an article's page is gone, by id.
    """

    articles: Mapping[str, Stored] = field(default_factory=dict)
    media: Mapping[str, MediaFile] = field(default_factory=dict)
    printed: Mapping[str, Sequence[PublishedItem]] = field(default_factory=dict)
    quotes_before: Sequence[Quote] = ()
    gone: Mapping[str, date] = field(default_factory=dict)


def issue_findings(
    issue: Issue, facts: IssueFacts, usual: Mapping[str, int], oldest: Mapping[str, date]
) -> tuple[Finding, ...]:
    """What is missing or odd in an issue: the most serious first, then in the order of the issue.

    By column: `usual` is how many items it usually has, `oldest` the earliest day on which one may have been published.
    """
    found = [*_of_prices(issue, facts), *_of_remarks(issue), *_of_columns(issue, usual), *_of_pairs(issue)]
    found += _of_unlisted(issue, facts)
    order = dict[str, int]()
    for column in issue.draft.columns:
        for item in column.items:
            order[item.id] = len(order)
            original, stored = issue.originals.get(item.id, item), facts.articles.get(item.id)
            found += _of_fields(issue, item, original)
            found += _of_attachments(item, original, stored)
            found += _of_pictures(item, facts)
            found += _of_day(issue, item, oldest.get(column.name, date.min))
            found += _of_past(issue, item, stored, facts)
            found += _of_column(item, column.name)
            if stored is not None:
                found += _of_judgements(item, original, stored)
    return tuple(sorted(found, key=lambda one: (LEVELS.index(one.level), order.get(one.item, -1))))


def missing_picture(file: MediaFile | None) -> Reason | None:
    """Why the files do not have a picture; None where they have it."""
    if file is not None and file.digest:
        return None
    return (file.problem if file is not None else None) or NOT_FETCHED_YET


def missing_quotes(findings: Iterable[Finding]) -> frozenset[tuple[str, str, date]]:
    """Exchange, product and day of the quotes that were found missing."""
    return frozenset(
        (str(one.values["exchange"]), str(one.values["product"]), date.fromisoformat(day))
        for one in findings
        if one.code == "price_missing" and isinstance(days := one.values["days"], tuple)
        for day in days
    )


def _finding(code: str, item: str = "", /, *, field: str = "", **values: Value) -> Finding:
    # A warning that another version stored, with a code that is not known here, is shown all the same.
    kind = finding_table().codes.get(code) or finding_table().codes["as_written"]
    return Finding(code=code, level=kind.level, group=kind.group, item=item, field=field, values=values)


def _of_fields(issue: Issue, item: Item, original: Item) -> Iterator[Finding]:
    """What an item lacks, and what its draft warned of that nobody has mended and that is not found anew here."""
    warned = [_with_code(one, issue, original) for one in item.warnings]
    codes = {one.code for one in warned}
    if not item.title.strip():
        yield _finding("no_title", item.id, field="title")
    if item.published is None:
        yield _finding("no_date", item.id, field="published")
    if not item.source.strip():
        yield _finding("no_source", item.id, field="source")
    elif "website_as_source" in codes and item.source == original.source:
        yield _finding("website_as_source", item.id, field="source", source=item.source)
    prose = tuple(block for block in item.blocks if block.kind != "image")
    if not blocks_text(prose).strip() and not item.images:
        yield _finding("empty_body", item.id, field="blocks")
    for one in warned:
        if one.code not in finding_table().written_before and one.code not in OF_ATTACHMENTS:
            yield msgspec.structs.replace(_finding(one.code, item.id), values=one.values)


def _of_attachments(item: Item, original: Item, stored: Stored | None) -> Iterator[Finding]:
    """What is doubtful of a text that is in an attachment, as long as nobody has written in it."""
    if item.blocks != original.blocks:
        return
    same = stored is not None and stored.enriched.article.text_hash == item.text_hash
    known = attachment_warnings(stored.enriched.article) if stored is not None and same else item.warnings
    for one in known:
        if one.code in OF_ATTACHMENTS:
            yield msgspec.structs.replace(_finding(one.code, item.id, field="blocks"), values=one.values)


def _with_code(warning: Reason, issue: Issue, original: Item) -> Reason:
    """A draft's warning; with its code where it is a sentence of an older version that has one now."""
    if warning.code != "as_written":
        return warning
    known = {
        "published": original.published,
        "since": issue.draft.since,
        "issues": "、".join(map(str, original.printed)),
    }
    for code, sentence in finding_table().written_before.items():
        if warning.values["text"] == sentence.format(**known):
            return Reason(code)
    return warning


def _of_pictures(item: Item, facts: IssueFacts) -> Iterator[Finding]:
    for at, picture in enumerate(item.images, start=1):
        why = missing_picture(facts.media.get(picture.url))
        if why == NOT_FETCHED_YET:
            yield _finding("picture_awaited", item.id, field="images", at=at)
        elif why is not None:
            yield _finding("picture_missing", item.id, field="images", at=at, problem=why)
    bare = sum(not picture.caption.strip() for picture in item.images)
    if bare:
        yield _finding("no_caption", item.id, field="images", count=bare)


def _of_day(issue: Issue, item: Item, oldest: date) -> Iterator[Finding]:
    since, until, day = issue.draft.since, issue.draft.until, item.published
    if day is None:
        return
    if day > until:
        yield _finding("date_after", item.id, field="published", published=day.isoformat(), until=until.isoformat())
    elif item.printed:
        # Printed before and printed again because its source changed it: that it is old is no news.
        return
    elif day < oldest:
        days = (since - oldest).days
        yield _finding("date_too_old", item.id, field="published", published=day.isoformat(), days=days)
    elif day < since:
        yield _finding("date_early", item.id, field="published", published=day.isoformat(), since=since.isoformat())


def _of_past(issue: Issue, item: Item, stored: Stored | None, facts: IssueFacts) -> Iterator[Finding]:
    """Whether other issues had the item, and whether its source changed."""
    if item.printed:
        yield _finding("printed_changed", item.id, issues=tuple(map(str, item.printed)))
    for place in facts.printed.get(item.id, ()):
        if place.withdrawn and place.issue != issue.draft.number:
            yield _finding("already_withdrawn", item.id, issue=place.issue, why=place.why)
        elif place.issue not in (issue.draft.number, *item.printed):
            yield _finding("already_printed", item.id, issue=place.issue, column=place.column)
    if item.id in facts.gone:
        yield _finding("source_gone", item.id, gone=facts.gone[item.id].isoformat())
    if stored is not None and item.text_hash not in ("", stored.enriched.article.text_hash):
        yield _finding("changed_since", item.id, field="blocks")
    elif item.revised:
        yield _finding("revised", item.id)


def _of_column(item: Item, column: str) -> Iterator[Finding]:
    """Another column that the item may be for as well, as long as it stands where the draft put it."""
    for reason in item.reasons:
        if reason.code == "another_column" and reason.values["column"] == column:
            yield msgspec.structs.replace(_finding("column_unsure", item.id), values=reason.values)


def _of_judgements(item: Item, original: Item, stored: Stored) -> Iterator[Finding]:
    """Judgements of the machine that are not sure, where nobody has decided otherwise."""
    article, limits = stored.enriched.article, finding_limits()
    if item.score < limits.relevant:
        yield _finding("low_relevance", item.id, score=item.score)
    for code, (name, own) in EXTRACTED.items():
        # Of a text from an attachment the attachment's findings tell.
        if name == "body" and article.text_from is not None:
            continue
        sure = article.confidence.get(name, 1.0)
        limit = limits.extracted_text if name == "body" else limits.extraction
        if sure < limit and getattr(item, own) == getattr(original, own):
            yield _finding(code, item.id, field=own, confidence=sure)


def _of_pairs(issue: Issue) -> Iterator[Finding]:
    """Items that may be one: the finding is the later's, the earlier's id is in `other`."""
    items = [item for column in issue.draft.columns for item in column.items]
    by_title = defaultdict[str, list[Item]](list)
    for item in items:
        by_title["".join(item.title.split())].append(item)
    for title, same in by_title.items():
        for later in same[1:] if title else ():
            yield _finding("title_twice", later.id, field="title", other=same[0].id)
    for earlier, later in combinations(items, 2):
        if earlier.event and earlier.event == later.event:
            yield _finding("event_twice", later.id, other=earlier.id, title=printable_line(earlier.title, 60))


def _of_unlisted(issue: Issue, facts: IssueFacts) -> Iterator[Finding]:
    """Items from publishers that no catalogue has, told once for all: in some homes they are most of the issue."""
    items = [item for column in issue.draft.columns for item in column.items]
    unlisted = [
        item
        for item in items
        if (stored := facts.articles.get(item.id)) is not None and not stored.enriched.article.publisher.listed
    ]
    if unlisted:
        named = tuple(dict.fromkeys(printable_line(item.source or item.title, 40) for item in unlisted))
        values: dict[str, Value] = {"count": len(unlisted), "sources": named[:NAMED]}
        if len(named) > NAMED:
            values["more"] = len(named) - NAMED
        yield msgspec.structs.replace(_finding("unlisted"), values=values)


def _of_columns(issue: Issue, usual: Mapping[str, int]) -> Iterator[Finding]:
    if not any(column.items for column in issue.draft.columns):
        yield _finding("no_items")
        return
    for column in issue.draft.columns:
        odd = column_warning(len(column.items), usual[column.name]) if column.name in usual else None
        if odd is not None:
            yield msgspec.structs.replace(_finding(odd.code), column=column.name, values=odd.values)


def _of_prices(issue: Issue, facts: IssueFacts) -> Iterator[Finding]:
    """What the price table and the chart lack, and figures that hardly fit each other."""
    draft, before = issue.draft, facts.quotes_before
    odd = odd_prices(draft.prices, before, issue.checked_prices, finding_limits().price_jump)
    for one in (*missing_prices(draft, before), *odd):
        yield msgspec.structs.replace(_finding(one.code), values=one.values)


def _of_remarks(issue: Issue) -> Iterator[Finding]:
    """Colleagues' remarks that nobody has closed, on the issue or on what stands in it."""
    for said in issue.open_remarks:
        text = printable_line(said.text, 200)
        yield _finding("remark", said.item, who=said.who, text=text, number=said.number)

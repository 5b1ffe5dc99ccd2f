"""The issue as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType

import msgspec

from bulletin.drafting.rules import Rules
from bulletin.issue import (
    Dropped,
    Issue,
    IssueFacts,
    IssueReading,
    PriceTable,
    Publish,
    Redo,
    RemarkRecord,
    Undo,
    Withdraw,
    can_undo,
    edit_of,
    is_charted,
    missing_quotes,
    price_table,
)
from desk.issue_page.card import Card, card_of
from desk.issue_page.column_look import Look, SeenColumn, seen_column
from desk.issue_page.shown_findings import ShownFinding, by_group, shown_findings


@dataclass(frozen=True)
class ColumnView:
    """A column: its number from 1 (also its key), its place on the page, and what is odd about the number of its items.

    `cards` are those that are shown, as `seen` says; `total` counts all. `keepers` look after it; `aside`: it is left out
    of what is shown, since whoever looks asked for their own columns only.
    """

    number: int
    name: str
    place: str
    cards: tuple[Card, ...]
    total: int
    seen: SeenColumn
    findings: tuple[ShownFinding, ...]
    usual: int
    keepers: Sequence[str] = ()
    aside: bool = False


@dataclass(frozen=True)
class PricesView:
    """The price table; `missing` are its cells whose quotes should be there, by exchange, product and the day's heading.

    `digest` changes with the chart; `charted` says whether there is one.
    """

    title: str
    published: date | None
    source: str
    table: PriceTable
    missing: frozenset[tuple[str, str, str]]
    findings: tuple[ShownFinding, ...]
    digest: str
    charted: bool


@dataclass(frozen=True)
class Last:
    """The last operation: who, when (UTC), of which kind."""

    who: str
    at: datetime
    kind: str


@dataclass(frozen=True)
class IssueView:
    """Everything on the page. `findings` stand under their headings; `state`, `tone` say what is published of it.

    `own`: whoever looks keeps some column; `mine`: only those are shown.
    """

    number: int
    since: date
    until: date
    version: int
    last: Last
    state: str
    tone: str
    columns: tuple[ColumnView, ...]
    own: bool
    mine: bool
    prices: PricesView
    findings: Sequence[tuple[str, Sequence[ShownFinding]]]
    out: tuple[Dropped, ...]
    remarks: tuple[RemarkRecord, ...]
    can_undo: bool
    can_redo: bool
    count: int


def issue_view(
    reading: IssueReading,
    facts: IssueFacts,
    rules: Rules,
    who: str,
    look: Look | None = None,
    keepers: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> IssueView:
    """The issue's page for `who`, who may look at a column in another order or in part, or only at their own columns.

    `keepers` are who looks after each column.
    """
    issue, last = reading.issue, reading.operations[-1]
    own = {column.name for column in issue.draft.columns if who in keepers.get(column.name, ())}
    mine = bool(look and look.mine and own)
    findings = shown_findings(issue, facts, rules)
    usual = {column.name: column.usual for column in rules.columns}
    columns = list[ColumnView]()
    for number, column in enumerate(issue.draft.columns, start=1):
        seen = seen_column(column.name, column.items, look or Look())
        places = {item.id: (at, item) for at, item in enumerate(column.items, start=1)}
        shown = ColumnView(
            number=number,
            name=column.name,
            place=f"c{number}",
            cards=tuple(
                card_of(reading, item, column.name, at, facts, findings)
                for at, item in (places[name] for name in seen.shown)
            ),
            total=len(column.items),
            seen=seen,
            findings=tuple(one for one in findings if one.finding.column == column.name),
            usual=usual.get(column.name, 0),
            keepers=keepers.get(column.name, ()),
            aside=mine and column.name not in own,
        )
        columns.append(shown)
    state, tone = state_of(issue)
    return IssueView(
        number=issue.draft.number,
        since=issue.draft.since,
        until=issue.draft.until,
        version=reading.version,
        last=Last(last.who, last.at, last.kind),
        state=state,
        tone=tone,
        columns=tuple(columns),
        own=bool(own),
        mine=mine,
        prices=prices_view(issue, findings),
        # Remarks have a place of their own on the page.
        findings=by_group([one for one in findings if one.finding.code != "remark"]),
        out=tuple(issue.out),
        remarks=tuple(one for one in issue.remarks if not one.item),
        can_undo=can_undo(reading, who),
        can_redo=redoable(reading, who),
        count=sum(column.total for column in columns),
    )


def prices_view(issue: Issue, findings: Sequence[ShownFinding]) -> PricesView:
    """The price table with what was found of it."""
    prices = issue.draft.prices
    missing = missing_quotes(one.finding for one in findings)
    return PricesView(
        title=prices.title,
        published=prices.published,
        source=prices.source,
        table=price_table(prices),
        charted=is_charted(prices),
        missing=frozenset((exchange, product, f"{day.month}-{day.day}") for exchange, product, day in missing),
        findings=tuple(one for one in findings if one.finding.about == "prices"),
        digest=chart_digest(issue),
    )


def chart_digest(issue: Issue) -> str:
    """What stands in the address of the chart: it changes with the prices, so that the chart may be cached."""
    return sha256(msgspec.json.encode(issue.draft.prices)).hexdigest()[:12]


def state_of(issue: Issue) -> tuple[str, str]:
    """What is published of an issue, in words, and the words' tone."""
    if not issue.editions:
        return "草稿", "info"
    edition = issue.editions[-1].edition
    if issue.published:
        return f"已发布第{edition}版", "good"
    return f"第{edition}版发布后有改动", "warn"


def redoable(reading: IssueReading, who: str) -> bool:
    """Whether the last thing that `who` did was to take something back."""
    waiting = 0
    for edit in (edit_of(one) for one in reading.operations if one.who == who):
        if isinstance(edit, Undo):
            waiting += 1
        elif isinstance(edit, Redo):
            waiting -= 1
        elif not isinstance(edit, Publish | Withdraw | None):
            waiting = 0
    return waiting > 0

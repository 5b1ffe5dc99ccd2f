"""A window of articles to a draft: threshold, one of each group, column, order, caps, and why."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from bulletin.draft import ColumnDraft, Draft, LeftOut
from bulletin.groups import groups
from bulletin.items import item_of, left_out_of
from bulletin.prices import prices
from bulletin.rules import Column, Rules
from index.store import Stored
from pipeline.records import Quote


def assemble(
    number: int, since: date, until: date, articles: Sequence[Stored], quotes: Sequence[Quote], rules: Rules
) -> Draft:
    """Draft an issue over a window of local days, both included.

    `articles` are those published in the window or first seen in it; their order does not matter. An article first
    seen in the window belongs to it if it was published at most `rules.older_days` before; without a date or a title it
    is only an alternate. Pure: the same input gives the same draft. The version is 0 until the draft is an operation.
    """
    left: list[LeftOut] = []
    wanted: dict[str, list[list[Stored]]] = {column.name: [] for column in rules.columns}
    for group in groups(articles):
        reason = _unfit(group[0], rules)
        usable = [stored for stored in group if _unprintable(stored, since, until, rules) == ""]
        if reason:
            left += [left_out_of(stored, reason) for stored in group]
        elif not usable:
            left += [left_out_of(stored, _unprintable(stored, since, until, rules)) for stored in group]
        else:
            others = [stored for stored in group if stored not in usable[:1]]
            wanted[usable[0].enriched.column].append([usable[0], *others])
    columns = []
    for column in rules.columns:
        chosen, dropped = _choose(column, wanted[column.name], rules)
        columns.append(_column(column, chosen))
        left += dropped
    return Draft(
        number=number,
        since=since,
        until=until,
        version=0,
        columns=tuple(columns),
        prices=prices(quotes, since, until),
        left_out=tuple(sorted(left, key=lambda one: (-one.score, one.id))),
    )


def _unfit(stored: Stored, rules: Rules) -> str:
    if stored.enriched.relevance < rules.relevance:
        return f"相关度{stored.enriched.relevance:.2f}，低于{rules.relevance:.2f}"
    known = [column.name for column in rules.columns]
    return "" if stored.enriched.column in known else f"没有栏目：{stored.enriched.column}"


def _unprintable(stored: Stored, since: date, until: date, rules: Rules) -> str:
    published = stored.enriched.article.published
    if not stored.enriched.article.title:
        return "没有标题，只作备选"
    if published is None:
        return "没有发布日期，只作备选"
    if published > until:
        return f"发布于{published}，晚于本期"
    oldest = since - timedelta(days=rules.older_days)
    return "" if published >= oldest else f"发布于{published}，早于本期{rules.older_days}天以上"


def _choose(column: Column, candidates: list[list[Stored]], rules: Rules) -> tuple[list[list[Stored]], list[LeftOut]]:
    """The column's groups in order, and what its caps leave out."""
    chosen: list[list[Stored]] = []
    dropped: list[LeftOut] = []
    sources: Counter[str] = Counter()
    for group in sorted(candidates, key=lambda group: _order(group[0])):
        source = group[0].enriched.article.publisher.id
        if len(chosen) >= column.most:
            dropped += [left_out_of(stored, f"{column.name}已满{column.most}条") for stored in group]
        elif sources[source] >= rules.per_source:
            dropped += [left_out_of(stored, f"同一来源在本栏目已有{rules.per_source}条") for stored in group]
        else:
            sources[source] += 1
            chosen.append(group)
    return chosen, dropped


def _order(stored: Stored) -> tuple[float, int, str]:
    """Most relevant first (in tenths: finer differences mean nothing to a reader), then newest, then by id."""
    published = stored.enriched.article.published or date.min
    return -round(stored.enriched.relevance, 1), -published.toordinal(), stored.id


def _column(column: Column, chosen: list[list[Stored]]) -> ColumnDraft:
    items = tuple(item_of(group) for group in chosen)
    warning = ""
    if len(items) < column.usual / 2:
        warning = f"只有{len(items)}条，平时约{column.usual}条"
    elif len(items) > column.usual * 2:
        warning = f"有{len(items)}条，平时约{column.usual}条"
    return ColumnDraft(name=column.name, items=items, warning=warning)

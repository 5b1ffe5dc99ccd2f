"""A window of articles to a draft: one of each article and event, threshold, column, order, caps, and why."""

from collections.abc import Sequence
from datetime import date

from bulletin.drafting.choose import choose, why_weight
from bulletin.drafting.earlier_issues import DraftWeek, StoredKnowledge
from bulletin.drafting.filter import Miss, filtered, missed
from bulletin.drafting.items import drafted_item
from bulletin.drafting.left_out import left_out
from bulletin.drafting.reports import reports
from bulletin.drafting.rules import Rules
from bulletin.issue import ColumnDraft, Draft, column_warning, prices_of
from index.store import Stored
from pipeline.records import Quote, Reason

NOTHING = StoredKnowledge()


def assemble(
    number: int,
    since: date,
    until: date,
    articles: Sequence[Stored],
    quotes: Sequence[Quote],
    rules: Rules,
    known: StoredKnowledge = NOTHING,
) -> Draft:
    """Draft an issue over a window of local days, both included.

    `articles` are those published in the window or first seen in it; their order does not matter. An article first
    seen in the window belongs to it if it was published at most `rules.older_days` before; without a date or a title it
    is only an alternate. Pure: the same input gives the same draft. The version is 0 until the draft is an operation.
    """
    week = DraftWeek(number, since, until, rules, known)
    candidates, left = filtered(articles, week)
    chosen = choose(reports(candidates, week), rules)
    for report, reason in chosen.left:
        miss = Miss.CROWDED if report.sureness >= rules.sure else Miss.UNSURE
        left += missed(report.candidate.printings, miss, reason)
        for other in report.yielding:
            event = {**reason.values, "event_of": report.head.enriched.article.title}
            left += missed(other.printings, Miss.COPY, Reason(reason.code, event))
    columns = list[ColumnDraft]()
    for column in rules.columns:
        items = tuple(drafted_item(one, why_weight(one, rules), week) for one in chosen.columns[column.name])
        columns.append(ColumnDraft(name=column.name, items=items, warning=column_warning(len(items), column.usual)))
    return Draft(
        number=number,
        since=since,
        until=until,
        version=0,
        columns=tuple(columns),
        prices=prices_of(quotes, since, until),
        left_out=left_out(left, rules),
    )

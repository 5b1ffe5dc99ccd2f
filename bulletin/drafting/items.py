"""Stored articles as what an issue holds: items, alternates, what was left out."""

from collections.abc import Sequence
from typing import Any

import msgspec

from bulletin.drafting.candidates import Report
from bulletin.drafting.duplicates import why_same
from bulletin.drafting.earlier_issues import DraftWeek
from bulletin.drafting.events import why_same_event
from bulletin.issue import (
    LINE_BELOW_TITLE,
    Alternate,
    File,
    Item,
    LeftOut,
    Picture,
    article_warnings,
    attachment_warnings,
    finding_limits,
    history_warnings,
    printable_line,
    shown_article,
    source_of,
)
from index.store import Stored
from pipeline.records import Reason
from pipeline.time_zone import local_day


def item_of(printings: Sequence[Stored]) -> Item:
    """An article's printings, best first, as an item with the others as its alternates."""
    head, *others = printings
    article, enriched = head.enriched.article, head.enriched
    sources = tuple(sorted({source_of(other) for other in others}))
    found: dict[str, Any] = {name: getattr(article, name) for name in ("language", *LINE_BELOW_TITLE)}
    same = [Reason("same_article", {"count": len(others), "sources": sources})] if others else []
    return Item(
        blocks=article.blocks,
        images=tuple(Picture(url=image.url, caption=image.caption) for image in article.images),
        attachments=tuple(File(url=file.url, name=file.name) for file in article.attachments),
        score=round(enriched.relevance, 4),
        revised=head.revisions > 1,
        text_hash=article.text_hash,
        reasons=(*enriched.reasons, *same),
        warnings=article_warnings(head),
        alternates=tuple(alternate_of(head, other) for other in others),
        **found | dict(shown_article(head)),
    )


def drafted_item(report: Report, why_here: Reason, week: DraftWeek) -> Item:
    """A report as an item of the draft: what is known of its event and its past beside what `item_of` says."""
    item, event = item_of(report.candidate.printings), list[Reason]()
    if report.yielding:
        titles = tuple(printable_line(other.head.enriched.article.title) for other in report.yielding)
        event = [Reason("event_others_yield", {"count": len(titles), "titles": titles})]
    head, changed = report.head, week.known.changed.get(report.head.id)
    history = history_warnings(
        head,
        report.candidate.issues,
        week.since,
        week.until,
        local_day(head.first_seen),
        local_day(changed) if changed else None,
    )
    return msgspec.structs.replace(
        item,
        event=report.event,
        printed=report.candidate.issues,
        reasons=(*_telling(item, report), why_here, *event),
        warnings=(*history, *item.warnings),
        alternates=(*item.alternates, *_reports(report)),
    )


def _telling(item: Item, report: Report) -> list[Reason]:
    """The item's reasons without those that speak for another column, or against what is relevant beyond doubt.

    Articles keep the reasons of the classifier that they met; an editor is told what the decision rests on.
    """
    sure = item.score >= finding_limits().relevant
    return [
        reason
        for reason in item.reasons
        if not (reason.code == "near_exemplar" and reason.values["column"] != report.column)
        and not (sure and reason.code in ("rule_against", "near_off_topic"))
    ]


def alternate_of(head: Stored, other: Stored, why: Reason | None = None) -> Alternate:
    """Another printing of the head's article, or with `why` another article that may stand for it."""
    return Alternate(
        **shown_article(other),
        reasons=(why or why_same(head, other), *article_warnings(other)),
    )


def _reports(report: Report) -> list[Alternate]:
    """The reports that give way, each with its printings."""
    found = []
    for other in report.yielding:
        why = why_same_event(report.head, other.head)
        found.append(alternate_of(report.head, other.head, why))
        same = Reason(why.code, {**why.values, "copy": printable_line(other.head.enriched.article.title)})
        found += [alternate_of(report.head, printing, same) for printing in other.printings[1:]]
    return found


def left_out_of(stored: Stored, reason: Reason, *, near: bool = False) -> LeftOut:
    """An article that the draft does not take, with the reason, and whether its attachment was read, before its own."""
    return LeftOut(
        **shown_article(stored),
        column=stored.enriched.column,
        score=round(stored.enriched.relevance, 4),
        reasons=(reason, *attachment_warnings(stored.enriched.article), *stored.enriched.reasons),
        near=near,
    )

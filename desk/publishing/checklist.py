"""The checklist before publishing: what of an issue is missing or odd, how serious, and where to mend it."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from bulletin.drafting.rules import Rules
from bulletin.issue import Draft, Issue, Item, printable_line
from desk.issue_page.doubts import limits
from desk.issue_page.stored_facts import Facts
from desk.prices.table import closed_days, gaps
from pipeline.records import blocks_text

FILE = Path(__file__).parent / "checklist.toml"
Severity = Literal["必须", "请看", "提示"]
SEVERITIES: tuple[Severity, ...] = ("必须", "请看", "提示")
# Of a field that extraction was not sure of, its name as printed.
FIELD_NAMES = {"title": "题目", "published": "发布日期", "source": "来源"}
WEBSITE = "页面没有来源，以网站名称代替"


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `item` and `column` say where ("" where it is about neither), `what` names the rule."""

    severity: Severity
    what: str
    text: str
    item: str = ""
    title: str = ""
    column: str = ""

    @property
    def place(self) -> Literal["item", "column", "prices", "issue"]:
        """What of the issue is to be mended."""
        if self.what.startswith("price_"):
            return "prices"
        return "item" if self.item else "column" if self.column else "issue"


@cache
def severities() -> Mapping[str, Severity]:
    """How serious each finding is, from checklist.toml."""
    read: Mapping[str, Severity] = tomllib.loads(FILE.read_text())["severity"]
    return read


# What a rule finds: its name, the text, and the item or the column.
_Found = tuple[str, str, Item | str]


def check(issue: Issue, facts: Facts, rules: Rules) -> tuple[Finding, ...]:
    """What is missing or odd, the most serious first, then in the order of the issue."""
    found = [_finding(*one) for rule in _RULES for one in rule(issue, facts, rules)]
    places = [item.id for column in issue.draft.columns for item in column.items]
    order = {name: at for at, name in enumerate(places)}
    return tuple(sorted(found, key=lambda one: (SEVERITIES.index(one.severity), order.get(one.item, -1))))


def _finding(what: str, text: str, where: Item | str) -> Finding:
    severity = severities()[what]
    if isinstance(where, Item):
        return Finding(severity, what, text, item=where.id, title=where.title or "（无题）")
    return Finding(severity, what, text, column=where)


def _items(draft: Draft) -> Iterator[Item]:
    for column in draft.columns:
        yield from column.items


def _incomplete(issue: Issue, _facts: Facts, _rules: Rules) -> Iterator[_Found]:
    for item in _items(issue.draft):
        if not item.title.strip():
            yield "no_title", "没有题目", item
        if item.published is None:
            yield "no_date", "没有发布日期", item
        if not item.source.strip():
            yield "no_source", "没有来源", item
        elif WEBSITE in item.warnings and _untouched(issue, item, "source"):
            yield "website_as_source", f"页面没有印来源，以网站名称“{item.source}”代替", item
        if not blocks_text(tuple(block for block in item.blocks if block.kind != "image")).strip() and not item.images:
            yield "empty_body", "没有正文", item


def _unsure(issue: Issue, facts: Facts, _rules: Rules) -> Iterator[_Found]:
    for item in _items(issue.draft):
        stored = facts.articles.get(item.id)
        sure = stored.enriched.article.confidence if stored else {}
        doubtful = [
            f"{name}（{sure[one]:.0%}）"
            for one, name in FIELD_NAMES.items()
            if one in sure and sure[one] < limits().extraction and _untouched(issue, item, one)
        ]
        if doubtful:
            yield "low_confidence", f"抽取把握不大：{'、'.join(doubtful)}，请对照原文", item


def _untouched(issue: Issue, item: Item, name: str) -> bool:
    """Whether an item's field is as it first came in: what an editor has set needs no second look."""
    first = issue.originals.get(item.id)
    return first is not None and getattr(first, name) == getattr(item, name)


def _pictures(issue: Issue, facts: Facts, _rules: Rules) -> Iterator[_Found]:
    for item in _items(issue.draft):
        missing = [image.url for image in item.images if not _kept(facts, image.url)]
        if missing:
            yield "missing_picture", f"缺{len(missing)}张图片，会印成“图片缺失”", item
        bare = sum(not image.caption.strip() for image in item.images)
        if bare:
            yield "no_caption", f"{bare}张图片没有图注", item


def _kept(facts: Facts, url: str) -> bool:
    file = facts.media.get(url)
    return file is not None and bool(file.digest)


def _columns(issue: Issue, _facts: Facts, rules: Rules) -> Iterator[_Found]:
    usual = {column.name: column.usual for column in rules.columns}
    if not any(_items(issue.draft)):
        yield "no_items", "本期一条稿件也没有", ""
        return
    for column in issue.draft.columns:
        count, often = len(column.items), usual.get(column.name, 0)
        if not count:
            yield "column_empty", f"{column.name}没有稿件", column.name
        elif count < often / 2 or count > often * 2:
            yield "column_unusual", f"{column.name}有{count}条，平时约{often}条", column.name


def _prices(issue: Issue, _facts: Facts, _rules: Rules) -> Iterator[_Found]:
    draft = issue.draft
    if not draft.prices.quotes:
        yield "price_none", "本周没有任何行情，价格表和走势图是空的", ""
        return
    for gap in gaps(draft):
        days = "、".join(f"{day.month}-{day.day}" for day in gap.days)
        yield "price_missing", f"{gap.exchange} {gap.product} 缺{days}的行情", ""
    closed = closed_days(draft)
    if closed:
        days = "、".join(f"{day.month}-{day.day}" for day in closed)
        yield "price_closed", f"{days}所有交易所都没有行情（是休市吗？）", ""


def _seen_before(issue: Issue, facts: Facts, _rules: Rules) -> Iterator[_Found]:
    for item in _items(issue.draft):
        others = [one for one in facts.printed.get(item.id, ()) if one.issue != issue.draft.number]
        for one in others:
            how = "曾在总第{}期撤下" if one.withdrawn else "已在总第{}期登过"
            yield "printed_before", how.format(one.issue), item
        stored = facts.articles.get(item.id)
        if stored and item.text_hash not in ("", stored.enriched.article.text_hash):
            yield "changed_since", "来源网页在收入本期之后又有改动，请对照原文", item


def _remarks(issue: Issue, _facts: Facts, _rules: Rules) -> Iterator[_Found]:
    items = {item.id: item for item in _items(issue.draft)}
    last = issue.editions[-1].number if issue.editions else 0
    for said in issue.remarks:
        if said.number > last and (not said.item or said.item in items):
            yield "remark", f"{said.who}的备注：{' '.join(said.text.split())[:200]}", items.get(said.item, "")


def _twice(issue: Issue, _facts: Facts, _rules: Rules) -> Iterator[_Found]:
    by_title = defaultdict[str, list[Item]](list)
    for item in _items(issue.draft):
        by_title["".join(item.title.split())].append(item)
    for same in by_title.values():
        for item in same[1:] if same[0].title.strip() else ():
            yield "same_title", "题目与本期另一条相同", item
    by_event = defaultdict[str, list[Item]](list)
    for item in _items(issue.draft):
        by_event[item.event].append(item)
    for event, told in by_event.items():
        for item in told[1:] if event else ():
            yield "same_event", f"与《{printable_line(told[0].title, 60)}》说的像是同一件事", item


def _dates(issue: Issue, _facts: Facts, rules: Rules) -> Iterator[_Found]:
    since, until = issue.draft.since, issue.draft.until
    for item in _items(issue.draft):
        day = item.published
        if day is None:
            continue
        if day > until:
            yield "date_after", f"发布日期{day}在本期（到{until}）之后", item
        elif day < since - timedelta(days=rules.older_days):
            yield "date_after", f"发布日期{day}比本期早{rules.older_days}天以上", item
        elif day < since:
            yield "date_early", f"发布日期{day}早于本期（从{since}起）", item


_RULES: tuple[Callable[[Issue, Facts, Rules], Iterator[_Found]], ...] = (
    _incomplete, _unsure, _pictures, _columns, _prices, _seen_before, _remarks, _twice, _dates,
)  # fmt: skip

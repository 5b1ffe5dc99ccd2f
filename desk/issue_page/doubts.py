"""What an editor should look at twice in an item, a column and the prices; a mended field is no longer doubted."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bulletin.drafting.rules import Rules
from bulletin.issue import Item, Prices, price_days, price_series
from desk.issue_page.stored_facts import Facts
from index.store import Stored

FILE = Path(__file__).with_name("doubts.toml")

# The draft's own warnings that are made anew here, from the item as it is now (bulletin.drafting.items writes them).
REMADE = ("没有发布日期", "页面没有来源", "来源网页后来有改动", "来源不在目录中")

# Kinds of doubts, in the order in which the page lists them.
KINDS = {
    "date": "没有发布日期",
    "source": "没有来源",
    "picture": "图片缺失",
    "price": "行情缺失",
    "relevance": "是否相关存疑",
    "column": "栏目拿不准",
    "extraction": "可能没有取对",
    "other": "其他提示",
    "count": "栏目条数",
}


@dataclass(frozen=True)
class FindingLimits:
    """Figures of doubts.toml, all 0..1."""

    very_relevant: float
    relevant: float
    column: float
    extraction: float


@dataclass(frozen=True)
class Doubt:
    """One thing to look at: its kind (see KINDS), what it says, the place on the page (an element's id), its name."""

    kind: str
    text: str
    place: str
    name: str


@cache
def limits() -> FindingLimits:
    """The figures in force."""
    return FindingLimits(**tomllib.loads(FILE.read_text()))


def relevance_word(score: float) -> str:
    """A relevance (0..1) in words."""
    if score >= limits().very_relevant:
        return "很相关"
    return "较相关" if score >= limits().relevant else "存疑"


def of_item(item: Item, original: Item, column: str, facts: Facts) -> list[Doubt]:
    """What is doubtful in an item that stands in this column; `original` is the item as it came in."""
    stored = facts.articles.get(item.id)
    found = [*_missing(item, original, stored), *_pictures(item, facts), *_judged(item, original, column, stored)]
    found += [("other", text) for text in item.warnings if not text.startswith(REMADE)]
    return [Doubt(kind, text, f"i{item.id}", item.title) for kind, text in found]


def _missing(item: Item, original: Item, stored: Stored | None) -> Iterator[tuple[str, str]]:
    if item.published is None:
        yield "date", "没有发布日期"
    if not item.source:
        yield "source", "没有来源"
    elif stored is not None and stored.enriched.article.source is None and item.source == original.source:
        yield "source", "页面没有来源，以网站名称代替"


def _pictures(item: Item, facts: Facts) -> Iterator[tuple[str, str]]:
    for at, picture in enumerate(item.images, start=1):
        file = facts.media.get(picture.url)
        if file is None or not file.digest:
            why = file.problem if file is not None and file.problem else "还没有抓到"
            yield "picture", f"第{at}张图片缺失：{why}"


def _judged(item: Item, original: Item, column: str, stored: Stored | None) -> Iterator[tuple[str, str]]:
    """Judgements of the machine that nobody has corrected yet."""
    if stored is None:
        return
    enriched, article = stored.enriched, stored.enriched.article
    if item.score < limits().relevant:
        yield "relevance", f"相关度只有{item.score:.2f}"
    if enriched.column == column and enriched.scores.get(column, 1.0) < limits().column:
        others = sorted(((score, name) for name, score in enriched.scores.items() if name != column), reverse=True)
        second = f"，也可能是{others[0][1]}" if others else ""
        yield "column", f"属于{column}的把握只有{enriched.scores[column]:.2f}{second}"
    for name, what in (("title", "题目"), ("published", "发布日期"), ("source", "来源")):
        sure = article.confidence.get(name, 1.0)
        if sure < limits().extraction and getattr(item, name) == getattr(original, name):
            yield "extraction", f"{what}可能没有取对，请与原文核对"
    if not article.publisher.listed:
        yield "other", "来源不在目录中"


def of_column(name: str, place: str, count: int, rules: Rules) -> list[Doubt]:
    """Whether a column has far more or fewer items than usual."""
    usual = next((column.usual for column in rules.columns if column.name == name), count)
    if count < usual / 2:
        return [Doubt("count", f"只有{count}条，平时约{usual}条", place, name)]
    return [Doubt("count", f"有{count}条，平时约{usual}条", place, name)] if count > usual * 2 else []


def of_prices(prices: Prices, place: str) -> list[Doubt]:
    """Closes that the table and the chart lack: a day on which others have one, or a trade without a price."""
    if not prices.quotes:
        return [Doubt("price", "本周没有任何行情", place, "价格走势")]
    gaps = list[str]()
    for (exchange, product), by_day in price_series(prices).items():
        lacking = [
            day
            for day in price_days(prices)
            if (quote := by_day.get(day)) is None or (quote.close is None and quote.volume)
        ]
        gaps += [f"{exchange}{product} {day.month}月{day.day}日没有收盘价" for day in lacking]
    return [Doubt("price", text, place, text) for text in gaps]


def grouped(doubts: Sequence[Doubt]) -> list[tuple[str, list[Doubt]]]:
    """Doubts by their kind's name, in the kinds' order; each place once a kind."""
    by_kind = {kind: {one.place + one.name: one for one in doubts if one.kind == kind} for kind in KINDS}
    return [(KINDS[kind], list(found.values())) for kind, found in by_kind.items() if found]

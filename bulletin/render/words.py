"""The words around the texts, the same in every format: masthead, 发布日期 and 来源, notices."""

import re
from datetime import date

from bulletin.issue import Edition, EditionItem, Item, Prices
from pipeline.time_zone import local_day

NO_ITEMS = "本期没有稿件"
NO_PICTURE = "图片缺失"
PRICES_NOTE = "本周各交易所行情见下表和下图，价格单位为元/吨。“无成交”表示当日没有成交，“—”表示当日没有行情。"
CHART_ALT = "各交易所收盘价折线图，数据见上表"

# The first part of a BCP 47 tag.
LANGUAGE = re.compile(r"[a-z]{2,3}(?![A-Za-z0-9])")


def printed_day(day: date | None) -> str:
    """A day as the bulletin prints it: 2017-9-4, without leading zeros."""
    return f"{day.year}-{day.month}-{day.day}" if day else "（无）"


def masthead(edition: Edition) -> str:
    """Number, window and day of publication; the edition too where it is not the first."""
    parts = [edition.issue, f"{printed_day(edition.since)} 至 {printed_day(edition.until)}"]
    parts.append(f"{printed_day(local_day(edition.published_at))} 发布")
    if edition.edition > 1:
        parts.append(f"第{edition.edition}版")
    return " · ".join(parts)


def notices(edition: Edition) -> list[str]:
    """What a correction changed and what was withdrawn, a line each; none for an edition as first published."""
    found = [f"更正说明：{edition.note}"] if edition.note else []
    for one in edition.withdrawn:
        why = f"：{one.why}" if one.why else ""
        found.append(f"撤下（{printed_day(local_day(one.at))}）：《{one.title}》{why}")
    return found


def meta(item: EditionItem | Prices) -> str:
    """The line below a title: 发布日期, 来源, 文号; what is not known is left out."""
    parts = [f"发布日期：{printed_day(item.published)}"] if item.published else []
    parts += [f"来源：{item.source}"] if item.source else []
    if isinstance(item, EditionItem) and item.document_number:
        parts.append(f"文号：{item.document_number}")
    return "\u2003".join(parts)


def tongue(item: EditionItem | Item) -> str:
    """The item's language as two or three letters, without script and region; "zh" where it has no such form."""
    found = LANGUAGE.match(item.language)
    return found[0] if found else "zh"


def alt(caption: str, title: str) -> str:
    """What a picture is called where it cannot be seen."""
    return caption or f"配图：{title}"

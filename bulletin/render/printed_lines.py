"""The words around the texts, the same in every format: masthead, 发布日期 and 来源, notices."""

import re
from datetime import date

from bulletin.issue import BULLETIN_NAME, LINE_BELOW_TITLE, Draft, Edition, Prices, PrintedItem
from pipeline.time_zone import local_day

NO_ITEMS = "本期没有稿件"
NO_PICTURE = "图片缺失"
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


def prices_note(charted: bool) -> str:
    """What stands over the price table; `charted` says whether a chart follows it."""
    where = "下表和下图" if charted else "下表"
    return f"本周各交易所行情见{where}，价格单位为元/吨。“无成交”表示当日没有成交，“—”表示当日没有行情。"


def running_head(shown: Draft | Edition) -> tuple[str, str]:
    """What stands on the left and on the right over every page from the second on."""
    return BULLETIN_NAME, shown.issue if isinstance(shown, Edition) else f"总第 {shown.number} 期"


def notices(edition: Edition) -> list[str]:
    """What a correction changed and what was withdrawn, a line each; none for an edition as first published."""
    found = [f"更正说明：{edition.note}"] if edition.note else []
    for one in edition.withdrawn:
        why = f"：{one.why}" if one.why else ""
        found.append(f"撤下（{printed_day(local_day(one.at))}）：《{one.title}》{why}")
    return found


def meta(item: PrintedItem | Prices) -> str:
    """The line below a title; see `facts`."""
    return "\u2003".join(facts(item).values())


def facts(item: PrintedItem | Prices) -> dict[str, str]:
    """The parts of the line below a title, by field: 发布日期：2017-9-4; what is not known is left out.

    That it is missing is a finding, which an editor reads at the desk.
    """
    found = dict[str, str]()
    for name, word in LINE_BELOW_TITLE.items():
        value = getattr(item, name, None)
        if value:
            found[name] = f"{word}：{value if isinstance(value, str) else printed_day(value)}"
    return found


def tongue(item: PrintedItem) -> str:
    """The item's language as two or three letters, without script and region; "zh" where it has no such form."""
    found = LANGUAGE.match(item.language)
    return found[0] if found else "zh"


def alt(caption: str, title: str) -> str:
    """What a picture is called where it cannot be seen."""
    return caption or f"配图：{title}"

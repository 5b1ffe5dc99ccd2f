"""The invented exchanges' price pages: a week of quotes as data, in three kinds of table."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from demo.layout import INVENTED

QUOTES = Path(__file__).parent / "quotes.toml"
PATH = "/hq/index.html"


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """An exchange's week; a row is day, open, high, low, close (元/吨), volume (吨), turnover (元); "-" is no trade."""

    id: str
    name: str
    host: str
    product: str
    table: str
    rows: Sequence[tuple[date, str, str, str, str, str, str]]

    @property
    def url(self) -> str:
        """The address of its price page."""
        return f"http://{self.host}{PATH}"


def exchanges() -> list[Exchange]:
    """All exchanges of the demo."""
    return msgspec.convert(tomllib.loads(QUOTES.read_text(encoding="utf-8"))["exchange"], list[Exchange])


def pages() -> dict[str, str]:
    """The price pages by address."""
    return {one.url: _page(one) for one in exchanges()}


def _page(one: Exchange) -> str:
    heads, rows = _TABLES[one.table]
    lines = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in rows(one, row))}</tr>" for row in one.rows)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>交易行情-{one.name}</title></head><body>'
        f'<div class="nav"><a href="/">首页</a> <a href="{PATH}">交易行情</a></div><h1>每日行情</h1>'
        f'<table class="quotes"><thead><tr>{"".join(f"<th>{head}</th>" for head in heads)}</tr></thead>'
        f"<tbody>\n{lines}\n</tbody></table><p>{INVENTED['zh']}</p></body></html>"
    )


QuoteRow = tuple[date, str, str, str, str, str, str]


def _full(one: Exchange, row: QuoteRow) -> list[str]:
    return [str(row[0]), one.product, *row[1:]]


def _short(one: Exchange, row: QuoteRow) -> list[str]:
    del one
    return [f"{row[0]:%Y/%m/%d}", row[4], row[5], row[6]]


def _plain(one: Exchange, row: QuoteRow) -> list[str]:
    return [one.product, f"{row[0]:%Y年%m月%d日}", row[1], row[4], f"{row[5]}吨" if row[5] != "-" else "-"]


_TABLES = {
    "full": (
        ["日期", "品种", "开盘价", "最高价", "最低价", "收盘价", "成交量（吨）", "成交额（元）"],
        _full,
    ),
    "short": (["交易日期", "收盘价（元/吨）", "成交量（吨）", "成交额（元）"], _short),
    "plain": (["品种", "交易日", "开盘价", "收盘价", "成交量"], _plain),
}

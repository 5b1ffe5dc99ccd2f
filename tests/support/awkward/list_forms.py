"""Publishers whose list is anything but a row of links with dates: what they serve, and the articles it names."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from demo.loopback import Reply
from tests.support.awkward.publisher import HTML, AwkwardPublisher, Expected, article, html

Entries = Sequence[tuple[str, str, str]]  # path, title, day


@dataclass(frozen=True)
class ListForm:
    """A publisher with a list of one form; `named` are the articles that it must name: address, title, day."""

    publisher: AwkwardPublisher
    named: tuple[tuple[str, str, date], ...]


def form(name: str, served: Mapping[str, Reply], named: Entries, lists: int = 1, **keys: Any) -> ListForm:
    """A list of that name; its articles are there. `keys` are its entry's."""
    there = {path: article(number) for number, (path, _, _) in enumerate(named, 1)}
    outcome = Expected(fetched=len(named), lists=lists)
    publisher = AwkwardPublisher(name, [({**there, **served}, outcome)], [{"articles": "", **keys}])
    days = tuple((path, title, date.fromisoformat(day)) for path, title, day in named)
    return ListForm(publisher, tuple(sorted(days)))


def data(value: Any) -> Reply:
    return Reply(200, {"content-type": "application/json"}, json.dumps(value, ensure_ascii=False).encode())


def rows(entries: Entries, row: str) -> str:
    return "".join(row.format(path=path, title=title, day=day) for path, title, day in entries)


LIST = "/list.html"
PLAN, RULES = "关于印发《绿色工厂梯度培育方案》的通知", "关于《碳足迹标识管理细则》的公告"
TWO = (("/t/2.html", PLAN, "2026-05-14"), ("/t/1.html", RULES, "2026-05-12"))
PLAIN_ROW = '<li><a href="{path}">{title}</a><span>{day}</span></li>'

NESTED = """<ul class="u"><li><a href="{0}" title="{1}">关于印发《绿色工厂…</a><div class="pop"><h3>相关解读</h3><ul>
<li><a href="../jd/t20260514_91.html">一图读懂绿色工厂</a></li></ul></div><span>2026/05/14</span></li><li class="empty"></li>
<li><a href="{2}" title="{3}">{3}</a><div class="pop"><ul></ul></div><span>2026/05/12</span></li></ul>"""
NOTICES = (("/tz/202605/t20260514_12.html", PLAN, "2026-05-14"), ("/tz/202605/t20260512_11.html", RULES, "2026-05-12"))

RECORD = '<record><![CDATA[<li><a title="{title}" href="{path}"> {title} </a><b>{day}</b></li>]]></record>'
UNIT = "/gw/build/unit?pageId=77&tagId=%E4%BF%A1%E6%81%AF%E5%88%97%E8%A1%A8&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A15%7D"
UNIT_PAGE = (
    """<a href="/col/1">首页</a><script url="/gw/build/unit" queryData="{'pageId':'77','tagId':'信息列表'}"></script>"""
)

# Read on 15 May 2026, 15:00 in Beijing.
DATES = {
    "[05-14]": "2026-05-14",
    "12-30": "2025-12-30",
    "3小时前": "2026-05-15",
    "昨天": "2026-05-14",
    "26-05-03": "2026-05-03",
    "5 May 2026": "2026-05-05",
    "06/05/2026": "2026-05-06",
    "May 7, 2026": "2026-05-07",
}
DATED = tuple((f"/t/{number}.html", f"通知{number}", day) for number, day in enumerate(DATES.values(), 1))

LIST_FORMS = [
    form(
        "nested",
        {"/tz/": html(NESTED.format("./202605/t20260514_12.html", PLAN, "./202605/t20260512_11.html", RULES))},
        NOTICES,
        url="/tz/",
        articles=r"/t\d+_\d+\.html$",
        exclude="/jd/",
    ),
    form(
        "records",
        {
            "/col/": html(
                f'<script type="text/xml"><datastore><recordset>{rows(TWO, RECORD)}</recordset></datastore></script>'
            )
        },
        TWO,
        url="/col/",
        articles="/t/",
        kind="records",
    ),
    form(
        "unit",
        {"/col/": html(UNIT_PAGE), UNIT: data({"success": True, "data": {"html": f"<ul>{rows(TWO, PLAIN_ROW)}</ul>"}})},
        TWO,
        lists=2,
        url="/col/",
        articles="/t/",
        kind="jpaas",
    ),
    form(
        "json",
        {
            "/new.json": data(
                [
                    {"TITLE": title, "URL": f"http://json.example{path}", "DOCRELPUBTIME": day}
                    for path, title, day in TWO
                ]
            )
        },
        TWO,
        url="/new.json",
        kind="json",
    ),
    form(
        "datasource",
        {
            "/xw/yw.htm": html('<ul class="list" data="datasource:5f2e"></ul><script src="/list.js"></script>'),
            "/xw/ds_5f2e.json": data(
                {
                    "datasource": [
                        {"showTitle": f"<a>{title}</a>", "publishUrl": f"..{path}", "publishTime": f"{day} 23:30:00"}
                        for path, title, day in TWO
                    ]
                }
            ),
        },
        TWO,
        lists=2,
        url="/xw/yw.htm",
        kind="datasource",
    ),
    form(
        "onclick",
        {
            LIST: html(
                rows(
                    TWO,
                    "<li><a href='javascript:void(0)' onclick=\"openDetail('{path}')\">{title}</a><i>{day}</i></li>",
                )
            )
        },
        TWO,
        articles="/t/",
    ),
    form(
        "script-array",
        {
            LIST: html(
                "<div id='list'></div><script>var menu=[{{name:'首页',url:'/'}}];var rows=[{}];rows.map(draw)</script>".format(
                    rows(TWO, "{{title:'{title}',url:'{path}',date:'{day}'}},")
                )
            )
        },
        TWO,
        articles="/t/",
        kind="script",
    ),
    form(
        "date-in-sibling-box",
        {
            LIST: html(
                rows(TWO, "<li><div class='h'><a href='{path}'>{title}</a></div><div class='when'>{day}</div></li>")
            )
        },
        TWO,
        articles="/t/",
    ),
    form(
        "dates-of-all-forms",
        {
            LIST: html(
                rows([(path, title, shown) for (path, title, _), shown in zip(DATED, DATES, strict=True)], PLAIN_ROW)
            )
        },
        DATED,
        articles="/t/",
    ),
    form(
        "gbk-called-utf8",
        {
            LIST: Reply(
                200,
                {"content-type": HTML},
                f"<html><head></head><body><ul>{rows(TWO, PLAIN_ROW)}</ul></body></html>".encode("gbk"),
            )
        },
        TWO,
        articles="/t/",
    ),
    form("by-year", {"/tz/2026/": html(rows(TWO, PLAIN_ROW))}, TWO, url="/tz/{year}/", articles="/t/"),
    form(
        "counting-down",
        {
            "/tz.htm": html(rows(TWO[:1], PLAIN_ROW) + '<a href="tz/9.htm">下页</a><a href="tz/1.htm">尾页</a>'),
            "/tz/9.htm": html(rows(TWO[1:], PLAIN_ROW) + '<a href="8.htm">下页</a>'),
        },
        TWO,
        lists=2,
        url="/tz.htm",
        articles="/t/",
        paging="next",
        pages=2,
    ),
    form(
        "date-in-attribute",
        {
            LIST: html(
                rows(TWO, '<li><a href="{path}">{title}</a><time datetime="{day}T08:00:00+02:00">last week</time></li>')
            )
        },
        TWO,
        articles="/t/",
    ),
]

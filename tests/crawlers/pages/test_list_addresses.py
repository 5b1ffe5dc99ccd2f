"""How list pages are asked for."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.catalogue.entry import ListPages
from crawlers.pages.list_addresses import asked, next_list_page, years
from crawlers.pages.markup import Markup

HERE = "http://green.example/xwdt/"


def pages(**keys: Any) -> ListPages:
    return ListPages.model_validate({"url": HERE, "articles": "x", **keys})


def test_pages_are_numbered_as_the_site_numbers_them() -> None:
    trs = pages(paging="index_{n}.html", pages=3)
    assert [asked(trs, n, 2026).url for n in (1, 2, 3)] == [HERE, f"{HERE}index_1.html", f"{HERE}index_2.html"]
    query = pages(paging="?{n}", first=2, pages=2)
    assert asked(query, 2, 2026).url == f"{HERE}?2"


def test_the_year_is_filled_in() -> None:
    yearly = pages(url="http://green.example/tz/{year}/index.html", paging="index_{n}.html?y={year}", pages=2)
    assert asked(yearly, 1, 2027).url == "http://green.example/tz/2027/index.html"
    assert asked(yearly, 2, 2027).url == "http://green.example/tz/2027/index_1.html?y=2027"


@pytest.mark.parametrize(
    ("moment", "asked_for"),
    [
        (datetime(2026, 5, 15, tzinfo=UTC), [2026]),
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), [2026]),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), [2027, 2026]),
        (datetime(2027, 1, 14, tzinfo=UTC), [2027, 2026]),
        (datetime(2027, 1, 15, tzinfo=UTC), [2027]),
    ],
)
def test_in_the_first_days_of_a_year_the_last_ones_list_is_read_too(moment: datetime, asked_for: list[int]) -> None:
    assert years(pages(url=f"{HERE}{{year}}/"), moment) == asked_for
    assert len(years(pages(), moment)) == 1


def test_a_form_and_a_body_are_posted_with_the_number() -> None:
    form = asked(pages(form={"page": "{n}", "dept": "节能处"}, first=2, pages=3), 3, 2026)
    assert (form.method, form.body) == ("POST", b"page=3&dept=%E8%8A%82%E8%83%BD%E5%A4%84")
    assert (form.headers or {})["Content-Type"] == "application/x-www-form-urlencoded"
    body = asked(
        pages(body={"pageNo": "{n}", "filter": {"year": "{year}", "sort": ["d-{n}"]}, "size": 20}, pages=2), 1, 2026
    )
    assert body.method == "POST"
    assert json.loads(body.body) == {"pageNo": 0, "filter": {"year": 2026, "sort": ["d-0"]}, "size": 20}
    assert asked(pages(headers={"Referer": HERE}), 1, 2026).headers == {"Referer": HERE}


@pytest.mark.parametrize(
    ("markup", "css", "address"),
    [
        (
            '<a href="xwdt/41.htm">上一页</a><a href="xwdt/40.htm">下页</a><a href="xwdt/1.htm">尾页</a>',
            "",
            "xwdt/40.htm",
        ),
        ('<a href="?p=3">下一页 &gt;</a>', "", "?p=3"),
        ("""<a onclick="location.href=encodeURI('xwdt/index_2.jhtml');">下一页</a>""", "", "xwdt/index_2.jhtml"),
        ('<link rel="next" href="/xwdt/page/2/">', "", "page/2/"),
        ('<a href="/xwdt/?page=2">Next »</a>', "", "?page=2"),
        (
            '<ul class="pager"><li><a class="on" href="#">1</a></li><li><a href="p2.html">2</a></li></ul>',
            ".pager a:not(.on)",
            "p2.html",
        ),
        (
            '<a href="javascript:go(2)">下一页</a><a href="http://other.example/2">下一页</a><a href="#">下一页</a>',
            "",
            None,
        ),
        ('<a href="1.html">下一篇</a>', "", None),
    ],
)
def test_a_page_leads_to_the_next_one(markup: str, css: str, address: str | None) -> None:
    assert next_list_page(Markup(markup, "", HERE), css) == ("" if address is None else HERE + address)

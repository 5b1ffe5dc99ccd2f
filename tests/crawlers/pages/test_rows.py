"""Lists that are data, read on 15 May 2026."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawlers.catalogue.entry import ListPages
from crawlers.pages.links import ListReading
from crawlers.pages.reading import ListPage, read_list

HERE = "http://green.example/api/list"
NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)


def read(body: str, **keys: Any) -> ListReading:
    pages = ListPages.model_validate({"url": HERE, "kind": "json", **keys})
    return read_list(ListPage(body.encode(), "application/json", HERE, lambda url: "green.example" in url, NOW), pages)[
        0
    ]


def told(reading: ListReading) -> list[tuple[str, str | None, date | None]]:
    return [(link.url.removeprefix("http://green.example"), link.title, link.published) for link in reading.links]


ROWS = [
    # Upper-case keys of a list file that a CMS writes beside the page.
    (
        [{"TITLE": "办法", "URL": "http://green.example/c/1.htm", "DOCRELPUBTIME": "2026-05-14"}],
        {},
        ("/c/1.htm", "办法", 14),
    ),
    (
        {
            "total": 1,
            "menu": [{"name": "首页"}],
            "data": {"list": [{"docTitle": "公示", "docPubUrl": "../g/1.html", "pubDate": "2026-05-14 09:00:00"}]},
        },
        {},
        ("/g/1.html", "公示", 14),
    ),
    (
        [{"title": {"rendered": "碳价 &amp; 电价"}, "link": "/wp/1", "date": "2026-05-14T09:00:00"}],
        {},
        ("/wp/1", "碳价 & 电价", 14),
    ),
    ([{"showTitle": "<b>风电</b>", "link": "/w/1", "createTime": 1778788800000}], {}, ("/w/1", "风电", 15)),
    ([{"title": "核电", "href": "/n/1", "time": 1778716800}], {}, ("/n/1", "核电", 14)),
    (
        {"rows": [{"h": "抽蓄", "u": {"pc": "/p/1"}, "d": "20260514083000"}]},
        {"rows": "rows", "links": "u.pc", "title": "h", "date": "d"},
        ("/p/1", "抽蓄", 14),
    ),
    (
        {"dataInfo": [{"id": 31, "kind": {"code": "gg"}, "projectName": "林业碳汇", "published": "2026年5月14日"}]},
        {"rows": "dataInfo", "title": "projectName", "address": "/{kind[code]}/content_{id}.html"},
        ("/gg/content_31.html", "林业碳汇", 14),
    ),
]


@pytest.mark.parametrize(("data", "keys", "row"), ROWS)
def test_rows_have_address_title_and_day_by_usual_names_or_by_paths(
    data: object, keys: dict[str, str], row: tuple[str, str, int]
) -> None:
    address, title, day = row
    assert told(read(json.dumps(data, ensure_ascii=False), **keys)) == [(address, title, date(2026, 5, day))]


def test_a_callback_around_the_data_is_taken_off() -> None:
    body = 'jQuery17_26({"list": [{"title": "水电", "url": "/s/1", "date": "05-14"}]});'
    assert told(read(body)) == [("/s/1", "水电", date(2026, 5, 14))]


def test_a_row_that_is_no_article_says_why() -> None:
    rows = [
        {"title": "甲"},
        {"title": "图解乙", "url": "/a/2"},
        {"title": "丙", "url": "/v/3"},
        {"title": "丁", "url": "http://x.example/a/4"},
    ]
    reading = read(json.dumps(rows), articles="/a/", exclude="图解")
    assert [left.why for left in reading.left_out] == ["address", "exclusion", "pattern", "host"]


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"a": [1, 2]}', "null", "[[[]]]"])
def test_what_has_no_rows_has_no_articles(body: str) -> None:
    assert read(body).links == ()


SCRIPT = """<html><body><ul id="box"></ul><script src="/list.js"></script><script>
var menu = [{text: '首页', href: 'index.html'}];
</script><script>
/* 列表 */ var news = [
  {title: '绿证核发 "新规"', url: '/lz/7.html', date: '2026-05-14',},
  {"title": "绿电结算", "url": "/lz/6.html", "date": "2026-05-12"}
], page = 1; render(news);
</script></body></html>"""


def test_an_array_in_a_script_is_a_list() -> None:
    reading = read(SCRIPT, kind="script", articles="/lz/")
    assert told(reading) == [
        ("/lz/7.html", '绿证核发 "新规"', date(2026, 5, 14)),
        ("/lz/6.html", "绿电结算", date(2026, 5, 12)),
    ]


@pytest.mark.parametrize("name", [":items", "data-page", "data-props"])
def test_an_array_that_an_element_holds_for_its_script_is_a_list(name: str) -> None:
    rows = json.dumps([{"title": '绿证 "新规"', "url": "/lz/7.html", "date": "2026-05-14"}], ensure_ascii=False)
    held = rows if name == ":items" else f'{{"props": {{"menu": [], "list": {rows}}}}}'
    body = f"<html><body><div id='app' {name}='{held}'></div><script>mount('#app')</script></body></html>"
    assert told(read(body, kind="script")) == [("/lz/7.html", '绿证 "新规"', date(2026, 5, 14))]


@pytest.mark.parametrize(
    "script", ['self.__next_f.push([1,"5:[{0}]\\n"])', "window.STATE = JSON.parse('{0}'.trim())", 'load("{0}", 7)']
)
def test_an_array_in_a_string_of_a_script_is_a_list(script: str) -> None:
    rows = json.dumps([{"title": '绿证 "新规"', "url": "/lz/7.html", "date": "2026-05-14"}])
    body = "<html><body><script>" + script.replace("{0}", json.dumps(rows)[1:-1]) + "</script></body></html>"
    assert told(read(body, kind="script")) == [("/lz/7.html", '绿证 "新规"', date(2026, 5, 14))]


def test_a_file_of_script_is_a_list_too() -> None:
    body = "window.LIST=[{t:'甲',u:'/a/1.html',d:'05-14'}]"
    assert told(read(body, kind="script", links="u", title="t", date="d")) == [("/a/1.html", "甲", date(2026, 5, 14))]


@pytest.mark.parametrize("body", ["[" * 50_000, '{"a":' * 50_000, f"{'[' * 900}{']' * 900}"])
def test_brackets_without_end_are_no_rows(body: str) -> None:
    assert read(body).links == ()

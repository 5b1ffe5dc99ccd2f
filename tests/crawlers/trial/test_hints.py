"""Which key to change is said of a list that comes to less than it should."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.trial.list_trial import ListTrial, parts_of, try_part
from crawlers.trial.visit import SavedPages
from tests.support.small_pages import source

NEWS = "http://green.example/news/"
MOMENT = datetime(2026, 9, 11, 1, tzinfo=UTC)

ITEMS = "".join(
    f'<li><a href="/art/2026/9/{day}/art_7_{day}.html">绿地市公布第{day}批用能单位名单</a><span>2026-09-0{day}</span></li>'
    for day in range(1, 6)
)
PAGE = f'<html><body><nav><a href="/">首页</a><a href="/map.html">地图</a></nav><ul class="list">{ITEMS}</ul></body></html>'
JSON = json.dumps({"rows": [{"title": f"第{n}号公告", "url": f"/t/{n}.html"} for n in range(1, 5)]})
SCRIPTED = '<html><body><div id="app"></div><script src="/app.js"></script><a href="/beian">备案号</a></body></html>'
MOVED = "<html><script>window.location.href='/xwdt/'</script></html>"
ONCLICK = "".join(f"<li><a onclick=\"view('{n}')\">第{n}号公告</a></li>" for n in range(1, 5))
FEED = "<rss><channel><item><title>碳市场周报</title><link>http://other.example/a/1</link></item></channel></rss>"


def tried(page: str, part: str = "lists", **keys: Any) -> ListTrial:
    """The trial of an entry whose one list, feed or table answers with this page."""
    tables: dict[str, Any] = {part: [{"url": NEWS, **keys}]}
    green = source(**tables)
    ((key, only),) = parts_of(green)
    return asyncio.run(try_part(key, only, green, SavedPages({NEWS: page.encode()}), MOMENT))


def told(trial: ListTrial) -> list[tuple[str, str, dict[str, Any]]]:
    return [(hint.key, hint.code, dict(hint.values)) for hint in trial.hints]


ART = r"/art_\d+_\d+\.html$"


@pytest.mark.parametrize(
    ("page", "keys", "key", "code", "values"),
    [
        (
            PAGE,
            {"articles": ART, "links": "ol.news a"},
            "links",
            "matches_nothing",
            {"said": "ol.news a", "without": 5},
        ),
        (PAGE, {"articles": ART, "exclude": "名单"}, "exclude", "leaves_nothing", {"looked": 5}),
        (PAGE, {"articles": ART, "exclude": "名单", "links": "ul.list a"}, "exclude", "leaves_nothing", {"looked": 5}),
        (
            PAGE.replace('"/art', '"http://oa.example/art'),
            {"articles": ART, "links": "ul a"},
            "hosts",
            "hosts_fit_none",
            {"hosts": ("oa.example",)},
        ),
        (ONCLICK, {"articles": ART, "links": "li a"}, "address", "no_address", {"looked": 4}),
        (JSON, {"articles": r"/t/\d+"}, "kind", "other_kind", {"said": "html", "kind": "json", "articles": 4}),
        (
            PAGE,
            {"kind": "json", "articles": ART},
            "kind",
            "other_kind",
            {"said": "json", "kind": "html", "articles": 5},
        ),
        (JSON, {"kind": "json", "rows": "data.list"}, "rows", "matches_nothing", {"said": "data.list", "without": 4}),
        (MOVED, {"articles": ART}, "url", "sends_on", {"to": "http://green.example/xwdt/"}),
        (PAGE + MOVED, {"articles": ART, "links": "ol a"}, "links", "matches_nothing", {"without": 5}),
        (SCRIPTED, {"articles": ART, "kind": "json"}, "kind", "drawn_by_script", {"said": "json", "links": 1}),
    ],
)
def test_where_no_article_is_left_the_key_at_fault_is_named(
    page: str, keys: dict[str, str], key: str, code: str, values: dict[str, Any]
) -> None:
    trial = tried(page, **keys)

    assert trial.reading.links == ()
    ((said_key, said_code, said),) = told(trial)
    assert (said_key, said_code) == (key, code)
    assert values.items() <= said.items()


def test_where_the_pattern_fits_none_the_most_common_forms_are_named() -> None:
    ((_, code, values),) = told(tried(PAGE, articles=r"/t\d{8}_\d+\.html$"))

    assert code == "fits_none"
    shape = values["shapes"][0]
    assert (shape.count, shape.example) == (5, "http://green.example/art/2026/9/1/art_7_1.html")
    assert len(tried(PAGE, articles=shape.pattern).reading.links) == 5


def test_a_selector_of_dates_that_fits_none_is_named_with_what_is_found_without_it() -> None:
    wrong = told(tried(PAGE, articles=ART, date="i.day"))

    assert wrong == [("date", "matches_nothing", {"said": "i.day", "without": 5, "what": "dates"})]
    rows = JSON.replace('"title"', '"pubDate": "2026-09-08", "title"')
    in_rows = told(tried(rows, kind="json", date="day"))
    assert in_rows == [("date", "dates_without", {"said": "day", "dated": 0, "of": 4, "found": 4})]
    assert told(tried(PAGE, articles=ART, date="span")) == []
    assert told(tried(PAGE.replace("2026-09-0", "第"), articles=ART)) == [("date", "undated", {"dated": 0, "of": 5})]


def test_a_page_that_names_no_next_one_is_told() -> None:
    assert told(tried(PAGE, articles=ART, paging="next", pages=3)) == [("paging", "no_next", {"pages": 3})]
    more = PAGE.replace("</nav>", '<a href="/news/index_1.html">下一页</a></nav>')
    assert told(tried(more, articles=ART, paging="next", pages=3)) == []


def test_a_feed_says_whether_it_is_none_or_leads_elsewhere() -> None:
    assert told(tried(PAGE, "feeds")) == [("url", "no_entries", {})]
    assert told(tried(FEED, "feeds")) == [("hosts", "hosts_fit_none", {"hosts": ("other.example",)})]


def test_a_table_says_whether_its_rows_or_its_columns_are_missing() -> None:
    table = "<table><tr><td>日期</td><td>挂牌</td></tr><tr><td>2026-09-10</td><td>71.20</td></tr></table>"

    assert told(tried(table, "quotes", exchange="绿地", product="GEA")) == [("headings", "no_headings", {"rows": 2})]
    rows = told(tried(table, "quotes", exchange="绿地", rows="div.row"))
    assert rows == [("rows", "matches_nothing", {"said": "div.row", "without": 2, "what": "rows"})]
    named = tried(table, "quotes", exchange="绿地", product="GEA", headings={"close": "挂牌"})
    assert (told(named), [quote.close for quote in named.quotes]) == ([], [71.2])

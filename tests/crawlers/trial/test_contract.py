"""Each promise of a source, kept and broken: by saved pages, as live."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.catalogue.entry import Source
from crawlers.trial.contract import breaches
from crawlers.trial.list_trial import parts_of
from crawlers.trial.source_trial import try_source
from crawlers.trial.visit import SavedPages
from enrich.extract.extract import extract
from pipeline.errors import Reject
from pipeline.records import Article, Page
from tests.support.pages import SENTENCE
from tests.support.small_pages import article, source

SITE = "http://green.example"
MOMENT = datetime(2026, 9, 11, 1, tzinfo=UTC)
LISTS: list[dict[str, Any]] = [{"url": f"{SITE}/{name}/", "articles": r"/t\d+\."} for name in ("a", "b")]
GREEN = source(lists=LISTS, quotes=[{"url": f"{SITE}/p/", "exchange": "绿地", "product": "GEA"}])


def items(*days: int, dated: bool = True) -> str:
    days_printed = ((day, f"<i>2026-09-{day:02d}</i>" if dated else "") for day in days)
    return "".join(f'<li><a href="/t{day}.html">第{day}日的通知</a>{printed}</li>' for day, printed in days_printed)


WEB = {
    "/a/": items(3, 2, 1),
    "/b/": items(9, 8),
    "/p/": "<table><tr><th>日期</th><th>收盘价</th></tr><tr><td>2026-09-10</td><td>80.5</td></tr></table>",
    "/t9.html": article("关于做好碳排放数据报送工作的通知", "</p><p>".join([SENTENCE] * 3)),
}


def extraction(page: Page) -> Article | Reject:
    try:
        return extract(page)
    except Reject as verdict:
        return verdict


def broken(web: dict[str, str], of: Source = GREEN, tries: int = 3) -> list[tuple[str, str, dict[str, Any]]]:
    saved = SavedPages({f"{SITE}{path}": page.encode() for path, page in web.items()})
    trial = asyncio.run(try_source(of, parts_of(of), saved, MOMENT, extraction, wanted=1, tries=tries))
    return [(breach.place, breach.code, dict(breach.values)) for breach in breaches(trial)]


def test_a_source_that_keeps_its_promises_has_no_breach() -> None:
    assert broken(WEB) == []
    # A list that prints no dates promises none: the articles' own stand.
    assert broken({**WEB, "/a/": items(3, 2, 1, dated=False)}) == []


def test_the_next_article_stands_in_for_one_that_is_none() -> None:
    gone = {path: page for path, page in WEB.items() if path != "/t9.html"}
    assert broken({**gone, "/t8.html": WEB["/t9.html"]}) == []
    assert broken({**gone, "/t8.html": WEB["/t9.html"]}, tries=1) == [
        ("article", "not_extracted", {"url": f"{SITE}/t9.html", "problem": "no saved page of this address", "tried": 1})
    ]


NO_PAGE = "no saved page of this address"


@pytest.mark.parametrize(
    ("changed", "breach"),
    [
        ({"/a/": None}, ("lists[0]", "unanswered", {"url": f"{SITE}/a/", "problem": NO_PAGE})),
        ({"/a/": "<a href=/x>首页</a>"}, ("lists[0]", "no_articles", {"looked": 1, "articles": 0})),
        ({"/a/": items(3) + items(2, 1, dated=False)}, ("lists[0]", "undated", {"dated": 1, "of": 3})),
        ({"/a/": items(8, 9)}, ("lists[1]", "same_content", {"other": "lists[0]"})),
        ({"/p/": "<table><tr><td>暂无</td></tr></table>"}, ("quotes[0]", "no_prices", {"rows": 1})),
        (
            {"/b/": items(9, dated=False), "/a/": items(9, 1, dated=False)},
            ("article", "no_day", {"url": f"{SITE}/t9.html"}),
        ),
    ],
)
def test_each_breach_is_told_by_its_place(changed: dict[str, str | None], breach: tuple[str, str, Any]) -> None:
    web = {path: page for path, page in {**WEB, **changed}.items() if page is not None}
    assert broken(web) == [breach]


def test_dates_that_an_entry_says_are_there_must_be_there() -> None:
    lists = [{**LISTS[0], "date": "i"}, LISTS[1]]
    undated = {**WEB, "/a/": items(3, 2, 1, dated=False)}
    assert broken(undated, source(lists=lists)) == [("lists[0]", "undated", {"dated": 0, "of": 3})]


@pytest.mark.parametrize(
    ("headlines_only", "listed", "found"),
    [
        (True, items(9, 8), []),
        (True, "<a href=/t9.html><img src=/9.jpg></a>", [("lists[0]", "no_headlines", {"titled": 0, "of": 1})]),
        (
            False,
            items(9, 8),
            [("article", "not_extracted", {"url": f"{SITE}/t9.html", "problem": NO_PAGE, "tried": 2})],
        ),
    ],
)
def test_a_source_that_has_headlines_only_owes_no_text(
    headlines_only: bool, listed: str, found: list[tuple[str, str, Any]]
) -> None:
    assert broken({"/a/": listed}, source(lists=LISTS[:1], headlines_only=headlines_only)) == found


def test_a_source_of_prices_alone_has_no_article_to_show() -> None:
    prices = source(quotes=[{"url": f"{SITE}/p/", "exchange": "绿地", "product": "GEA"}])
    assert broken(WEB, prices) == []

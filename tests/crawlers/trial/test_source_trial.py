"""Articles of a source asked for dry: which of them, their pages, files, and why there is none."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from crawlers.catalogue.entry import Source
from crawlers.trial.list_trial import parts_of
from crawlers.trial.source_trial import SourceTrial, try_source
from crawlers.trial.visit import SavedPages
from enrich.extract.extract import extract
from pipeline.errors import Reject
from pipeline.records import Article, Page
from tests.support.pages import SENTENCE
from tests.support.small_pages import article, source

SITE = "http://green.example"
MOMENT = datetime(2026, 9, 11, 1, tzinfo=UTC)


def extraction(page: Page) -> Article | Reject:
    try:
        return extract(page)
    except Reject as verdict:
        return verdict


def tried(green: Source, web: dict[str, str], **bounds: Any) -> SourceTrial:
    saved = SavedPages({f"{SITE}{path}": page.encode() for path, page in web.items()})
    return asyncio.run(try_source(green, parts_of(green), saved, MOMENT, extraction, **bounds))


def listed(*days: int) -> str:
    return "".join(f'<li><a href="/t{day}.html">第{day}日的通知</a><i>2026-09-{day:02d}</i></li>' for day in days)


def page(day: int, more: str = "") -> str:
    return article(f"关于做好九月{day}日碳排放数据报送工作的通知", "</p><p>".join([SENTENCE] * 3), more)


def two_lists(**keys: Any) -> Source:
    return source(lists=[{"url": f"{SITE}/{name}/", "articles": r"/t\d+\.", **keys} for name in ("a", "b")])


def test_the_newest_of_each_list_come_first() -> None:
    web = {"/a/": listed(1, 5, 3), "/b/": listed(5, 2), **{f"/t{day}.html": page(day) for day in (1, 2, 3, 5)}}

    trial = tried(two_lists(), web)

    assert [one.url.removeprefix(SITE) for one in trial.articles] == ["/t5.html", "/t3.html", "/t2.html"]
    assert [str(one.article.published) for one in trial.articles if one.article] == [
        "2026-09-05",
        "2026-09-03",
        "2026-09-02",
    ]
    assert trial.comes_out


def test_of_a_source_that_has_headlines_only_no_article_is_asked_for() -> None:
    closed = source(lists=[{"url": f"{SITE}/a/", "articles": r"/t\d+\."}], headlines_only=True)
    trial = tried(closed, {"/a/": listed(5, 3), "/t5.html": page(5)})
    assert (trial.articles, trial.comes_out) == ((), True)


def test_no_more_are_asked_for_than_are_wanted() -> None:
    web = {"/a/": listed(3, 2, 1), "/b/": "", "/t2.html": page(2), "/t1.html": page(1)}

    trial = tried(two_lists(), web, wanted=1)

    assert [(one.url.removeprefix(SITE), one.problem) for one in trial.articles] == [
        ("/t3.html", "no saved page of this address"),
        ("/t2.html", ""),
    ]
    assert len(tried(two_lists(), web, tries=1).articles) == 1


def test_an_article_is_read_with_its_next_pages() -> None:
    more = '<a href="/t3_2.html">下一页</a>'
    web = {"/a/": listed(3), "/b/": "", "/t3.html": page(3, more), "/t3_2.html": page(3)}

    ((whole,), (begun,)) = (
        tried(two_lists(), web).articles,
        tried(two_lists(), {**web, "/t3_2.html": ""}).articles,
    )

    assert (whole.pages, begun.pages) == (2, 1)
    assert whole.article is not None
    assert whole.article.text.count(SENTENCE) == 6


def test_a_file_is_an_article_where_the_list_says_so() -> None:
    web = {"/a/": '<li><a href="/t9.pdf">配额分配方案.pdf</a><i>2026-09-09</i></li>', "/b/": ""}

    (refused,) = tried(two_lists(), web).articles
    (taken,) = tried(two_lists(documents=True), web).articles

    assert refused.problem.startswith("not_html")
    assert taken.article is not None
    assert [file.url for file in taken.article.attachments] == [f"{SITE}/t9.pdf"]


def test_a_page_that_is_no_article_says_why() -> None:
    web = {"/a/": listed(3, 2), "/b/": "", "/t3.html": "<html><body></body></html>", "/t2.html": "no page at all"}

    trial = tried(two_lists(), web)

    assert [one.problem.partition(":")[0] for one in trial.articles] == ["empty_shell", "not_html (status 200)"]
    assert trial.comes_out  # of saved pages the lists are what counts

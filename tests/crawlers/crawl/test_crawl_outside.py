"""What the crawl promises, on a server of awkward publishers that is not ours; left out where it is not found.

It answers at 127.0.1.N, a behaviour an N; what it changes between visits are switches in a file.
"""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.catalogue.list_pages import ListPages
from crawlers.pages.feed_entries import feed_links
from crawlers.pages.reading import ListPage, read_list
from pipeline.addresses import page_id
from pipeline.records import Page
from tests.support.awkward.publisher import AwkwardPublisher, Expected
from tests.support.awkward.visits import Visited, came_of, visit
from tests.support.crawl_running import CrawlPlace
from tests.support.paths import BEHAVIOURS

SCRIPT = BEHAVIOURS / "web.py"
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not SCRIPT.exists(), reason=f"no server of behaviours at {SCRIPT}; TANXUN_BEHAVIOURS names its folder"
    ),
]

# One of its pages names this port, so it must be had.
PORT = 8899
FIRST = datetime(2026, 9, 11, 4, 0, tzinfo=UTC)
MOMENTS = (FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=3))
SWITCHES: tuple[dict[str, int], ...] = ({}, {"redesign": 1, "gone": 1, "soft": 1, "waf": 1}, {"gone": 1, "waf2": 1})
FIVE = tuple(f"/a/{number}.html" for number in range(1, 6))
WELL = Expected(fetched=5)
PAGED = {"paging": "list_{n}.html", "pages": 50}


def publisher(number: int, *visits: Expected, lists: tuple[dict[str, Any], ...] = ({},)) -> AwkwardPublisher:
    at = f"http://127.0.1.{number}:{PORT}"
    return AwkwardPublisher(f"n{number}", [({}, expected) for expected in visits], lists, at)


def none(*says: str) -> Expected:
    return Expected(lists=0, says=says)


BEHAVING = [
    publisher(60, none("busy: 127.0.1.60 answered 503", "robots")),
    publisher(61, WELL),
    publisher(62, none("blocked: ", "status 403")),
    publisher(63, none("busy: 127.0.1.63 answered 429 and is left alone until 2026-09-11 05:")),
    publisher(65, none("foreign_host: it leads to http://127.0.1.165:8899/list.html")),
    publisher(66, WELL, Expected(unchanged=5, says=("no link to an article",))),
    publisher(
        67,
        WELL,
        Expected(
            unchanged=2, rejected=3, reasons=dict(zip(FIVE, ("not_found", "not_found", "soft_404"), strict=False))
        ),
        Expected(
            unchanged=2,
            rejected=3,
            reasons=dict(zip(FIVE, ("not_found", "not_found", "soft_404"), strict=False)),
            gone=FIVE[:3],
        ),
    ),
    publisher(69, Expected(fetched=99, lists=50), Expected(unchanged=99), lists=(PAGED,)),
    publisher(70, WELL, Expected(unchanged=5, says=("changed: ", "the page says that there is none"))),
    publisher(71, Expected(fetched=2, rejected=3, reasons=dict.fromkeys((*FIVE[:2], FIVE[4]), "too_large"))),
    publisher(75, none("blocked: ", "status 412")),
    publisher(
        76,
        WELL,
        Expected(lists=0, unchanged=5, says=("blocked: ", "a page that asks for a person")),
        Expected(rejected=5, says=("blocked: all 5 articles",), reasons=dict.fromkeys(FIVE, "login_wall")),
    ),
    publisher(77, Expected(says=("no link to an article",))),
    publisher(78, none("/list.html: unreachable")),
    publisher(79, none("/list.html: unreachable")),
    publisher(81, Expected(rejected=5, says=("blocked: all 5 articles",), reasons=dict.fromkeys(FIVE, "http_status"))),
    publisher(
        82, Expected(fetched=2, says=("busy: 127.0.1.82 answered 429 and is left alone until 2026-09-11 04:02",))
    ),
    publisher(83, WELL, Expected(unchanged=5)),
    publisher(85, WELL),
    publisher(
        86, Expected(says=("no link to an article", "a script that leads to http://127.0.1.86:8899/index2.html"))
    ),
    publisher(87, Expected(fetched=5, conditional=0), Expected(unchanged=5, conditional=6)),
    publisher(88, Expected(fetched=4, rejected=1, reasons={"/a/2.html": "robots"}, asked={"/a/2.html": 0})),
    publisher(89, Expected(fetched=4, rejected=1, reasons={"/a/1.html": "foreign_host"})),
    publisher(90, none("robots.txt, which forbids all")),
    publisher(91, Expected(fetched=5, asked={"/list_1.html": 1}), lists=(PAGED,)),
    publisher(92, Expected(fetched=5, says=("/dead.html: status 404",)), lists=({}, {"url": "/dead.html"})),
    publisher(93, Expected(fetched=5, tells=("silent: ",)), Expected(unchanged=5, tells=("silent: ",))),
    publisher(94, Expected(fetched=2)),
]

# The forms of lists: keys of the entry, list pages that answer, and the days of September that must be found beside the articles.
FORMS: dict[int, tuple[dict[str, Any], int, list[int]]] = {
    40: ({"url": "/xxgk/zcfb/tz/", "articles": r"/t\d+_\d+\.html$", "exclude": "/jd/"}, 1, [7, 8, 9, 10]),
    43: ({"url": "/zhengce/zuixin/ZUIXINZHENGCE.json", "kind": "json", "articles": ""}, 1, [9, 10, 11]),
    44: ({"url": "/xwzx/nyyw.htm", "kind": "datasource", "articles": ""}, 2, [10, 11]),
    45: ({"articles": "/notice/"}, 1, [8, 9]),
    46: ({"articles": "", "kind": "script"}, 1, [4, 11]),
    47: ({"articles": "/news/"}, 1, [7, 8, 9]),
    48: ({"articles": "/news/"}, 1, [3, 5, 5, 7, 8, 9, 11]),
    49: ({"articles": "/tanjiaoyi/"}, 1, [8, 9]),
    50: ({"url": "/zwxx/tz/{year}/index.html", "articles": "/news/"}, 1, [7, 8, 9]),
    51: ({"url": "/info/list.htm", "articles": "/info/1001/", "paging": "next", "pages": 2}, 2, [5, 8, 9]),
    52: ({"articles": "/news/"}, 1, [8, 9]),
    53: ({"articles": "show"}, 1, [8, 9]),
}
JUNE = {"url": "/col/col1229565788/index.html", "kind": "jpaas", "articles": "/art/"}
AUGUST = {"url": "/col/col284/index.html", "kind": "records", "articles": "/art/", "pages": 2}
LISTS = [
    *(
        publisher(number, Expected(fetched=len(days), lists=lists), lists=(keys,))
        for number, (keys, lists, days) in FORMS.items()
    ),
    publisher(41, Expected(fetched=10, lists=2), lists=(AUGUST,)),
    publisher(42, Expected(fetched=3, lists=2), lists=(JUNE,)),
]
ALL = [*BEHAVING, *LISTS]
CASES = [
    pytest.param(one.name, visit, one.visits[visit][1], id=f"{one.name}-{visit + 1}")
    for one in ALL
    for visit in range(len(one.visits))
]


class Outside:
    """The server while it runs, and what it saw."""

    def __init__(self, folder: Path) -> None:
        self.log, self.switches = folder / "log", folder / "switches.json"

    def arrivals(self, since: int = 0) -> list[tuple[str, dict[str, str]]]:
        """Addresses and conditions asked for, from that line of its log on."""
        lines = self.log.read_text().splitlines()[since:]
        parts = [re.fullmatch(r"\S+ (\S+) \S+ (\S+) (.*)", line) for line in lines]
        return [
            (f"http://{part[1]}:{PORT}{part[2]}", {"if-none-match": ""} if "If-None-Match" in part[3] else {})
            for part in parts
            if part is not None
        ]


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    web = Outside(tmp_path_factory.mktemp("outside"))
    web.log.touch()
    command: list[str | Path] = [
        sys.executable,
        SCRIPT,
        "serve",
        "--port",
        str(PORT),
        "--log",
        web.log,
        "--state",
        web.switches,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            if not server.stdout.readline().startswith("listening"):
                pytest.skip(f"port {PORT}, which one of its pages names, is taken")
            for bomb in FIVE[:2]:  # made when first asked for, which takes longer than an answer may
                urllib.request.urlopen(f"http://127.0.1.71:{PORT}{bomb}").close()
            yield web
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def outer_place(tmp_path_factory: pytest.TempPathFactory) -> CrawlPlace:
    place = CrawlPlace(tmp_path_factory.mktemp("outer"))
    place.init()
    return place


@pytest.fixture(scope="module")
def visited(outside: Outside, outer_place: CrawlPlace) -> dict[tuple[str, int], Visited]:
    found = {}
    for number, (moment, switches) in enumerate(zip(MOMENTS, SWITCHES, strict=True)):
        outside.switches.write_text(json.dumps(switches))
        there = [one for one in ALL if number < len(one.visits)]
        before = len(outside.log.read_text().splitlines())
        reports = visit(outer_place, there, moment=moment, allow_private=True, timeout=8.0, retries=0)
        for one in there:
            found[one.name, number] = came_of(outer_place, one, number, reports, outside.arrivals(before))
    return found


@pytest.mark.parametrize(("name", "number", "wanted"), CASES)
def test_a_behaviour(visited: dict[tuple[str, int], Visited], name: str, number: int, wanted: Expected) -> None:
    visited[name, number].check(wanted)


@pytest.mark.usefixtures("visited")
def test_the_articles_of_a_list_have_their_days_and_readable_titles(outer_place: CrawlPlace) -> None:
    pages: dict[str, list[Page]] = {}
    for page in outer_place.pages():
        pages.setdefault(page.publisher.id, []).append(page)
    days = {number: sorted(page.listed_published for page in pages[f"n{number}"]) for number in (*FORMS, 41, 42)}  # type: ignore[type-var]
    wanted = {number: [date(2026, 9, day) for day in found] for number, (_, _, found) in FORMS.items()}
    wanted |= {41: [date(2026, 8, day) for day in range(10, 30, 2)], 42: [date(2026, 6, day) for day in (3, 4, 5)]}
    assert days == wanted
    titles = [page.listed_title or "" for number in days for page in pages[f"n{number}"]]
    assert all(re.fullmatch(r"[\w《》〔〕（）()\s]+", title) for title in titles), titles
    assert all(re.search(r"[\u4e00-\u9fff]{2}|Carbon", title) for title in titles), titles


def test_a_slow_server_gives_its_newest_within_the_time(outside: Outside, place: CrawlPlace) -> None:
    slow, many = publisher(64, WELL), publisher(164, WELL)
    options: dict[str, Any] = {"allow_private": True, "timeout": 10.0, "source_seconds": 30.0, "moment": FIRST}

    reports = visit(place, [slow, many], **options)

    for one in (slow, many):
        report = reports[one.name]
        fetched = {int(page.url.rpartition("/")[2][:-5]) for page in place.pages() if page.publisher.id == one.name}
        assert report.problem == "not reached today: the crawl ended early: closespider_timeout"
        assert fetched == set(range(1, report.fetched + 1)) != set()


def test_more_links_than_are_taken_are_said_to_be(outside: Outside, place: CrawlPlace) -> None:
    options: dict[str, Any] = {"allow_private": True, "timeout": 60.0, "source_seconds": 20.0, "moment": FIRST}
    report = visit(place, [publisher(68, WELL)], **options)["n68"]
    assert report.fetched > 0
    assert "20000 links on this list page, the first 500 were taken" in report.notice


def test_a_notice_and_its_explanation_have_one_day() -> None:
    """Where the entry does not exclude explanations."""
    body = (BEHAVIOURS / "small" / "ndrc-list.html").read_bytes()
    page = ListPage(body, "text/html", "http://a.example/tz/", lambda _: True, FIRST)
    reading, _ = read_list(page, ListPages(url="http://a.example/tz/", articles=r"/t\d+_\d+\.html$"))
    days = [link.published.day for link in reading.links if link.published]
    assert days == [10, 9, 9, 8, 7, 7]


def test_a_feed_in_greenwich_time_is_of_the_day_in_beijing() -> None:
    body = (BEHAVIOURS / "small" / "gmt-feed.xml").read_bytes()
    links = feed_links(body, "application/xml", "http://a.example/feed.xml", FIRST)
    assert [link.published for link in links] == [date(2026, 9, 11)] * 4
    assert [link.url for link in links] == [f"http://a.example/{number}.html" for number in range(1, 5)]


def test_a_session_is_no_part_of_a_pages_id() -> None:
    visits = [f"http://a.example/show.aspx?id=9&spm={visit}&sessionid={visit}" for visit in ("a", "b")]
    assert page_id(visits[0]) == page_id(visits[1])

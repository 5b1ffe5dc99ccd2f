"""`tanxun sources add` as a person meets it: an entry for an address, shown, asked about and written, or why there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.catalogue.catalogue import read_entry
from demo.loopback import Web
from tests.support.list_families import FAMILIES
from tests.support.list_pages import Around, list_page
from tests.support.week import Home

SAMPLE = list_page(FAMILIES["WordPress"], Around(after=True, days=True))
HOST = "http://briefing.example"
URL = SAMPLE.url.replace("https:", "http:")


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "entries").mkdir()
    return Home(tmp_path, {"TANXUN_CATALOGUE": "entries"})


def put(web: Web) -> None:
    """The list's page, as plain http, with a feed of it."""
    head = b"<link rel='alternate' type='application/atom+xml' href='/feed/'></head>"
    web.put(URL, SAMPLE.body.replace(b"https://", b"http://").replace(b"</head>", head))


def test_a_list_is_shown_and_written_and_the_catalogue_has_it(web: Web, home: Home) -> None:
    put(web)
    web.put(f"{HOST}/feed/", "<feed><entry><title>Of elsewhere</title><link href='/x/1'/></entry></feed>")

    printed = home.run("sources", "add", URL, "--yes", proxy=web.address)

    file = home.folder / "entries" / "briefing.toml"
    entry = read_entry(file)
    assert file.read_text() in printed
    assert (entry.name, entry.language, entry.column) == ("Example Briefing", "en", "国际资讯")
    assert [pages.url for pages in entry.lists] == [URL]
    assert f"finds {len(SAMPLE.articles)} articles, {len(SAMPLE.articles)} with a date" in printed
    assert SAMPLE.titles[0] in printed
    assert f"{HOST}/feed/" in printed
    assert "written: entries/briefing.toml. Next: tanxun sources try entries/briefing.toml" in printed
    assert "briefing" in home.run("sources", "list")


def test_the_feed_of_the_list_is_taken_instead(web: Web, home: Home) -> None:
    put(web)
    entries = "".join(
        f"<entry><title>{title}</title><link href='{url.replace('https:', 'http:')}'/><updated>2026-09-10T08:00:00Z</updated></entry>"
        for url, title in zip(SAMPLE.articles, SAMPLE.titles, strict=True)
    )
    web.put(f"{HOST}/feed/", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>")

    home.run(
        "sources", "add", URL, "--yes", "--id", "paper", "--name", "示例简报", "--column", "推荐阅读", proxy=web.address
    )

    entry = read_entry(home.folder / "entries" / "paper.toml")
    assert (entry.name, entry.column, entry.lists) == ("示例简报", "推荐阅读", ())
    assert [feed.url for feed in entry.feeds] == [f"{HOST}/feed/"]


def test_nothing_is_written_unasked_nor_over_another_file(home: Home) -> None:
    (home.folder / "page.html").write_bytes(SAMPLE.body)
    given = ("sources", "add", SAMPLE.url, "--page", "page.html")

    home.run(*given, status=1)
    assert not list((home.folder / "entries").iterdir())

    home.run(*given, "--yes")
    before = (home.folder / "entries" / "briefing.toml").read_text()
    printed = home.run(*given, "--yes", status=2)
    assert "[[lists]]" in printed
    assert "briefing.example is in the entry briefing already" in printed
    assert "articles lie under no folder" in home.run(*given, "--yes", "--id", "other", status=2)
    assert (home.folder / "entries" / "briefing.toml").read_text() == before


def test_a_second_publisher_on_a_host_claims_its_folder_alone(home: Home) -> None:
    for name, column in (("trs", "xwdt"), ("of another", "hzc")):
        sample = list_page(FAMILIES["trs"])
        (home.folder / f"{name}.html").write_bytes(sample.body)
        url = sample.url.replace("xwdt", column)
        home.run("sources", "add", url, "--page", f"{name}.html", "--id", column, "--yes")
    assert read_entry(home.folder / "entries" / "xwdt.toml").hosts == ("fgw.shili.example",)
    assert read_entry(home.folder / "entries" / "hzc.toml").hosts == ("fgw.shili.example/hzc/tzgg",)
    home.run("sources", "list")


@pytest.mark.parametrize(
    ("status", "page", "said"),
    [
        (200, "<html><body><div id='app'></div></body></html>", "filled by a script in the browser"),
        (
            200,
            "".join(f"<a href='/{n}/'>栏目{n}</a>" for n in range(30)),
            "none of its 30 links are a list of articles",
        ),
        (403, "no", "blocked: status 403; it lets no crawl in"),
        (404, "no", "status 404; open it in a browser"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(status: int, page: str, said: str, web: Web, home: Home) -> None:
    web.put(URL, page, status=status)
    assert said in home.run("sources", "add", URL, "--yes", proxy=web.address, status=2)
    assert not list((home.folder / "entries").iterdir())


def test_what_cannot_be_asked_or_written_is_said_in_a_line(home: Home) -> None:
    assert "is no address" in home.run("sources", "add", "www.example.com", status=2)
    assert "there is no such folder" in home.run("sources", "add", URL, "--folder", "nowhere", status=2)

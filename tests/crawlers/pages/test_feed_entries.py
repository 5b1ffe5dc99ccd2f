"""Entries of feeds, read on 15 May 2026."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.pages.feed_entries import feed_links

HERE = "http://green.example/feed"
NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)


def test_atom_entries_have_links_and_days() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
    <entry><title>第一</title><link href="/1.html"/><updated>2017-09-08T01:00:00+08:00</updated></entry></feed>"""

    (link,) = feed_links(atom.encode(), "application/atom+xml", HERE, NOW)

    assert (link.url, link.title, link.published) == ("http://green.example/1.html", "第一", date(2017, 9, 8))


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Thu, 14 May 2026 16:00:00 GMT", date(2026, 5, 15)),
        ("Thu, 14 May 2026 15:59:59 GMT", date(2026, 5, 14)),
        ("2026-05-14T22:15:00Z", date(2026, 5, 15)),
        ("Fri, 15 May 2026 00:10 +0800", date(2026, 5, 15)),
        ("Thu, 14 May 2026 13:00:00 EDT", date(2026, 5, 15)),
        ("Thu, 14 May 2026 12:00:00 -0400", date(2026, 5, 14)),
        ("2026年5月14日", date(2026, 5, 14)),
        ("2026-05-14 23:30:00", date(2026, 5, 14)),
    ],
)
def test_the_day_of_an_entry_is_beijings(printed: str, day: date) -> None:
    rss = f"""<rss version="2.0"><channel><title>绿</title><item><title>甲</title><guid isPermaLink="true">//green.example/1</guid>
    <pubDate>{printed}</pubDate></item></channel></rss>"""

    (link,) = feed_links(rss.encode(), "application/rss+xml", HERE, NOW)

    assert (link.url, link.published) == ("http://green.example/1", day)


def test_a_json_feed_has_entries_too() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": "1", "url": "/1", "title": "储能 电价", "date_published": "2026-05-14T20:00:00Z"},
            {"id": "2", "external_url": "http://other.example/2", "content_text": "x"},
            {"id": "3"},
        ],
    }

    one, two = feed_links(b"\xef\xbb\xbf" + json.dumps(feed).encode(), "application/feed+json", HERE, NOW)

    assert (one.url, one.title, one.published) == ("http://green.example/1", "储能 电价", date(2026, 5, 15))
    assert (two.url, two.title, two.published) == ("http://other.example/2", None, None)
    assert feed_links(b'{"items": 7}', "", HERE, NOW) == feed_links(b'{"items"', "", HERE, NOW) == []


def test_a_feed_that_is_the_name_of_a_file_opens_none(tmp_path: Path) -> None:
    file = tmp_path / "inner.xml"
    file.write_text("<rss><channel><item><link>http://green.example/a</link></item></channel></rss>")
    assert feed_links(str(file).encode(), "application/xml", HERE, NOW) == []


@pytest.mark.parametrize(
    ("feed", "link", "found"),
    [
        ("https://green.example/feed", "http://10.140.145.84:3000/en/heat", "https://green.example/en/heat"),
        ("https://green.example/feed", "http://localhost:8080/en/heat?p=2", "https://green.example/en/heat?p=2"),
        ("https://green.example/feed", "http://blue.example:3000/heat", "http://blue.example:3000/heat"),
        ("http://127.0.0.1:8000/feed", "http://127.0.0.1:9000/heat", "http://127.0.0.1:9000/heat"),
    ],
)
def test_a_link_to_the_machine_behind_a_site_is_the_sites(feed: str, link: str, found: str) -> None:
    rss = f'<rss version="2.0"><channel><title>x</title><item><title>Heat</title><link>{link}</link></item></channel></rss>'

    (entry,) = feed_links(rss.encode(), "application/rss+xml", feed, NOW)

    assert entry.url == found


@pytest.mark.parametrize("label", ["gb2312", "utf-8"])
@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
def test_a_feed_is_read_in_the_charset_that_it_has(label: str, real: str) -> None:
    item = "<item><title>澜水市公布节水型园区名单</title><link>http://lan.example/a/1.html</link></item>"
    feed = f"<?xml version='1.0' encoding='{label}'?><rss version='2.0'><channel>{item}</channel></rss>"

    links = feed_links(feed.encode(real), f"text/xml; charset={label}", "http://lan.example/feed.xml", NOW)

    assert [link.title for link in links] == ["澜水市公布节水型园区名单"]


def test_a_western_feed_stays_western() -> None:
    item = "<item><title>Énergie: décision européenne</title><link>http://lan.example/a/1.html</link></item>"
    feed = f"<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel>{item}</channel></rss>"

    assert feed_links(feed.encode("cp1252"), "", HERE, NOW)[0].title == "Énergie: décision européenne"

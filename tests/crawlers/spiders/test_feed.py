"""Feeds, crawled whole."""

from datetime import date
from pathlib import Path

from crawlers.spiders.feed import feed_links
from demo.loopback import Web
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>绿</title><link>http://green.example/</link>
<item><title>EU &amp; carbon</title><link>http://green.example/a?utm_source=rss</link>
<pubDate>Fri, 08 Sep 2017 23:30:00 +0800</pubDate></item>
<item><title>elsewhere</title><link>http://other.example/b</link></item>
</channel></rss>"""


def test_a_feed_leads_to_the_articles_on_its_own_hosts(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/rss.xml", FEED, content_type="application/rss+xml")
    web.put("http://green.example/a?utm_source=rss", article("EU & carbon"))

    report = run(place, [source(feeds=[{"url": "http://green.example/rss.xml"}])], web.address).reports["green"]

    assert (report.lists, report.fetched, report.problem) == (1, 1, "")
    (page,) = place.pages()
    assert (page.canonical, page.listed_title) == ("http://green.example/a", "EU & carbon")
    assert page.listed_published == date(2017, 9, 8)


def test_a_feed_and_a_list_of_one_source_fetch_an_article_once(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/rss.xml", FEED, content_type="application/rss+xml")
    web.put("http://green.example/", listing(("a", "也在列表里")))
    web.put("http://green.example/a", article("EU & carbon"))
    lists = [{"url": "http://green.example/", "articles": "/a$"}]

    report = run(place, [source(lists=lists, feeds=[{"url": "http://green.example/rss.xml"}])], web.address).reports

    assert (report["green"].lists, report["green"].fetched, report["green"].unchanged) == (2, 1, 0)
    assert web.asked("http://green.example/a") == 1


ENTRY = "<item><title>x</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid></item>"


def feed(*entries: tuple[str, str]) -> str:
    items = "".join(ENTRY.format(link=link, guid=guid) for link, guid in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>绿</title>{items}</channel></rss>'


def test_another_guid_or_another_link_to_an_article_makes_no_page(web: Web, place: CrawlPlace) -> None:
    rss, green = "http://green.example/rss.xml", source(feeds=[{"url": "http://green.example/rss.xml"}])
    for name in "abcd":
        web.put(f"http://green.example/{name}", article(name))
    fetched = []
    for entries in (
        [("http://green.example/a", "1"), ("http://green.example/b", "2")],
        [("http://green.example/a", "other"), ("http://green.example/c", "2")],
        # A name of two entries names neither.
        [("http://green.example/c", "2"), ("http://green.example/d", "2")],
    ):
        web.put(rss, feed(*entries), content_type="application/rss+xml")
        fetched.append(run(place, [green], web.address).reports["green"].fetched)

    assert fetched == [2, 0, 2]


def test_what_is_no_feed_is_a_problem(web: Web, place: CrawlPlace) -> None:
    web.put("http://green.example/rss.xml", "<html>verify you are human</html>")

    report = run(place, [source(feeds=[{"url": "http://green.example/rss.xml"}])], web.address).reports["green"]

    assert report.problem == "not reached today: http://green.example/rss.xml: no link to an article in this feed"


def test_atom_entries_have_links_and_days() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
    <entry><title>第一</title><link href="/1.html"/><updated>2017-09-08T01:00:00+08:00</updated></entry></feed>"""

    (link,) = feed_links(atom.encode(), "application/atom+xml", "http://green.example/feed")

    assert (link.url, link.title, link.published) == ("http://green.example/1.html", "第一", date(2017, 9, 8))


def test_a_feed_that_is_the_name_of_a_file_opens_none(tmp_path: Path) -> None:
    file = tmp_path / "inner.xml"
    file.write_text(FEED)
    assert feed_links(str(file).encode(), "application/xml", "http://green.example/feed") == []

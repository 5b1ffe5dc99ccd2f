"""Feeds, crawled whole."""

import json
from datetime import date

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


def test_a_feed_keeps_to_what_its_entry_calls_articles(web: Web, place: CrawlPlace) -> None:
    entries = [
        {"url": f"/{name}/1", "title": title} for name, title in (("news", "一"), ("video", "二"), ("news2", "图解"))
    ]
    web.put("http://green.example/feed.json", json.dumps({"items": entries}), content_type="application/feed+json")
    web.put("http://green.example/news/1", article("一"))
    feed = {
        "url": "http://green.example/feed.json",
        "articles": "/news",
        "exclude": "图解",
        "headers": {"Referer": "http://a/"},
    }

    report = run(place, [source(feeds=[feed])], web.address).reports["green"]

    assert (report.lists, report.fetched, report.problem) == (1, 1, "")
    assert dict(web.requests)["http://green.example/feed.json"]["referer"] == "http://a/"

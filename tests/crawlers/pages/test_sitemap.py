"""Sitemaps, read on 15 May 2026."""

import gzip
from datetime import UTC, date, datetime

import pytest

from crawlers.catalogue.entry import ListPages
from crawlers.pages.sitemap import sitemap_links

NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)
PAGES = ListPages(url="http://green.example/sitemap.xml", kind="sitemap", articles="/news/")
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> http://green.example/news/1 </loc><lastmod>2026-05-01</lastmod></url>
<url><loc>http://green.example/about</loc></url>
<url><loc>http://green.example/news/2</loc><lastmod>2026-05-15T02:00:00Z</lastmod><news:news><news:publication_date>2026-05-13T20:00:00Z
</news:publication_date><news:title>EU &amp; carbon</news:title></news:news></url></urlset>"""


@pytest.mark.parametrize(
    "body", [SITEMAP.encode(), gzip.compress(SITEMAP.encode()), SITEMAP.replace("</urlset>", "").encode()]
)
def test_the_articles_of_a_sitemap_the_newest_first(body: bytes) -> None:
    reading, further = sitemap_links(body, PAGES, lambda _: True, NOW)

    two, one = reading.links
    assert (two.url, two.title, two.published) == ("http://green.example/news/2", "EU & carbon", date(2026, 5, 14))
    assert (one.url, one.title, one.published) == ("http://green.example/news/1", None, date(2026, 5, 1))
    assert [(left.url, left.why) for left in reading.left_out] == [("http://green.example/about", "pattern")]
    assert further == []


def test_an_index_names_further_sitemaps_the_newest_first() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>http://green.example/s-2025.xml</loc><lastmod>2025-12-31</lastmod></sitemap>
    <sitemap><loc>http://green.example/s-2026.xml</loc><lastmod>2026-05-14</lastmod></sitemap></sitemapindex>"""
    reading, further = sitemap_links(index.encode(), PAGES, lambda _: True, NOW)
    assert (reading.links, further) == ((), ["http://green.example/s-2026.xml", "http://green.example/s-2025.xml"])


def test_the_address_and_title_of_a_picture_are_not_the_articles() -> None:
    image = "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'"
    picture = "<image:image><image:loc>http://img.example/1.jpg</image:loc><image:title>File picture</image:title></image:image>"
    body = SITEMAP.replace("<urlset", f"<urlset {image}").replace("</news:news>", f"</news:news>{picture}")
    reading, _ = sitemap_links(body.encode(), PAGES, lambda _: True, NOW)
    assert [(link.url, link.title) for link in reading.links][:1] == [("http://green.example/news/2", "EU & carbon")]


@pytest.mark.parametrize("body", [b"", b"<html>", b"\x1f\x8b\x08broken", b"plain"])
def test_what_is_no_sitemap_has_no_articles(body: bytes) -> None:
    assert sitemap_links(body, PAGES, lambda _: True, NOW)[0].links == ()


def test_a_prefix_that_the_file_does_not_declare_is_read_as_usual() -> None:
    entry = "<loc>http://green.example/news/1</loc><image:image><image:loc>http://green.example/p.jpg</image:loc></image:image>"
    bare = f"<urlset><url>{entry}<news:news><news:title>EU carbon</news:title></news:news></url></urlset>"
    reading, _ = sitemap_links(bare.encode(), PAGES, lambda _: True, NOW)
    assert [(link.url, link.title) for link in reading.links] == [("http://green.example/news/1", "EU carbon")]

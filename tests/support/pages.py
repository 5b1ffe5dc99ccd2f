"""Pages for the extraction tests: the demo's articles in their layouts, and single pages written in a test."""

from datetime import UTC, date, datetime

import msgspec

from demo.layout import article_pages
from demo.sites import sites
from demo.texts import ArticleText
from demo.web import published
from pipeline.records import Page, PagePart, Publisher

FETCHED = datetime(2026, 5, 15, 1, tzinfo=UTC)
SENTENCE = "东海省生态环境厅五月十一日召开碳市场工作会议，部署重点排放单位的数据核查与配额清缴。"


def demo_page(text: ArticleText) -> Page:
    """An article of the demo as the crawl would put it on pages.fetched."""
    site = sites()[text.publisher]
    own = published(site.id, revision=1)
    pages = article_pages(site, text, own if text in own else [text, *own])
    parts = tuple(PagePart.pack(url, raw) for url, raw in pages.items())
    publisher = Publisher(id=site.id, name=site.name, language=site.language)
    return page_of(parts, publisher, content_type=site.header)


def page_of(parts: tuple[PagePart, ...], publisher: Publisher, content_type: str = "text/html") -> Page:
    """A page of these parts."""
    url = parts[0].url
    return Page(
        id=url,
        url=url,
        canonical=url,
        publisher=publisher,
        fetched_at=FETCHED,
        first_seen=FETCHED,
        status=200,
        headers={"content-type": content_type},
        parts=parts,
        via="crawl",
    )


def page(
    body: str | bytes,
    head: str = "<title>东海省部署碳市场核查工作</title>",
    url: str = "http://hb.example/a/1.html",
    content_type: str = "text/html; charset=utf-8",
    language: str = "zh",
    listed_published: date | None = None,
) -> Page:
    """One page; `body` is what stands in <body>, or the whole page as bytes."""
    raw = body if isinstance(body, bytes) else f"<html><head>{head}</head><body>{body}</body></html>".encode()
    publisher = Publisher(id="hb", name="东海省生态环境厅", language=language)
    made = page_of((PagePart.pack(url, raw),), publisher, content_type)
    return msgspec.structs.replace(made, listed_published=listed_published)


def article_html(
    info: str = "2026年5月12日 来源：东海日报", headline: str = "东海省部署碳市场核查工作", body: str = ""
) -> str:
    """A plain article: headline, info line, body."""
    return f"<h1>{headline}</h1><p>{info}</p><div class='article-content'>{body or f'<p>{SENTENCE}</p>' * 3}</div>"

"""What is read from a list page: links and titles, and why other links are none."""

from datetime import UTC, date, datetime

import pytest

from crawlers.catalogue.entry import ListPages
from crawlers.pages.links import ArticleLink, NoArticle, article_links
from crawlers.pages.markup import Markup
from pipeline.addresses import host_of

HERE = "http://green.example/news/"
NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)


def read(html: str, **keys: object) -> tuple[tuple[ArticleLink, ...], tuple[NoArticle, ...]]:
    pages = ListPages.model_validate({"url": HERE, "articles": ".", **keys})
    page = Markup(html.encode(), "text/html; charset=utf-8", HERE)
    reading = article_links(page, pages, lambda url: host_of(url) == "green.example", NOW)
    return reading.links, reading.left_out


def test_links_of_a_list_have_the_titles_and_days_beside_them() -> None:
    html = """<html><head><base href="/col/"></head><body><a href="t0.html">导航</a><table>
    <tr><td><a href="t1.html"><img src="x.jpg"></a></td><td><a href="t1.html" title="很长的标题全文">很长的标…</a></td>
        <td class="d">2017-09-08</td></tr>
    <tr><td><a href="javascript:go()">x</a><a href="http://[bad">y</a>
        <a href="http://green.example:99999/col/t7.html">w</a><a>z</a>
        <a {{ng}}="1" \x01="2" href="t9.htm">v</a></td></tr>
    <tr><td><a href="http://other.example/col/t2.html">外站</a></td></tr></table></body></html>"""

    (link,), left_out = read(html, articles=r"/col/t\d\.html$", links="table a", date=".d")

    assert link.url == "http://green.example/col/t1.html"
    assert (link.title, link.published) == ("很长的标题全文", date(2017, 9, 8))
    assert [(left.title, left.why) for left in left_out] == [
        ("x", "address"),
        ("y", "address"),
        ("w", "address"),
        ("z", "address"),
        ("v", "pattern"),
        ("外站", "host"),
    ]


@pytest.mark.parametrize(
    ("shown", "attribute", "title"),
    [
        (
            "全国碳市场首个履约年怎么做",
            "全国碳市场首个履约年怎么做数据质量控制",
            "全国碳市场首个履约年怎么做数据质量控制",
        ),
        ("全国碳市场首个履约年怎么做", "全国碳市场首个履约年怎么做 2026-05-14", "全国碳市场首个履约年怎么做"),
        ("全国碳市场首个履约年怎么做", "全国碳市场首个履约年怎么做发布时间：5月14日", "全国碳市场首个履约年怎么做"),
        ("节能", "节能减排栏目首页", "节能"),
        ("全国碳市场首个履约年怎么做", "点击查看全文", "全国碳市场首个履约年怎么做"),
    ],
)
def test_a_title_that_is_cut_without_a_sign_is_whole_in_its_attribute(shown: str, attribute: str, title: str) -> None:
    (link,), _ = read(f'<ul><li><a href="t1.html" title="{attribute}">{shown}</a></li></ul>')

    assert link.title == title


def test_a_cut_title_is_whole_in_the_attribute_of_what_is_in_the_link_and_has_no_mark_before_it() -> None:
    html = """<table><tr onclick="location='/1.html'"><td title="云溪交易中心关于配额竞价发放（第二次）的公告">云溪交易中心关于配额竞价...</td>
    <td>2026-05-14</td></tr></table><ul><li><a href="/2.html"><i>·</i>关于有序用电方案的公示</a></li></ul>"""

    links, _ = read(html, links="tr, a", articles=r"/\d\.html")

    assert [link.title for link in links] == ["云溪交易中心关于配额竞价发放（第二次）的公告", "关于有序用电方案的公示"]


def test_what_is_excluded_by_address_or_title_is_no_article() -> None:
    html = """<ul><li><a href="n1.html">关于抽查能效标识的通知</a><div class="more"><a href="/jiedu/n1.html">问答</a></div>
    <i>2026-05-14</i></li><li><a href="n2.html">一张图看懂能效标识</a><i>2026-05-13</i></li></ul>"""

    links, left_out = read(html, exclude="/jiedu/|^一张图")

    assert [(link.url, link.published) for link in links] == [(f"{HERE}n1.html", date(2026, 5, 14))]
    assert {left.why for left in left_out} == {"exclusion"}


def test_an_address_may_be_what_a_script_is_given() -> None:
    html = """<div><p onclick="window.open('/zx/1.html','_blank')">甲</p><a href="javascript:see('../zx/2.shtml')">乙</a>
    <a href="#" onclick="location.href='/zx/3.html?c=1';return false">丙</a><a href="javascript:;" data-url="zx/4.htm">丁</a></div>"""

    links, _ = read(html, links="p, a", articles="/zx/")

    assert [(link.url.removeprefix("http://green.example"), link.title) for link in links] == [
        ("/zx/1.html", "甲"),
        ("/zx/2.shtml", "乙"),
        ("/zx/3.html?c=1", "丙"),
        ("/news/zx/4.htm", "丁"),
    ]


def test_an_entry_says_how_an_address_is_made_of_what_a_script_is_given() -> None:
    html = """<ul><li onclick="detail(88, 'gg')">公示</li><li onclick="detail(87, 'tz')">通知</li></ul>"""

    links, _ = read(html, links="li", address="/{2}/content_{1}.html")

    assert [link.url for link in links] == [
        "http://green.example/gg/content_88.html",
        "http://green.example/tz/content_87.html",
    ]


def test_a_card_that_is_a_link_as_a_whole_has_its_heading_for_a_title() -> None:
    html = """<ul><li><a href="1"><h3>风电检修季开始</h3><p>华东各场站……</p><span>2026-05-14</span></a></li>
    <li><a href="2">光伏装机公布<em>2026-05-13</em></a></li><li><a href="3"><b class="t">水电</b><i>来水偏枯</i></a></li></ul>"""

    links, _ = read(html)
    assert [(link.title, link.published) for link in links][:2] == [
        ("风电检修季开始", date(2026, 5, 14)),
        ("光伏装机公布", date(2026, 5, 13)),
    ]
    assert read(html, title=".t")[0][2].title == "水电"


ENTRIES = {
    "a table's row": "<table><tr><td>14 May 2026</td><td>{title}</td><td><a href='{url}'>PDF</a></td></tr>{other}</table>",
    "a heading under an empty link": "<div><div><a href='{url}'></a><p>News</p><h3>{title}</h3></div>{other}</div>",
    "a label": "<ul><li><a href='{url}' aria-label='Read more about {title}'>Read more</a><p>Long words about it.</p></li>{other}</ul>",
    "its own text": "<ul><li><p>Long words about something else.</p><a href='{url}'>{title}</a></li>{other}</ul>",
    "another link to it": "<ul><li><a href='{url}'>[查看全文]</a><p>Long words.</p><b><a href='{url}'>{title}</a></b></li>{other}</ul>",
}


@pytest.mark.parametrize("html", ENTRIES.values(), ids=ENTRIES.keys())
def test_a_link_that_says_nothing_of_its_article_has_the_title_of_its_entry(html: str) -> None:
    title, other = "Auction calendar published", "<li><a href='/zx/2.htm'>Another one here</a></li>"
    (link, *_), _ = read(html.format(title=title, url="/zx/1.htm", other=other))
    assert link.title == title


def test_a_link_that_says_nothing_and_stands_alone_keeps_its_words() -> None:
    links, _ = read("<p><a href='/zx/1.htm'>PDF</a> <a href='/zx/2.htm'>下载</a></p>")
    assert [link.title for link in links] == ["PDF", "下载"]

"""An entry is guessed from a page of any family, and the crawl's own reader finds the list's articles by it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.catalogue.catalogue import read_entry
from crawlers.pages.reading import ListPage, read_list
from crawlers.suggestions.entry_text import entry_text
from crawlers.suggestions.suggest import AskedPage, NothingListed, Suggestion, suggest
from tests.support.list_families import FAMILIES
from tests.support.list_pages import LAST_DAY, Around, ListFamily, list_page

MOMENT = datetime(2026, 9, 11, 2, tzinfo=UTC)
AROUND = {
    "nothing else": Around(),
    "hot articles with days after it": Around(after=True, days=True),
    "hot articles with days before it": Around(before=True, days=True),
    "pictures without days before it": Around(before=True, heading="图片新闻"),
    "hot articles of its own form before it": Around(before=True, days=True, alike=True),
    "its own form without days after it": Around(after=True, alike=True),
}
ODD = {
    "a query": "/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1042&wbnewsid={n}",
    "brackets": "/index.php?id=88&tx_news_pi1%5Bnews%5D={n}&cHash={hex}",
    "a folder": "/gov/c106121/c{n}/content.shtml",
    "a file": "/files/P0{n}.pdf",
}
# What their entries give a script is made an address in one way only; or they stand under one key of a row.
ONE_FORM = frozenset({"a number in onclick", "an array of a script"})


def suggested(url: str, body: bytes, **others: bytes) -> Suggestion:
    """What is suggested for a page; `others` is what stands at addresses that hold these words."""
    answers = {word: AskedPage(f"https://www.any.example/{word}", content) for word, content in others.items()}
    found = suggest(
        AskedPage(url, body), MOMENT, lambda asked: next((a for word, a in answers.items() if word in asked), None)
    )
    assert isinstance(found, Suggestion), found
    return found


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_an_entry_brings_the_lists_articles_and_nothing_else(family: ListFamily, around: Around) -> None:
    sample = list_page(family, around)
    found = suggested(sample.url, sample.body)
    assert found.proven
    assert [link.url for link in found.links] == list(sample.articles)
    pages = found.source.lists[0]
    assert (pages.kind, pages.paging) == (family.kind, family.paging)
    if family is not FAMILIES["no dates"]:
        assert found.dated == len(sample.articles)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("name", sorted(FAMILIES.keys() - ONE_FORM))
def test_an_entry_whose_address_is_of_another_form_is_of_the_list(name: str, odd: str) -> None:
    if odd == ODD["a file"] and name in ("no dates", "rolling news"):
        pytest.skip("a file without a day beside it may be anything's")
    sample = list_page(FAMILIES[name], Around(after=True, days=True, odd=odd))
    found = suggested(sample.url, sample.body)
    assert sorted(link.url for link in found.links) == sorted(sample.articles)


def test_the_day_of_publication_is_taken_rather_than_that_of_signature() -> None:
    sample = list_page(FAMILIES["a column of dates of publication"])
    days = [link.published for link in suggested(sample.url, sample.body).links]
    assert days == [LAST_DAY - timedelta(days=2 * number) for number in range(len(sample.articles))]


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_next_months_page_is_read_by_the_same_entry(family: ListFamily, tmp_path: Path) -> None:
    around = Around(after=True, days=True)
    found = suggested(family.url, list_page(family, around).body)
    entry = read_entry(tmp_path / f"{found.source.id}.toml", entry_text(found.source))
    assert entry == found.source, "the file says another thing than the entry"
    later = list_page(replace(family, first=family.first + 31_007), around)
    page = ListPage(later.body, "", later.url, entry.claims, MOMENT)
    assert [link.url for link in read_list(page, entry.lists[0])[0].links] == list(later.articles)


OWN, WHOLE_SITE, REPLIES = "/category/news/feed/", "/feed/", "/comments/feed/"


def feed(urls: Sequence[str]) -> bytes:
    items = "".join(f"<item><title>T</title><link>{url}</link></item>" for url in urls)
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("named", "among", "taken"),
    [
        ([OWN], 0, OWN),
        ([WHOLE_SITE], 0, WHOLE_SITE),
        ([WHOLE_SITE, REPLIES, OWN], 1, OWN),
        ([WHOLE_SITE], 1, ""),
        ([WHOLE_SITE], 100, ""),
    ],
)
def test_the_feed_of_the_list_that_is_shown_is_taken_and_none_that_brings_other_columns(
    named: list[str], among: int, taken: str
) -> None:
    """`among`: that many articles of other columns stand before each of the list's in the feed of the whole site."""
    head = "".join(f"<link rel='alternate' type='application/rss+xml' href='{path}'>" for path in named)
    sample = list_page(replace(FAMILIES["WordPress"], head=head))
    strange = [[f"https://briefing.example/2026/09/{n}-of-{k}/" for k in range(among)] for n in range(12)]
    mixed = [url for others, own in zip(strange, sample.articles, strict=True) for url in (*others, own)]
    # What is older than the list's last article may be in its feed, and need not.
    older = [f"https://briefing.example/2026/07/older-by-{n}-days/" for n in range(9)]
    answers = {OWN: feed(sample.articles[:6]), WHOLE_SITE: feed([*mixed, *older][:40]), REPLIES: feed(mixed)}

    def ask(url: str) -> AskedPage | None:
        path = url.removeprefix("https://briefing.example")
        return AskedPage(url, answers[path]) if path in answers else None

    found = suggest(AskedPage(sample.url, sample.body), MOMENT, ask)
    assert isinstance(found, Suggestion)
    assert [one.url for one in found.source.feeds] == [f"https://briefing.example{path}" for path in [taken] if path]
    assert bool(found.source.lists) == (not taken)


def test_a_list_that_is_kept_in_a_file_beside_the_page_is_read_from_there() -> None:
    page = "<title>要闻-示例能源局</title><ul id='showData0' data='datasource:8839'></ul>".encode()
    rows = [
        {
            "title": f"示例局召开第{n}次能源工作座谈会",
            "publishUrl": f"../202609{n:02d}/{0xA5F3C1D2E4B60978A5F3C1D2E4B60978 - n:032x}/c.html",
            "publishTime": f"2026-09-{n:02d}",
        }
        for n in range(10, 2, -1)
    ]
    found = suggested(
        "https://www.nengyuan.example/xwzx/nyyw.htm", page, ds_8839=json.dumps({"datasource": rows}).encode()
    )
    assert found.source.lists[0].kind == "datasource"
    assert (len(found.links), found.dated, found.source.name) == (8, 8, "示例能源局")


def test_a_page_that_keeps_its_list_in_a_frame_or_a_json_file_leads_there() -> None:
    sample = list_page(FAMILIES["capital endings"])
    menu = "".join(f"<a href='/{n}/'>栏目{n}</a>" for n in range(9))
    frame = f"<title>通知-示例局</title>{menu}<iframe src='/inner.html'></iframe>".encode()
    found = suggested("http://ju2.shili.example/GZDT/", frame, inner=sample.body)
    assert (len(found.links), found.source.name) == (len(sample.articles), "示例局")


HOT = "<div class='right'><h3>热门文件</h3><ul>{}</ul></div>".format(
    "".join(f"<li><a href='/a/2026/{n}.htm'>示例县人民政府关于第{n}次普查的通告</a></li>" for n in range(3))
)


@pytest.mark.parametrize("beside", ["", HOT], ids=["nothing beside", "a box of the same form beside"])
@pytest.mark.parametrize(
    ("script", "paging"),
    [
        ("$.ajax({url: './NEWEST.json', type: 'get'})", ""),
        ("var n = 1; $.getJSON('/api/NEWEST?channel=7&pageNo=' + n, draw)", "pageNo={n}"),
        ("fetch(`/menu`); fetch('/api/NEWEST?channel=7').then(draw)", ""),
    ],
)
def test_a_list_that_a_script_gets_is_read_from_where_it_gets_it(script: str, paging: str, beside: str) -> None:
    rows = [
        {"TITLE": f"关于第{n}批名单的公示公告", "URL": f"/a/2026/{n}.htm", "DOCRELPUBTIME": "2026-09-01"}
        for n in range(40, 49)
    ]
    menu = "".join(f"<a href='/{n}/'>栏目{n}</a>" for n in range(9))
    shell = f"<title>政策-示例网</title>{menu}<ul id='rows'></ul>{beside}<script>{script}</script>".encode()
    asked = list[str]()

    def ask(url: str) -> AskedPage | None:
        asked.append(url)
        return AskedPage(url, json.dumps(rows).encode()) if "NEWEST" in url else None

    found = suggest(AskedPage("https://www.any.example/zhengce/", shell), MOMENT, ask)
    assert isinstance(found, Suggestion)
    (pages,) = found.source.lists
    assert (pages.kind, len(found.links), found.source.name) == ("json", 9, "示例网")
    assert paging in pages.paging
    assert bool(paging) == bool(pages.paging)
    assert len(set(asked)) == 1


def test_a_static_list_is_taken_rather_than_the_same_from_a_file() -> None:
    sample = list_page(FAMILIES["trs"])
    older = [f"https://fgw.shili.example/xwdt/tzgg/202601/t20260101_{n}.html" for n in range(100)]
    urls = enumerate([*sample.articles, *older])
    rows = [{"t": f"关于第{n}批名单的公示公告", "u": url, "d": "2026-01-01"} for n, url in urls]
    body = sample.body.replace(b"</body>", b"<script>$.getJSON('all.json', search)</script></body>")
    assert b"all.json" in body
    assert suggested(sample.url, body, all=json.dumps(rows).encode()).source.lists[0].kind == "html"


def test_a_json_list_with_keys_of_its_own_is_read_by_what_its_values_look_like() -> None:
    rows = [
        {
            "bt": f"关于第{n}批登记项目的公示公告",
            "lj": f"/gs/{n}.html",
            "fbsj": f"2026-08-{n} 09:00:00",
            "tp": f"/t/{n}.jpg",
        }
        for n in range(10, 22)
    ]
    body = json.dumps({"menu": [{"bt": "首页", "lj": "/"}], "data": {"rows": rows}}).encode()
    found = suggested("https://dengji.example/api/list.json?pageNo=1", body)
    pages = found.source.lists[0]
    assert (pages.kind, pages.links, pages.title, pages.date) == ("json", "lj", "bt", "fbsj")
    assert (pages.paging, pages.first) == ("https://dengji.example/api/list.json?pageNo={n}", 2)
    assert found.dated == len(rows) == len(found.links)


ROWS_OF = {
    "JSON:API": (
        {"id": "8f14e45f-{n:04}", "links": {"self": "/jsonapi/news/8f14e45f-{n:04}"}}
        | {
            "attributes": {
                "title": "关于第{n}批登记项目的公示",
                "created": "2026-08-{n}T09:00:00",
                "path": {"alias": "/news/p-{n}"},
            }
        },
        ("attributes.path.alias", "attributes.title", "attributes.created"),
    ),
    "Solr": (
        {"url": ["/news/p-{n}"], "h": ["关于第{n}批登记项目的公示"], "day": ["2026-08-{n}T00:00:00Z"]},
        ("url[0]", "h[0]", "day[0]"),
    ),
}


def test_rows_whose_days_are_written_month_first_are_read_so() -> None:
    rows = [
        {"title": f"关于第{n}批登记项目的公示", "docurl": f"/gs/{n}.html", "time": f"08/{n}/2026 08:11:22"}
        for n in range(9, 17)
    ]
    found = suggested("https://any.example/news.js", f"data_callback({json.dumps(rows)})".encode())
    assert found.source.lists[0].date_order == "MDY"
    assert [str(link.published) for link in found.links[:2]] == ["2026-08-09", "2026-08-10"]


@pytest.mark.parametrize(("row", "paths"), ROWS_OF.values(), ids=ROWS_OF.keys())
def test_rows_are_looked_into_as_deep_as_interfaces_put_things(row: object, paths: tuple[str, str, str]) -> None:
    rows = [json.loads(json.dumps(row).replace("{n}", str(n)).replace("{n:04}", f"{n:04}")) for n in range(10, 18)]
    pages = suggested("https://any.example/api", json.dumps({"data": rows}).encode()).source.lists[0]
    assert (pages.links, pages.title, pages.date) == paths


@pytest.mark.parametrize(("there", "address"), [(True, "/en/news/{slug}"), (False, "")])
def test_an_address_that_stands_nowhere_is_made_of_rows_and_tried(there: bool, address: str) -> None:
    """Next.js: the page has its rows for a script, and these have no addresses."""
    posts = [
        {
            "id": n,
            "slug": f"auction-{n}-held",
            "title": f"Auction {n} held as planned",
            "publishedAt": f"2026-08-{n}T09:00",
        }
        for n in range(10, 22)
    ]
    data = json.dumps({"props": {"pageProps": {"menu": [{"label": "About", "href": "/about"}], "posts": posts}}})
    body = (
        f"<title>News</title><div id='__next'></div><script id='__NEXT_DATA__' type='application/json'>{data}</script>"
    )
    article = b"<h1>Auction 10 held as planned</h1>" if there else b"<div id='__next'></div>"

    def ask(url: str) -> AskedPage | None:
        return AskedPage(url, article) if url == "https://any.example/en/news/auction-10-held" else None

    found = suggest(AskedPage("https://any.example/en/news/", body.encode()), MOMENT, ask)
    assert isinstance(found, Suggestion) == there
    assert not isinstance(found, Suggestion) or (found.source.lists[0].address, found.dated) == (address, 12)


def test_the_address_of_a_feed_or_sitemap_itself_is_enough() -> None:
    items = "".join(f"<item><title>T{n}</title><link>http://a.example/{n}.html</link></item>" for n in range(5))
    feed = f"<?xml version='1.0'?><rss><channel><title>示例 &amp;amp; 快讯</title>{items}</channel></rss>".encode()
    assert suggested("http://a.example/rss.xml", feed).source.name == "示例 & 快讯"
    places = "".join(f"<url><loc>http://a.example/news/{n}.html</loc></url>" for n in range(5))
    found = suggested("http://a.example/sitemap.xml", f"<urlset>{places}</urlset>".encode())
    assert found.source.lists[0].articles == r"/news/\d+\.s?html?$"


def test_every_entry_of_a_news_sitemap_is_an_article_whatever_its_name() -> None:
    names = [f"how-example-number-{n}-was-met-{n}" for n in range(8)] + [
        "opinion-70199",
        "a-market-is-open-702?edition=us",
    ]
    places = "".join(
        f"<url><loc>http://a.example/tech/2026/{name}</loc><news:news><news:title>{name}</news:title>"
        "<news:publication_date>2026-09-09</news:publication_date></news:news></url>"
        for name in names
    )
    head = "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
    found = suggested("http://a.example/news.xml", f"{head}{places}</urlset>".encode())
    assert len(found.links) == len(names)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<html><body><div id='app'></div><script src='/a.js'></script></body></html>", "app"),
        ("".join(f"<a href='/{n}/'>栏目{n}</a>" for n in range(30)).encode(), "links"),
        ("".join(f"<a href='/z/{w}/'>政府信息公开{w}指南</a>" for w in "abcdefgh").encode(), "links"),
    ],
)
def test_what_has_no_list_is_told_by_what_was_seen(body: bytes, why: str) -> None:
    found = suggest(AskedPage("https://a.example/", body), MOMENT)
    assert isinstance(found, NothingListed)
    assert found.why == why


def test_this_years_folder_is_every_years() -> None:
    sample = list_page(FAMILIES["ZCMS"])
    assert suggested(sample.url, sample.body).source.lists[0].url == "https://www.jiaoyisuo.example/mrgk/{year}n/"

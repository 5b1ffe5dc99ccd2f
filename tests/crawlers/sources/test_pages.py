"""What is read from a page: links, days, next pages, and which addresses are private."""

from datetime import date

import pytest

from crawlers.catalogue.entry import ListPages
from crawlers.crawl.private_addresses import is_private, names_private
from crawlers.pages.links import article_links, day_in
from crawlers.pages.markup import Markup, decode, is_html
from crawlers.pages.next_page import continues, next_page
from crawlers.spiders.listing import page_address

HERE = "http://green.example/news/"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017-09-08", date(2017, 9, 8)),
        ("（2017/9/8）", date(2017, 9, 8)),
        ("发布时间：2017年9月8日 10:30", date(2017, 9, 8)),
        ("2017.09.08", date(2017, 9, 8)),
        ("20170908", date(2017, 9, 8)),
        ("[09-08]", None),
        ("2017-13-40", None),
        ("", None),
    ],
)
def test_days_in_lists(text: str, day: date | None) -> None:
    assert day_in(text) == day


def test_links_of_a_list_have_the_titles_and_days_beside_them() -> None:
    html = """<html><head><base href="/col/"></head><body><a href="t0.html">导航</a><table>
    <tr><td><a href="t1.html"><img src="x.jpg"></a></td><td><a href="t1.html" title="很长的标题全文">很长的标…</a></td>
        <td class="d">2017-09-08</td></tr>
    <tr><td><a href="javascript:go()">x</a><a href="http://[bad">y</a>
        <a href="http://green.example:99999/col/t7.html">w</a><a>z</a>
        <a {{ng}}="1" \x01="2" href="t9.htm">v</a></td></tr>
    <tr><td><a href="http://other.example/col/t2.html">外站</a></td></tr></table></body></html>"""
    pages = ListPages(url=HERE, articles=r"/col/t\d\.html$", links="table a", date=".d")

    (link,) = article_links(Markup(html.encode(), "text/html", HERE), pages, frozenset(["green.example"]))

    assert link.url == "http://green.example/col/t1.html"
    assert (link.title, link.published) == ("很长的标题全文", date(2017, 9, 8))


def test_pages_of_a_list_are_counted_from_first() -> None:
    trs = ListPages(url=HERE, articles="x", paging="index_{n}.html", pages=3)
    assert [page_address(trs, n) for n in (1, 2, 3)] == [HERE, f"{HERE}index_1.html", f"{HERE}index_2.html"]
    query = ListPages(url=HERE, articles="x", paging="?{n}", first=2, pages=2)
    assert page_address(query, 2) == f"{HERE}?2"


@pytest.mark.parametrize(
    ("link", "numbered", "goes_on"),
    [
        ("t1_2.html", False, True),
        ("t1-2.html", False, True),
        ("t1/2", False, True),
        ("t1.html?page=2", False, True),
        ("t12.html", False, False),
        ("t2.html", True, False),
        ("../other/t1_2.html", False, False),
        ("t1_2.shtml", False, False),
        ("t1.html?id=2", False, False),
    ],
)
def test_a_next_page_is_the_first_address_with_a_number(link: str, numbered: bool, goes_on: bool) -> None:
    from urllib.parse import urljoin

    assert continues(urljoin(HERE, link), f"{HERE}t1.html", numbered) is goes_on


def test_a_numbered_first_page_goes_on_where_the_link_says_so() -> None:
    first = f"{HERE}a_1.html"
    assert continues(f"{HERE}a_2.html", first, numbered=True)
    assert not continues(f"{HERE}a_2.html", first)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_next_page_in_either_encoding(encoding: str) -> None:
    body = '<html><body><p>文</p><a href="t1_2.html">[下一页]</a></body></html>'.encode(encoding)
    assert next_page(body, "text/html", f"{HERE}t1.html", f"{HERE}t1.html") == f"{HERE}t1_2.html"


def test_an_entry_may_say_where_its_next_page_is() -> None:
    body = b'<html><body><div class="p"><a class="n" href="continued.html">more</a></div></body></html>'
    args = (body, "text/html", f"{HERE}t1.html", f"{HERE}t1.html")
    assert next_page(*args) is None
    assert next_page(*args, css="div.p a.n") == f"{HERE}continued.html"


def test_text_by_header_meta_tag_or_what_fits() -> None:
    assert decode("碳市场".encode("gb18030"), "text/html; charset=gb2312") == "碳市场"
    assert "碳市场" in decode('<meta charset="gbk">碳市场'.encode("gbk"), "text/html")
    assert decode("碳市场".encode("gbk"), "text/html") == "碳市场"
    assert decode("碳市场".encode(), "") == "碳市场"


@pytest.mark.parametrize(
    ("body", "content_type", "page"),
    [
        (b"<html>", "text/html; charset=gbk", True),
        (b"%PDF-1.4", "text/html", False),
        (b"<!DOCTYPE html>", "", True),
        (b"<!DOCTYPE html>", "text/plain", True),
        (b"plain words", "text/plain", False),
        (b"<html>", "application/pdf", False),
    ],
)
def test_what_counts_as_a_web_page(body: bytes, content_type: str, page: bool) -> None:
    assert is_html(body, content_type) is page


PRIVATE = (
    "127.0.0.1 10.1.2.3 192.168.1.1 172.16.0.1 169.254.169.254 0.0.0.0 100.64.0.1 198.18.0.1 224.0.0.1 255.255.255.255"
)
PRIVATE6 = "::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: fe80::1%eth0"


@pytest.mark.parametrize("address", PRIVATE.split() + PRIVATE6.split())
def test_private_addresses(address: str) -> None:
    assert is_private(address)
    assert names_private(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "202.108.1.1", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_public_addresses(address: str) -> None:
    assert not is_private(address)
    assert not names_private(address)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "2130706433", "0x7f.1", "127.1", "[::1]"])
def test_names_of_private_addresses(host: str) -> None:
    assert names_private(host)


@pytest.mark.parametrize("host", ["www.ndrc.gov.cn", "localhost.example.com", "12306.cn", "360.cn", "99999999999"])
def test_other_names(host: str) -> None:
    assert not names_private(host)

"""What counts as a web page, and its text."""

import pytest

from crawlers.pages.markup import Markup, is_front_page, is_html, script_target


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("碳市场".encode("gb18030"), "text/html; charset=gb2312"),
        ('<meta charset="gbk">碳市场'.encode("gbk"), "text/html"),
        ("碳市场".encode("gbk"), "text/html"),
        ("碳市场".encode(), ""),
        ("碳市场昨日成交".encode("gbk"), "text/html; charset=utf-8"),
        ('<meta charset="gb2312">碳市场昨日成交'.encode(), "text/html"),
    ],
)
def test_a_page_is_read_by_what_its_bytes_are_whatever_they_are_called(body: bytes, content_type: str) -> None:
    assert "碳市场" in Markup(body, content_type, "http://green.example/").text


def test_links_are_relative_to_the_base_that_the_page_names_however_late() -> None:
    page = f'<html><head><style>{"a{}" * 3000}</style><base href="/col/"></head></html>'
    assert (
        Markup(page.encode(), "", "http://green.example/x/").absolute("t1.html") == "http://green.example/col/t1.html"
    )
    assert Markup(b"", "", "http://green.example/x/").absolute("t1.html") == "http://green.example/x/t1.html"


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


@pytest.mark.parametrize(
    ("script", "leads"),
    [
        ("window.location.href = './new/'", "http://green.example/x/new/"),
        ('location="/a.html"', "http://green.example/a.html"),
        ("top.location.replace('/a.html')", "http://green.example/a.html"),
        ("if (location.href === '/a.html') draw()", ""),
        ("var geolocation = '/a.html'", ""),
    ],
)
def test_a_script_that_sends_visitors_on_is_told(script: str, leads: str) -> None:
    page = Markup(f"<html><script src=x></script><script>{script}</script></html>", "", "http://green.example/x/")
    assert script_target(page) == leads


def test_front_pages() -> None:
    front = ("", "/", "/index.html", "/Default.aspx")
    deeper = ("/news/", "/news/index.html", "/?page=2", "/list.html")
    assert [is_front_page(f"http://green.example{path}") for path in (*front, *deeper)] == [True] * 4 + [False] * 4

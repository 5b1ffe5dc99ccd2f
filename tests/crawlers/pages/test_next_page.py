"""Where a long article goes on."""

import pytest

from crawlers.pages.next_page import continues, next_page

HERE = "http://green.example/news/"


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

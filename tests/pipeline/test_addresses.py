"""Canonical addresses: http and https are one, tracking goes, everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.addresses import (
    LONGEST_LINK,
    canonical,
    canonical_or_same,
    followable,
    host_of,
    page_id,
    without_userinfo,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.a.example/x", "http://www.a.example/x"),
        ("http://WWW.A.example/x", "http://www.a.example/x"),
        ("http://www.a.example:80/x", "http://www.a.example/x"),
        ("https://www.a.example:443/x", "http://www.a.example/x"),
        ("http://www.a.example/x#top", "http://www.a.example/x"),
        ("http://www.a.example", "http://www.a.example/"),
        ("http://www.a.example/x?b=2&a=1", "http://www.a.example/x?a=1&b=2"),
        ("http://www.a.example/x?utm_source=mail&a=1", "http://www.a.example/x?a=1"),
        ("http://www.a.example/x?spm=1.2.3", "http://www.a.example/x"),
        ("http://www.a.example/x.do;jsessionid=0A1B?id=9", "http://www.a.example/x.do?id=9"),
        ("http://www.a.example/x.do;JSESSIONID=0A1B.node1", "http://www.a.example/x.do"),
        ("http://www.a.example/show.aspx?id=9&spm=a1&sessionid=q7", "http://www.a.example/show.aspx?id=9"),
        ("http://www.a.example/x?PHPSESSID=1&a=1", "http://www.a.example/x?a=1"),
    ],
)
def test_the_same_page(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)
    assert page_id(one) == page_id(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://mp.a.example/s?__biz=A&mid=1&idx=1", "http://mp.a.example/s?__biz=A&mid=1&idx=2"),
        ("http://www.a.example/x", "http://www.a.example/x/"),
        ("http://www.a.example/x?sid=1", "http://www.a.example/x?sid=2"),
        ("http://www.a.example/X", "http://www.a.example/x"),
        ("http://www.a.example:8080/x", "http://www.a.example/x"),
        ("http://www.a.example/x?a=", "http://www.a.example/x"),
    ],
)
def test_other_pages(one: str, other: str) -> None:
    assert page_id(one) != page_id(other)


@pytest.mark.parametrize("url", ["ftp://a.example/x", "javascript:alert(1)", "/x", "", "http://"])
def test_not_an_address(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        canonical(url)


@given(st.text("abc/?&=#.%1é", max_size=30))
def test_canonical_is_stable(tail: str) -> None:
    once = canonical("https://www.a.example/" + tail)
    assert canonical(once) == once


def test_id_and_host() -> None:
    assert len(page_id("http://a.example/")) == 16
    assert host_of("https://WWW.a.example:8443/x") == "www.a.example"
    assert host_of("nothing") == ""


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("http://x.example/a?b=1#c", "http://x.example/a?b=1#c"),
        (" https://x.example/a b\n", "https://x.example/a%20b"),
        ("http://中文.cn/路?问=答", "http://xn--fiq228c.cn/%E8%B7%AF?%E9%97%AE=%E7%AD%94"),
        ('http://x.example/"><script>[]', "http://x.example/%22%3E%3Cscript%3E%5B%5D"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//x.example/", ""),
        ("mailto:a@x.example", ""),
        ("http://", ""),
        ("http://[bad", ""),
        ("http://x.example:99999/", ""),
        ("", ""),
        ("http://x.example/" + "x" * LONGEST_LINK, ""),
    ],
)
def test_what_a_link_may_carry(given: str, link: str) -> None:
    assert followable(given) == link


@given(st.text())
def test_any_text_is_followable_or_not(text: str) -> None:
    for one in (text, f"http://{text}", f"http://x.example/{text}"):
        link = followable(one)
        assert link == "" or (link.isascii() and link.startswith(("http://", "https://")))
        assert followable(link) == link


def test_what_is_no_address_stays_as_it_is() -> None:
    assert canonical_or_same("https://A.example/x#top") == "http://a.example/x"
    assert canonical_or_same("about:blank") == "about:blank"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://elastic:geheim@es.example:9200/x?a=@", "https://es.example:9200/x?a=@"),
        ("http://a@b:c@es.example", "http://es.example"),
        ("http://es.example/a@b", "http://es.example/a@b"),
        ("es.example:9200", "es.example:9200"),
    ],
)
def test_an_address_is_printed_without_userinfo(url: str, shown: str) -> None:
    assert without_userinfo(url) == shown

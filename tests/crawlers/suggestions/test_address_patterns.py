"""What the addresses of a list have in common, as a pattern that next week's match and navigation does not."""

import re

import pytest

from crawlers.suggestions.address_patterns import patterns

# Addresses of one week, one of another week, and one that is no article's.
KINDS = [
    ("/node_85be/7c0d2ab19e.shtml /node_85be/0e9adf4410.shtml", "/node_85be/5b1f88cd02.shtml", "/node_85be"),
    ("/n1/c71661001.html /n1/c71661002.html", "/n1/c71662001.html", "/n1/index.html"),
    ("/xw/30.html;jsessionid=A1B2 /xw/31.html;jsessionid=A1B2", "/xw/142.html;jsessionid=FF09", "/xw/"),
    (
        "/n.nsf/0/CFCD208495D565EF66E7DFF9F98764DA?OpenDocument /n.nsf/0/45C48CCE2E2D7FBDEA1AFC51C7C6AD26?OpenDocument",
        "/n.nsf/0/8F14E45FCEEA167A5A36DEDD4BEA2543?OpenDocument",
        "/n.nsf/VPublished?OpenView",
    ),
    ("/GZ/101.HTML /GZ/102.HTML", "/GZ/2101.HTML", "/GZ/Index.HTML"),
    (f"/b/2026/{'%E7%A2%B3' * 4} /b/2026/{'%E7%BB%BF' * 5}", f"/b/2027/{'%E6%9C%8D' * 6}", "/b/about/"),
    (
        "/tzgg/202609/t20260910_1407010.html /tzgg/202609/t20260909_1407002.html",
        "/tzgg/202610/t20261009_1407902.shtml",
        "/tzgg/",
    ),
    (
        "/art/2026/9/1/art_284_991.html /art/2026/9/11/art_284_998.html",
        "/art/2026/10/22/art_284_1001.html",
        "/col/col284/index.html",
    ),
    ("/n1/2026/0910/c1-401.html /n1/2026/0911/c1-402.html", "/n1/2026/1231/c1-4010.html", "/GB/1/index.html"),
    ("/en/news/rules-on-methane /en/news/carbon-revenues", "/en/news/grid-report-2026", "/en/contact"),
    ("/show.aspx?id=9&spm=a /show.aspx?id=12&spm=b", "/show.aspx?id=110&spm=c", "/list.aspx?id=9"),
    (
        "/portal.php?mod=view&aid=12 /portal.php?mod=view&aid=14",
        "/portal.php?mod=view&aid=200",
        "/portal.php?mod=list&catid=5",
    ),
    ("/c/2026-09-10/508763.shtml /c/2026-09-11/508764.shtml", "/c/2027-01-02/1508763.shtml", "/c/index.shtml"),
    ("/s/q8ZxT_4kLmwAb /s/A1bcZ-9kLmwQq", "/s/Zz0yX_1234abC", "/mp/profile?id=1"),
    (
        "/gov/2026091015301234567/index.html /gov/2026091115301234567/index.html",
        "/gov/2026101115301234568/index.html",
        "/gov/index.html",
    ),
]


@pytest.mark.parametrize(("listed", "next_week", "navigation"), KINDS)
def test_the_first_pattern_fits_next_week_and_no_navigation(listed: str, next_week: str, navigation: str) -> None:
    urls = [f"https://www.a.example{path}" for path in listed.split()]
    for pattern in patterns(urls):
        assert all(re.search(pattern, url) for url in urls), pattern
        assert re.search(pattern, f"https://www.a.example{next_week}"), pattern
        assert not re.search(pattern, f"https://www.a.example{navigation}"), pattern


def test_a_column_that_all_addresses_have_stays_and_one_that_few_have_is_left_out() -> None:
    urls = [f"https://a.example/col284/content_{number}.html" for number in range(100, 120)]
    assert patterns(urls)[1] == r"/col284/content_\d+\.s?html?$"
    assert patterns([*urls, "https://a.example/zhuanti/"]) == patterns(urls)


def test_addresses_of_two_forms_are_alternatives() -> None:
    urls = [f"https://a.example/view/{n}.html" for n in range(9)] + [
        f"https://a.example/show.jsp?id={n}" for n in range(5)
    ]
    first = patterns(urls)[0]
    assert all(re.search(first, url) for url in urls)
    assert not re.search(first, "https://a.example/list/8.html")

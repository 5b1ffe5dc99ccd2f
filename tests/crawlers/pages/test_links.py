"""What is read from a list page: links, titles and days."""

from datetime import date

import pytest

from crawlers.catalogue.entry import ListPages
from crawlers.pages.links import article_links, day_in
from crawlers.pages.markup import Markup

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

"""The addresses of a list's pages."""

from crawlers.catalogue.entry import ListPages
from crawlers.spiders.listing import page_address

HERE = "http://green.example/news/"


def test_pages_of_a_list_are_counted_from_first() -> None:
    trs = ListPages(url=HERE, articles="x", paging="index_{n}.html", pages=3)
    assert [page_address(trs, n) for n in (1, 2, 3)] == [HERE, f"{HERE}index_1.html", f"{HERE}index_2.html"]
    query = ListPages(url=HERE, articles="x", paging="?{n}", first=2, pages=2)
    assert page_address(query, 2) == f"{HERE}?2"

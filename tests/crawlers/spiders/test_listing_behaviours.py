"""Lists of every form, on a server of awkward publishers: a list a case (tests/support/awkward/list_forms.py)."""

from datetime import timedelta

import pytest

from demo.loopback import Web
from pipeline.records import Page
from tests.support.awkward.list_forms import LIST_FORMS, ListForm
from tests.support.awkward.visits import FIRST, visit_all
from tests.support.crawl_running import CrawlPlace, run
from tests.support.small_pages import article, listing, source


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    place = CrawlPlace(tmp_path_factory.mktemp("lists"))
    place.init()
    with Web() as web:
        visits = visit_all(web, place, [form.publisher for form in LIST_FORMS])
    wrong = [str(visited.report) for visited in visits.values() if visited.report.said]
    assert not wrong, wrong
    return place.pages()


@pytest.mark.parametrize("form", LIST_FORMS, ids=[form.publisher.name for form in LIST_FORMS])
def test_a_list_names_its_articles_with_title_and_day(pages: list[Page], form: ListForm) -> None:
    own = [page for page in pages if page.publisher.id == form.publisher.name]
    named = [(page.url.removeprefix(form.publisher.site), page.listed_title, page.listed_published) for page in own]
    assert sorted(named) == list(form.named)


def test_a_session_id_in_an_address_is_no_other_article(web: Web, place: CrawlPlace) -> None:
    """As each crawl finds other ids."""
    green = source(lists=[{"url": "http://green.example/news/", "articles": "show"}])
    for visit, moment in (("a1", FIRST), ("b2", FIRST + timedelta(hours=1))):
        urls = [f"/news/show.aspx?id={number}&spm={visit}&sessionid={visit}" for number in (9, 8)]
        web.put("http://green.example/news/", listing(*((url, f"公告{url[20]}") for url in urls)))
        for url in urls:
            web.put(f"http://green.example{url}", article("公告"))
        report = run(place, [green], web.address, moment=moment).reports["green"]
        assert (report.fetched, report.problem) == (2 if visit == "a1" else 0, "")
    assert len(place.pages()) == 2

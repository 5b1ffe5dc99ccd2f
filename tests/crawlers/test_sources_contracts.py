"""Every entry of the catalogue reads a list page and an article page in its publisher's markup (`<id>/contract.toml`)."""

import pytest

from crawlers.catalogue.catalogue import load
from pipeline.records import blocks_text
from tests.support.source_contracts import (
    CONTRACTS,
    ArticleContract,
    ListContract,
    QuotesContract,
    SourceContract,
    as_rows,
)

CATALOGUE = load()
ALL = {file.parent.name: SourceContract(file.parent) for file in sorted(CONTRACTS.glob("*/contract.toml"))}
LISTS = [pytest.param(name, one, id=f"{name} {one.page}") for name, all_of in ALL.items() for one in all_of.lists]
ARTICLES = [pytest.param(name, one, id=f"{name} {one.page}") for name, all_of in ALL.items() for one in all_of.articles]
QUOTES = [pytest.param(name, one, id=f"{name} {one.page}") for name, all_of in ALL.items() for one in all_of.quotes]


@pytest.mark.parametrize(("name", "contract"), LISTS)
def test_a_list_page_gives_its_articles(name: str, contract: ListContract) -> None:
    source, ours = CATALOGUE.source(name), ALL[name]
    reading, following = ours.read(source, contract)
    assert as_rows(reading.links) == contract.links
    assert len(contract.links) >= 2
    if contract.left_out is not None:
        assert len(reading.left_out) == contract.left_out
    if contract.next is not None:
        assert following == contract.next


@pytest.mark.parametrize(("name", "contract"), ARTICLES)
def test_an_article_page_gives_its_fields(name: str, contract: ArticleContract) -> None:
    article = ALL[name].extracted(CATALOGUE.source(name), contract)
    text = blocks_text(article.blocks)
    assert (article.title, str(article.published or ""), article.source or "") == (
        contract.title,
        contract.published,
        contract.source,
    )
    assert [part for part in contract.text if part not in text] == []
    assert [part for part in contract.not_text if part in text] == []
    assert contract.pictures in (None, len(article.images))
    assert contract.attachments in (None, len(article.attachments))


@pytest.mark.parametrize(("name", "contract"), QUOTES)
def test_a_table_of_prices_gives_its_rows(name: str, contract: QuotesContract) -> None:
    quotes = ALL[name].quoted(CATALOGUE.source(name), contract)
    first = quotes[0]
    assert len(quotes) == contract.rows
    assert [str(first.day), first.product, first.close, first.volume] == contract.first


def test_every_crawled_entry_has_a_contract_and_none_is_of_nothing() -> None:
    assert set(ALL) == {source.id for source in CATALOGUE.crawled()}
    for name, ours in ALL.items():
        source = CATALOGUE.source(name)
        assert ours.lists or not (source.lists or source.feeds), name
        assert ours.articles or not (source.lists or source.feeds) or source.headlines_only, name
        assert ours.quotes or source.lists or source.feeds, name

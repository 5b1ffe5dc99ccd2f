"""What is asked of a source live holds on the pages that are kept for it (`tests/crawlers/sources/<id>/`)."""

import asyncio

import pytest

from crawlers.catalogue.catalogue import load
from crawlers.trial.contract import breaches
from crawlers.trial.list_trial import first_page, parts_of
from crawlers.trial.source_trial import try_source
from crawlers.trial.visit import SavedPages
from enrich.extract.extract import extract
from pipeline.errors import Reject
from pipeline.records import Article, Page
from tests.support.source_contracts import CONTRACTS, SourceContract

CATALOGUE = load()
ALL = {file.parent.name: SourceContract(file.parent) for file in sorted(CONTRACTS.glob("*/contract.toml"))}


def extraction(page: Page) -> Article | Reject:
    try:
        return extract(page)
    except Reject as verdict:
        return verdict


@pytest.mark.parametrize("name", ALL)
def test_the_kept_pages_hold(name: str) -> None:
    source, kept = CATALOGUE.source(name), ALL[name]
    places = {contract.url: contract.page for contract in kept.lists}
    places |= {contract.url: contract.page for contract in kept.quotes}
    parts = [(key, part) for key, part in parts_of(source) if part.url in places]
    web = {first_page(part, kept.read_at).url: kept.body(places[part.url]) for _, part in parts}
    web |= {contract.data_url: kept.body(contract.data) for contract in kept.lists if contract.data}
    web |= {contract.url: kept.body(contract.page) for contract in kept.articles}

    # Of most sources one article is kept, which need not be the newest on its list.
    saved = SavedPages(web)
    trial = asyncio.run(try_source(source, parts, saved, kept.read_at, extraction, wanted=1, tries=100))

    assert breaches(trial) == ()

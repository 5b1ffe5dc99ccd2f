"""Rounds of the crawl at simulated moments, as `tanxun crawl --due --at` makes them, and the stages after them."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import cast

from crawlers.crawl.source_crawl import SourceReport
from enrich.embed.embedder import Embedder, Vectors
from pipeline.bus.interface import Message, Outgoing
from pipeline.encoding import decode, encode
from pipeline.records import Article
from pipeline.runner import Outcome, Policy, Result, Runner, Stage
from pipeline.settings import Settings
from pipeline.topics import ARTICLES_ENRICHED, READ_BY
from tanxun.schedule.crawl import crawl
from tanxun.schedule.crawl import due as due_now
from tanxun.schedule.work import work
from tanxun.wiring.backends import Backends
from tanxun.wiring.model import Enricher
from tanxun.wiring.stages import build, enrich
from tests.support.classification import Hashed, hashed_columns
from tests.support.crawl_running import BARE
from tests.support.forked import context
from tests.support.month.press import PressHouse

ENTRY = """
id = "{id}"
name = "{name}"
hosts = ["{host}"]
cadence = "{cadence}"
headlines_only = {headlines_only}
"""
LISTS = {
    "html": """[[lists]]
url = "{url}"
articles = '/(t|content)\\d+_\\d+\\.html'
{links}
paging = "index_{{n}}.html"
""",
    "json": '[[lists]]\nurl = "{url}"\nkind = "json"\npaging = "?p={{n}}"\nfirst = 2\n',
    "feed": '[[feeds]]\nurl = "{url}"\n',
}


class HashedArticles(Hashed):
    """The cheap encoder in the place of the embedder."""

    def vectors(self, articles: Sequence[Article]) -> Vectors:
        return self.encode([article.text or article.title for article in articles])


def write_entries(settings: Settings, houses: Sequence[PressHouse], moment: datetime) -> None:
    """The catalogue as its keeper has it: of a publisher with a new layout it is mended on the day after."""
    assert settings.catalogue is not None
    settings.catalogue.mkdir(exist_ok=True)
    for house in houses:
        mended = house.redesigned is not None and (moment - house.redesigned).total_seconds() >= 86_400
        links = "links = '.items a'" if mended else "links = 'ul.list a'"
        shared = sum(one.host == house.host for one in houses) > 1
        head = ENTRY.format(
            id=house.id,
            name=house.name,
            cadence=house.cadence,
            headlines_only=str(house.headlines_only).lower(),
            host=f"{house.host}/{house.room}" if shared else house.host,
        )
        text = head + LISTS[house.kind].format(url=house.list_url, links=links)
        (settings.catalogue / f"{house.id}.toml").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Rounds:
    """The crawl's rounds in a home, through a proxy."""

    settings: Settings
    proxy: str

    def crawl(self, moment: datetime) -> list[SourceReport]:
        """Crawl what is due at a moment, in a process of its own: a copy of one that has read the libraries."""
        if not due_now(self.settings, moment):
            return []
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_crawl, args=(theirs, self.proxy, self.settings, moment.astimezone(UTC)))
        child.start()
        theirs.close()
        try:
            reports: list[SourceReport] = ours.recv()
        except EOFError as end:
            raise AssertionError(f"the crawl of {moment} died without a word") from end
        finally:
            child.join()
        return reports


def _crawl(pipe: Connection, proxy: str, settings: Settings, moment: datetime) -> None:
    os.environ.update({**BARE, "http_proxy": proxy})
    pipe.send(crawl(settings, moment=moment, only_due=True))


def stages(settings: Settings, backends: Backends) -> list[Runner]:
    """The stages of pages, with a cheap encoder in place of the model; pictures are left out."""
    enricher = Enricher(cast(Embedder, HashedArticles()), hashed_columns(settings.home))

    def judged(messages: Sequence[Message]) -> list[Outcome]:
        done = enrich([decode(Article, message.value) for message in messages], enricher, backends.store)
        return [Result([(ARTICLES_ENRICHED, Outgoing(one.article.id, encode(one)))]) for one in done]

    made = [
        build("extract", settings, backends),
        Stage("enrich", READ_BY["enrich"], judged, batch=8),
        build("index", settings, backends),
    ]
    policy, stop = Policy(settings.retries, settings.backoff, settings.outage), threading.Event()
    return [Runner(stage, backends.bus, backends.store, policy, stop) for stage in made]


def finish(settings: Settings, backends: Backends) -> None:
    """Handle all that waits."""
    work(stages(settings, backends), threading.Event(), until_idle=True)

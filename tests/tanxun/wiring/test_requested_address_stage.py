"""The stage `request` on a real web, bus and store: one page fetched as the crawl fetches, or its give-up counted."""

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from demo.loopback import Reply, Web
from index.elastic.store import ElasticStore
from pipeline import dead_letters, ledger
from pipeline.addresses import page_id
from pipeline.bus.interface import Outgoing
from pipeline.ledger import Account
from pipeline.topics import PAGES_FETCHED, PAGES_REQUESTED
from tanxun.wiring.backends import init, opened
from tests.support.articles import MODEL, enriched
from tests.support.paths import ROOT
from tests.support.request_place import ENTRY, URL, RequestPlace, settings_in
from tests.support.small_pages import article
from tests.support.stores import remove

PATIENCE = 120.0


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web() as running:
        for name in ("https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", running.address)
        yield running


@pytest.fixture
def place(tmp_path: Path, web: Web) -> Iterator[RequestPlace]:
    """On the embedded backends."""
    del web
    settings = settings_in(tmp_path)
    init(settings, MODEL)
    with opened(settings) as backends:
        yield RequestPlace(settings, backends)


@pytest.fixture
def production(tmp_path: Path, web: Web, kafka: str, elasticsearch: str) -> Iterator[RequestPlace]:
    """On a real Kafka and a real Elasticsearch."""
    del web
    prefix = f"t{uuid.uuid4().hex[:10]}"
    settings = settings_in(
        tmp_path,
        bus="kafka",
        kafka=kafka,
        kafka_prefix=f"{prefix}-",
        store="elasticsearch",
        elasticsearch=elasticsearch,
        elasticsearch_prefix=prefix,
    )
    init(settings, MODEL)
    with opened(settings) as backends:
        yield RequestPlace(settings, backends)
    remove(ElasticStore(elasticsearch, prefix), prefix)


@pytest.fixture(params=["place", pytest.param("production", marks=pytest.mark.servers)])
def either(request: pytest.FixtureRequest) -> RequestPlace:
    """On each in turn."""
    made: RequestPlace = request.getfixturevalue(request.param)
    return made


def test_a_page_is_on_the_bus_as_the_crawl_puts_it_there(web: Web, either: RequestPlace) -> None:
    web.put(URL, article("碳市场", more='<a href="t1_2.html">下一页</a>'), etag=True)
    web.put("http://green.example/news/t1_2.html", article("碳市场", "二"))
    either.ask(URL)
    assert either.run() == 1
    (page,) = either.pages()
    assert (page.id, page.url, page.via, len(page.parts)) == (page_id(URL), URL, "request", 2)
    assert (page.publisher.id, page.publisher.name, page.publisher.listed) == ("green", "绿报", True)
    assert list(either.backends.files.digests("pages"))
    (account,) = either.accounts()
    assert (account.account, account.fate, account.source) == (page.account, "waiting", "green")
    assert (either.outcome().state, either.outcome().stage) == ("waiting", "crawl")
    assert either.store.sources() == []
    assert not any("referer" in headers for _, headers in web.requests)


def test_every_give_up_is_counted_and_told(web: Web, either: RequestPlace) -> None:
    web.put("http://green.example/robots.txt", "User-agent: *\nDisallow: /no/", content_type="text/plain")
    web.put("http://green.example/pdf", b"%PDF-1.4", content_type="application/pdf")
    web.put("http://green.example/big.html", b"<html>" + b"x" * (9 << 20))
    web.put("http://green.example/home.html", status=302, location=f"{web.address}/admin")
    web.put("http://green.example/file.html", status=302, location="file:///etc/passwd")
    web.put("http://green.example/loop.html", status=302, location="http://green.example/loop.html")
    expected = {
        URL: "not_found",
        "http://green.example/no/secret.html": "robots",
        "http://green.example/pdf": "not_html",
        "http://green.example/plan.docx": "not_html",
        "http://green.example/big.html": "too_large",
        "http://green.example/home.html": "private_address",
        "http://green.example/file.html": "http_status",
        "http://green.example/loop.html": "redirect_loop",
        f"{web.address}/admin": "private_address",
        "http://localhost/": "private_address",
    }
    either.ask(*expected)
    assert either.run() == len(expected)
    assert {url: either.outcome(url).reason for url in expected} == expected
    assert {entry.url: entry.reason for entry in either.accounts()} == expected
    assert {entry.url: entry.source for entry in either.accounts()}[URL] == "green"
    assert either.pages() == []
    assert not any("admin" in url or "secret" in url or "docx" in url for url, _ in web.requests)


def test_a_redirect_is_followed_to_any_host_and_the_page_is_that_hosts(web: Web, place: RequestPlace) -> None:
    web.put("http://short.example/x", status=301, location="http://www.green.example/news/t2.html")
    web.put("http://www.green.example/news/t2.html", article("新址"))
    place.ask("http://short.example/x")
    place.run()
    (page,) = place.pages()
    assert (page.url, page.publisher.id) == ("http://www.green.example/news/t2.html", "green")
    found = place.outcome("http://short.example/x")
    assert (found.state, found.stage, found.url) == ("waiting", "crawl", page.url)


def test_a_host_that_no_entry_claims_is_named_by_itself(web: Web, place: RequestPlace) -> None:
    web.put("http://nobody.example/a", article("无主"))
    place.ask("http://nobody.example/a")
    place.run()
    (page,) = place.pages()
    assert (page.publisher.id, page.publisher.name, page.publisher.listed) == ("nobody.example",) * 2 + (False,)
    account = ledger.total(ledger.balance(place.store.tally(PAGES_FETCHED)))
    assert (account.fetched, account.waiting) == (1, 1)


def test_asked_for_twice_it_counts_once(web: Web, place: RequestPlace) -> None:
    web.put(URL, article("一"))
    place.ask(URL, "https://green.example/news/t1.html?utm_source=x")
    assert place.run() == 2
    assert web.asked(URL) == 1
    place.ask(URL)
    place.run()
    assert len(place.accounts()) == len(place.store.accounts(PAGES_REQUESTED)) == 1


def test_an_unchanged_page_that_was_given_up_goes_through_the_stages_again(web: Web, either: RequestPlace) -> None:
    web.put(URL, article("一"), etag=True)
    either.ask(URL)
    either.run()
    (entry,) = either.accounts()
    either.store.settle(
        [
            Account(
                account=entry.account,
                topic=PAGES_FETCHED,
                source="green",
                url=URL,
                stage="extract",
                fate="rejected",
                at=datetime.now(UTC),
                reason="too_short",
            )
        ]
    )
    assert either.outcome().state == "rejected"
    either.ask(URL)
    either.run()
    assert [page.account for page in either.pages()] == [entry.account] * 2
    assert (either.outcome().state, either.outcome().stage) == ("waiting", "crawl")
    assert len(either.accounts()) == 1


def test_a_stored_article_is_not_fetched_again(web: Web, place: RequestPlace) -> None:
    place.ask(URL)
    place.store.put_articles([enriched(page_id(URL))])
    place.run()
    assert web.requests == []
    assert place.outcome().article == page_id(URL)


def test_a_broken_request_dies_alone(web: Web, place: RequestPlace) -> None:
    web.put(URL, article("一"))
    headers = {"account": "bad", "source": "", "url": "x"}
    place.backends.bus.publish(PAGES_REQUESTED, [Outgoing("bad", b"{}", headers)])
    place.ask(URL)
    place.run()
    (letter,) = dead_letters.letters(place.backends.bus, place.store)
    assert (letter.entry.topic, letter.entry.account, letter.letter.stage) == (PAGES_REQUESTED, "bad", "request")
    assert place.store.tally(PAGES_FETCHED) == {"green": {"waiting": 1}}
    dead_letters.drop(place.store, letter)
    assert dead_letters.letters(place.backends.bus, place.store) == []


KILLED = """
import os, sys
from pipeline.settings import Settings
from pipeline.runner import Policy, Runner
from tanxun.wiring.backends import opened
from tanxun.wiring.stages import build

def die(*_):
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    settings = Settings.model_validate_json(sys.argv[1])
    with opened(settings) as backends:
        if sys.argv[2] == "fetched":
            type(backends.store).settle = die
        if sys.argv[2] == "settled":
            Runner._publish = die
        Runner(build("request", settings, backends), backends.bus, backends.store, Policy()).step(10.0)
"""


def test_a_wrong_catalogue_entry_is_told_and_ends_no_worker(web: Web, place: RequestPlace) -> None:
    web.put(URL, article("一"))
    (Path(str(place.settings.catalogue)) / "green.toml").write_text("id = ")
    place.ask(URL)
    assert place.run() == 1
    assert place.outcome().state == "dead"
    assert "green.toml" in place.outcome().cause
    (Path(str(place.settings.catalogue)) / "green.toml").write_text(ENTRY)
    dead_letters.requeue(place.backends.bus, place.store, dead_letters.letters(place.backends.bus, place.store)[0])
    assert place.outcome().state == "waiting"
    place.run()
    assert place.outcome().stage == "crawl"


def start(place: RequestPlace, folder: Path, moment: str) -> subprocess.Popen[bytes]:
    """A worker in a process group of its own that handles one batch, and dies at this moment of it."""
    script = folder / "worker.py"
    script.write_text(KILLED)
    settings = place.settings.model_dump_json(exclude={"kafka_password", "elasticsearch_api_key"})
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(script), settings, moment], env=environment, start_new_session=True)


def finish(place: RequestPlace) -> None:
    """The next worker does the request again; the page is one account, whoever put it on the bus."""
    assert place.backends.bus.lag("request", PAGES_REQUESTED) == 1
    assert place.run() == 1
    assert len(place.accounts()) == 1
    assert (place.outcome().state, place.outcome().stage) == ("waiting", "crawl")


@pytest.mark.parametrize("moment", ["fetched", pytest.param("settled", marks=pytest.mark.long)])
def test_a_worker_killed_after_the_fetch_loses_and_doubles_nothing(
    web: Web, either: RequestPlace, tmp_path: Path, moment: str
) -> None:
    web.put(URL, article("一"))
    either.ask(URL)
    assert start(either, tmp_path, moment).wait(PATIENCE) == -signal.SIGKILL
    assert len(either.pages()) == 1
    finish(either)


@pytest.mark.parametrize("whole_group", [True, False])
def test_a_worker_killed_during_the_fetch_loses_nothing_and_leaves_nothing_behind(
    web: Web, place: RequestPlace, tmp_path: Path, whole_group: bool
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def slow() -> Reply:
        arrived.set()
        go_on.wait(PATIENCE)
        return Reply(200, {"content-type": "text/html"}, article("一").encode())

    web.replies[URL] = slow
    place.ask(URL)
    worker = start(place, tmp_path, "never")
    assert arrived.wait(PATIENCE)
    children = psutil.Process(worker.pid).children(recursive=True)
    assert children
    os.killpg(worker.pid, signal.SIGKILL) if whole_group else worker.kill()
    worker.wait()
    go_on.set()
    gone, alive = psutil.wait_procs(children, PATIENCE)
    assert (len(gone), alive) == (len(children), [])
    assert len(place.pages()) == int(not whole_group)
    finish(place)

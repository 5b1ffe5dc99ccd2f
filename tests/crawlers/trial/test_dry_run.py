"""Addresses asked for dry meet the crawl's manners: robots.txt, private addresses, hosts, limits, redirects, busy hosts."""

import gzip
import os
import signal
from dataclasses import dataclass

import pytest

from crawlers.pages.list_addresses import Asked
from crawlers.trial.dry_run import TrialJob
from crawlers.trial.visit import Ask
from demo.loopback import Web
from tests.support.dry_running import apart
from tests.support.small_pages import article, listing

SITE = "http://green.example"
NEWS = f"{SITE}/news/"

# Address, status, problem and body of an answer.
Came = tuple[str, int, str, bytes]


@dataclass(frozen=True)
class InTurn:
    """A job that asks for addresses one after another; what it finds is what is known of each answer."""

    asked: tuple[Asked, ...]
    hosts: frozenset[str] | None = None

    async def __call__(self, ask: Ask) -> list[Came]:
        visits = [await ask(asked, self.hosts) for asked in self.asked]
        return [(visit.url, visit.status, visit.problem, visit.body) for visit in visits]


class Broken(RuntimeError):
    """What a job of the tests raises."""


async def broken(ask: Ask) -> list[Came]:
    await ask(Asked(NEWS))
    raise Broken


def in_turn(*urls: str, hosts: frozenset[str] | None = None) -> InTurn:
    return InTurn(tuple(map(Asked, urls)), hosts)


def test_what_comes_is_what_the_crawl_would_get(web: Web) -> None:
    web.put(NEWS, gzip.compress(listing(("t1.html", "一")).encode()), content_encoding="gzip")
    web.put(f"{SITE}/old/", status=302, location="/news/")
    web.put(f"{SITE}/gone/", "gone", status=410)
    web.put(f"{SITE}/secret/", "for nobody")
    web.put(f"{SITE}/robots.txt", "User-agent: *\nDisallow: /secret/", content_type="text/plain")

    (found,) = apart([in_turn(f"{SITE}/old/", f"{SITE}/gone/", f"{SITE}/secret/")], web.address)

    assert found == [
        (NEWS, 200, "", listing(("t1.html", "一")).encode()),
        (f"{SITE}/gone/", 410, "", b"gone"),
        (f"{SITE}/secret/", 0, "robots", b""),
    ]
    assert web.asked(f"{SITE}/secret/") == 0
    agents = {headers["user-agent"].partition("/")[0] for _, headers in web.requests}
    assert agents == {"tanxun"}


def test_what_is_refused_says_why(web: Web) -> None:
    web.put(f"{SITE}/away/", status=301, location="http://other.example/")
    web.put(f"{SITE}/round/", status=302, location="/round/")
    web.put(f"{SITE}/huge/", b"x" * 3000)
    own = frozenset({"green.example"})

    jobs = [
        in_turn(f"{SITE}/away/", f"{SITE}/round/", f"{SITE}/huge/", hosts=own),
        in_turn("http://127.0.0.1:8080/", "http://10.0.0.8/", "nowhere"),
    ]
    found = apart(jobs, web.address, max_page_bytes=2000)

    private = "private_address: set TANXUN_ALLOW_PRIVATE=true to allow it"
    assert [[problem for _, _, problem, _ in visits] for visits in found] == [
        ["foreign_host: it leads to http://other.example/", "redirect_loop", "too_large"],
        [private, private, "no address that can be asked for: Missing scheme in request url: nowhere"],
    ]
    assert "other.example" not in web.by_host()


def test_a_list_asked_for_by_post_is_posted(web: Web) -> None:
    web.put_answer(f"{SITE}/search", "page=1", "{}")
    form = Asked(f"{SITE}/search", "POST", b"page=1", {"Content-Type": "application/x-www-form-urlencoded"})

    ((found,),) = apart([InTurn((form,))], web.address)

    assert found == (f"{SITE}/search", 200, "", b"{}")


def test_a_busy_host_is_asked_nothing_more(web: Web) -> None:
    web.put(NEWS, "slow down", status=429, retry_after="600")
    web.put(f"{NEWS}t1.html", article("一"))

    (found,) = apart([in_turn(NEWS, f"{NEWS}t1.html")], web.address)

    assert [status for _, status, _, _ in found] == [429, 0]
    assert found[1][2].startswith("http_status: the host is busy, and left alone until ")
    assert web.asked(f"{NEWS}t1.html") == 0


def test_what_is_asked_for_when_the_time_is_over_is_not_sent(web: Web) -> None:
    ((found,),) = apart([in_turn(NEWS)], web.address, source_seconds=0.0)

    assert found == (NEWS, 0, "unreachable: the time for this source is over", b"")
    assert web.requests == []


def test_a_job_that_fails_is_told(web: Web) -> None:
    jobs: list[TrialJob[list[Came]]] = [in_turn(NEWS), broken]
    with pytest.raises(Broken):
        apart(jobs, web.address)


async def interrupted(ask: Ask) -> list[Came]:
    os.kill(os.getpid(), signal.SIGINT)
    await ask(Asked(NEWS))
    return []


def test_a_signal_ends_it_however_long_a_server_is_silent(web: Web) -> None:
    web.hang(NEWS)
    jobs: list[TrialJob[list[Came]]] = [interrupted, in_turn(f"{SITE}/robots.txt")]
    with pytest.raises(KeyboardInterrupt):
        apart(jobs, web.address, timeout=1.0)


def test_without_jobs_there_is_nothing_to_do(web: Web) -> None:
    nothing: list[TrialJob[list[Came]]] = []
    assert apart(nothing, web.address) == []

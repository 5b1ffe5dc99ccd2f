"""The crawl beside bare Scrapy on one local web: with a pause between requests by the clock, without one by the processor; and
its memory over many pages. `python -m tests.bench.crawl [PAGES]` is this part of `make bench` alone."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from rich.console import Console
from rich.table import Table

from crawlers.catalogue.entry import Source
from crawlers.crawl.options import CrawlOptions
from tests.support.crawl_running import BARE, CrawlPlace

SERVER = "bench-{host}.example"
# Seconds between two requests to a host; Scrapy's own jitter of half to one and a half of it is on in both.
PAUSE = 0.25
HOSTS, PAUSED_PAGES, PAGES = 8, 48, 250
# How many pages the memory is watched over, and on how many each list page names: crawlers/pages/links.MAX_LINKS.
MANY_PAGES, ON_A_LIST = 100_000, 500
AT_MOST_TIMES, AT_LEAST_RATE, AT_MOST_MB = 2.0, 0.9, 50.0


@dataclass(frozen=True)
class CrawlCost:
    """Wall and processor seconds of a crawl's process, start and imports left out, the pages it fetched, and its memory in MB
    after a tenth, a half and all of them."""

    seconds: float
    busy: float
    pages: int
    memory: tuple[float, ...] = ()


def bench_crawl(console: Console, many: int = MANY_PAGES) -> None:
    """Measure and print: rates with a pause, the processor's seconds without one, memory over `many` pages."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.crawl", "serve"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        proxy = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        table = Table(
            "crawl",
            "pages",
            "tanxun",
            "bare Scrapy",
            "ratio",
            "wanted",
            title="The crawl beside bare Scrapy, same local web",
        )
        ours, bare = _ours(proxy, HOSTS, PAUSED_PAGES, PAUSE), _bare(proxy, HOSTS, PAUSED_PAGES, PAUSE)
        rates = [one.pages / one.seconds for one in (ours, bare)]
        table.add_row(
            f"a pause of {PAUSE} s",
            str(ours.pages),
            *(f"{rate:.1f}/s" for rate in rates),
            f"{rates[0] / rates[1]:.2f}",
            f"≥ {AT_LEAST_RATE}",
        )
        ours, bare = _ours(proxy, HOSTS, PAGES, 0), _bare(proxy, HOSTS, PAGES, 0)
        costs = [one.busy / one.pages * 1000 for one in (ours, bare)]
        table.add_row(
            "no pause: processor",
            str(ours.pages),
            *(f"{cost:.1f} ms" for cost in costs),
            f"{costs[0] / costs[1]:.2f}",
            f"≤ {AT_MOST_TIMES}",
        )
        console.print(table)
        if many:
            console.print(f"[dim]{many:,} pages, at some 80 a second …[/]")
            hosts = max(1, many // 10_000)
            watched = _ours(proxy, hosts, many // hosts, 0)
            tenth, half, end = watched.memory
            console.print(
                f"memory of a crawl of {watched.pages:,} pages: {tenth:.0f} MB after a tenth, {half:.0f} MB after half, {end:.0f} MB in the "
                f"end: {end - tenth:+.0f} MB (at most +{AT_MOST_MB:.0f}); {watched.pages / watched.seconds:.0f} pages a second"
            )
        server.terminate()


def sources(hosts: int, pages: int) -> list[Source]:
    """An entry a host, with as many list pages as name so many articles."""
    return [
        Source.model_validate(
            {
                "id": f"bench-{host}",
                "name": f"第{host}家",
                "hosts": [SERVER.format(host=host)],
                "lists": [
                    {
                        "url": f"http://{SERVER.format(host=host)}/list-{pages}-0.html",
                        "articles": r"/a/\d+\.html$",
                        "paging": f"list-{pages}-{{n}}.html",
                        "pages": -(-pages // ON_A_LIST),
                    }
                ],
            }
        )
        for host in range(hosts)
    ]


def _ours(proxy: str, hosts: int, pages: int, pause: float) -> CrawlCost:
    with tempfile.TemporaryDirectory(prefix="tanxun-bench-") as place:
        home = CrawlPlace(Path(place) / "home")
        home.home.mkdir()
        home.init()
        options = CrawlOptions(delay=pause, timeout=30.0, source_seconds=0)
        return _apart(_crawl, proxy, home, sources(hosts, pages), options, hosts * pages)


def _bare(proxy: str, hosts: int, pages: int, pause: float) -> CrawlCost:
    addresses = [f"http://{SERVER.format(host=host)}/a/{n}.html" for host in range(hosts) for n in range(pages)]
    return _apart(_scrapy, proxy, addresses, pause)


def _apart(run: Any, proxy: str, *given: Any) -> CrawlCost:
    """Run in a process of its own, as a reactor starts once."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=run, args=(theirs, proxy, *given))
    child.start()
    theirs.close()
    measured: CrawlCost = ours.recv()
    child.join()
    return measured


def _crawl(
    pipe: Connection, proxy: str, home: CrawlPlace, entries: list[Source], options: CrawlOptions, wanted: int
) -> None:
    os.environ.update({**BARE, "http_proxy": proxy})
    from crawlers.crawl.crawl import crawl

    memory = list[float]()
    marks = [wanted // 10, wanted // 2]
    fetched = 0

    def tell(source: str, event: str) -> None:
        nonlocal fetched
        fetched += event == "fetched"
        if event == "fetched" and marks and fetched >= marks[0]:
            marks.pop(0)
            memory.append(_memory())

    with home.sink(options) as sink:
        began, busy = time.perf_counter(), time.process_time()
        reports = crawl(entries, sink, options, tell)
        measured = CrawlCost(
            time.perf_counter() - began,
            time.process_time() - busy,
            sum(one.fetched for one in reports),
            (*memory, _memory()),
        )
    assert measured.pages == wanted, [str(report) for report in reports]
    pipe.send(measured)


def _scrapy(pipe: Connection, proxy: str, addresses: list[str], pause: float) -> None:
    os.environ.update({**BARE, "http_proxy": proxy})
    import scrapy.crawler
    import scrapy.linkextractors  # noqa: F401 - before the processor's seconds are counted, as for the crawl

    from tests.bench import bare

    busy = time.process_time()
    seconds = bare.scrapy(addresses, pause, at_once=1)
    pipe.send(CrawlCost(seconds, time.process_time() - busy, len(addresses)))


def _memory() -> float:
    return psutil.Process().memory_info().rss / 2**20


class _Pages(BaseHTTPRequestHandler):
    """Lists at /list-PAGES-N.html, articles at /a/N.html, of every host that it is asked for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        status, body = 404, ""
        if path.startswith("/list-"):
            pages, number = (int(part) for part in path.removeprefix("/list-").removesuffix(".html").split("-"))
            rows = range(number * ON_A_LIST, min(pages, (number + 1) * ON_A_LIST))
            body = "".join(
                f'<li><a href="/a/{row}.html">云溪市第{row}号碳市场公告</a><span>2026-09-0{row % 9 + 1}</span></li>'
                for row in rows
            )
            status, body = 200, f"<ul>{body}</ul>"
        elif path.startswith("/a/"):
            paragraphs = "".join(
                f"<p>{path}第{n}段：云溪市今年的碳排放配额清缴已经完成，重点排放单位按期履约。</p>" for n in range(12)
            )
            status, body = 200, f'<h1>云溪市第{path}号碳市场公告</h1><div class="content">{paragraphs}</div>'
        raw = f'<!doctype html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        pass


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        web = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
        sys.stdout.write(f"{web.server_address[1]}\n")
        sys.stdout.flush()
        web.serve_forever()
    bench_crawl(Console(highlight=False), int(sys.argv[1]) if sys.argv[1:] else MANY_PAGES)

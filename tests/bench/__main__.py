"""`make bench`: pages a second of every stage beside the bare cost of the library under it, all in one run.

The input is the demo week. Ratios, not seconds, are what travels between machines.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from demo.web import DemoWeb
from enrich.classify.classify import classify, glance
from enrich.duplicates.dedupe import dedupe, fingerprint
from enrich.embed.embedder import Vectors, chunks
from enrich.extract.extract import extract
from index.sqlite.store import SqliteStore
from pipeline import topics
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.encoding import decode
from pipeline.errors import Reject
from pipeline.records import Article, Page
from pipeline.settings import load
from pipeline.text.charset import decode as decode_text
from tanxun.wiring.model import Enricher, model_name, open_enricher
from tanxun.wiring.stages import CANDIDATES, enrich
from tests.bench.candidates import bench_dedupe
from tests.bench.columns import bench_columns, bench_stream
from tests.bench.confidence import bench_confidence
from tests.bench.crawl import bench_crawl
from tests.bench.desk import bench_desk
from tests.bench.extract import bench_extract
from tests.bench.pairs import bench_pairs, bench_touches
from tests.support.week import Home

console = Console(highlight=False, width=max(100, Console().width))
# Times that the cheap stages run over the week, so that a second of work is measured.
ROUNDS = 3
# Runs of each library alone, of which the fastest counts; tanxun's own run once.
REPEATS = 3
# In a process of its own: what this one holds in memory would count as its children's.
PREPARE = "from pipeline.settings import load; from tanxun.wiring.model import open_enricher; open_enricher(load())"


@dataclass(frozen=True)
class Process:
    """A finished process: wall seconds from start to end, those of the processor, peak memory in MB, what it printed."""

    seconds: float
    busy: float
    peak_mb: float
    printed: str


@dataclass(frozen=True)
class Rate:
    """Seconds for `count` inputs, tanxun's and the library's; `per` says what the inputs are."""

    name: str
    per: str
    count: int
    seconds: float
    library: str
    bare: float

    def row(self) -> tuple[str, ...]:
        """As printed: rates a second, and tanxun's time as a multiple of the library's."""
        return (
            self.name,
            f"{self.count} {self.per}",
            f"{self.count / self.seconds:,.1f}/s",
            self.library,
            f"{self.count / self.bare:,.1f}/s",
            f"{self.seconds / self.bare:.2f} ×",
        )


def main() -> None:
    """Measure, and print the tables."""
    with tempfile.TemporaryDirectory(prefix="tanxun-bench-") as place:
        home = Home(Path(place))
        _note("preparing: stores, model, the columns' exemplars")
        home.run("init")
        _timed([sys.executable, "-c", PREPARE], home, "")
        _note("crawl and work, as commands")
        with DemoWeb(revision=1) as web:
            crawled = _tanxun(home, web.address, "crawl", "--at", "2026-05-14T12:00:00+00:00")
            asked = sorted({url for url, _ in web.requests})
            worked = _tanxun(home, web.address, "work", "all", "--until-idle")
            pages, articles = _inputs(home)
            _note("the libraries alone, on the same inputs")
            scrapy = _bare(home, "scrapy", asked, web.address)
        htmls = [_html(page, number) for page in pages for number in range(len(page.parts))]
        texts = [text for article in articles for text in chunks(article)]
        trafilatura = _bare(home, "trafilatura", htmls)
        model = str(home.folder / ".tanxun/model/multilingual-e5-small")
        encode = _bare(home, "encode", {"model": model, "texts": texts})
        _note("stage by stage, in this process")
        enricher = open_enricher(load(home=home.folder / ".tanxun"))
        rates = [
            Rate("crawl", "addresses", len(asked), crawled.seconds, "Scrapy", scrapy.seconds),
            _extract_rate(pages, htmls),
            *_enrich_rates(articles, texts, enricher),
        ]
        _print(rates, len(pages), (crawled, worked), (scrapy, trafilatura, encode))
        with _fresh_store() as store:
            console.print(bench_stream(enricher, lambda stream: _enriched(stream, enricher, store), _seconds))
        bench_columns(console, enricher, _seconds)
        bench_pairs(console)
        bench_touches(console, home.folder / ".tanxun/model")
        bench_extract(console, home.folder)
        bench_confidence(console)
        bench_dedupe(console)
        bench_desk(console)
        bench_crawl(console)
    _print_first_demo()


def _print_first_demo() -> None:
    """A home without a model and a machine without a cache, as `make demo` finds them after the install; and once more."""
    with tempfile.TemporaryDirectory(prefix="tanxun-bench-") as place:
        home = Home(Path(place), {"TANXUN_CACHE": f"{place}/cache"})
        first, again = (_timed([sys.executable, "-m", "demo"], home, "") for _ in range(2))
    console.print(
        f"`make demo` after the install: {first.seconds:.0f} s (at most 60 on two cores), {first.busy:.0f} s of processors; "
        f"again: {again.seconds:.0f} s"
    )


def _inputs(home: Home) -> tuple[list[Page], list[Article]]:
    bus = SqliteBus(home.folder / ".tanxun/bus.sqlite")
    pages = [decode(Page, message.value) for message in bus.read(topics.PAGES_FETCHED)]
    articles = [decode(Article, message.value) for message in bus.read(topics.ARTICLES_EXTRACTED)]
    bus.close()
    return pages, articles


def _html(page: Page, number: int) -> str:
    return decode_text(page.parts[number].unpack(), page.headers.get("content-type", ""))


def _extract_rate(pages: Sequence[Page], htmls: Sequence[str]) -> Rate:
    from trafilatura import bare_extraction

    def ours() -> None:
        for page in pages:
            try:
                extract(page)
            except Reject:
                continue

    def bare() -> None:
        for html in htmls:
            bare_extraction(html, include_comments=False, include_tables=True, include_images=True)

    return Rate("extract", "pages", len(pages), _seconds(ours, ROUNDS), "trafilatura", _seconds(bare, ROUNDS))


def _enrich_rates(articles: Sequence[Article], texts: Sequence[str], enricher: Enricher) -> Iterator[Rate]:
    embedder, columns = enricher.embedder, enricher.columns
    vectors: list[Vectors] = []
    embedded = _seconds(lambda: vectors.extend(embedder.vectors(articles)))
    encoded = _seconds(lambda: embedder.encode(texts))
    yield Rate("embed", "articles", len(articles), embedded, "encode", encoded)
    pairs = list(zip(articles, vectors, strict=True))
    decided = _seconds(
        lambda: [classify(article, vector, glance(article, columns), columns) for article, vector in pairs], ROUNDS
    )
    product = _seconds(
        lambda: [(columns.vectors @ vector, columns.classifier.head.logits(vector)) for vector in vectors],
        ROUNDS,
    )
    yield Rate("classify", "articles", len(articles), decided, "the head's matrix products", product)
    with _fresh_store() as store, _fresh_sqlite() as bare:
        compared = _seconds(lambda: _dedupe_all(articles, store))
        looked_up = _seconds(lambda: _look_up_all(articles, bare))
    yield Rate("dedupe", "articles", len(articles), compared, "SQLite, same hashes", looked_up)
    yield Rate("classify + dedupe", "articles", len(articles), decided + compared, "encode", encoded)


def _enriched(stream: Sequence[Article], enricher: Enricher, store: SqliteStore) -> None:
    """As the enrich stage does it: eight at a time."""
    for start in range(0, len(stream), 8):
        enrich(stream[start : start + 8], enricher, store)


def _dedupe_all(articles: Sequence[Article], store: SqliteStore) -> None:
    """As the enrich stage does it: eight at a time."""
    for start in range(0, len(articles), 8):
        prints = [fingerprint(article) for article in articles[start : start + 8]]
        store.put_fingerprints(prints)
        for own in prints:
            dedupe(own, [other for other in store.candidates(own.hashes, CANDIDATES + 1) if other.id != own.id])


def _look_up_all(articles: Sequence[Article], connection: sqlite3.Connection) -> None:
    for start in range(0, len(articles), 8):
        prints = [fingerprint(article) for article in articles[start : start + 8]]
        with connection:
            connection.executemany(
                "INSERT INTO h VALUES (?, ?)", [(hash_, own.id) for own in prints for hash_ in own.hashes]
            )
        for own in prints:
            marks = ",".join("?" * len(own.hashes))
            connection.execute(f"SELECT id, count(*) FROM h WHERE hash IN ({marks}) GROUP BY id", own.hashes).fetchall()


@contextmanager
def _fresh_store() -> Iterator[SqliteStore]:
    with tempfile.TemporaryDirectory() as place:
        store = SqliteStore(Path(place) / "store.sqlite")
        store.init(model_name(load()))
        yield store
        store.close()


@contextmanager
def _fresh_sqlite() -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as place:
        connection = sqlite3.connect(Path(place) / "bare.sqlite")
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE h (hash INTEGER, id TEXT); CREATE INDEX i ON h (hash)"
        )
        yield connection
        connection.close()


def _seconds(run: Callable[[], object], rounds: int = 1) -> float:
    began = time.perf_counter()
    for _ in range(rounds):
        run()
    return (time.perf_counter() - began) / rounds


def _tanxun(home: Home, proxy: str, *arguments: str) -> Process:
    return _timed([sys.executable, "-m", "tanxun", *arguments], home, proxy)


def _bare(home: Home, library: str, given: object, proxy: str = "") -> Process:
    """The fastest of REPEATS runs: what varies by chance must not make tanxun's own share smaller."""
    file = home.folder / f"{library}.json"
    file.write_text(json.dumps(given))
    command = [sys.executable, "-m", "tests.bench.bare", library, str(file)]
    return min((_timed(command, home, proxy) for _ in range(REPEATS)), key=lambda done: done.seconds)


def _timed(command: list[str], home: Home, proxy: str) -> Process:
    """Run a command; raises CalledProcessError with what it printed where it fails."""
    environment = {**home.environment(proxy), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(Path.cwd())}
    with tempfile.TemporaryFile("w+") as printed:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=home.folder, env=environment, stdout=printed, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, printed.read())
        return Process(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed.read())


def _print(rates: Sequence[Rate], pages: int, tanxun: Sequence[Process], bare: Sequence[Process]) -> None:
    table = Table("stage", "inputs", "tanxun", "library", "the library alone", "tanxun's time", title="Stages")
    for rate in rates:
        table.add_row(*rate.row())
    console.print(table)
    crawled, worked = tanxun
    scrapy, trafilatura, encode = bare
    whole = crawled.seconds + worked.seconds
    console.print(
        f"end to end: {pages} pages in {whole:.1f} s ({pages / whole:.1f}/s): crawl {crawled.seconds:.1f} s, work all "
        f"{worked.seconds:.1f} s; alone: Scrapy {scrapy.seconds:.1f} s, trafilatura {trafilatura.seconds:.1f} s, encode "
        f"{encode.seconds:.1f} s"
    )
    # A crawl waits for the network most of its time: of crawl and Scrapy, the processor's seconds count.
    ours = crawled.busy + worked.seconds
    own = ours - scrapy.busy - trafilatura.seconds - encode.seconds
    console.print(
        f"tanxun's own share, without network delay: {own / ours:.1%} (at most 10%): crawl {crawled.busy:.1f} s and work "
        f"all {worked.seconds:.1f} s, less Scrapy {scrapy.busy:.1f} s and the others as above"
    )
    console.print(
        f"memory: work all {worked.peak_mb:,.0f} MB, a bare process that encodes the same {encode.peak_mb:,.0f} MB: "
        f"{(worked.peak_mb - encode.peak_mb) / 1024:+.2f} GB (at most +0.40)"
    )


def _note(line: str) -> None:
    console.print(f"[dim]{line} …[/]")


if __name__ == "__main__":
    main()

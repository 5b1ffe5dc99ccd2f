"""The demo's week: crawl twice, work, draft, render, and show what came of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from demo.web import DemoWeb
from pipeline import ledger, topics
from pipeline.settings import Settings, load
from tanxun.cli.status import accounts_table
from tanxun.cli.work import work_progress
from tanxun.schedule.crawl import crawl_apart
from tanxun.schedule.draft import Drafted, Rendered, draft, render
from tanxun.schedule.work import ended_by_signals, work
from tanxun.wiring.backends import Backends, init, opened
from tanxun.wiring.model import model_name, open_embedder
from tanxun.wiring.stages import STAGES, runners

ISSUE = 1
SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)
# Thursday evening and Friday morning, Asia/Shanghai: before and after a publisher corrects a page.
FIRST_CRAWL = datetime(2026, 5, 14, 12, tzinfo=UTC)
SECOND_CRAWL = datetime(2026, 5, 15, 0, tzinfo=UTC)
CATALOGUE = Path(__file__).parent / "sources"
COLUMN_WIDTH = 12

console = Console(highlight=False)


def demo_settings() -> Settings:
    """The settings in force, with the demo's catalogue, its first issue, and no pause between requests."""
    return load(catalogue=CATALOGUE, delay=0, contact="demo@tanxun.example", first_issue="1 = 2026-05-15")


def run() -> None:
    """The whole week; a second run finds nothing to do and leaves every file as it is."""
    settings = demo_settings()
    console.print("[bold]tanxun demo[/]: an invented week, crawled from an invented web on this machine")
    for line in init(settings, model_name(settings)):
        console.print(f"[dim]{escape(line)}[/]")
    open_embedder(settings, lambda line: console.print(f"[dim]{escape(line)}[/]"))
    with opened(settings) as backends:
        crawl_week(settings, backends)
        drafted = draft(backends.store, ISSUE, SINCE, UNTIL)
        console.print(escape(drafted.line))
        rendered = render(settings, backends, ISSUE)
        show(backends, drafted, rendered)


def crawl_week(settings: Settings, backends: Backends) -> None:
    """Crawl and work, before and after the correction; the first half only until it was once done."""
    states = backends.store.sources()
    corrected = bool(states) and all(state.last_attempt >= SECOND_CRAWL for state in states)
    for revision, moment in [(1, FIRST_CRAWL), (2, SECOND_CRAWL)]:
        if revision == 1 and corrected:
            continue
        with DemoWeb(revision=revision) as web, proxied(web.address):
            _crawl(settings, backends, moment)
            _work(settings, backends)


@contextmanager
def proxied(address: str) -> Iterator[None]:
    """Crawl and media go through this proxy, as http_proxy asks of every program."""
    before = os.environ.get("http_proxy")
    os.environ["http_proxy"] = address
    try:
        yield
    finally:
        if before is None:
            del os.environ["http_proxy"]
        else:
            os.environ["http_proxy"] = before


def _crawl(settings: Settings, backends: Backends, moment: datetime) -> None:
    before = _fetched(backends)
    with console.status("crawl") as status:
        watch: Callable[[], None] = lambda: status.update(f"crawl: {_fetched(backends) - before} pages")  # noqa: E731
        reports = crawl_apart(settings, (), moment, watch)
    pages, unchanged = sum(one.fetched for one in reports), sum(one.unchanged for one in reports)
    console.print(
        f"crawled {len(reports)} sources as of {moment:%Y-%m-%d %H:%M} UTC: {pages} pages, {unchanged} unchanged"
    )


def _fetched(backends: Backends) -> int:
    return ledger.total(ledger.balance(backends.store.tally(topics.PAGES_FETCHED))).fetched


def _work(settings: Settings, backends: Backends) -> None:
    lag = {stage: sum(backends.bus.lag(stage, topic) for topic in read) for stage, read in topics.READ_BY.items()}
    if not any(lag.values()):
        console.print("nothing waits: no page to extract, embed or store")
        return
    with ended_by_signals() as stop, work_progress(STAGES) as progress:
        progress.expect(lag)
        work(runners(settings, backends, STAGES, stop, progress.saw, progress.note), stop, until_idle=True)


def show(backends: Backends, drafted: Drafted, rendered: Rendered) -> None:
    """Accounts by source, items by column, the files, and what to try next."""
    accounts = ledger.balance(backends.store.tally(topics.PAGES_FETCHED))
    console.print(accounts_table("Every page of the week", accounts, ledger.total(accounts)))
    console.print(f"[italic]Issue {ISSUE}, {SINCE} to {UNTIL}[/]")
    columns = Table("column", "items")
    for name, count in drafted.columns.items():
        columns.add_row(name, str(count))
    console.print(columns)
    for warning in rendered.warnings:
        console.print(f"[yellow]{escape(warning)}[/]")
    console.print("written:" if rendered.written else "up to date, left as they were:")
    for path in rendered.files:
        console.print(f"  {escape(str(path))}")
    console.print("next: open the first of these, or try [cyan].venv/bin/tanxun status[/]")

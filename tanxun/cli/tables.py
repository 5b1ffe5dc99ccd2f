"""What the commands show a person: tables and progress, with rich."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Table

from pipeline.dead_letters import Dead
from pipeline.ledger import Balance
from tanxun.cli.app import err, out

if TYPE_CHECKING:
    from crawlers.crawl.crawl import SourceReport
    from desk.users.users import User
    from index.store import SearchResult
    from tanxun.wiring.doctor import Check
    from tanxun.wiring.status import Status

ACCOUNT_COLUMNS = ("fetched", "stored", "duplicate", "rejected", "dead", "waiting")


def accounts_table(title: str, accounts: Sequence[Balance], total: Balance) -> Table:
    """One row a source and the total; what is dead or waiting stands out."""
    table = Table(title=title, title_justify="left")
    table.add_column("source")
    for name in ACCOUNT_COLUMNS:
        table.add_column(name, justify="right")
    for account in accounts:
        table.add_row(account.id, *_numbers(account))
    table.add_section()
    table.add_row("total", *_numbers(total), style="bold")
    return table


def _numbers(account: Balance) -> list[str]:
    numbers = []
    for name in ACCOUNT_COLUMNS:
        count = getattr(account, name)
        style = {"dead": "red", "waiting": "yellow"}.get(name, "") if count else "dim"
        numbers.append(f"[{style}]{count}[/]" if style else str(count))
    return numbers


def print_status(status: "Status") -> None:
    """The accounts, the lag of each stage, sources with problems, and the verdict."""
    out.print(accounts_table("Accounts", [source.account for source in status.sources], status.total))
    out.print("waiting for: " + ", ".join(f"{stage} {count}" for stage, count in status.lag.items()))
    for source in status.sources:
        success = f"{source.last_success:%Y-%m-%d %H:%M} UTC" if source.last_success else "never"
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(source.reasons.items()))
        problem = f" [yellow]{escape(source.problem)}[/]" if source.problem else ""
        out.print(f"  {source.account.id}: last success {success}{problem}{' · ' if reasons else ''}{escape(reasons)}")
    if status.lost:
        out.print(
            f"[bold red]The accounts do not add up: {status.lost} pages are said to wait, but nothing of them is on "
            "the bus. Run `tanxun replay`, then `tanxun work all --until-idle`.[/]"
        )
    else:
        out.print("[green]The accounts add up: fetched = stored + duplicate + rejected + dead + waiting.[/]")


def crawl_table(reports: Sequence["SourceReport"]) -> Table:
    """One row a source: what its crawl brought."""
    table = Table(title="Crawled", title_justify="left")
    table.add_column("source")
    for name in ("lists", "fetched", "unchanged", "rejected", "quotes"):
        table.add_column(name, justify="right")
    table.add_column("problem")
    for report in reports:
        numbers = (report.lists, report.fetched, report.unchanged, report.rejected, report.quotes)
        table.add_row(report.id, *(str(number) for number in numbers), f"[yellow]{escape(report.problem)}[/]")
    return table


@dataclass
class CrawlProgress:
    """Counts what the spiders report while they run."""

    bar: Progress
    task: TaskID
    counts: Counter[str] = field(default_factory=Counter)

    def __call__(self, source: str, event: str) -> None:
        """One event of one source: a page fetched, unchanged or rejected, or the source's end."""
        self.counts[event] += 1
        words = ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        self.bar.update(self.task, description=f"crawl  {source}: {words}")


@contextmanager
def crawl_progress() -> Iterator[CrawlProgress]:
    """A line that moves while sources are crawled."""
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as bar:
        yield CrawlProgress(bar, bar.add_task("crawl"))


@dataclass
class WorkProgress:
    """A bar a stage: messages done of those seen so far."""

    bar: Progress
    tasks: dict[str, TaskID]
    fates: Counter[str] = field(default_factory=Counter)

    def saw(self, stage: str, outcomes: Sequence[str]) -> None:
        """A batch is done: its messages move the bar, and the total where later messages came in meanwhile."""
        self.fates.update(outcomes)
        task = self.bar.tasks[self.tasks[stage]]
        done = task.completed + len(outcomes)
        self.bar.update(task.id, completed=done, total=max(done, task.total) if task.total is not None else None)

    def expect(self, lag: dict[str, int]) -> None:
        """What waits now, by stage: the bars' totals."""
        for stage, waiting in lag.items():
            if stage in self.tasks:
                done = self.bar.tasks[self.tasks[stage]].completed
                self.bar.update(self.tasks[stage], total=done + waiting)

    def note(self, line: str) -> None:
        """A line above the bars."""
        self.bar.console.print(f"[dim]{escape(line)}[/]")


@contextmanager
def work_progress(stages: Sequence[str]) -> Iterator[WorkProgress]:
    """Bars for these stages."""
    columns = (SpinnerColumn(), TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err) as bar:
        yield WorkProgress(bar, {stage: bar.add_task(stage, total=None) for stage in stages})


def dead_table(letters: Sequence[Dead]) -> Table:
    """One row a letter."""
    table = Table("id", "stage", "source", "address", "attempts", "last tried", "cause", title=f"{len(letters)} dead")
    for one in letters:
        letter, entry = one.letter, one.entry
        table.add_row(
            entry.account, letter.stage, entry.source, escape(entry.url), str(letter.attempts),
            f"{letter.last_at:%Y-%m-%d %H:%M} UTC", escape(letter.cause[:200]),
        )  # fmt: skip
    return table


def print_letter(one: Dead) -> None:
    """A letter with its traceback, and what can be done."""
    letter = one.letter
    out.print(f"[bold]{one.entry.account}[/] {escape(one.entry.url)}")
    out.print(f"died at {letter.stage} after {letter.attempts} attempts: {escape(letter.cause)}")
    out.print(f"topic {letter.topic}, {len(letter.value)} bytes, {letter.first_at} to {letter.last_at}")
    out.print(escape(letter.traceback))
    out.print(f"[dim]next: tanxun dead requeue {one.entry.account}, or tanxun dead drop {one.entry.account}[/]")


def doctor_table(checks: Sequence["Check"]) -> Table:
    """One row a check, and what to do where it failed."""
    table = Table("", "what", "found", "what to do", title="doctor", title_justify="left")
    for check in checks:
        mark = "[green]ok[/]" if check.good else "[bold red]no[/]"
        table.add_row(mark, check.what, escape(check.found), escape(check.advice))
    return table


def found_table(found: "SearchResult") -> Table:
    """One row a hit."""
    table = Table("发布日期", "column", "title", "来源", "id", title=f"{found.total} found", title_justify="left")
    for hit in found.hits:
        article = hit.enriched.article
        table.add_row(
            str(article.published or "—"), hit.enriched.column, escape(article.title),
            escape(article.source or article.publisher.name), article.id,
        )  # fmt: skip
    return table


def users_table(users: "Sequence[User]", sessions: dict[str, int]) -> Table:
    """One row a user of the desk, with the sessions in force."""
    table = Table("name", "role", "since", "sessions", "", title=f"{len(users)} users", title_justify="left")
    for user in users:
        state = "disabled" if user.disabled else "" if user.ready else "no password yet"
        table.add_row(escape(user.name), user.role, f"{user.created:%Y-%m-%d}", str(sessions.get(user.name, 0)), state)
    return table

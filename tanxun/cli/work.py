"""`tanxun work` and `tanxun run`: the workers of the stages, and one machine's scheduler."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, err, example, moment
from tanxun.schedule.work import ended_by_signals


@app.command(
    rich_help_panel=OPERATIONS, epilog=example("tanxun work all", "tanxun work extract", "tanxun work all --until-idle")
)
def work(
    stage: Annotated[
        str, typer.Argument(help="request, extract, enrich, index, media, or all of them in one process.")
    ],
    until_idle: Annotated[bool, typer.Option(help="End when nothing waits, instead of running on.")] = False,
) -> None:
    """Run the workers of a stage. SIGTERM or Ctrl-C finishes the messages in hand first."""
    from tanxun.schedule.work import work as run_stages
    from tanxun.wiring.backends import opened
    from tanxun.wiring.stages import STAGES, runners

    if stage not in (*STAGES, "all"):
        raise SettingError(f"there is no stage {stage!r}; choose one of {', '.join(STAGES)}, all")
    names = STAGES if stage == "all" else [name for name in STAGES if name == stage]
    with ended_by_signals() as stop, work_progress(names) as progress:
        settings = load()
        with opened(settings) as backends:
            stages = runners(settings, backends, names, stop, progress.saw, progress.note)
            handled = run_stages(stages, stop, until_idle)
    err.print(f"{handled} messages handled")


@app.command(
    rich_help_panel=OPERATIONS,
    epilog=example("tanxun run", "tanxun run --once", "tanxun run --once --at 2017-09-08T09:00+08:00"),
)
def run(
    once: Annotated[bool, typer.Option(help="End after one round.")] = False,
    at: Annotated[
        str, typer.Option(help="With --once: the round as of this moment, for a Friday that was missed.")
    ] = "",
) -> None:
    """One machine's scheduler: crawl what is due, work, draft on Fridays, again and again."""
    from tanxun.schedule.run import run as run_rounds

    if at and not once:
        raise SettingError("--at is a moment of one round; give --once too")
    when = moment(at, "--at") if at else None
    with ended_by_signals() as stop:
        run_rounds(load(), stop, lambda: datetime.now(UTC), lambda line: err.print(escape(line)), once, when)


@dataclass
class WorkProgress:
    """A bar a stage: messages done of those seen so far."""

    bar: Progress
    tasks: dict[str, TaskID]

    def saw(self, stage: str, outcomes: Sequence[str]) -> None:
        """A batch is done: its messages move the bar, and the total where later messages came in meanwhile."""
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

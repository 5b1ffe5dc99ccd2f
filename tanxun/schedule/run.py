"""`tanxun run`: one machine's scheduler, in place of Airflow."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from pipeline.errors import SettingError
from pipeline.runner import Runner, unwatched
from pipeline.settings import Settings
from tanxun.schedule.crawl import crawl_apart, due
from tanxun.schedule.draft import draft, render, window
from tanxun.schedule.draft_time import issue_due
from tanxun.schedule.locks import locked
from tanxun.schedule.work import work
from tanxun.wiring.backends import opened
from tanxun.wiring.model import Note
from tanxun.wiring.stages import STAGES, runners

# The shortest cadence is an hour; a quarter of it keeps every source at most 15 minutes late.
ROUND_SECONDS = 900.0


def run(
    settings: Settings,
    stop: threading.Event,
    clock: Callable[[], datetime],
    note: Note,
    once: bool,
    at: datetime | None = None,
) -> None:
    """Crawl what is due, work until idle, draft and render on Fridays from nine; then again, until `stop` is set.

    Messages are handled while a crawl runs and between two rounds too: an editor may wait for an address. `clock` gives
    an aware moment. With `once` it ends after one round, which is as of `at` where that is given. Raises SettingError where another one runs in this home.
    """
    with locked(settings.home, "run") as alone, opened(settings) as backends:
        if not alone:
            raise SettingError(
                f"another `tanxun run` is at work in {settings.home.absolute()}; end it first, or give this one a TANXUN_HOME of its own"
            )
        stages = runners(settings, backends, STAGES, stop, unwatched, note)
        while not stop.is_set():
            moment = at or clock()
            ids = due(settings, moment)
            if ids:
                for report in crawl_apart(settings, ids, at, watch=lambda: _turn(stages), only_due=True):
                    note(f"{report.id}: {report.fetched} pages{f', {report.said}' if report.said else ''}")
            work(stages, stop, until_idle=True)
            number = issue_due(settings, backends.store, moment)
            if number is not None and not stop.is_set():
                drafted = draft(backends.store, number, *window(settings, backends.store, number))
                for line in (drafted.line, *drafted.warnings):
                    note(line)
                render(settings, backends, number)
            if once:
                break
            work(stages, stop, until_idle=False, seconds=ROUND_SECONDS)


def _turn(stages: Sequence[Runner]) -> None:
    """A batch of each stage, as far as one waits."""
    for runner in stages:
        runner.step(0.0)

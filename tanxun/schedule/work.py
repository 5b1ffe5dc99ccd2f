"""Runners for the stages of one process."""

import threading
from collections.abc import Sequence

from pipeline.runner import Policy, Runner, Watch
from pipeline.settings import Settings
from tanxun.schedule.loop import work as run
from tanxun.wiring.backends import Backends, opened
from tanxun.wiring.model import Note
from tanxun.wiring.stages import StageName, build


def work(
    settings: Settings,
    names: Sequence[StageName],
    stop: threading.Event,
    until_idle: bool,
    watch: Watch,
    note: Note,
) -> int:
    """Run these stages in this process until `stop` or, with `until_idle`, until nothing waits; messages handled."""
    with opened(settings) as backends:
        return run(runners(settings, backends, names, stop, watch, note), stop, until_idle)


def runners(
    settings: Settings,
    backends: Backends,
    names: Sequence[StageName],
    stop: threading.Event,
    watch: Watch,
    note: Note,
) -> list[Runner]:
    """One runner a stage, sharing the backends; `note` is told what takes long while they are made."""
    policy = Policy(settings.retries, settings.backoff, settings.outage)
    return [
        Runner(build(name, settings, backends, note), backends.bus, backends.store, policy, stop, watch)
        for name in names
    ]

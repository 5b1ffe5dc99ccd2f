"""Runs jobs dry as the command line does, in a process of their own, for Twisted's reactor starts once."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from crawlers.crawl.options import CrawlOptions
from crawlers.trial.dry_run import Found, TrialJob, dry_run
from tests.support.crawl_running import BARE
from tests.support.forked import context


def apart(jobs: Sequence[TrialJob[Found]], proxy: str, **options: Any) -> list[Found]:
    """What the jobs find; they and what they find must be such that a process can hand them to another."""
    environment = {**BARE, "http_proxy": proxy}
    chosen = CrawlOptions(**{"delay": 0.0, "timeout": 5.0, "retries": 0, **options})
    with ProcessPoolExecutor(1, mp_context=context, initializer=set_environment, initargs=(environment,)) as child:
        return child.submit(dry_run, jobs, chosen).result()


def set_environment(values: Mapping[str, str]) -> None:
    """Of the process that this is called in."""
    os.environ.update(values)

"""Editions that a crash or a failing store left frozen only are made public by the desk's process itself."""

import asyncio
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from bulletin.issue import Journal, complete_publication
from pipeline.errors import BackendError

# Issues that are completed: one that was left half published is among the last.
RECENT = 8
# How often a desk looks for one: a chief who was told "in a minute" looks again after a minute.
COMPLETE_SECONDS = 20.0


@dataclass
class Completion:
    """Makes public what a crash or a failing store left frozen only: when the desk starts, and while it runs.

    `problem` is why the last attempt failed ("" where it did not).
    """

    journal: Journal
    problem: str = field(default="", init=False)

    def complete_recent(self) -> list[int]:
        """Complete the last issues; returns the numbers of those that were not public yet. Raises BackendError."""
        try:
            completed = [
                number for number in self.journal.store.issues()[-RECENT:] if complete_publication(self.journal, number)
            ]
        except BackendError as problem:
            self.problem = str(problem)
            raise
        self.problem = ""
        return completed

    async def repeat(self) -> None:
        """Complete every COMPLETE_SECONDS until the task is cancelled; a store that is away is asked again."""
        while True:
            await asyncio.sleep(COMPLETE_SECONDS)
            try:
                await run_in_threadpool(self.complete_recent)
            except BackendError:
                continue

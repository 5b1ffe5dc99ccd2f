"""Editions that a crash or a failing store left frozen only are made public by the desk's process itself."""

import asyncio
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from bulletin.issue import Journal, complete_publication
from pipeline.errors import TanxunError

# Beside the issues that this desk has read, the last ones: another process may have left one of them half published.
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

    def complete_all(self) -> list[int]:
        """Complete every issue; returns the numbers of those that were not public yet."""
        return self._completed(None)

    def complete_recent(self) -> list[int]:
        """Complete the issues that this process has read, and the last RECENT; returns those that were not public yet."""
        return self._completed(RECENT)

    def _completed(self, recent: int | None) -> list[int]:
        """An issue that cannot be completed is noted in `problem` and keeps no other one back; it is tried again later."""
        completed, self.problem = list[int](), ""
        try:
            numbers = self.journal.store.issues()
        except TanxunError as problem:
            self.problem = str(problem)
            return completed
        read = self.journal.numbers()
        for number in numbers if recent is None else sorted({*numbers[-recent:], *read}):
            try:
                if complete_publication(self.journal, number):
                    completed.append(number)
            except TanxunError as problem:
                self.problem = str(problem)
        return completed

    async def repeat(self) -> None:
        """Complete every COMPLETE_SECONDS until the task is cancelled."""
        while True:
            await asyncio.sleep(COMPLETE_SECONDS)
            await run_in_threadpool(self.complete_recent)

"""Run stages until told to stop, or until nothing is left to do."""

import math
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from pipeline.errors import Unavailable
from pipeline.runner import Runner

# Seconds a lone worker waits for its next message; a round over several stages does not wait while one has work.
POLL_SECONDS = 1.0


def work(runners: Sequence[Runner], stop: threading.Event, until_idle: bool, seconds: float = math.inf) -> int:
    """Run the stages in turn in this process; returns how many messages were handled.

    Ends when `stop` is set (the batch in hand is finished first), after so many `seconds` or, with `until_idle`, when
    no message waits for any of the stages. Raises Unavailable when a server stayed away longer than the policy allows.
    """
    handled, end = 0, time.monotonic() + seconds
    try:
        while not stop.is_set() and time.monotonic() < end:
            done = sum(runner.step(0.0 if len(runners) > 1 else POLL_SECONDS) for runner in runners)
            handled += done
            if done:
                continue
            if until_idle and not any(runner.lag() for runner in runners):
                break
            stop.wait(POLL_SECONDS / 4)
    except Unavailable:
        if not stop.is_set():
            raise
    finally:
        for runner in runners:
            runner.close()
    return handled


@contextmanager
def ended_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM or SIGINT sets; a second signal ends the process the usual way."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def ask(number: int, frame: FrameType | None) -> None:
        del frame
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

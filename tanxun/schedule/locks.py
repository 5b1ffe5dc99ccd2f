"""Locks of one home: of two schedulers, or of two crawls of one source, the second ends at once.

The system gives a lock back however its process ends, so that a killed one leaves none behind. Machines that share no home
do not see each other's locks; there Airflow's `max_active_runs` keeps crawls apart.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import SettingError


@contextmanager
def locked(home: Path, name: str) -> Iterator[bool]:
    """Hold the lock of this name while the `with` lasts; False where another process has it.

    Raises SettingError where the home takes no file.
    """
    folder = home / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / f"{name}.lock").open("a")
    except OSError as problem:
        raise SettingError(f"TANXUN_HOME={home}: {problem.strerror}; choose a folder that can be written") from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        # For a person who looks for the process that has it.
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield True

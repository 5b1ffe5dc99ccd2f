"""What is computed once a machine: a file in a cache folder, named by the digest of all that it depends on.

Such a file may be removed at any time, and is made again where it is broken or gone.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile

Cached = TypeVar("Cached")

# What reading a broken file raises, of a file that numpy wrote.
BROKEN = (OSError, EOFError, KeyError, ValueError, BadZipFile)


def kept(
    file: Path,
    read: Callable[[Path], Cached],
    make: Callable[[], Cached],
    write: Callable[[Cached, Path], None],
    progress: Callable[[str], None],
) -> Cached:
    """What the file holds; made and written where it is not there or broken.

    Of several processes that want it at once one makes it and the others wait. `write` writes a file whole or not at all.
    Where the folder takes no file, the result is made and not kept, and a line says so.
    """
    try:
        return read(file)
    except BROKEN:
        pass
    with _alone(file.with_suffix(".lock"), progress):
        try:
            return read(file)
        except BROKEN:
            made = make()
        try:
            write(made, file)
        except OSError as problem:
            progress(f"{file.parent} keeps nothing ({problem.strerror}): this is done at each start; mend TANXUN_CACHE")
        return made


@contextmanager
def _alone(lock: Path, progress: Callable[[str], None]) -> Iterator[None]:
    """No other process of this machine is here; the lock is given back by the system, however this process ends."""
    with ExitStack() as stack:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            held = stack.enter_context(lock.open("w"))
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                progress(f"waiting for another process that makes {lock.with_suffix('').name}")
                fcntl.flock(held, fcntl.LOCK_EX)
        except OSError as problem:
            # A folder that takes no lock takes no file either, or is one where processes cannot wait for each other.
            progress(f"no lock in {lock.parent} ({problem.strerror}); going on without")
        yield

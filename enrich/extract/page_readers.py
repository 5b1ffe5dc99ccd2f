"""Children that read pages: long-lived, each killed at its deadline and replaced, so that no page holds up the others."""

import atexit
import queue
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import msgspec

from enrich.extract.page_child import FIRST, PageReading
from pipeline.encoding import SchemaError
from pipeline.errors import NewerRecord, Reject, RejectCode

# Wall seconds for each second of the processor: a busy machine gives a child less than a tenth of a core only when it is ill.
PATIENCE = 12


class PageReaderError(Exception):
    """A page could not be read, and it is not known to be the page's fault; the stage runner tries again."""


@dataclass(frozen=True)
class PageBounds:
    """Processor seconds and bytes of address space for one page, and how many children read at once."""

    seconds: float = 4.0
    memory: int = 2 << 30
    readers: int = 2


class PageReaders:
    """The children of one process; they are started as they are needed, and end with it, however it ends."""

    def __init__(self, bounds: PageBounds) -> None:
        self.bounds = bounds
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(bounds.readers):
            self._idle.put(None)

    def read(self, pages: Sequence[bytes]) -> "list[PageReading | Reject]":
        """What became of each of these encoded pages, in order; a page beyond its bounds is rejected as too costly.

        Raises SchemaError, NewerRecord and PageReaderError for the first that is no page, or with which reading failed.
        """
        with ThreadPoolExecutor(self.bounds.readers) as threads:
            return list(threads.map(self._one, pages))

    def close(self) -> None:
        """End the children."""
        while not self._idle.empty():
            child = self._idle.get()
            if child is not None:
                child.end()

    def _one(self, page: bytes) -> "PageReading | Reject":
        died = self._tried(page)
        # Something else may have killed it, such as a machine without memory: a page is judged by its second time.
        found = self._tried(page) if isinstance(died, int) else died
        return found if not isinstance(found, int) else _too_costly(f"its reader died by signal {found}")

    def _tried(self, page: bytes) -> "PageReading | Reject | int":
        """What became of a page, or the number of the signal by which its reader died."""
        child, kept = self._idle.get(), None
        try:
            child = child or _Child(self.bounds)
            answer = child.answer(page, PATIENCE * (FIRST + self.bounds.seconds))
            if isinstance(answer, int):
                return _too_costly(f"more than {self.bounds.seconds:g} s") if answer == signal.SIGPROF else answer
            if answer.costly:
                return _too_costly(f"more than {self.bounds.memory >> 20} MB")
            if answer.fault:
                raise PageReaderError(answer.fault)
            kept = child
            if answer.newer:
                raise NewerRecord(answer.newer)
            if answer.no_page:
                raise SchemaError(answer.no_page)
            return answer if answer.reason is None else Reject(answer.reason, answer.detail)
        finally:
            if child is not None and kept is None:
                child.end()
            self._idle.put(kept)


class _Child:
    """One child, and the parent's end of its connection: when that is closed, it ends."""

    def __init__(self, bounds: PageBounds) -> None:
        ours, its = Pipe()
        self._connection: Connection = ours
        command = [sys.executable, "-m", "enrich.extract.page_child", str(its.fileno())]
        command += [str(bounds.seconds), str(bounds.memory)]
        self._process = subprocess.Popen(command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL)
        its.close()

    def answer(self, page: bytes, patience: float) -> PageReading | int:
        """The child's answer, or the number of the signal it died by; raises PageReaderError where neither comes."""
        try:
            self._connection.send_bytes(page)
            if not self._connection.poll(patience):
                raise PageReaderError(f"no answer in {patience:g} s: is the machine overloaded, or the child stopped?")
            return msgspec.msgpack.decode(self._connection.recv_bytes(), type=PageReading)
        except (EOFError, OSError):
            try:
                status = self._process.wait(patience)
            except subprocess.TimeoutExpired:
                raise PageReaderError(f"the child closed its connection, and goes on after {patience:g} s") from None
            if status < 0:
                return -status
            raise PageReaderError(
                f"the child ended with status {status}; its words are in this process's log"
            ) from None

    def end(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.wait()


@cache
def page_readers(bounds: PageBounds) -> PageReaders:
    """This process' readers with these bounds; they end with it."""
    readers = PageReaders(bounds)
    atexit.register(readers.close)
    return readers


def _too_costly(detail: str) -> Reject:
    return Reject(RejectCode.TOO_COSTLY, detail)

"""The child process that reads pages: one after the other from its connection, each with a deadline and bounded memory."""

import os
import signal
import sys
import traceback
from multiprocessing.connection import Connection
from types import TracebackType

import msgspec

from enrich.extract.attachments.child import limit_memory
from enrich.extract.extract import extract_or_hold
from pipeline.encoding import SchemaError, decode, encode
from pipeline.errors import NewerRecord, Reject, RejectCode
from pipeline.records import HeldArticle, Page

# Libraries are loaded and patterns compiled with the first page: 0.8 processor seconds on a server of 2024, and room.
FIRST = 3.0


class PageReading(msgspec.Struct, frozen=True):
    """What became of a page: an encoded Article (or HeldArticle, `held`) with its id; or a rejection's reason and detail.

    `no_page`: why the bytes are no page; `newer`: the page is a newer version's. `costly`: memory ran out; `fault`: what nobody
    foresaw, with its trace. The child ends after these two.
    """

    article: bytes = b""
    id: str = ""
    held: bool = False
    reason: RejectCode | None = None
    detail: str = ""
    no_page: str = ""
    newer: str = ""
    costly: bool = False
    fault: str = ""


def main() -> None:
    """Answer pages until the parent closes the connection; arguments: its descriptor, seconds a page, bytes of memory."""
    pages, seconds = Connection(int(sys.argv[1])), float(sys.argv[2])
    limit_memory(int(sys.argv[3]))
    # Libraries print to standard output, which is the parent's.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # The keyboard's interrupt is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def fault(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        told = "".join(traceback.format_exception(kind, problem, trace))[-4000:]
        pages.send_bytes(msgspec.msgpack.encode(PageReading(fault=f"{kind.__name__}: {problem!s:.200}\n{told}")))

    sys.excepthook = fault
    starting = FIRST
    while True:
        try:
            order = pages.recv_bytes()
        except (EOFError, OSError):
            return
        # SIGPROF ends the process where it stands, within C as well.
        signal.setitimer(signal.ITIMER_PROF, seconds + starting)
        answer = _read(order)
        signal.setitimer(signal.ITIMER_PROF, 0)
        starting = 0.0
        pages.send_bytes(msgspec.msgpack.encode(answer))
        if answer.costly:
            return


def _read(order: bytes) -> PageReading:
    try:
        found = extract_or_hold(decode(Page, order))
    except Reject as verdict:
        return PageReading(reason=verdict.reason, detail=verdict.detail)
    except NewerRecord as problem:
        return PageReading(newer=str(problem))
    except SchemaError as problem:
        return PageReading(no_page=str(problem))
    except MemoryError:
        return PageReading(costly=True)
    held = isinstance(found, HeldArticle)
    return PageReading(encode(found), found.article.id if isinstance(found, HeldArticle) else found.id, held)


if __name__ == "__main__":
    main()

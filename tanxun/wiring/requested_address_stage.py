"""The stage `request`: fetches the addresses that editors ask for, in a process that lives as long as one batch."""

import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection

from index.requested_addresses import request_done
from index.store import Store
from pipeline.addresses import page_id
from pipeline.bus.interface import Message
from pipeline.encoding import decode
from pipeline.errors import CatalogueError, Reject, RejectCode, TanxunError
from pipeline.records import Request
from pipeline.runner import Outcome, Result
from pipeline.settings import Settings

# A batch is fetched side by side and is as slow as its slowest host: about a minute (schedule.crawl.PATIENCE) and what
# the last answer takes. Whatever takes longer than this hangs.
LONGEST_SECONDS = 180.0
# What a process takes to end that has answered.
ENDING_SECONDS = 10.0


@dataclass(frozen=True)
class Fetched:
    """What became of an address: its page's address and publisher; why there is none; or what broke down."""

    url: str = ""
    source: str = ""
    reason: RejectCode | None = None
    problem: str = ""


class Stumbled(Exception):
    """The crawl of an address broke down; the runner tries again, and in the end calls the request dead."""


def handler(settings: Settings, store: Store) -> Callable[[Sequence[Message]], list[Outcome]]:
    """What the stage does with a batch; no process is started before the first request comes.

    An article that is stored already is not fetched again. A page is on the bus, or a give-up in the ledger, before its
    request is settled. Raises Stumbled; Unavailable or BackendError where bus, store or files fail.
    """

    def handle(messages: Sequence[Message]) -> list[Outcome]:
        requests = [decode(Request, message.value) for message in messages]
        urls = {page_id(request.url): request.url for request in reversed(requests)}  # the first asked wins
        ends = {
            stored.id: Fetched(urls[stored.id], stored.enriched.article.publisher.id)
            for stored in store.articles(list(urls))
        }
        missing = [page for page in urls if page not in ends]
        ends |= zip(missing, fetch_apart(settings, [urls[page] for page in missing]), strict=True)
        for page, end in ends.items():
            if not end.url and end.reason is None:
                raise Stumbled(f"{urls[page]}: {end.problem or 'the crawl ended without a page'}")
        now = datetime.now(UTC)
        # Those that were given up are settled by the runner.
        store.settle(request_done(urls[page], end.url, end.source, now) for page, end in ends.items() if end.url)
        reasons = [ends[page_id(request.url)].reason for request in requests]
        return [Result() if reason is None else Reject(reason) for reason in reasons]

    return handle


def fetch_apart(settings: Settings, urls: Sequence[str]) -> list[Fetched]:
    """Fetch these addresses, and what became of each; in a process of its own, as schedule.crawl.crawl_apart.

    Ctrl-C does not reach that process: the batch in hand is finished first. One whose parent was killed ends by itself.
    """
    if not urls:
        return []
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_fetch, args=(theirs, settings, list(urls)), daemon=True)
    child.start()
    theirs.close()
    answer: list[Fetched] | TanxunError | None = None
    with ours:
        try:
            answer = ours.recv() if ours.poll(LONGEST_SECONDS) else None
        except EOFError:
            """The process ended without an answer."""
    child.join(ENDING_SECONDS if answer else 0)
    child.kill()
    child.join()
    if answer is None:
        raise Stumbled(f"the crawl's process ended, or was ended after {LONGEST_SECONDS:.0f} s, without an answer")
    if isinstance(answer, CatalogueError):  # an operator's to mend; no reason to end the workers of all stages
        raise Stumbled(str(answer))
    if isinstance(answer, TanxunError):
        raise answer
    return answer


def _fetch(pipe: Connection, settings: Settings, urls: Sequence[str]) -> None:
    """The child: everything is durable before it answers."""
    from tanxun.schedule.crawl import fetch

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pages = fetch(settings, urls)
    except TanxunError as problem:
        pipe.send(problem)
        return
    pipe.send([Fetched(one.found, one.source.id, one.reason, "; ".join(one.problems)) for one in pages])

"""Addresses that somebody asked for: ask, and look up what became of it.

A request has an account of its own in the ledger (topic pages.requested, one an address). It waits for the stage
`request`; then it is rejected or dead, or "stored": its page is on the bus, at the entry's address, with an account like
every page's. Nothing is guessed from times: whoever waits looks up both.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from index.store import Store
from pipeline.addresses import LONGEST_LINK, canonical, host_of, page_id
from pipeline.bus.interface import Bus, Outgoing
from pipeline.encoding import encode
from pipeline.errors import RejectCode
from pipeline.ledger import Account
from pipeline.records import EnrichedArticle, Request, account_of, request_account
from pipeline.topics import PAGES_REQUESTED

# www.a.example/1.html, a.example:8080/1: a name with a dot, and what may follow a host.
_HOST_FIRST = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63}){1,20}(:\d{1,5})?([/?#]|$)")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)

RequestState = Literal["unknown", "waiting", "stored", "duplicate", "rejected", "dead"]
STAGE = "request"


@dataclass(frozen=True)
class RequestOutcome:
    """Where an address stands.

    `unknown`: never asked for, and never fetched. `waiting`: for the stage "request" (not fetched yet), or as a page
    ("crawl": fetched, extracted and enriched next). `stored` and `duplicate`: `article` is in the store; the latter
    is joined to `others`. `rejected`: with its `reason`. `dead`: with its `cause`, for an operator. `url` is the page's
    address, after redirects; `at` (UTC) is when it came to stand there.
    """

    state: RequestState
    url: str
    stage: str = ""
    article: str = ""
    others: tuple[str, ...] = ()
    reason: RejectCode | None = None
    cause: str = ""
    at: datetime | None = None

    @property
    def is_final(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.state not in ("unknown", "waiting")


def address(text: str) -> str:
    """The address in what a person pasted; http:// where it has no scheme.

    Raises ValueError for anything but one http or https address, of at most LONGEST_LINK characters, without a password.
    """
    url = text.strip()
    if _HOST_FIRST.match(url):
        url = f"http://{url}"
    if not _ADDRESS.fullmatch(url) or len(url) > LONGEST_LINK:
        raise ValueError(f"not an http address: {text[:200]!r}")
    canonical(url)
    return url


def ask(bus: Bus, store: Store, request: Request) -> RequestOutcome:
    """Have an address fetched, extracted and enriched, unless its article is stored already: see the outcome.

    Raises ValueError for what is no http address.
    """
    now = outcome(store, request.url)
    if now.article:
        return now
    entry = Account(
        account=request_account(request.url),
        topic=PAGES_REQUESTED,
        source=host_of(request.url),
        url=request.url,
        stage=STAGE,
        fate="waiting",
        at=request.asked_at,
    )
    # In this order: a worker that is quicker than we are must have the last word in the ledger.
    store.settle([entry])
    headers = {"account": entry.account, "source": entry.source, "url": entry.url}
    bus.publish(PAGES_REQUESTED, [Outgoing(page_id(request.url), encode(request), headers)])
    return _of_entry(entry)


def outcome(store: Store, url: str) -> RequestOutcome:
    """Where this address stands now; raises ValueError for what is no http address."""
    account = request_account(url)
    request = store.entries([account]).get(account)
    led = request.url if request is not None and request.fate == "stored" else url
    page = page_id(led)
    state = store.pages([page]).get(page)
    if state is not None and state.same_as:
        page = state.same_as
        state = store.pages([page]).get(page)
    for stored in store.articles([page]):
        return _of_article(stored.enriched, led)
    if request is not None and request.fate != "stored":
        return _of_entry(request)
    entries = store.entries([account_of(page, state.digest)]).values() if state is not None else ()
    for entry in entries:
        if entry.fate not in ("stored", "duplicate"):
            return _of_entry(entry)
    # Stored in the moment between the two questions, or nothing is known.
    return next(
        (_of_article(stored.enriched, led) for stored in store.articles([page])), RequestOutcome("unknown", led)
    )


def request_done(url: str, page: str, source: str, at: datetime) -> Account:
    """The entry of a request for `url` whose page, at the address `page`, is on the bus or in the store."""
    return Account(
        account=request_account(url), topic=PAGES_REQUESTED, source=source, url=page, stage=STAGE, fate="stored", at=at
    )


def _of_article(enriched: EnrichedArticle, url: str) -> RequestOutcome:
    others = tuple(sorted(one.other for one in enriched.duplicates))
    article = enriched.article
    return RequestOutcome("duplicate" if others else "stored", url, "index", article.id, others, at=article.fetched_at)


def _of_entry(entry: Account) -> RequestOutcome:
    return RequestOutcome(
        entry.fate,
        entry.url,
        entry.stage,
        reason=RejectCode(entry.reason) if entry.fate == "rejected" else None,
        cause=entry.reason if entry.fate == "dead" else "",
        at=entry.at,
    )

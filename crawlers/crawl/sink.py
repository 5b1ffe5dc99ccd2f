"""Where fetched pages go: files, bus, ledger, state; in that order, so that a kill at any point loses nothing."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import msgspec

from crawlers.crawl.rechecks import look_after_failure, next_look
from crawlers.pages.links import ArticleLink
from index.crawl_state import PageState, SourceState, page_as_of, source_as_of
from index.files import Files
from index.raw_pages import raw_page
from index.store import Store
from pipeline.addresses import page_id
from pipeline.bus.interface import MAX_MESSAGE_BYTES, Bus, Outgoing, TooLargeMessage
from pipeline.encoding import SchemaError, decode, encode
from pipeline.errors import NewerRecord, RejectCode
from pipeline.ledger import Account
from pipeline.records import Page, Quote, account_of
from pipeline.topics import PAGES_FETCHED, PRICES_QUOTED

__all__ = ["KEPT_HEADERS", "Sink", "TooLargeMessage"]

# The headers that a page keeps: what it is, and what the next conditional request needs.
KEPT_HEADERS = ("content-type", "etag", "last-modified", "date")


@dataclass(frozen=True)
class Sink:
    """What a crawl or an import gives its findings to. `moment` (UTC) stamps them; None: the time of each.

    Every method is durable when it returns and may be repeated. A page is in the files and listed before it is on the bus, on
    the bus before the ledger says that it waits, in the ledger before the crawl remembers it as fetched: a process
    killed in between does the rest again, and equal content is the same account.
    """

    bus: Bus
    store: Store
    files: Files
    moment: datetime | None = None

    def known(self, urls: Iterable[str]) -> dict[str, PageState]:
        """What earlier crawls knew of these addresses, by page id."""
        return self._as_of_now(sorted({page_id(url) for url in urls}))

    def _as_of_now(self, ids: Sequence[str]) -> dict[str, PageState]:
        now = self._now()
        return {one_id: page_as_of(state, now) for one_id, state in self.store.pages(ids).items()}

    def _now(self) -> datetime:
        return self.moment or datetime.now(UTC)

    def _after(self, state: PageState | None, at: datetime) -> datetime:
        """When a page was looked at: after the look before, also where the clock was set back since then."""
        if state is None or self.moment is not None or state.fetched_at < at:
            return at
        return state.fetched_at + timedelta(milliseconds=1)

    def page(self, page: Page, anew: bool = False) -> bool:
        """Publish a page; False where its content is as it was: then it is published only if it is wanted `anew`.

        A page is never of the future, whatever an archive says, and never older than the look before by a clock that was
        set back: an older version undoes no newer one. Raises TooLargeMessage, with nothing published, for a page that does not
        fit on the bus.
        """
        state = self._state_of(page.url)
        fetched_at = min(page.fetched_at, self._now())
        if page.via != "import":
            fetched_at = self._after(state, fetched_at)
        page = msgspec.structs.replace(page, fetched_at=fetched_at, first_seen=min(page.first_seen, fetched_at))
        if state is not None:
            page = msgspec.structs.replace(page, id=state.id)
        if state is not None and state.digest:
            page = msgspec.structs.replace(page, first_seen=min(state.first_seen, page.first_seen))
        digest = page.digest
        if state is not None and self._is_as_before(page, digest, state):
            digest = state.digest
        changed = state is None or state.digest != digest
        if changed or anew:
            self._publish(page, anew)
            digest = page.digest
        self.store.put_pages([_state(page, digest, state)])
        return changed

    def _is_as_before(self, page: Page, digest: str, state: PageState) -> bool:
        """Whether a page's content is what the state remembers, also by the digest of the version before, of its bytes."""
        if state.digest in (digest, page.digest_of_bytes):
            return True
        account = account_of(page.id, state.digest)
        kept = [raw for raw in self.store.raw_pages(page=page.id) if raw.account == account]
        try:
            before = decode(Page, self.files.get("pages", kept[0].file)) if kept else None
        except (KeyError, SchemaError, NewerRecord):
            return False
        return before is not None and before.schema == 1 and before.digest_of_content == digest

    def _publish(self, page: Page, anew: bool) -> None:
        value = encode(page)
        if len(value) > MAX_MESSAGE_BYTES:
            raise TooLargeMessage(f"{len(value)} bytes for {PAGES_FETCHED}, key {page.id}")
        raw = raw_page(page, self.files.put("pages", value))
        self.store.put_raw_pages([raw])
        entry = Account(
            account=raw.account,
            topic=PAGES_FETCHED,
            source=page.publisher.id,
            url=page.url,
            stage="crawl",
            fate="waiting",
            at=page.fetched_at,
        )
        if anew:
            # An end that it came to before must not pass for the one to come; nothing may settle it before it waits.
            self.store.settle([entry])
        headers = {"account": entry.account, "source": entry.source, "url": page.url}
        self.bus.publish(PAGES_FETCHED, [Outgoing(page.id, value, headers)])
        self.store.open_accounts([entry])

    def unchanged(self, state: PageState, at: datetime, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """The server said that this page is as it was: only the state's times move, and the validators that it gave anew."""
        at = self._after(state, at)
        self.store.put_pages(
            [
                msgspec.structs.replace(
                    state,
                    fetched_at=at,
                    due=next_look(state.first_seen, at) if state.due else None,
                    failures=0,
                    gone=0,
                    gone_at=None,
                    etag=headers.get("etag") or state.etag,
                    last_modified=headers.get("last-modified") or state.last_modified,
                )
            ]
        )

    def due(self, source: str, at: datetime, limit: int) -> list[PageState]:
        """The pages of a source to look at again at `at`, each as it counts now."""
        now = self._now()
        return [page_as_of(state, now) for state in self.store.due_pages(source, at, limit)]

    def plan(self, states: Iterable[PageState]) -> None:
        """Pages of the version before, which had no plan, are looked at again by the plan's next day."""
        old = [state for state in states if state.digest and state.whole_at is None and state.due is None]
        plans = [(state, next_look(state.first_seen, state.fetched_at)) for state in old]
        planned = [msgspec.structs.replace(state, due=due, whole_at=state.fetched_at) for state, due in plans]
        if planned:
            self.store.put_pages(planned)

    def leads_to(self, link: ArticleLink, page: Page, for_good: bool) -> None:
        """A link brought a page that has another address, or a feed's own name for it: neither is asked for as if it were new.

        A redirect that is not `for_good` is looked at again: it may lead somewhere else by then.
        """
        state = self._state_of(page.url)
        if state is None:
            return
        own = page_id(link.url)
        if own not in (state.id, page_id(page.url)):
            due = None if for_good else next_look(state.first_seen, page.fetched_at)
            self.store.put_pages([msgspec.structs.replace(state, id=own, url=link.url, due=due)])
        if link.guid:
            named = guid_id(page.publisher.id, link.guid)
            self.store.put_pages([msgspec.structs.replace(state, id=named, due=None, same_as=state.id)])

    def named(self, source: str, links: Iterable[ArticleLink]) -> set[str]:
        """The addresses of those links whose article the feed of a source gave under the same name, perhaps elsewhere."""
        ids = {guid_id(source, link.guid): link.url for link in links if link.guid}
        return {ids[one] for one in self.store.pages(sorted(ids))}

    def _state_of(self, url: str) -> PageState | None:
        """The state of the page at an address, under the id by which it is known."""
        state = self.known([url]).get(page_id(url))
        if state is None or not state.same_as:
            return state
        return self._as_of_now([state.same_as]).get(state.same_as)

    def failed(self, source: str, link: ArticleLink, at: datetime, again: bool, gone: bool) -> None:
        """An address brought no page: when, if `again`, it is looked at again. `gone`: its publisher says that there is none."""
        before = self.known([link.url]).get(page_id(link.url))
        looked = self._after(before, at)
        state = before or PageState(
            id=page_id(link.url),
            url=link.url,
            source=source,
            digest="",
            first_seen=at,
            fetched_at=at,
            listed_title=link.title,
            listed_published=link.published,
        )
        failures = state.failures + 1
        due = look_after_failure(state.first_seen, at, failures) if again else None
        counted = {"gone": state.gone + 1, "gone_at": state.gone_at or at} if gone else {}
        self.store.put_pages([msgspec.structs.replace(state, failures=failures, due=due, fetched_at=looked, **counted)])

    def rejected(self, source: str, url: str, reason: RejectCode, at: datetime) -> None:
        """The crawl gave this address up: one account an address and reason."""
        entry = Account(
            account=account_of(page_id(url), f"crawl:{reason}"),
            topic=PAGES_FETCHED,
            source=source,
            url=url,
            stage="crawl",
            fate="rejected",
            at=at,
            reason=str(reason),
        )
        self.store.settle([entry])

    def quotes(self, quotes: Sequence[Quote]) -> int:
        """Publish the quotes that are new or other than the store's; returns how many those were."""
        if not quotes:
            return 0
        days = [quote.day for quote in quotes]
        known = {_key(quote): _figures(quote) for quote in self.store.quotes(min(days), max(days))}
        news = [quote for quote in quotes if known.get(_key(quote)) != _figures(quote)]
        if news:
            self.bus.publish(PRICES_QUOTED, [Outgoing(quote.exchange, encode(quote)) for quote in news])
        return len(news)

    def source_state(self, source: str) -> SourceState | None:
        """How the crawl of a source before went."""
        return next((source_as_of(state, self._now()) for state in self.store.sources() if state.id == source), None)

    def source(self, state: SourceState) -> None:
        """How the crawl of a source went."""
        self.store.put_source(state)


def guid_id(source: str, guid: str) -> str:
    """The id under which the crawl remembers what a feed calls an article: 16 hex digits, as a page's id."""
    return hashlib.sha256(f"guid {source} {guid}".encode()).hexdigest()[:16]


def _state(page: Page, digest: str, before: PageState | None) -> PageState:
    # The validators of a first page say nothing of the pages after it: those articles are fetched whole each time.
    whole = len(page.parts) == 1
    due = next_look(page.first_seen, page.fetched_at) if page.via == "crawl" else before.due if before else None
    due = None if page.headline_only else due
    return PageState(
        id=page.id,
        url=page.url,
        source=page.publisher.id,
        digest=digest,
        first_seen=page.first_seen,
        fetched_at=page.fetched_at,
        etag=page.headers.get("etag", "") if whole else "",
        last_modified=page.headers.get("last-modified", "") if whole else "",
        whole_at=page.fetched_at,
        due=due,
        listed_title=page.listed_title,
        listed_published=page.listed_published,
    )


def _key(quote: Quote) -> tuple[object, ...]:
    return quote.exchange, quote.product, quote.day


def _figures(quote: Quote) -> tuple[float | None, ...]:
    return quote.open, quote.high, quote.low, quote.close, quote.volume, quote.turnover

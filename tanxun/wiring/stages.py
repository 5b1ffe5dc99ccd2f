"""The stages with what they need: a pure function each, wrapped in decode, publish and the store's answers."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Literal, get_args

from crawlers.media.download import MediaContent, MediaOptions, media_file
from enrich.duplicates.dedupe import dedupe, fingerprint
from enrich.extract.page_child import PageReading
from enrich.extract.page_readers import PageBounds, PageReaders, page_readers
from index.store import MediaFile, Store
from pipeline import topics
from pipeline.bus.interface import Message, Outgoing
from pipeline.encoding import decode, encode
from pipeline.errors import Reject, Unavailable
from pipeline.records import Article, EnrichedArticle, HeldArticle, Media, Quote, Reason
from pipeline.runner import Outcome, Policy, Result, Runner, Stage, Watch
from pipeline.settings import Settings
from tanxun.wiring.attachments import settled
from tanxun.wiring.backends import Backends
from tanxun.wiring.model import Enricher, EnricherInForce, Note, open_enricher_in_force, silent
from tanxun.wiring.requested_address_stage import handler

StageName = Literal["request", "extract", "enrich", "index", "media"]
STAGES: tuple[StageName, ...] = get_args(StageName)

# Candidates for duplicates that are compared exactly: a reprinted wire story seldom has more copies in one week.
CANDIDATES = 20
# Addresses fetched side by side: editors paste one at a time, and each waits for the slowest of its batch.
REQUESTS = 4
# Pictures fetched at once: hosts differ, so this stays polite to each.
FETCHES = 8
# Articles whose attachments are read at once: each has a child process with some 100 MB, a scan's with 500 MB.
# Two rounds of a batch of six stay within the five minutes after which the bus gives a worker's messages to another.
READERS, MEDIA_BATCH = 3, 6
# Seconds for one attachment that an article waits for: 20 MB at half a megabyte a second.
ATTACHMENT_SECONDS = 40.0


def build(name: StageName, settings: Settings, backends: Backends, note: Note = silent) -> Stage:
    """The stage of that name; `enrich` loads the model, which takes some seconds."""
    return _BUILDERS[name](settings, backends, note)


def runners(
    settings: Settings,
    backends: Backends,
    names: Sequence[StageName],
    stop: threading.Event,
    watch: Watch,
    note: Note = silent,
) -> list[Runner]:
    """One runner a stage, sharing the backends; `note` is told what takes long while they are made.

    Raises NotInitialised at once where topics or store were never made; servers that do not answer are the runners' to wait for.
    """
    with suppress(Unavailable):
        for name in names:
            for topic in topics.READ_BY[name]:
                backends.bus.lag(name, topic)
        backends.store.sources()
    policy = Policy(settings.retries, settings.backoff, settings.outage)
    return [
        Runner(build(name, settings, backends, note), backends.bus, backends.store, policy, stop, watch)
        for name in names
    ]


def _request_stage(settings: Settings, backends: Backends, note: Note) -> Stage:
    del note
    return Stage("request", topics.READ_BY["request"], handler(settings, backends.store), batch=REQUESTS)


def _extract_stage(settings: Settings, backends: Backends, note: Note) -> Stage:
    del backends, note
    bounds = PageBounds(settings.page_seconds, settings.page_memory, settings.page_readers)
    return Stage("extract", topics.READ_BY["extract"], lambda messages: _extracted(messages, page_readers(bounds)))


def _extracted(messages: Sequence[Message], readers: PageReaders) -> list[Outcome]:
    found = readers.read([message.value for message in messages])
    return [one if isinstance(one, Reject) else _handed_on(one) for one in found]


def _handed_on(read: PageReading) -> Result:
    topic = topics.ARTICLES_HELD if read.held else topics.ARTICLES_EXTRACTED
    return Result([(topic, Outgoing(read.id, read.article))])


def _enrich_stage(settings: Settings, backends: Backends, note: Note) -> Stage:
    return enrich_stage(open_enricher_in_force(settings, note), backends.store)


def enrich_stage(in_force: EnricherInForce, store: Store) -> Stage:
    """The stage that decides on articles; a classifier that is put in force while it runs has the next batch."""

    def handle(messages: Sequence[Message]) -> list[Outcome]:
        enricher = in_force.now()
        articles = [decode(Article, message.value) for message in messages]
        return [_enriched(done, enricher) for done in enrich(articles, enricher, store)]

    return Stage("enrich", topics.READ_BY["enrich"], handle, batch=8)


def enrich(articles: Sequence[Article], enricher: Enricher, store: Store) -> list[EnrichedArticle]:
    """Judge these articles and find their duplicates; what is certainly off-topic is not embedded.

    Every article's fingerprint is in the store before candidates are asked for, so of two copies handled by two
    workers at once at least one sees the other.
    """
    judged = enricher.judge(articles)
    prints = [fingerprint(article) for article in articles]
    store.put_fingerprints(prints)
    done = []
    for article, (decision, vector), own in zip(articles, judged, prints, strict=True):
        near = [other for other in store.candidates(own.hashes, CANDIDATES + 1) if other.id != own.id]
        done.append(
            EnrichedArticle(
                article=article,
                column=decision.column,
                scores=decision.scores,
                relevance=decision.relevance,
                reasons=decision.reasons,
                model=enricher.embedder.name,
                vector=vector,
                duplicates=tuple(dedupe(own, near[:CANDIDATES])),
                set_aside=decision.set_aside,
                classifier=enricher.columns.signature,
            )
        )
    return done


def _enriched(enriched: EnrichedArticle, enricher: Enricher) -> Result:
    article = enriched.article
    publish = [(topics.ARTICLES_ENRICHED, Outgoing(article.id, encode(enriched)))]
    if enriched.relevance >= enricher.columns.thresholds.relevance:
        wanted = [Media(url=image.url, article=article.id, kind="image") for image in article.images]
        wanted += [Media(url=file.url, article=article.id, kind="attachment") for file in article.attachments]
        publish += [(topics.MEDIA_REQUESTED, Outgoing(media.url, encode(media))) for media in wanted]
    return Result(publish)


def _index_stage(settings: Settings, backends: Backends, note: Note) -> Stage:
    del settings, note

    def handle(messages: Sequence[Message]) -> list[Outcome]:
        quotes = [decode(Quote, message.value) for message in messages if message.topic == topics.PRICES_QUOTED]
        articles = [
            decode(EnrichedArticle, message.value) for message in messages if message.topic == topics.ARTICLES_ENRICHED
        ]
        backends.store.put_quotes(quotes)
        backends.store.put_articles(articles)
        fates = iter(articles)
        return [
            Result()
            if message.topic == topics.PRICES_QUOTED
            else Result(fate="duplicate" if next(fates).duplicates else "stored")
            for message in messages
        ]

    return Stage("index", topics.READ_BY["index"], handle, batch=64)


def _media_stage(settings: Settings, backends: Backends, note: Note) -> Stage:
    del note
    options = MediaOptions(
        contact=settings.contact, max_bytes=settings.max_media_bytes, allow_private=settings.allow_private
    )

    def handle(messages: Sequence[Message]) -> list[Outcome]:
        held = {
            at: decode(HeldArticle, one.value) for at, one in enumerate(messages) if one.topic == topics.ARTICLES_HELD
        }
        asked = [decode(Media, one.value) for one in messages if one.topic == topics.MEDIA_REQUESTED]
        wanted = {media.url: media for media in asked}
        known = backends.store.media(list(wanted))
        missing = [media for url, media in wanted.items() if not _is_kept(known.get(url))]
        with ThreadPoolExecutor(FETCHES) as pool, ThreadPoolExecutor(READERS) as readers:
            patient = replace(options, deadline=ATTACHMENT_SECONDS)
            ends = readers.map(lambda one: _settled(one, backends, patient), held.values())
            found = list(pool.map(lambda media: media_file(media, backends.files, options), missing))
            read = dict(zip(held, ends, strict=True))
        backends.store.put_media(found)
        return [read.get(at, Result()) for at in range(len(messages))]

    return Stage("media", topics.READ_BY["media"], handle, batch=MEDIA_BATCH)


def _settled(held: HeldArticle, backends: Backends, options: MediaOptions) -> Outcome:
    """An article that waited for its attachments goes on, with their text or with why they are unread."""

    def fetch(url: str) -> MediaContent | Reason:
        file = backends.store.media([url]).get(url)
        if file is None or not _is_kept(file):
            file = media_file(Media(url=url, article=held.article.id, kind="attachment"), backends.files, options)
            backends.store.put_media([file])
        if file.digest is None:
            return file.problem or Reason("not_fetched_yet")
        return MediaContent(backends.files.get("media", file.digest), file.content_type)

    try:
        article = settled(held, fetch)
    except Reject as verdict:
        return verdict
    return Result([(topics.ARTICLES_EXTRACTED, Outgoing(article.id, encode(article)))])


def _is_kept(file: MediaFile | None) -> bool:
    return file is not None and file.digest is not None


_BUILDERS: dict[StageName, Callable[[Settings, Backends, Note], Stage]] = {
    "request": _request_stage,
    "extract": _extract_stage,
    "enrich": _enrich_stage,
    "index": _index_stage,
    "media": _media_stage,
}

"""The topics: names, record types, partitions and how long they are kept."""

from dataclasses import dataclass
from datetime import timedelta

PAGES_REQUESTED = "pages.requested"
PAGES_FETCHED = "pages.fetched"
ARTICLES_HELD = "articles.held"
ARTICLES_EXTRACTED = "articles.extracted"
ARTICLES_ENRICHED = "articles.enriched"
MEDIA_REQUESTED = "media.requested"
PRICES_QUOTED = "prices.quoted"

# The topics that each stage reads.
READ_BY: dict[str, tuple[str, ...]] = {
    "request": (PAGES_REQUESTED,),
    "extract": (PAGES_FETCHED,),
    "enrich": (ARTICLES_EXTRACTED,),
    "index": (ARTICLES_ENRICHED, PRICES_QUOTED),
    "media": (ARTICLES_HELD, MEDIA_REQUESTED),
}


@dataclass(frozen=True)
class Topic:
    """One topic; messages with equal keys share a partition and stay in order.

    `readers` are the groups without which nothing of it is forgotten, whether or not they ever came to read.
    """

    name: str
    partitions: int
    retention: timedelta
    readers: tuple[str, ...] = ()


# Four partitions: as many workers of one stage as a 30-source week can use. Raw pages can be replayed from the
# files, so a fortnight on the bus is enough; dead letters wait for a person and are kept for a year.
_WORK = [
    Topic(name, partitions, timedelta(days=14), tuple(stage for stage, topics in READ_BY.items() if name in topics))
    for name, partitions in [
        (PAGES_REQUESTED, 1),
        (PAGES_FETCHED, 4),
        (ARTICLES_HELD, 4),
        (ARTICLES_EXTRACTED, 4),
        (ARTICLES_ENRICHED, 4),
        (MEDIA_REQUESTED, 4),
        (PRICES_QUOTED, 1),
    ]
]


def dead(topic: str) -> str:
    """The dead-letter topic of a topic."""
    return f"{topic}.dead"


TOPICS: dict[str, Topic] = {
    topic.name: topic for work in _WORK for topic in (work, Topic(dead(work.name), 1, timedelta(days=365)))
}

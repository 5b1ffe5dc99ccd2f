"""When a list is asked for again: by the rate at which it has brought articles, within bounds, spread over the hour."""

from datetime import datetime, timedelta

from crawlers.crawl.host_rest import share

# Not more often than this, however much a list brings: what is printed on Friday need not be known within minutes.
SHORTEST = timedelta(hours=1)
# A turn is meant to bring so many new articles: a third of what a list page holds, so that none is missed between two.
A_TURN = 5
# A feed that asks for longer pauses is asked once a day all the same.
LONGEST_TTL = timedelta(days=1)
# The share of the newest count in the rate: a week of daily counts outweighs what was before.
NEWEST = 0.3
DAY = timedelta(days=1)


def rate(before: float | None, news: int, elapsed: timedelta) -> float | None:
    """New articles a day, from the rate before and what came since; None where too little time has passed to tell."""
    if elapsed < SHORTEST / 2:
        return before
    now = news / (elapsed / DAY)
    return now if before is None else (1 - NEWEST) * before + NEWEST * now


def interval(a_day: float | None, cadence: timedelta, ttl: timedelta) -> timedelta:
    """The pause in which a list brings A_TURN articles: never above its entry's cadence, never below an hour or its TTL."""
    wanted = min(A_TURN * DAY / a_day, cadence) if a_day else cadence
    return max(wanted, SHORTEST, min(ttl, LONGEST_TTL))


def next_due(asked_at: datetime, before: datetime | None, pause: timedelta, key: str) -> datetime:
    """The next turn: a pause on, at the minute of the hour that is the key's own.

    Counted from the turn before where that was kept within the hour, so that no turn drifts through the day.
    """
    start = before if before is not None and timedelta() <= asked_at - before < SHORTEST else asked_at
    hour = (start + pause).replace(minute=0, second=0, microsecond=0)
    return hour + timedelta(minutes=int(60 * share(key)))

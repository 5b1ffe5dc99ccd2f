"""The web of the simulated month: what each address answers at a moment, and a log of who was asked for what and when."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Lock

from demo.loopback import Reply, Web
from tests.support.month.faults import HostFault
from tests.support.month.pages import article_page, gone_page, list_page
from tests.support.month.press import BEGIN, PressArticle, PressHouse

HTML = {"content-type": "text/html; charset=utf-8"}
KINDS = {"html": HTML, "feed": {"content-type": "application/rss+xml"}, "json": {"content-type": "application/json"}}
# Answers before a busy host says so.
BUSY_AFTER = 2
SLOW_SECONDS = 0.1


@dataclass(frozen=True)
class Hit:
    """A request as the server counts it: `kind` is robots, list, article or other, `article` the article's name."""

    moment: datetime
    host: str
    house: str
    kind: str
    url: str
    status: int
    article: str = ""
    retry_at: datetime | None = None


class MonthWeb(Web):
    """All publishers behind one proxy. Set `moment` before each round of the crawl."""

    def __init__(self, houses: Sequence[PressHouse]) -> None:
        super().__init__()
        self.moment = BEGIN
        self.hits: list[Hit] = []
        self._houses = houses
        self._articles = {(house.id, one.name): one for house in houses for one in house.articles}
        self._asked: Counter[HostFault] = Counter()
        self._lock = Lock()

    def answer(self, asked: str, headers: Mapping[str, str]) -> Reply:
        with self._lock:
            _, _, host, path = asked.split("/", 3)
            house = next(
                (one for one in self._houses if one.host == host and f"/{path}".startswith(f"/{one.room}/")),
                next(one for one in self._houses if one.host == host),
            )
            kind, article, reply = self._found(house, f"/{path}", headers)
            reply = self._troubled(host, kind, reply)
            retry = self._busy_until(host) if reply.status in (429, 503) else None
            answered = 304 if reply.etag and headers.get("if-none-match") == reply.tag else reply.status
            self.hits.append(
                Hit(self.moment, host, house.id, kind, asked, 0 if reply.how == "reset" else answered, article, retry)
            )
            slow = any(fault.kind == "slow" and fault.holds(self.moment) for fault in self._faults(host))
        return replace(reply, wait=SLOW_SECONDS) if slow else reply

    def _found(self, house: PressHouse, path: str, headers: Mapping[str, str]) -> tuple[str, str, Reply]:
        """The kind of an address, its article's name, and what it answers when all is well."""
        traits, page = (
            house.traits,
            re.fullmatch(rf"/{house.room}/(?:index_(\d+)\.html|rss\.xml|list\.json(?:\?p=(\d+))?)?", path),
        )
        if path == "/robots.txt":
            rules = Reply(200, {"content-type": "text/plain"}, b"User-agent: *\nDisallow: /admin/\n")
            return "robots", "", rules if traits.robots else Reply(404, HTML, b"no such file")
        if page is not None:
            number = int(page[1]) + 1 if page[1] else int(page[2] or 1)
            text = list_page(house, self.moment, number, f"{len(self.hits):08X}")
            return (
                "list",
                "",
                Reply(404, HTML, b"no such page")
                if text is None
                else Reply(200, KINDS[house.kind], text.encode(), traits.etag),
            )
        named = re.fullmatch(rf"/{house.room}/(t|content)\d+_(\d+)\.html(?:;jsessionid=\w+)?", path)
        article = self._articles.get((house.id, named[2])) if named else None
        if named is None or article is None:
            return "other", "", Reply(404, HTML, b"no such page")
        return "article", article.name, self._page_of(house, article, named[1], headers)

    def _page_of(self, house: PressHouse, article: PressArticle, folder: str, headers: Mapping[str, str]) -> Reply:
        traits, address = house.traits, house.address(article, self.moment)
        if not article.is_there(self.moment):
            return Reply(200, HTML, gone_page(house).encode()) if traits.soft else Reply(404, HTML, b"no such page")
        if f"/{folder}2" not in address:
            return Reply(301, {**HTML, "location": address})
        if traits.forever and "if-none-match" in headers:
            return Reply(304, {"etag": headers["if-none-match"]})
        body = article_page(house, article, self.moment, len(self.hits)).encode()
        given = {**HTML, "etag": f'"{len(self.hits)}"'} if traits.fickle or traits.forever else HTML
        return Reply(200, given, body, traits.etag and not traits.fickle)

    def _troubled(self, host: str, kind: str, reply: Reply) -> Reply:
        """What comes instead while something is wrong at the host."""
        for fault in self._faults(host):
            if not fault.holds(self.moment):
                continue
            if fault.kind == "reset":
                return Reply(how="reset")
            if fault.kind == "broken" or (fault.kind == "half" and kind == "article"):
                return Reply(500, HTML, b"internal error")
            if fault.kind == "busy":
                self._asked[fault] += 1
                if self._asked[fault] > BUSY_AFTER:
                    seconds = str(int((fault.ends - self.moment).total_seconds()))
                    date = format_datetime(fault.ends.astimezone(UTC), usegmt=True)
                    return Reply(fault.status, {**HTML, "retry-after": date if fault.as_date else seconds}, b"busy")
        return reply

    def _busy_until(self, host: str) -> datetime:
        return max(one.ends for one in self._faults(host) if one.kind == "busy" and one.holds(self.moment))

    def _faults(self, host: str) -> list[HostFault]:
        return [fault for house in self._houses if house.host == host for fault in house.faults]

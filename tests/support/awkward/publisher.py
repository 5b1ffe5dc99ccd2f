"""An awkward publisher: what it serves on each visit, its entry, and what must come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawlers.catalogue.entry import Source
from demo.loopback import Reply, Web
from pipeline.addresses import host_of
from tests.support.small_pages import source

HTML = "text/html; charset=utf-8"
Served = Reply | Callable[[], Reply]
# Addresses and headers, in the order of arrival, as demo.loopback.Web keeps them.
Arrivals = Sequence[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Expected:
    """What one visit must bring. `says` are parts of the problem, `tells` of the notice; () : there is none.

    `reasons` are why addresses were given up, in any visit so far. `asked` is how often an address was asked for in this visit,
    `conditional` how many of its requests named what is known already, `gone` the articles that are known to be gone.
    """

    fetched: int = 0
    unchanged: int = 0
    rejected: int = 0
    lists: int = 1
    says: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    conditional: int | None = None
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class AwkwardPublisher:
    """One host. `visits` are what it serves, each on top of what it served before, and what must come of it.

    Its address is `at`, without a slash at the end, or else http://NAME.example.
    """

    name: str
    visits: Sequence[tuple[Mapping[str, Served], Expected]]
    lists: Sequence[Mapping[str, Any]] = ({},)
    at: str = ""

    @property
    def site(self) -> str:
        """Its address, without a slash at the end."""
        return self.at or f"http://{self.name}.example"

    @property
    def source(self) -> Source:
        """Its entry: by default one list, /list.html, of articles /a/N.html."""
        defaults = {"url": "/list.html", "articles": r"/a/\d+\.html$"}
        lists = [{**defaults, **keys} for keys in self.lists]
        lists = [{**keys, "url": self.site + str(keys["url"])} for keys in lists]
        return source(self.name, hosts=[host_of(self.site)], lists=lists)

    def serve(self, web: Web, visit: int) -> None:
        """Put up what it serves from this visit (0: the first) on."""
        if visit < len(self.visits):
            web.replies |= {self.site + path: reply for path, reply in self.visits[visit][0].items()}


def html(body: str, head: str = "", status: int = 200, **keys: Any) -> Reply:
    """A page."""
    page = f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return Reply(status, {"content-type": HTML}, page.encode(), **keys)


def refusing(status: int, body: str = "", **headers: str) -> Reply:
    """An answer of this status; header names are written with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": HTML, **named}, body.encode())


def article(number: int, **keys: Any) -> Reply:
    """An article of several paragraphs, too long to be taken for an error page."""
    text = "".join(
        f"<p>云栖省碳普惠平台第{number}期第{part}段：本期共有参与家庭若干户，累计减排量经第三方核算后登记入账，平台同时公布了"
        "下一阶段拟纳入的低碳场景清单，并就积分兑换规则向社会征求意见，相关材料可在办事大厅查阅。</p>"
        for part in range(1, 5)
    )
    return html(f"<h1>{title(number)}</h1><div class='text'>{text}</div>", f"<title>{title(number)}</title>", **keys)


def title(number: int) -> str:
    return f"第{number}期碳普惠平台运行简报"


def listing(numbers: Sequence[int], day: str = "2026-05-{:02d}", more: str = "", **keys: Any) -> Reply:
    """A list page of the articles of these numbers."""
    rows = "".join(
        f'<li><a href="/a/{number}.html">{title(number)}</a><span>{day.format(number % 14 + 1)}</span></li>'
        for number in numbers
    )
    return html(f"<ul>{rows}</ul>{more}", "<title>平台动态</title>", **keys)


def site(*numbers: int) -> dict[str, Served]:
    """A well-behaved site of a list and its articles."""
    return {"/list.html": listing(numbers), **{f"/a/{number}.html": article(number) for number in numbers}}

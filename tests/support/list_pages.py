"""Invented list pages in the markup of the systems that publishers use, with what stands around a list on real ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

LAST_DAY = date(2026, 9, 10)
_NOTICES = (
    "关于组织开展年度重点用能单位节能目标责任考核的通知",
    "示例省林业碳汇项目开发管理办法（试行）公开征求意见",
    "关于公布第三批零碳园区建设名单的公告",
    "全省碳市场能力建设培训班在北岸市举办",
    "关于下达可再生能源电力消纳责任权重的函",
)
_NEWS = (
    "Offshore wind auction draws record number of bids",
    "Ministers endorse new methane reporting rules",
    "How carbon revenues were spent last year",
    "Registry opens for the second trading period",
)


@dataclass(frozen=True)
class Around:
    """What stands around the list: a box of other articles `before` or `after` it (with days or not), and an odd entry.

    `alike` gives the box's articles addresses of the list's own form; `odd` is the form of the fourth entry's address.
    """

    before: bool = False
    after: bool = False
    days: bool = False
    heading: str = "热点推荐"
    alike: bool = False
    odd: str = ""


@dataclass(frozen=True)
class ListFamily:
    """How one kind of system writes a list: the forms of an article's address, of an entry and of what holds the entries.

    `{href}`, `{title}`, `{day}`, `{n}` (falling from `first`), `{hex}` and `{slug}` stand in the forms for an article's own.
    """

    url: str
    href: str
    entry: str
    around: str = "<ul class='list'>{entries}</ul>"
    pager: str = ""
    other: str = "/other/{n}.html"
    first: int = 7400
    count: int = 12
    step: int = 1
    kind: str = "html"
    paging: str = ""
    english: bool = False
    title: str = "通知公告_示例发展委员会"
    head: str = ""
    charset: str = "utf-8"


@dataclass(frozen=True)
class ListSample:
    """A list page as it came, the addresses and titles of its articles, and what else is at which address."""

    url: str
    body: bytes
    articles: tuple[str, ...]
    titles: tuple[str, ...]


def entries(family: ListFamily, form: str, count: int, first: int) -> list[dict[str, object]]:
    """What stands for each article in a form: its day, number, title and, made of these, its address."""
    made = []
    for number in range(count):
        headlines = _NEWS if family.english else _NOTICES
        title = headlines[number % len(headlines)] + (
            f" ({first - number})" if family.english else f"（第{first - number}号）"
        )
        own: dict[str, object] = {
            "n": first - number * family.step,
            "day": LAST_DAY - timedelta(days=2 * number),
            "title": title,
        }
        own["hex"] = f"{0xA5F3C1D2E4B60978A5F3C1D2E4B60978 - 977 * (first + number):032x}"
        own["slug"] = "-".join(title.lower().replace("(", "").replace(")", "").split())
        made.append({**own, "href": form.format(**own)})
    return made


def list_page(family: ListFamily, around: Around = Around()) -> ListSample:
    """A page of that family's list."""
    own = entries(family, family.href, family.count, family.first)
    if around.odd:
        own[3]["href"] = around.odd.format(**own[3])
    listed = family.around.format(entries="".join(family.entry.format(**entry) for entry in own))
    box = _box(family, around)
    body = (
        f"<!doctype html><html lang='{'en' if family.english else 'zh'}'><head><meta charset='{family.charset}'>"
        f"<title>{family.title}</title>{family.head}</head><body>{_top(family)}{box if around.before else ''}"
        f"<div class='w1200'>{listed}{family.pager}</div>{box if around.after else ''}{_bottom(family)}</body></html>"
    )
    return ListSample(
        family.url,
        body.encode(family.charset),
        tuple(urljoin(family.url, str(entry["href"])) for entry in own),
        tuple(str(entry["title"]) for entry in own),
    )


def _top(family: ListFamily) -> str:
    names = (
        ("About us", "Our programmes", "Media")
        if family.english
        else ("首页", "机构概况", "政务公开", "新闻动态", "互动交流")
    )
    links = "".join(f"<li><a href='/{number}/'>{name}</a></li>" for number, name in enumerate(names))
    return f"<div class='header'><a href='/'><img src='/logo.png'></a><ul class='nav'>{links}</ul></div>"


def _bottom(family: ListFamily) -> str:
    friends = "" if family.english else "<a href='http://partner.example/'>某某某省公共资源交易中心门户网站</a>"
    return f"<div class='footer'>{friends}<a href='/privacy-notice/'>Privacy</a><a href='/map/'>网站地图</a></div>"


def _box(family: ListFamily, around: Around) -> str:
    others = entries(family, family.href if around.alike else family.other, 8, 300)
    line: Callable[[dict[str, object]], str] = lambda entry: (  # noqa: E731 - a form, like the others
        "<li><a href='{href}'>{title}</a>".format(**entry)
        + (f"<span>{entry['day']}</span></li>" if around.days else "</li>")
    )
    return f"<div class='rank'><h3>{around.heading}</h3><ul>{''.join(map(line, others))}</ul></div>"

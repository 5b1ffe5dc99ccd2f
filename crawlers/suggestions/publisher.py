"""What a page says of who publishes it: name, language, and how often something new is there."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from crawlers.catalogue.entry import Cadence
from crawlers.pages.markup import Markup
from pipeline.addresses import host_of

_NAMES = (
    "//meta[translate(@name, 'SITENAM', 'sitenam')='sitename']/@content",
    "//meta[@property='og:site_name']/@content",
    "//meta[@name='application-name']/@content",
)
_BETWEEN = re.compile(r"\s{0,9}[_|｜–—·»>]+\s{0,9}|\s{1,9}-+\s{1,9}|(?<=[\u3400-\u9fff])[\s-]+(?=[\u3400-\u9fff])|--+")
_BODY = re.compile(
    r"(?:委|委员会|局|部|厅|网|所|会|政府|中心|院|银行|公司|报|社|办公室|协会|学会|联盟|交易所|平台|门户)(?:官网|门户网站|网站|门户)?$"
)
_LEAVE = re.compile(r"(?:官方网站|门户网站|官网|首页|网站首页|欢迎您?){1,9}$|^欢迎(?:访问|光临)")
_DROP = frozenset("www com cn gov org net edu ac co int info eu uk html m".split())
_WEEK = 7
_MANY = 12


def name_of(page: Markup) -> str:
    """The publisher's name, by what the page calls its site, or by its title; "" where it says neither."""
    for path in _NAMES:
        named = " ".join(page.root.xpath(path).get("").split())
        if named:
            return _LEAVE.sub("", named) or named
    title = " ".join(page.root.xpath("string(//title)").get("").split())
    parts = [part for part in (_LEAVE.sub("", piece.strip()).strip() for piece in _BETWEEN.split(title)) if part]
    bodies = [part for part in parts if _BODY.search(part) and len(part) > 2]
    return (bodies or parts or [""])[-1]


def id_of(url: str) -> str:
    """An id made of a host: www.ndrc.gov.cn is ndrc, fgw.hunan.gov.cn is fgw-hunan."""
    labels = host_of(url).split(".")
    kept = [label for label in labels[:-1] if label not in _DROP] or [label for label in labels if label != "www"]
    made = re.sub(r"[^a-z0-9]+", "-", "-".join(kept).lower()).strip("-")
    return made or "source"


def language_of(page: Markup | None, titles: Iterable[str]) -> str:
    """ISO 639-1, by the titles' letters; where they are Latin by what the page says of itself, else English."""
    text = "".join(titles)
    if len(re.findall(r"[\u3040-\u30ff]", text)) > 0.1 * max(1, len(text)):
        return "ja"
    if len(re.findall(r"[\u3400-\u9fff]", text)) > 0.2 * max(1, len(text)):
        return "zh"
    said = page.root.xpath("string(//html/@lang)").get("").lower()[:2] if page else ""
    return said if re.fullmatch(r"[a-z]{2}", said) and said != "zh" else "en"


def cadence_of(days: Sequence[date]) -> Cadence:
    """How often a list is worth a look, by the days of its articles: weekly where less than one a week comes, hourly where a page is a day."""
    newest = sorted(days, reverse=True)[:_MANY]
    if len(newest) < 3:
        return "daily"
    if len(newest) == _MANY and newest[0] == newest[-1]:
        return "hourly"
    return "weekly" if (newest[0] - newest[-1]).days > _WEEK * (len(newest) - 1) else "daily"


def home_of(url: str) -> str:
    """The address of the host itself."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"

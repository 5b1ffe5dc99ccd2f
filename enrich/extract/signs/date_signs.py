"""Signs of a 发布日期 that was read rightly: where the page says the same day, and where another."""

import re
from collections.abc import Iterable
from datetime import date

from enrich.extract.html_document import HtmlDocument
from enrich.extract.printed.printed_date import build, without_dates
from enrich.extract.printed.surroundings import LONGEST_INFO, Surroundings
from pipeline.records import Article

_MARK = re.compile(r"date|time|publish|created|issued", re.IGNORECASE)
_CHANGED = re.compile(r"modif|updat|expire|valid", re.IGNORECASE)
_OTHER = re.compile(
    r"成文|生成|印发|签发|制发|截止|截至|有效|施行|实施|更新|修改|下载|访问|上线|活动|会议|updated|modified",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"发布|發布|发表|發佈|刊登|published|posted", re.IGNORECASE)
# What no date is printed without; most lines of a page have none of it.
_YEAR = re.compile(r"(?:19|20)\d\d|[一二][^\s]{3}\s*年|民[國国]")


def date_signs(document: HtmlDocument, around: Surroundings, article: Article) -> dict[str, bool]:
    """The signs by name; {} where no day was found."""
    day, language = article.published, document.publisher.language
    if day is None:
        return {}
    beside = list(map(" ".join, around.beside()))
    others = days_in(beside, language) - {day}
    own = [text for text in beside if day in days_in([text], language)]
    marks = [text for name, text in document.metas.items() if _MARK.search(name) and not _CHANGED.search(name)]
    marked = days_in([*marks, *(str(thing.get("datePublished", "")) for thing in document.json_ld)], language)
    timed = days_in([str(one) for one in document.tree.xpath("//time/@datetime")], language)
    everywhere = days_in((text for text in document.lines if len(text) <= LONGEST_INFO), language)
    address = days_in([re.sub(r"[/_]", "-", document.url)], language)
    return {
        "beside the headline": bool(own),
        "another beside the headline": bool(others),
        "several others beside the headline": len(others) > 1,
        "first beside the headline": bool(own) and not days_in(beside[: beside.index(own[0])], language),
        "labelled": any(_PUBLISHED.search(text) for text in own),
        "labelled otherwise": any(_OTHER.search(text) for text in own),
        "printed": day in everywhere,
        "marks agree": day in marked,
        "marks say otherwise": bool(marked - {day}),
        "<time> says otherwise": bool(timed) and day not in timed,
        "address agrees": day in address or f"{day:%Y%m%d}" in document.url or f"{day:%Y%m/%d}" in document.url,
        "address says otherwise": bool(address - {day}),
        "list page agrees": document.listed_published == day,
        "list page says otherwise": document.listed_published not in (None, day),
        "many days on the page": len(everywhere) > 5,
    }


def days_in(texts: Iterable[str], language: str) -> set[date]:
    """All days that are printed in texts."""
    found: set[date] = set()

    def note(match: re.Match[str]) -> str:
        read = build(match.groupdict(), language, "")
        if read is not None:
            found.add(read.day)
        return " "

    for text in filter(_YEAR.search, texts):
        without_dates(text, note)
    return found

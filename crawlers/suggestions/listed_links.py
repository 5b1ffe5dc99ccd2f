"""The links of a page as they stand there: address, title, the day beside each, and how much the title is a headline."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from parsel import Selector

from crawlers.pages.beside import days_beside
from crawlers.pages.links import SCRIPTED, address_of, host_of_or_none, says_something, title_of, title_of_entry
from crawlers.pages.markup import Markup
from pipeline.addresses import canonical

_LATIN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Chinese characters, kana and hangul.
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# A box that opens an article by script, with at most a link in it that leads nowhere by itself.
_LEADS_ON = ".//a[@onclick or (@href and @href!='#' and not(starts-with(@href, 'javascript:')))]"
_OPENING = f"*[{' or '.join(f'@{name}' for name in SCRIPTED)}][not(self::a)][not({_LEADS_ON})]"


@dataclass(frozen=True)
class ListedLink:
    """A link as it stands on a page; `day` where a date is printed beside it."""

    node: Selector
    url: str
    title: str
    day: date | None

    @cached_property
    def worth(self) -> float:
        """How much its title is a headline, from 0 to 1: nine Chinese characters or five words are one."""
        if not says_something(self.title):
            return 0
        cjk = len(_CJK.findall(self.title))
        length = cjk / 9 if cjk else len(_LATIN.findall(self.title)) / 5
        return 1 if length >= 1 else length**2


def listed_links(page: Markup, moment: datetime, form: str = "") -> list[ListedLink]:
    """Every link of a page that leads to another one; `form` is how an onclick is made an address."""
    nodes = [*page.root.css("a"), *page.root.xpath(f"//{_OPENING}")]
    taken: dict[HtmlElement, tuple[str, Selector]] = {}
    here = {canonical(page.url), canonical(urljoin(page.url, "/"))}
    for node in nodes:
        url = address_of(page, node, form)
        named = url and host_of_or_none(url) and (urlsplit(url).path.strip("/") or urlsplit(url).query)
        if named and canonical(url) not in here:
            taken[node.root] = (url, node)
    order: dict[HtmlElement, int] = {element: number for number, element in enumerate(page.root.root.iter())}
    days, said = days_beside(page.root, {element: url for element, (url, _) in taken.items()}, "", moment, "")
    links = [
        ListedLink(node, url, title_of(node, "", said) or "", days.get(url))
        for element, (url, node) in sorted(taken.items(), key=lambda item: order[item[0]])
    ]
    told = {link.url for link in links if says_something(link.title)}
    return [
        link if link.url in told else replace(link, title=title_of_entry(page, link.node) or link.title)
        for link in links
    ]

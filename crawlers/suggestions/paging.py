"""How a list's further pages are asked for: by the page's own link, by the call that draws its pager, by its numbers."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawlers.catalogue.list_pages import NEXT, ListPages
from crawlers.pages.indirect import next_records
from crawlers.pages.links import host_of_or_none
from crawlers.pages.list_addresses import next_list_page
from crawlers.pages.markup import Markup, attribute, words
from pipeline.addresses import canonical, host_of

# TRS: createPageHTML(pages, current, "index", "html"), in some with the pager's name before and more behind.
_DRAWN = re.compile(r"createPage(?:HTML)?\s*\(([^()]*)\)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
# How many pages an entry is given where its list has more than one.
_PAGES = 2
_ARROWS = frozenset("> » › → ›› >> &gt;".split())


@dataclass(frozen=True)
class Paging:
    """The keys of an entry that turn a list's pages; `paging` is "" where nothing says how."""

    paging: str = ""
    first: int = 1
    next: str = ""


def paging_of(page: Markup) -> Paging:
    """How the page says that its second page is asked for."""
    if _is_list_page(page, next_list_page(page)):
        return Paging(NEXT)
    return _drawn(page) or _numbered(page) or _arrow(page) or Paging()


def _drawn(page: Markup) -> Paging | None:
    for call in _DRAWN.findall(page.text):
        given = [part.strip().strip("'\"") for part in call.split(",")]
        numbers = [int(part) for part in given if part.isdigit()]
        texts = [part for part in given if part and not part.isdigit()]
        endings = [number for number, text in enumerate(texts) if re.fullmatch(r"s?html?|jhtml|aspx?|jsp|php", text)]
        if len(numbers) >= 2 and numbers[0] > 1 and endings and endings[0] > 0:
            return Paging(f"{texts[endings[0] - 1]}_{{n}}.{texts[endings[0]]}")
    return None


def _numbered(page: Markup) -> Paging | None:
    """By the links whose text is a number: what differs between the second page's address and the third's or this one's."""
    pages: dict[int, str] = {}
    for node in page.root.css("a[href]"):
        text = words(node).strip("[]() ")
        link = page.absolute(attribute(node, "href"))
        if text.isdigit() and 1 <= int(text) <= 99 and _is_list_page(page, link):
            pages.setdefault(int(text), link)
    if 2 not in pages:
        return None
    second, third = pages[2], pages.get(3, "")
    for found in reversed(list(_NUMBER.finditer(second))):
        number, before, behind = int(found[0]), second[: found.start()], second[found.end() :]
        follows = third == f"{before}{number + 1}{behind}"
        if follows or (not third and number in (1, 2) and _near(before, page.url)):
            return Paging(_short(f"{before}{{n}}{behind}", page.url), number)
    return None


def _arrow(page: Markup) -> Paging | None:
    """By a link that says no more than an arrow, in a box or with a class that is called next."""
    for css in (
        "a.next",
        "li.next a",
        ".next a",
        "a.nextpage",
        "a.page-next",
        "a.pagination-next",
        "[class*=pager__item--next] a",
    ):
        for node in page.root.css(css):
            if _is_list_page(page, page.absolute(attribute(node, "href"))):
                return Paging(NEXT, next=css)
    for node in page.root.css("a[href][title]"):
        title = attribute(node, "title")
        says_next = words(node) in _ARROWS and re.fullmatch(r"下一?页|next(?: page)?", title, re.IGNORECASE)
        if says_next and _is_list_page(page, page.absolute(attribute(node, "href"))):
            return Paging(NEXT, next=f'a[title="{title}"]')
    return None


def _is_list_page(page: Markup, link: str) -> bool:
    return bool(link) and host_of_or_none(link) == host_of(page.url) and canonical(link) != canonical(page.url)


def _near(before: str, url: str) -> bool:
    """Whether what stands before a number is where this page is."""
    here = urlsplit(url)
    folder = here.path.rpartition("/")[0]
    path = urlsplit(before).path
    return path.startswith(here.path.rstrip("/")) or path.rpartition("/")[0].rstrip("/").startswith(folder.rstrip("/"))


def _short(paging: str, url: str) -> str:
    """The address as it stands on the page itself: relative to its folder where it lies there."""
    for base in (url.partition("?")[0], urljoin(url, ".")):
        rest = paging.removeprefix(base)
        if rest not in (paging, "") and urljoin(url, rest) == paging:
            return rest
    return paging


def paged(pages: ListPages, markup: Markup | None) -> ListPages:
    """The list with how its further pages are asked for, where the page says so."""
    if pages.kind == "jpaas":
        return pages.model_copy(update={"pages": _PAGES})
    if pages.kind == "records" and markup is not None and next_records(markup, _PAGES):
        return pages.model_copy(update={"pages": _PAGES})
    if pages.kind == "json":
        numbered = re.search(
            r"([?&](?:page|pageno|pagenum|pageindex|p|pn|current)=)([01])(?=&|$)", pages.url, re.IGNORECASE
        )
        if numbered is None:
            return pages
        paging = f"{pages.url[: numbered.end(1)]}{{n}}{pages.url[numbered.end() :]}"
        return pages.model_copy(update={"paging": paging, "first": int(numbered[2]) + 1, "pages": _PAGES})
    found = paging_of(markup) if markup is not None and pages.kind in ("html", "script", "records") else Paging()
    if not found.paging:
        return pages
    return pages.model_copy(update={"paging": found.paging, "first": found.first, "next": found.next, "pages": _PAGES})

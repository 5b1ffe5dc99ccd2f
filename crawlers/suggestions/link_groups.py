"""A page's links in groups that are written alike, and which of them is the page's list of articles."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, takewhile
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.pages.days import day_in
from crawlers.pages.markup import Markup
from crawlers.suggestions.address_patterns import form_of_address
from crawlers.suggestions.listed_links import ListedLink

# Elements whose own class says nothing of the list: the pinned entry's and every second one's differ.
_PLAIN = frozenset("li tr td th dd dt p a span em b i strong font h1 h2 h3 h4 h5 h6".split())
# Words of classes that one entry has and the next one has not.
_PASSING = re.compile(
    r"(?:^|[-_])(?:odd|even|first|last|active|on|cur|current|selected|hover|top|new|hot|red|sticky|pinned|line|show|hide|fl|fr|clearfix|\d+)$",
    re.IGNORECASE,
)
# What the boxes are called that are no list of the page's own.
_ASIDE = re.compile(
    r"(?:^|[-_\s])(?:s?nav\w{0,40}|\w{0,40}menu\w{0,40}|foot\w{0,40}|bottom|fr|col-(?:xs|sm|md|lg|xl)-[1-4]|head(?:er)?|crumbs?|bread\w{0,40}|side\w{0,40}|aside|\w{0,40}hot\w{0,40}|rank\w{0,40}|relat\w{0,40}|recom\w{0,40}|"
    r"links?|friend\w{0,40}|tags?|pag(?:e[rs]?|ing|ination)\w{0,40}|share|login|search|banner|slide\w{0,40}|swiper\w{0,40}|focus|top10|tuijian|paihang|xgyd|yqlj|wzdh)(?:$|[-_\s])",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r"(?:^|[-_\s])(?:main\w{0,40}|content\w{0,40}|\w{0,40}list\w{0,40}|news\w{0,40}|article\w{0,40}|posts?|results?)(?:$|[-_\s])",
    re.IGNORECASE,
)
# Headings of boxes with links that are no news of the page's own.
_OTHERS = re.compile(
    r"热门|热点|热文|排行|榜|推荐|推薦|相关|猜你|友情链接|专题|most (?:read|popular|viewed)|popular|related|recommended|trending|tags",
    re.IGNORECASE,
)
# Fewer links than this are no list.
FEWEST = 3
_LOOKED_AT = 6
_NEARLY_ALL = 0.8
_SIDE_TAGS = frozenset("nav footer aside header".split())
# How far around a list its lead stands: beside it, or beside the box that holds it; and how many links it has.
_LEADING = 2
# What has a date is an article, however short its title.
_DATED = 0.4


@dataclass(frozen=True)
class LinkGroup:
    """Links that stand on a page in the same way. `score` is how much they are its list of articles."""

    links: tuple[ListedLink, ...]
    score: float = 0

    @cached_property
    def urls(self) -> tuple[str, ...]:
        """Their addresses, each once."""
        return tuple(dict.fromkeys(link.url for link in self.links))

    @cached_property
    def dated(self) -> int:
        """How many addresses have a date beside them."""
        return len({link.url for link in self.links if link.day})

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The longest title of each address."""
        best: dict[str, str] = {}
        for link in self.links:
            best[link.url] = max(best.get(link.url, ""), link.title, key=len)
        return tuple(best[url] for url in self.urls)


def link_groups(page: Markup, links: Sequence[ListedLink]) -> list[LinkGroup]:
    """The groups of three and more links, the likeliest list first."""
    alike: dict[tuple[object, ...], list[ListedLink]] = defaultdict(list)
    for link in links:
        alike[(*_place(link.node.root), form_of_address(link.url))].append(link)
    groups = [LinkGroup(tuple(group)) for group in alike.values()]
    scored = [replace(group, score=_score(group, page)) for group in groups]
    scored.sort(key=lambda group: -group.score)
    grown = [_grown(group, scored) for group in scored[:_LOOKED_AT] if group.score > 0]
    return [group for group in grown if len(group.urls) >= FEWEST or group.dated == len(group.urls)]


def _grown(group: LinkGroup, others: Iterable[LinkGroup]) -> LinkGroup:
    """The group with the entries of its list that are written otherwise: pinned ones, those that lead elsewhere."""
    own = {link.node.root for link in group.links}
    holders: dict[HtmlElement, set[str]] = defaultdict(set)
    for link in group.links:
        for box in link.node.root.iterancestors():
            holders[box].add(link.url)
    listed = set(group.urls)
    core = next(
        (box for box in group.links[0].node.root.iterancestors() if len(holders[box]) >= 0.9 * len(listed)), None
    )
    above = list(core.iterancestors())[:_LEADING] if core is not None else []
    before = (
        set(takewhile(lambda element: element is not core, core.getroottree().iter())) if core is not None else set()
    )
    forms = {form_of_address(url) for url in listed}
    most = max(2, len(listed))
    added: list[ListedLink] = []
    for other in others:
        fresh = [link for link in other.links if link.url not in listed and link.node.root not in own]
        if core is None or not fresh or len({link.url for link in fresh}) > most:
            continue
        few = len({link.url for link in other.links}) <= _LEADING
        for link in fresh:
            box = next((box for box in link.node.root.iterancestors() if box in holders), None)
            inside = box is not None and (box is core or core in box.iterancestors())
            # What stands in one entry with another link is that entry's: its explanation, its category.
            entry = (
                inside
                and (len(holders[box]) > 1 or _has_own_row(link, box))
                and (link.day or not group.dated)
                and not _aside(link, box)
            )
            if link.worth >= 0.5 and (
                entry or (box in above and _leads(link, box, forms, few and link.node.root in before))
            ):
                added.append(link)
    return replace(group, links=(*group.links, *added)) if added else group


def _has_own_row(link: ListedLink, box: HtmlElement | None) -> bool:
    """Whether a link stands in a row of its own below a box that is in no row itself: a month's table with one other entry."""
    between = takewhile(lambda up: up is not box, link.node.root.iterancestors())
    rows = ("li", "tr", "article")
    around = [] if box is None else [box, *box.iterancestors()]
    return any(up.tag in rows for up in between) and not any(up.tag in rows for up in around)


def _aside(link: ListedLink, box: HtmlElement | None) -> bool:
    """Whether a link stands within a list's box in another one that is called what stands beside lists."""
    between = takewhile(lambda up: up is not box, link.node.root.iterancestors())
    return any(
        up.tag in _SIDE_TAGS
        or (up.tag not in _PLAIN | {"article"} and _ASIDE.search(f"{up.get('class') or ''} {up.get('id') or ''}"))
        for up in between
    )


def _leads(link: ListedLink, box: HtmlElement | None, forms: set[str], above: bool) -> bool:
    """Whether a link outside of a list is its lead: of the same kind of address, a headline or `above`, in no box of its own use."""
    between = takewhile(lambda up: up is not box, link.node.root.iterancestors())
    tags = [(str(up.tag), f"{up.get('class') or ''} {up.get('id') or ''}") for up in between]
    headline = any(re.fullmatch("h[1-4]", tag) for tag, _ in tags)
    aside = any(tag in _SIDE_TAGS or _ASIDE.search(named) for tag, named in tags)
    return (headline or above) and not aside and form_of_address(link.url) in forms


def _place(element: HtmlElement) -> Iterator[str]:
    """Where an element stands: tags, and of the boxes the names that all entries of a list share."""
    for up in (element, *element.iterancestors()):
        if up.tag in ("body", "html"):
            return
        names = ["#" + re.sub(r"\d+", "0", up.get("id") or "")] if up.get("id") else []
        if up.tag not in _PLAIN or up is element:
            names += sorted(f".{name}" for name in _names_of_kind(up))
        yield str(up.tag) + "".join(names)


def _names_of_kind(element: HtmlElement) -> set[str]:
    """The classes that say of what kind an element is: of several beside each other those that most of them have."""
    own = {name for name in (element.get("class") or "").split() if not _PASSING.search(name)}
    parent = element.getparent()
    beside = [other for other in parent if other.tag == element.tag] if parent is not None else []
    if len(beside) < FEWEST:
        return own
    counted = Counter(name for other in beside for name in set((other.get("class") or "").split()))
    return {name for name in own if counted[name] >= _NEARLY_ALL * len(beside)} or own


def _score(group: LinkGroup, page: Markup) -> float:
    """How much a group is the page's list: headlines, dates beside them, its place and its order."""
    best: dict[str, float] = {}
    for link in group.links:
        best[link.url] = max(best.get(link.url, 0), link.worth)
    many, dated = len(best), group.dated
    # One day beside many mere words is the page's own, printed above its navigation.
    if len({link.day for link in group.links if link.day}) == 1 and many > FEWEST and sum(best.values()) < 0.5 * many:
        dated = 0
    days = {link.url for link in group.links if link.day} if dated else set[str]()
    worth = sum(max(value, _DATED if url in days else 0) for url, value in best.items())
    if many < 2 or worth < 0.35 * many:
        return 0
    in_address = sum(1 for url in best if url not in days and day_in(url))
    score = min(worth, 60.0) * (1 + (2 * dated + in_address) / many)
    # An address of mere words is a column's more often than an article's; without a date nothing says that it is one.
    if not any(set(form_of_address(url)) & set("#~") for url in best):
        score *= 0.5 if dated and sum(best.values()) >= 0.5 * many else 0
    order = [link.day for link in group.links if link.day]
    falling = sum(1 for one, two in pairwise(order) if one >= two)
    if len(set(order)) > 2 and falling >= 0.9 * (len(order) - 1):
        score *= 1.3
    folder = urlsplit(page.url).path.rpartition("/")[0] + "/"
    inside = sum(1 for url in best if urlsplit(url).path.startswith(folder))
    if len(folder) > 1 and inside >= 0.6 * many:
        score *= 1.6
    return score * _standing(group)


def _standing(group: LinkGroup) -> float:
    """What the boxes around a group say of it, by their tags, names and headings."""
    around = _around([link.node.root for link in group.links])
    factor = 1.0
    for box in around:
        named = f"{box.get('class') or ''} {box.get('id') or ''}"
        if box.tag in _SIDE_TAGS or (_ASIDE.search(named) and not _MAIN.search(named)):
            factor *= 0.45
        elif box.tag == "main" or re.search(r"(?:^|[-_\s])main", named, re.IGNORECASE):
            factor *= 1.15
    if any(_OTHERS.search(heading) for heading in _headings(around[:4])):
        factor *= 0.4
    if any(_has_pager(box) for box in around[:4]):
        factor *= 1.3
    return factor


def _around(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The boxes that hold all of these, the innermost first."""
    shared = list(elements[0].iterancestors())
    for element in elements[1:]:
        mine = set(element.iterancestors())
        shared = [box for box in shared if box in mine]
    return [box for box in shared if box.tag not in ("html", "body")]


def _headings(boxes: Sequence[HtmlElement]) -> Iterator[str]:
    """The short texts right before the boxes: what stands over them."""
    for box in boxes:
        before = box.getprevious()
        if before is not None and isinstance(before.tag, str):
            text = "".join(piece for piece in before.itertext() if isinstance(piece, str)).strip()
            if 0 < len(text) <= 20 and sum(1 for _ in before.iter("a")) <= 3:
                yield text


def _has_pager(box: HtmlElement) -> bool:
    """Whether the pages of a list are turned right in a box or after it."""
    after = box.getnext()
    near = [*list(box)[-2:], *([after] if after is not None else [])]
    for element in near:
        if isinstance(element.tag, str):
            text = "".join(piece for piece in element.itertext() if isinstance(piece, str))[:4000]
            if re.search(r"下一?页|createPageHTML|尾页|末页|\bnext\b|older posts", text, re.IGNORECASE):
                return len(text) < 2000
    return False

"""The days printed beside links: wherever in a link's entry they stand, by a selector or by their form."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml.html import HtmlElement
from parsel import Selector

from crawlers.pages.days import DateOrder, day_in, heralds_other_day, printed_day, without_other_days

# Attributes in which pages write the date of an entry for machines.
_ATTRIBUTES = ("datetime", "data-datetime", "data-date", "data-time", "data-publish-time", "data-pubdate", "data-pt")
# What a date in passing may stand in, such as 来源：某报 2026-09-09 10:00: longer texts are summaries, with dates of their own.
_LONGEST_LINE = 60
_LONGEST_DATE = 40
_BETWEEN = re.compile(r"\s{0,9}[|｜·•]\s{0,9}|\s[–—-]\s")
# A day in figures behind a title in the same text, as old systems print it: 关于……的通知 (2026-05-14).
_AT_END = re.compile(r"(?:\s|[(（\[【])20\d\d([-/.])\d{1,2}\1\d{1,2}[)）\]】]?$")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# The elements that hold one entry of a list. Only in these is one date that stands beside all links of a page theirs.
_ENTRIES = ("li", "article", "tr", "dl", "dt", "dd")
_MUTE = ("script", "style", "noscript", "option", "template")

# The boxes that hold links: the addresses in each, and how far down the page their first link is.
Holders = dict[HtmlElement, dict[str, float]]


@dataclass(frozen=True)
class PrintedDay:
    """A day on a page: the element that it stands in, and how far down the page that is. Not `alone`: in passing in a line."""

    element: HtmlElement
    position: float
    day: date
    alone: bool = True


def days_beside(
    root: Selector, links: Mapping[HtmlElement, str], css: str, moment: datetime, order: DateOrder
) -> tuple[dict[str, date], set[HtmlElement]]:
    """The day of each address, as far as one stands in its entry, and the elements inside of links that say it.

    `links` are the elements that lead to articles. Each date belongs to the links of the nearest element around it that
    has any; where those have several dates, each link has the one after it, or the one before it where the first date
    comes before the first link. `css` selects the dates; links that this leaves without are looked at once more by form.
    """
    positions = {element: float(number) for number, element in enumerate(root.root.iter())}
    found: dict[str, date] = {}
    holders: Holders = {}
    for element, address in links.items():
        for box in (element, *element.iterancestors()):
            holders.setdefault(box, {}).setdefault(address, positions[element])
    if css:
        found |= _shared_out(list(_selected(root, css, positions, moment, order)), links, holders, by_form=False)
    marked = list(_by_form(root.root, positions, links, moment, order))
    # A summary may name a day, too, and stand nearer to the link than the day of publication.
    alone = _in_entries([printed for printed in marked if printed.alone], links, holders)
    found = _shared_out(marked, links, holders, by_form=True) | alone | found
    return found, {printed.element for printed in marked if any(a in links for a in printed.element.iterancestors())}


def _selected(
    root: Selector, css: str, positions: Mapping[HtmlElement, float], moment: datetime, order: DateOrder
) -> Iterator[PrintedDay]:
    for node in root.css(css):
        element = node.root
        text = without_other_days(_text(element))
        if _is_other_day(element):
            continue
        day = (
            _in_attribute(element, moment, order)
            or printed_day(text, moment, order, sure=True)
            or _not_later(day_in(text), moment)
            or _with_next(element, moment, order)
        )
        if day is not None and element in positions:
            yield PrintedDay(element, positions[element], day)


def _by_form(
    root: HtmlElement,
    positions: Mapping[HtmlElement, float],
    links: Mapping[HtmlElement, str],
    moment: datetime,
    order: DateOrder,
) -> Iterator[PrintedDay]:
    """Every day on the page that stands for itself, in an attribute, a text, an element or two boxes side by side."""
    told: set[HtmlElement] = set()
    later: list[HtmlElement] = []
    for element in root.iter():
        if (
            not isinstance(element.tag, str)
            or element.tag in _MUTE
            or _is_other_day(element)
            or any(up in told for up in element.iterancestors())
        ):
            continue
        day = _in_attribute(element, moment, order)
        if day is not None:
            told.add(element)
            yield PrintedDay(element, positions[element], day)
            continue
        later.append(element)
        inside = any(up in links for up in (element, *element.iterancestors()))
        for holder, text, position in _texts(element, positions):
            line = " ".join(without_other_days(text).split())
            if not 2 <= len(line) <= _LONGEST_LINE:
                continue
            alone = printed_day(line, moment, order) if len(line) <= _LONGEST_DATE else None
            behind = _AT_END.search(line)
            said = line if not inside else behind[0] if behind else ""
            day = alone or _not_later(day_in(said), moment) or _in_part(said, moment, order)
            if day is not None:
                told.add(element)
                yield PrintedDay(holder, position, day, alone is not None)
    around = {up for element in told for up in (element, *element.iterancestors())}
    for element in reversed(later):  # the innermost first: a box around a box that says it says nothing more
        if element in around or not (len(element) or (element.text or "").strip().isdigit()):
            continue
        text = _text(element)
        day = printed_day(text, moment, order) if len(element) and 0 < len(text) <= _LONGEST_DATE else None
        day = day or _with_next(element, moment, order)
        if day is not None:
            around |= {element, *element.iterancestors()}
            yield PrintedDay(element, positions[element], day)


def _texts(element: HtmlElement, positions: Mapping[HtmlElement, float]) -> Iterator[tuple[HtmlElement, str, float]]:
    """The texts right below an element, each with what holds it."""
    if element.text:
        yield element, element.text, positions[element]
    for child in element:
        if child.tail and child in positions:
            last = max((positions[inner] for inner in child.iter() if inner in positions), default=positions[child])
            yield element, child.tail, last + 0.5


def _is_other_day(element: HtmlElement) -> bool:
    """Whether the text right before an element labels it as a day of signature, effect or deadline."""
    before, around = element.getprevious(), element.getparent()
    if before is not None:
        text = (before.tail or "").strip() or (_text(before) if isinstance(before.tag, str) else "")
    else:
        text = "" if around is None else around.text or ""
    return heralds_other_day(text)


def _in_attribute(element: HtmlElement, moment: datetime, order: DateOrder) -> date | None:
    values = (str(element.get(name) or "") for name in _ATTRIBUTES)
    return next((day for value in values if value and (day := printed_day(value, moment, order))), None)


def _with_next(element: HtmlElement, moment: datetime, order: DateOrder) -> date | None:
    """The day that an element and the one after it are together: a day and a month in two boxes."""
    after = element.getnext()
    here = _text(element)
    if after is None or not isinstance(after.tag, str) or (element.tail or "").strip(" \n\t\r/-.") or len(here) > 8:
        return None
    there = _text(after)
    if len(there) > 12 or not any(character.isdigit() for character in here):
        return None
    return printed_day(f"{here} {there}", moment, order)


def _text(element: HtmlElement) -> str:
    """An element's text, its pieces apart from each other."""
    pieces = (piece for piece in element.itertext() if isinstance(piece, str))
    return " ".join(" ".join(pieces).split())


def _in_part(line: str, moment: datetime, order: DateOrder) -> date | None:
    """The day, with its year, that a line has between strokes or dots: News | 14/05/2026 | 3 min."""
    parts = (part for part in _BETWEEN.split(line) if _YEAR.search(part))
    return next((day for part in parts if (day := printed_day(part, moment, order))), None)


def _not_later(day: date | None, moment: datetime) -> date | None:
    return printed_day(day.isoformat(), moment) if day else None


def _shared_out(
    days: Sequence[PrintedDay], links: Mapping[HtmlElement, str], holders: Holders, by_form: bool
) -> dict[str, date]:
    """The day of each address among these."""
    found: dict[str, date] = {}
    every = len(set(links.values()))
    for box, here, group in _boxes(days, holders):
        open_here = [address for address in here if address not in found]
        if len(here) == 1 or len({printed.day for printed in group}) == 1:
            if len(here) < every or _is_entry(box, every, links, by_form):
                found |= dict.fromkeys(open_here, group[0].day)
        elif not by_form or 2 * len(group) >= len(open_here) or _are_headings(group, box, here):
            found |= {address: day for address, day in _in_turn(group, here).items() if address in open_here}
    return found


def _in_entries(days: Sequence[PrintedDay], links: Mapping[HtmlElement, str], holders: Holders) -> dict[str, date]:
    """The day of each address that has one in a box which holds no other address, where the page has others."""
    if len(set(links.values())) == 1:
        return {}
    found: dict[str, date] = {}
    for _, here, group in _boxes(days, holders):
        if len(here) == 1:
            found.setdefault(next(iter(here)), group[0].day)
    return found


def _boxes(
    days: Sequence[PrintedDay], holders: Holders
) -> Iterator[tuple[HtmlElement, dict[str, float], list[PrintedDay]]]:
    """The nearest box around each day that holds a link, the innermost first: the addresses in it, and its days in their order."""
    groups: dict[HtmlElement, list[PrintedDay]] = {}
    for printed in days:
        around = (printed.element, *printed.element.iterancestors())
        nearest = next((box for box in around if box in holders), None)
        if nearest is not None:
            groups.setdefault(nearest, []).append(printed)
    for box in sorted(groups, key=lambda box: -sum(1 for _ in box.iterancestors())):
        yield box, holders[box], sorted(groups[box], key=lambda printed: printed.position)


def _is_entry(box: HtmlElement, every: int, links: Mapping[HtmlElement, str], by_form: bool) -> bool:
    """Whether an element with all links of the page is an entry of its list all the same, and not the page itself."""
    if every > 1:
        return box.tag in _ENTRIES[:2]
    near = {up for element in links for up in (element, *list(element.iterancestors())[:2])}
    return not by_form or box.tag in _ENTRIES or box in near


def _are_headings(group: Sequence[PrintedDay], box: HtmlElement, here: Mapping[str, float]) -> bool:
    """Whether days stand over what was published on each: alike, before some links each, one day after the other."""
    starts = sorted(here.values())
    follow = [bisect_left(starts, printed.position) for printed in group]
    if follow[0] != 0 or follow[-1] == len(starts) or len(set(follow)) < len(follow):
        return False
    rows = [next(up for up in (one.element, *one.element.iterancestors()) if up.getparent() is box) for one in group]
    days = [printed.day for printed in group]
    alike = len({(row.tag, row.get("class")) for row in rows}) == 1
    return alike and (sorted(set(days)) == days or sorted(set(days), reverse=True) == days)


def _in_turn(group: Sequence[PrintedDay], here: Mapping[str, float]) -> dict[str, date]:
    """Dates and links that follow each other without a box around each pair."""
    addresses = sorted(here, key=lambda address: here[address])
    starts = [here[address] for address in addresses]
    if group[0].position < starts[0]:
        places = [printed.position for printed in group]
        return {address: group[bisect_left(places, here[address]) - 1].day for address in addresses}
    found: dict[str, date] = {}
    for printed in group:
        found.setdefault(addresses[bisect_right(starts, printed.position) - 1], printed.day)
    return found

"""An article or a list as the page that its site's layout family makes of it."""

import html
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from demo.sites import Section, Site, numbers
from demo.texts import ArticleText
from pipeline.time_zone import ZONE

LAYOUTS = Path(__file__).parent / "layouts"
# Every page says so, in its own language.
INVENTED = {
    "zh": "本页内容纯属虚构，仅供 tanxun（碳讯）演示使用",
    "en": "Everything on this page is invented, for the tanxun demo",
    "nl": "Alles op deze pagina is verzonnen, voor de demo van tanxun",
}
LEAD = 80
RELATED = 5
MONTHS = "January February March April May June July August September October November December".split()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(LAYOUTS), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.globals["invented"] = lambda site: INVENTED[site.language]
    return environment


def article_pages(site: Site, text: ArticleText, siblings: Sequence[ArticleText]) -> dict[str, bytes]:
    """The pages of an article by address; `siblings` are the publisher's articles, newest first."""
    addresses = [site.address(text, number) for number in range(1, len(text.pages) + 1)]
    return {
        address: _page(site, "article", _article(site, text, siblings, addresses, number))
        for number, address in enumerate(addresses)
    }


def article_content(site: Site, text: ArticleText, siblings: Sequence[ArticleText]) -> dict[str, Any]:
    """What a layout is given of an article on one page, for layouts beside the demo's."""
    return _article(site, text, siblings, [site.address(text)], 0)


def list_page(site: Site, section: Section, entries: Sequence[dict[str, Any]], number: int) -> bytes:
    """A list's page (1 = the first) with these entries."""
    here = site.root + section.page_path(number)
    links = [
        {"number": at, "here": at == number, "href": site.link(site.root + section.page_path(at), here)}
        for at in range(1, section.pages + 1)
    ]
    shown = [{**entry, "href": site.link(entry["url"], here)} for entry in entries]
    return _page(site, "listing", {"name": section.name, "entries": shown, "pages": links, "number": number})


def feed(site: Site, entries: Sequence[dict[str, Any]]) -> bytes:
    """The site's RSS feed."""
    return _page(site, "feed", {"entries": list(entries)}).lstrip()


def entry(site: Site, text: ArticleText) -> dict[str, Any]:
    """What a list says of an article."""
    moment = text.moment or (datetime.combine(text.day, datetime.min.time()) if text.day else None)
    return {
        "url": site.address(text),
        "title": text.title,
        "day": str(text.day or ""),
        "lead": lead(text),
        "n": numbers(text.key)["n"],
        "rfc": format_datetime(moment.replace(tzinfo=ZONE)) if moment else "",
        **_day(text),
    }


def lead(text: ArticleText) -> str:
    """The article's first words."""
    first = next((piece.text for piece in text.pages[0] if piece.kind == "paragraph"), text.title)
    return first[:LEAD]


def _page(site: Site, macro: str, content: dict[str, Any]) -> bytes:
    module = _environment().get_template(f"{site.family}.jinja").module
    page: str = getattr(module, macro)(site, content)
    return str(page).strip().encode(site.charset, "xmlcharrefreplace")


def _article(
    site: Site, text: ArticleText, siblings: Sequence[ArticleText], addresses: Sequence[str], number: int
) -> dict[str, Any]:
    here, section = addresses[number], site.section_of(text)
    at = [one.key for one in siblings].index(text.key)
    others = [_linked(site, one, here) for one in siblings if one.key != text.key]
    return {
        **{name: getattr(text, name) for name in ("title", "subtitle", "author", "editor", "document_number", "note")},
        **_day(text),
        **_moments(site, text),
        "source": text.source or "",
        "section": section.name if section else "",
        "url": here,
        "n": numbers(text.key)["n"],
        "lead": html.unescape(lead(text)),
        "pieces": [
            {
                "kind": piece.kind,
                "text": piece.text,
                "items": piece.items,
                "rows": piece.rows,
                "name": piece.name,
                "href": site.link(picture_address(site, piece.name), here) if piece.name else "",
            }
            for piece in text.pages[number]
        ],
        "attachments": [
            {"name": name, "href": site.link(attachment_address(site, text, file), here)}
            for file, name in enumerate(text.attachments)
        ],
        "related": others[:RELATED],
        "before": _linked(site, siblings[at + 1], here) if at + 1 < len(siblings) else None,
        "after": _linked(site, siblings[at - 1], here) if at else None,
        "number": number + 1,
        "pages": [
            {"number": one + 1, "here": one == number, "href": site.link(address, here)}
            for one, address in enumerate(addresses)
        ],
        "previous_page": site.link(addresses[number - 1], here) if number else "",
        "next_page": site.link(addresses[number + 1], here) if number + 1 < len(addresses) else "",
    }


def _linked(site: Site, text: ArticleText, here: str) -> dict[str, str]:
    return {"title": text.title, "href": site.link(site.address(text), here), "day": str(text.day or "")}


def _day(text: ArticleText) -> dict[str, Any]:
    day = text.day
    if day is None:
        return {"day": "", "y": "", "m": "", "d": "", "M": "", "D": "", "month": ""}
    return {
        "day": str(day),
        "y": f"{day.year}",
        "m": f"{day.month:02}",
        "d": f"{day.day:02}",
        "M": day.month,
        "D": day.day,
        "month": MONTHS[day.month - 1],
    }


def _moments(site: Site, text: ArticleText) -> dict[str, str]:
    moment = text.moment
    if moment is None:
        whole = datetime.combine(text.day, datetime.min.time(), ZONE) if text.day else None
        return {"time": "", "iso": str(text.day or ""), "stamp": str(int(whole.timestamp())) if whole else ""}
    stamp = int(moment.replace(tzinfo=ZONE).timestamp())
    return {"time": f"{moment:%H:%M}", "iso": f"{moment.isoformat()}{site.zone}", "stamp": str(stamp)}


def picture_address(site: Site, name: str) -> str:
    """Where a picture of the site lies."""
    return f"{site.root}/upload/202605/{name}"


def attachment_address(site: Site, text: ArticleText, number: int) -> str:
    """Where an article's attachment lies (0 = the first)."""
    suffix = text.attachments[number].rpartition(".")[2]
    return f"{site.root}/upload/files/{numbers(text.key)['n']}-{number + 1}.{suffix}"

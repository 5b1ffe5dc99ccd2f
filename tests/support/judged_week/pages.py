"""An invented week whose printed issue is known: 31 items, their reprints, what is off-topic or of another week, as web pages."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import msgspec

from demo import layout
from demo.sites import Site, sites
from demo.texts import ArticleText
from tests.support.judged_week.reprints import reprinted, reprints
from tests.support.judged_week.touches import Gold

HERE = Path(__file__).parent
ISSUE, SINCE, UNTIL = 121, date(2026, 9, 4), date(2026, 9, 10)
BEFORE = ("printed-forward-rules", "printed-energy-law", "printed-japan-ammonia")
COLUMNS = ("market", "policy", "domestic", "international", "reading", "notices")


def texts(*names: str) -> list[ArticleText]:
    """The texts of these files of week/, in their order."""
    found: list[ArticleText] = []
    for name in names:
        data = tomllib.loads((HERE / "week" / f"{name}.toml").read_text(encoding="utf-8"))
        found += msgspec.convert(data["article"], list[ArticleText])
    return found


def all_sites() -> Mapping[str, Site]:
    """The demo's sites, which its catalogue lists, and the judged week's own, which no catalogue does."""
    data = tomllib.loads((HERE / "sites.toml").read_text(encoding="utf-8"))
    own = {
        name: msgspec.structs.replace(site, id=name) for name, site in msgspec.convert(data, dict[str, Site]).items()
    }
    return {**sites(), **own}


def gold() -> list[Gold]:
    """What the printed issue holds: every on-topic original of the week, with the addresses of its reprints."""
    known, wanted = all_sites(), texts(*COLUMNS)
    by_slug = {text.slug: text for text in (*wanted, *texts("elsewhere"))}
    copies: dict[str, list[str]] = {text.slug: [] for text in by_slug.values()}
    for one in reprints():
        copies[one.of[0]].append(known[one.publisher].address(reprinted(one, by_slug)))
    return [
        Gold(
            known[one.publisher].address(one), one.column, one.title, str(one.day), one.source, tuple(copies[one.slug])
        )
        for one in wanted
    ]


def week_pages() -> list[tuple[str, bytes]]:
    """Every page of the week by address; nothing of its order says what it is."""
    originals = texts(*COLUMNS, "elsewhere")
    by_slug = {text.slug: text for text in originals}
    whole = [*originals, *texts("off-topic"), *(reprinted(one, by_slug) for one in reprints())]
    return sorted(_pages(whole, whole))


def pages_before() -> list[tuple[str, bytes]]:
    """The pages that the issue before printed."""
    earlier = [text for text in texts("elsewhere") if text.slug in BEFORE]
    return sorted(_pages(earlier, earlier))


def _pages(wanted: Sequence[ArticleText], whole: Sequence[ArticleText]) -> list[tuple[str, bytes]]:
    known = all_sites()
    found: list[tuple[str, bytes]] = []
    for text in wanted:
        siblings = sorted((one for one in whole if one.publisher == text.publisher), key=lambda one: str(one.published))
        site = known[text.publisher]
        if text.publisher in sites():
            found += layout.article_pages(site, text, siblings[::-1]).items()
        else:
            found.append((site.address(text), _own_page(site, text, siblings[::-1])))
    return found


def _own_page(site: Site, text: ArticleText, siblings: Sequence[ArticleText]) -> bytes:
    """A page in one of the judged week's own layouts."""
    loader = jinja2.FileSystemLoader([HERE / "layouts", layout.LAYOUTS])
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    content = layout.article_content(site, text, siblings)
    macro: Any = environment.get_template(f"{site.family}.jinja").module
    return str(macro.article(site, content)).strip().encode(site.charset, "xmlcharrefreplace")

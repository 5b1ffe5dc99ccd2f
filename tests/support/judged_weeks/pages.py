"""Two invented weeks whose printed issues are known: the items, their reprints, what is off-topic or elsewhere, as web pages.

September was written beside the drafting. October was written by somebody who knew the columns' definitions alone, and was
frozen before it was first drafted.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jinja2
import msgspec

from demo import layout
from demo.sites import Site, sites
from demo.texts import ArticleText
from tests.support.judged_weeks.reprints import Reprint, reprinted
from tests.support.judged_weeks.touches import Gold

HERE = Path(__file__).parent
# Layouts that print who published a page, but no 来源.
WITHOUT_SOURCE = frozenset({"sudy"})
COLUMNS = ("market", "policy", "domestic", "international", "reading", "notices")


@dataclass(frozen=True)
class JudgedWeek:
    """A week: its files' folder, its issue's number and window, when (UTC) its pages were fetched.

    `before` are slugs of elsewhere.toml which the issue before printed.
    """

    name: str
    issue: int
    since: date
    until: date
    crawled: datetime
    before: tuple[str, ...] = ()

    def texts(self, *names: str) -> list[ArticleText]:
        """The texts of these files, in their order; of a file that the week has not, none."""
        found: list[ArticleText] = []
        for name in names:
            found += msgspec.convert(self._read(name).get("article", []), list[ArticleText])
        return found

    def gold(self) -> list[Gold]:
        """What the printed issue holds: every on-topic original of the week, with the addresses of its reprints.

        Of a page whose layout prints no 来源 none is asked for.
        """
        known, wanted = self._all_sites(), self.texts(*COLUMNS)
        copies: dict[str, list[str]] = {text.key: [] for text in (*wanted, *self.texts("elsewhere"))}
        for copy in self.reprints():
            copies[copy.duplicate_of].append(known[copy.publisher].address(copy))
        return [
            Gold(
                known[one.publisher].address(one),
                one.column,
                one.title,
                str(one.day),
                one.source if known[one.publisher].family not in WITHOUT_SOURCE else None,
                tuple(copies[one.key]),
            )
            for one in wanted
        ]

    def reprints(self) -> list[ArticleText]:
        """The reprints, whether written out or made by edits of their originals."""
        by_slug = {text.slug: text for text in self.texts(*COLUMNS, "elsewhere")}
        edited = msgspec.convert(self._read("reprints").get("reprint", []), list[Reprint])
        return [*self.texts("reprints"), *(reprinted(one, by_slug) for one in edited)]

    def pages(self) -> list[tuple[str, bytes]]:
        """Every page of the week by address; nothing of its order says what it is."""
        whole = [*self.texts(*COLUMNS, "elsewhere", "off-topic"), *self.reprints()]
        return sorted(self._pages(whole))

    def pages_before(self) -> list[tuple[str, bytes]]:
        """The pages that the issue before printed."""
        return sorted(self._pages([text for text in self.texts("elsewhere") if text.slug in self.before]))

    def _read(self, name: str) -> dict[str, Any]:
        file = HERE / self.name / f"{name}.toml"
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def _own_sites(self) -> dict[str, Site]:
        """The week's own sites, which no catalogue lists."""
        found = msgspec.convert(self._read("sites"), dict[str, Site])
        return {name: msgspec.structs.replace(site, id=name) for name, site in found.items()}

    def _all_sites(self) -> Mapping[str, Site]:
        """The demo's sites, which its catalogue lists, and the week's own, which come first."""
        return {**sites(), **self._own_sites()}

    def _pages(self, whole: Sequence[ArticleText]) -> list[tuple[str, bytes]]:
        known, own = self._all_sites(), self._own_sites()
        found: list[tuple[str, bytes]] = []
        for text in whole:
            near = sorted((one for one in whole if one.publisher == text.publisher), key=lambda one: str(one.published))
            site = known[text.publisher]
            if text.publisher in own:
                found.append((site.address(text), _own_page(site, text, near[::-1])))
            else:
                found += layout.article_pages(site, text, near[::-1]).items()
        return found


SEPTEMBER = JudgedWeek(
    "september",
    121,
    date(2026, 9, 4),
    date(2026, 9, 10),
    datetime(2026, 9, 10, 13, tzinfo=UTC),
    ("printed-forward-rules", "printed-energy-law", "printed-japan-ammonia"),
)
OCTOBER = JudgedWeek("october", 127, date(2026, 10, 16), date(2026, 10, 22), datetime(2026, 10, 22, 15, tzinfo=UTC))
WEEKS = (SEPTEMBER, OCTOBER)


def _own_page(site: Site, text: ArticleText, siblings: Sequence[ArticleText]) -> bytes:
    """A page in one of the judged weeks' own layouts."""
    loader = jinja2.FileSystemLoader([HERE / "layouts", layout.LAYOUTS])
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    content = layout.article_content(site, text, siblings)
    macro: Any = environment.get_template(f"{site.family}.jinja").module
    return str(macro.article(site, content)).strip().encode(site.charset, "xmlcharrefreplace")

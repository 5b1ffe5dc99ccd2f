"""The invented publishers' sites: hosts, layout families, and the addresses of their pages."""

import hashlib
import posixpath
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

import msgspec

from demo.texts import ArticleText

SITES = Path(__file__).parent / "sites.toml"


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A list of articles: its address on the site, in `pages` pages, for these columns (() for all the others)."""

    path: str
    name: str
    columns: tuple[str, ...] = ()
    pages: int = 1
    paging: str = ""
    first: int = 1

    def page_path(self, number: int) -> str:
        """The path of the list's page (1 = the first)."""
        if number == 1:
            return self.path
        return urljoin(self.path, self.paging.format(n=self.first + number - 2))

    @property
    def folder(self) -> str:
        """The section's folder without slashes at its ends."""
        return self.path.strip("/")


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One publisher's site. `path` and `undated` are patterns of an article's path; `header` is its Content-Type."""

    name: str
    host: str
    family: str
    path: str
    id: str = ""
    undated: str = "/{section}/t{n}.html"
    charset: str = "utf-8"
    header: str = "text/html"
    links: Literal["relative", "root", "absolute"] = "root"
    zone: str = "+08:00"
    language: str = "zh"
    feed: str = ""
    sections: tuple[Section, ...] = ()
    nav: tuple[str, ...] = ()
    hot: tuple[str, ...] = ()
    robots: str = ""

    @property
    def root(self) -> str:
        """The site's address without a slash at its end."""
        return f"http://{self.host}"

    def section_of(self, text: ArticleText) -> Section | None:
        """The list that the text is in; None where the site has a feed only."""
        fitting = [section for section in self.sections if text.column in section.columns]
        rest = [section for section in self.sections if not section.columns]
        return next(iter([*fitting, *rest, *self.sections]), None)

    def address(self, text: ArticleText, page: int = 1) -> str:
        """The address of an article, or of its second page and later."""
        section = self.section_of(text)
        day = text.day
        fields = {"section": section.folder if section else "", "slug": text.slug, **numbers(text.key)}
        if day is None:
            return self.root + numbered(self.undated.format(**fields), page)
        parts = {"y": f"{day.year}", "m": f"{day.month:02}", "d": f"{day.day:02}", "M": day.month, "D": day.day}
        path = self.path.format(**fields, **parts, week=day.isocalendar().week)
        return self.root + numbered(path, page)

    def link(self, address: str, here: str) -> str:
        """A link to one of the site's own pages as this site writes it on the page `here`."""
        there = urlsplit(address)
        if self.links == "absolute" or there.hostname != self.host:
            return address
        path = there.path + (f"?{there.query}" if there.query else "")
        if self.links == "root":
            return path
        near = posixpath.relpath(path, posixpath.dirname(urlsplit(here).path) or "/")
        return near if near.startswith("..") else f"./{near}"


def numbers(key: str) -> Mapping[str, int | str]:
    """The number (six digits) and the hash (32 hex digits) that stand for an article in addresses."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return {"n": 100_000 + int(digest[:12], 16) % 900_000, "hex": digest[:32]}


def numbered(path: str, page: int) -> str:
    """The path of an article's page: `_2` before the suffix, or ?page=2 where there is none."""
    if page == 1:
        return path
    if re.search(r"\.\w+$", path):
        stem, _, suffix = path.rpartition(".")
        return f"{stem}_{page}.{suffix}"
    return f"{path}?page={page}"


@cache
def sites() -> Mapping[str, Site]:
    """All sites by publisher id, in the order of the demo's plan."""
    data = tomllib.loads(SITES.read_text(encoding="utf-8"))
    found = msgspec.convert(data, dict[str, Site])
    return {name: msgspec.structs.replace(site, id=name) for name, site in found.items()}

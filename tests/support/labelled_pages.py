"""Pages with what a person says that they print: 167 invented ones, and the open ones of TANXUN_BENCH where they are."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import msgspec

from crawlers.catalogue.catalogue import Catalogue
from crawlers.catalogue.catalogue import load as load_catalogue
from enrich.extract.extract import extract
from pipeline.errors import Reject
from pipeline.records import Article, Page
from tanxun.wiring.extraction import NOWHERE, page_of
from tests.support.paths import BENCH, ROOT

INVENTED = ROOT / "tests/enrich/extract/invented_pages"
OPEN = BENCH / "extract"
# After every page's day: a date later than the fetch is none.
FETCHED = datetime(2026, 12, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LabelledPage:
    """A page's bytes, and what is printed on it. `titles`, `days` (ISO) and `sources` are the spellings that count as right.

    Empty: nothing is said of that field, unless `absent` names it, then the page prints none. `present` and `not_present` are
    pieces of the body and of what is around it; `wall` says that the page is none that can be read. `fitted`: the half of
    the hosts that rules may be chosen on.
    """

    name: str
    host: str
    url: str
    raw: bytes
    fitted: bool
    titles: tuple[str, ...]
    days: tuple[str, ...]
    sources: tuple[str, ...]
    absent: tuple[str, ...]
    present: tuple[str, ...]
    not_present: tuple[str, ...]
    document_number: str = ""
    wall: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields, by the article's names, of which something is said; `wall` alone for what cannot be read."""
        if self.wall:
            return ("wall",)
        said = {
            "title": self.titles,
            "published": self.days or "date" in self.absent,
            "source": self.sources or "source" in self.absent,
            "blocks": self.present,
            "document_number": self.document_number,
        }
        return tuple(name for name, labelled in said.items() if labelled)


@cache
def invented_pages() -> tuple[LabelledPage, ...]:
    """167 pages in the markup of as many systems, written by people who had not seen the code; all have been looked at since.

    Of the first 60 half was to fit on (p…) and half held (q…); of the second (u…) `split` says which half was looked at first;
    the third (v…) was measured before any was looked at (DECISIONS 84), `split` is its halves by host.
    """
    rows = (json.loads(line) for line in (INVENTED / "expected.jsonl").read_text(encoding="utf-8").splitlines())
    return tuple(
        LabelledPage(
            name=Path(row["file"]).stem,
            host=urlsplit(row["url"]).hostname or "",
            fitted=row["split"] == "fit",
            raw=(INVENTED / row["file"]).read_bytes(),
            document_number=row.get("document_number") or "",
            wall=bool(row.get("wall")),
            present=tuple(row["present"]),
            not_present=tuple(row["not_present"]),
            **_labels(row),
        )
        for row in rows
    )


@cache
def open_pages() -> tuple[LabelledPage, ...]:
    """The whole pages (not the fragments) of TANXUN_BENCH; () without it."""
    if not (OPEN / "gold.jsonl").exists():
        return ()
    rows = (json.loads(line) for line in (OPEN / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    return tuple(
        LabelledPage(
            name=row["id"],
            host=row["site"],
            fitted=is_fitted(row["site"]),
            raw=(OPEN / f"pages/{row['id']}.html").read_bytes(),
            present=tuple(row["text_snippets_must"]),
            not_present=tuple(row["text_snippets_must_not"]),
            **_labels(row),
        )
        for row in rows
        if row["kind"] == "page"
    )


def is_fitted(host: str) -> bool:
    """Which half of the hosts one is in: a convention, so that a gap between the halves shows.

    Bit 16 of CRC-32: of the bits and hashes that were tried, the one that leaves as many of the open pages on either side.
    """
    return crc32(host.encode()) >> 16 & 1 == 0


def page_with(page: LabelledPage, raw: bytes) -> Page:
    """The page as the crawl would hand it over, with these bytes."""
    made = page_of(raw, page.url or NOWHERE, _catalogue())
    return msgspec.structs.replace(made, fetched_at=FETCHED, first_seen=FETCHED)


def extracted(page: LabelledPage, raw: bytes | None = None) -> Article | Reject:
    """What extraction makes of a labelled page, or of other bytes in its place."""
    try:
        return extract(page_with(page, page.raw if raw is None else raw))
    except Reject as verdict:
        return verdict


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


def wrong(page: LabelledPage, found: Article | Reject) -> dict[str, str]:
    """The fields that are not as printed, each with what is wrong; letters and digits count, in any width and case."""
    return {name: problem for name in page.fields for problem in _problem(page, name, found) if problem}


def _problem(page: LabelledPage, name: str, found: Article | Reject) -> Iterator[str]:
    if name == "wall":
        yield "" if isinstance(found, Reject) else f"taken for an article: {found.title}"
        return
    if isinstance(found, Reject):
        yield f"rejected: {found}"
        return
    if name == "blocks":
        text = _key(found.text)
        yield "；".join(
            [f"missing: {piece}" for piece in page.present if _key(piece) not in text]
            + [f"not of the article: {piece}" for piece in page.not_present if _key(piece) in text]
        )
        return
    allowed = {
        "title": page.titles,
        "published": page.days,
        "source": page.sources,
        "document_number": (page.document_number,),
    }[name]
    value = str(getattr(found, name) or "")
    if not allowed:
        yield f"invented: {value}" if value else ""
    elif _key(value) not in map(_key, allowed):
        yield f"{value or 'nothing'}, printed: {allowed[0]}"


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", unescape(text))).lower()


def _labels(row: dict[str, Any]) -> dict[str, Any]:
    """The labels that both lists have under the same names."""

    def spellings(name: str) -> tuple[str, ...]:
        return (row[name], *row.get(f"{name}_alts", ())) if row[name] else ()

    return {
        "url": row["url"] or "",
        "titles": spellings("title"),
        "days": spellings("date"),
        "sources": spellings("source"),
        "absent": tuple(row.get("absent", ())),
    }

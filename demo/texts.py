"""The articles' texts: `demo/articles/<publisher>.toml`, read and cut into blocks."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

ARTICLES = Path(__file__).parent / "articles"
CORRECTIONS = Path(__file__).parent / "corrections.toml"
NEXT = "---next---"

PieceKind = Literal["paragraph", "heading", "list", "table", "quotation", "picture"]

_PICTURE = re.compile(r"!\[(?P<caption>[^\]\[]*)\]\((?P<name>[\w.-]+)\)")
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class TextPiece:
    """A block of a body; `text` is a picture's caption, `name` its file."""

    kind: PieceKind
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    name: str = ""


class ArticleText(msgspec.Struct, frozen=True, kw_only=True):
    """One article as its writer gave it; `published` is a date, a local datetime, or None (no date on the page)."""

    slug: str
    title: str
    body: str
    column: str
    publisher: str = ""
    subtitle: str = ""
    published: Any = None
    source: str | None = None
    author: str = ""
    editor: str = ""
    duplicate_of: str = ""
    document_number: str = ""
    attachments: tuple[str, ...] = ()
    note: str = ""

    @property
    def key(self) -> str:
        """`publisher/slug`, as `duplicate_of` writes it."""
        return f"{self.publisher}/{self.slug}"

    @property
    def day(self) -> date | None:
        """The local day of publication."""
        return self.published.date() if isinstance(self.published, datetime) else self.published

    @property
    def moment(self) -> datetime | None:
        """The local time of publication, where the text has one."""
        return self.published if isinstance(self.published, datetime) else None

    @property
    def pages(self) -> tuple[tuple[TextPiece, ...], ...]:
        """The body's blocks, page by page."""
        return tuple(pieces(page) for page in re.split(rf"^{NEXT}\s*$", self.body, flags=re.MULTILINE))


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What the second revision of the web corrects: `replace` holds (old, new) for title and body."""

    publisher: str
    slug: str
    note: str
    at: datetime
    replace: tuple[tuple[str, str], ...]

    def apply(self, text: ArticleText) -> ArticleText:
        """The corrected text; raises ValueError where an old string is nowhere in it."""
        title, body = text.title, text.body
        for old, new in self.replace:
            if old not in title + body:
                raise ValueError(f"corrections.toml: {old!r} is not in {text.key}")
            title, body = title.replace(old, new), body.replace(old, new)
        return msgspec.structs.replace(text, title=title, body=body, note=self.note)


def texts(folder: Path = ARTICLES) -> list[ArticleText]:
    """All texts, by publisher, in their files' order. Raises msgspec.ValidationError for a malformed one."""
    found: list[ArticleText] = []
    for file in sorted(folder.glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        listed = msgspec.convert(data.get("article", []), list[ArticleText])
        found += [msgspec.structs.replace(text, publisher=file.stem) for text in listed]
    return found


def correction(file: Path = CORRECTIONS) -> Correction:
    """The one correction of the demo week."""
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Correction)


def pieces(body: str) -> tuple[TextPiece, ...]:
    """A body's blocks: what blank lines separate."""
    return tuple(_piece(block.strip().splitlines()) for block in re.split(r"\n\s*\n", body.strip()) if block.strip())


def _piece(lines: list[str]) -> TextPiece:
    first = lines[0]
    picture = _PICTURE.fullmatch(first.strip())
    if picture:
        return TextPiece("picture", picture["caption"], name=picture["name"])
    if first.startswith("## "):
        return TextPiece("heading", first.removeprefix("## ").strip())
    if first.startswith("- "):
        return TextPiece("list", items=tuple(line.removeprefix("- ").strip() for line in lines))
    if first.startswith("|"):
        rows = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]
        # The line of dashes under a table's head is no row.
        dashes = re.compile(r":?-{2,}:?")
        return TextPiece("table", rows=tuple(row for row in rows if not all(map(dashes.fullmatch, row))))
    if first.startswith(">"):
        return TextPiece("quotation", _joined([line.lstrip("> ") for line in lines]))
    return TextPiece("paragraph", _joined(lines))


def _joined(lines: list[str]) -> str:
    """Lines of a paragraph as one: without a space between Chinese characters."""
    return ("" if _WIDE.search(lines[0][-1:]) else " ").join(line.strip() for line in lines)

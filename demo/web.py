"""The invented web: every page, list, feed, picture and price table of the demo week, behind one loopback proxy."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from demo import quotes
from demo.layout import article_pages, attachment_address, entry, feed, list_page, picture_address
from demo.loopback import Web
from demo.oddities import Oddity, oddities
from demo.pasted import pasted
from demo.sites import Site, sites
from demo.texts import ArticleText, correction, texts

# Notices written as files: the OFD and the scan by programs of our own (Pillow draws the text), the DOC by LibreOffice.
ATTACHMENTS = Path(__file__).parent / "attachments"
# A picture that a page names and the server has not.
MISSING = "missing.png"
SECTION_FEED_TYPE = "application/rss+xml; charset=utf-8"
FIRST, CORRECTED = 1, 2
# What the feed's layout hangs on its links, as real feeds do; a server answers as without it.
FROM_FEED = "?utm_source=feed&utm_medium=rss"


class DemoWeb(Web):
    """The invented web, before (`revision=1`) or after (2) one publisher corrects a page; `address` is the proxy's."""

    def __init__(self, revision: int = CORRECTED) -> None:
        super().__init__()
        odd = oddities()
        for site in sites().values():
            own = published(site.id, revision)
            self._serve_articles(site, own)
            self._serve_lists(site, own, [one for one in odd if one.publisher == site.id])
            if site.robots:
                self.put(f"{site.root}/robots.txt", site.robots, content_type="text/plain")
        for site, text in pasted():
            self._serve_articles(site, [text])
        for one in odd:
            self.replies |= {one.url: one.reply, **dict(one.also)}
        for url, body in quotes.pages().items():
            self.put(url, body, etag=True)

    def _serve_articles(self, site: Site, own: Sequence[ArticleText]) -> None:
        for text in own:
            header = mislabelled(site) if is_mislabelled(site, text, own) else site.header
            for url, body in article_pages(site, text, own).items():
                for address in (url, url + FROM_FEED) if site.feed else (url,):
                    self.put(address, body, etag=True, content_type=header)
            for piece in (piece for page in text.pages for piece in page if piece.name and piece.name != MISSING):
                self.put(picture_address(site, piece.name), picture(piece.name), etag=True, content_type="image/png")
            for number in range(len(text.attachments)):
                self.put(
                    attachment_address(site, text, number),
                    document(text, number),
                    content_type="application/octet-stream",
                )

    def _serve_lists(self, site: Site, own: Sequence[ArticleText], odd: Sequence[Oddity]) -> None:
        entries = [entry(site, text) for text in own]
        if site.feed:
            self.put(site.root + site.feed, feed(site, entries), etag=True, content_type=SECTION_FEED_TYPE)
        for section in site.sections:
            mine = [one for one, text in zip(entries, own, strict=True) if site.section_of(text) == section] + [
                _odd_entry(one) for one in odd if section is site.sections[-1]
            ]
            size = -(-len(mine) // section.pages)
            for number in range(1, section.pages + 1):
                part = mine[(number - 1) * size : number * size]
                self.put(
                    site.root + section.page_path(number),
                    list_page(site, section, part, number),
                    etag=True,
                    content_type=site.header,
                )


def published(publisher: str, revision: int) -> list[ArticleText]:
    """A publisher's articles, newest first, undated ones last."""
    own = [text for text in texts() if text.publisher == publisher]
    mended = correction()
    if revision >= CORRECTED:
        own = [mended.apply(text) if text.key == f"{mended.publisher}/{mended.slug}" else text for text in own]
    return sorted(own, key=lambda text: (text.day is not None, str(text.published or "")), reverse=True)


def is_mislabelled(site: Site, text: ArticleText, own: Sequence[ArticleText]) -> bool:
    """Whether the server labels this page with a charset that it does not have: the first GBK paper's oldest one."""
    return site.id == "jzjj" and text.key == own[-1].key


def mislabelled(site: Site) -> str:
    """The wrong label."""
    return site.header.replace(site.charset.upper(), "utf-8")


def _odd_entry(one: Oddity) -> dict[str, Any]:
    blank = {"lead": "", "n": 0, "rfc": "", "M": "", "D": "", "month": ""}
    return {"url": one.url, "title": one.title, "day": "2026-05-12", "y": "2026", "m": "05", "d": "12", **blank}


def picture(name: str) -> bytes:
    """A drawn landscape in place of a photograph: hills, a sun, a chimney or a mast; the same for the same name."""
    seed = sum(name.encode())
    canvas = Image.new("RGB", (720, 450), (196 + seed % 30, 220, 236))
    draw = ImageDraw.Draw(canvas)
    draw.ellipse((520 - seed % 90, 50, 600 - seed % 90, 130), fill=(250, 214, 120))
    for layer, shade in enumerate(((150, 182, 150), (116, 158, 122), (82, 130, 96))):
        top = 220 + 60 * layer
        waves = [(x, top + ((x * (layer + 2) + seed * 7) % 180) // 4) for x in range(0, 721, 90)]
        draw.polygon([(0, 450), *waves, (720, 450)], fill=shade)
    for mast in range(3):
        x = 120 + 170 * mast + seed % 40
        draw.line((x, 330, x, 190), fill="white", width=6)
        draw.line((x, 190, x - 46, 166), fill="white", width=5)
        draw.line((x, 190, x + 46, 166), fill="white", width=5)
        draw.line((x, 190, x, 242), fill="white", width=5)
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def document(text: ArticleText, number: int) -> bytes:
    """An attachment's bytes (0 = the first): of a notice that is one the file in ATTACHMENTS, SLUG-1.ofd for the first; else
    by its suffix a one-page PDF, or a zip with a member that tells its type.
    """
    suffix = text.attachments[number].rpartition(".")[2].lower()
    written = ATTACHMENTS / f"{text.slug}-{number + 1}.{suffix}"
    if written.is_file():
        return written.read_bytes()
    if suffix == "pdf":
        return _PDF
    if suffix in ("doc", "xls", "wps"):
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    member = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}[suffix]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(member), "<invented/>")
    return out.getvalue()


_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""

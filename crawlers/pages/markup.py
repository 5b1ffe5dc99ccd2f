"""Bytes of a page as text and tree, to find links in it."""

import re
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from pipeline.text.charset import decode

# What Chinese servers hand out under addresses that look like an article's.
DOCUMENTS = frozenset("pdf doc docx xls xlsx ppt pptx ofd wps zip rar jpg jpeg png gif mp4 mp3".split())

# A script that sends the visitor on: location = '…', location.href = '…', location.replace('…').
_SENDS_ON = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*["']([^"'#]+)["']|\blocation\.(?:replace|assign)\(\s*["']([^"'#]+)["']"""
)

_FRONT = re.compile(r"/?(?:(?:index|default|home)\.\w{3,5})?", re.IGNORECASE)


def is_html(body: bytes, content_type: str) -> bool:
    """Whether a response is a web page, by its header, or by its first bytes where the header says nothing of it."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return not body.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    if kind in ("", "text/plain", "application/octet-stream", "text/xml", "application/xml"):
        start = body[:1024].lower()
        return b"<html" in start or b"<!doctype html" in start
    return False


def is_document(url: str) -> bool:
    """Whether an address names a file that is no web page."""
    return urlsplit(url).path.rpartition(".")[2].lower() in DOCUMENTS


def is_front_page(url: str) -> bool:
    """Whether an address is a site's front page."""
    parts = urlsplit(url)
    return not parts.query and _FRONT.fullmatch(parts.path) is not None


class Markup:
    """A parsed page and the address that its links are relative to."""

    def __init__(self, body: bytes | str, content_type: str, url: str, chinese: bool = True) -> None:
        self.url = url
        self.text = body if isinstance(body, str) else decode(body, content_type, chinese)
        self.root = Selector(text=self.text if self.text.strip() else "<html></html>", type="html")
        self.base = url
        self.base = self.absolute(self.root.xpath("string(//base/@href)").get("")) or url

    def absolute(self, link: str) -> str:
        """A link of this page as an absolute address without fragment; "" for what is no address."""
        try:
            return urljoin(self.base, link.strip()).partition("#")[0]
        except ValueError:
            return ""


def script_target(page: Markup) -> str:
    """The address that a page's script sends the visitor on to; "" where none does."""
    found = (_SENDS_ON.search(script) for script in page.root.xpath("//script/text()").getall())
    return next((page.absolute(match[1] or match[2]) for match in found if match), "")


def words(node: Selector) -> str:
    """The text of a node, white space collapsed."""
    return " ".join("".join(node.css("*::text").getall()).split())


def attribute(node: Selector, name: str) -> str:
    """An attribute's value, "" where there is none; asked for singly, as reading all fails on names like `{{x}}`."""
    return str(node.root.get(name) or "") if hasattr(node.root, "get") else ""

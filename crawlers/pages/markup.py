"""Bytes of a page as text, just well enough to find links in it; the extraction decodes with more care."""

from urllib.parse import urljoin, urlsplit

from parsel import Selector
from w3lib.encoding import html_to_unicode
from w3lib.html import get_base_url

# What Chinese servers hand out under addresses that look like an article's.
DOCUMENTS = frozenset("pdf doc docx xls xlsx ppt pptx ofd wps zip rar jpg jpeg png gif mp4 mp3".split())


def decode(body: bytes, content_type: str) -> str:
    """The text by BOM, header, meta tag, else UTF-8 where it fits and GB18030 where not."""
    return html_to_unicode(content_type or None, body, auto_detect_fun=_guess)[1]


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


class Markup:
    """A parsed page and the address that its links are relative to."""

    def __init__(self, body: bytes, content_type: str, url: str) -> None:
        text = decode(body, content_type)
        self.url = url
        self.base = get_base_url(text, url)
        self.root = Selector(text=text or "<html></html>", type="html")

    def absolute(self, link: str) -> str:
        """A link of this page as an absolute address without fragment; "" for what is no address."""
        try:
            return urljoin(self.base, link.strip()).partition("#")[0]
        except ValueError:
            return ""


def words(node: Selector) -> str:
    """The text of a node, white space collapsed."""
    return " ".join("".join(node.css("*::text").getall()).split())


def attribute(node: Selector, name: str) -> str:
    """An attribute's value, "" where there is none; asked for singly, as reading all fails on names like `{{x}}`."""
    return str(node.root.get(name) or "") if hasattr(node.root, "get") else ""


def _guess(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"

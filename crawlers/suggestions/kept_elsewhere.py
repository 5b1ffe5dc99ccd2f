"""Where a page without a list of its own says that its list is: in a frame, in a JSON file, at the address it jumps to."""

import re

from crawlers.pages.links import host_of_or_none
from crawlers.pages.markup import Markup, attribute
from pipeline.addresses import canonical, host_of

_JSON = re.compile(r"""["']([^"'\s<>]{1,200}\.json)(?:\?[^"']*)?["']""")
# What a script gets without more: jQuery's settings, get and getJSON, fetch. An address that ends in a page's number gets the first.
_GOT = re.compile(r"""(?:\burl\s*:|\bfetch\(|\.get(?:JSON)?\()\s*["']([^"'\s<>]{2,200})["'](\s*\+)?""")
_PAGE = re.compile(r"[?&](?:page|page_?no|page_?num|page_?index|p|pn|current)=$", re.IGNORECASE)
_JUMP = re.compile(r"""location(?:\.href)?\s*(?:=|\.replace\()\s*["']([^"'\s]{1,200})["']""")
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\";\s]+)", re.IGNORECASE)
_MOST = 4
# A page with more links than this stands for itself: what its scripts jump to is behind a button.
_FEW_LINKS = 5


def kept_elsewhere(page: Markup) -> list[str]:
    """Addresses on the page's own host that may have its list, the likeliest first."""
    scripts = "\n".join(page.root.xpath("//script[not(@src)]/text()").getall())
    named = [*_JSON.findall(scripts), *_got(scripts)]
    named += [attribute(node, "src") for node in page.root.css("iframe[src], frame[src]")]
    if len(page.root.css("a[href]")) <= _FEW_LINKS:
        named += _JUMP.findall(page.text)
        for content in page.root.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content").getall():
            named += _REFRESH.findall(content)
    here = canonical(page.url)
    links = [link for name in named if host_of_or_none(link := page.absolute(name)) == host_of(page.url)]
    return [link for link in dict.fromkeys(links) if canonical(link) != here][:_MOST]


def _got(scripts: str) -> list[str]:
    """The addresses that scripts get, as far as they stand there whole or lack a page's number only."""
    found = [(address, bool(more)) for address, more in _GOT.findall(scripts) if "/" in address or "?" in address]
    return [f"{address}1" if more else address for address, more in found if not more or _PAGE.search(address)]

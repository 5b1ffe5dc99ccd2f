"""Which hosts of a list's links are its publisher's own, and which are others' that it only points to."""

from collections import Counter
from collections.abc import Sequence

from crawlers.pages.links import host_of_or_none
from pipeline.addresses import host_of

# A strange host with fewer of a list's links is somebody else's.
_OWN_SHARE = 0.15
# Labels under which names are given away, so that the name is the third from the end: com.cn, co.uk.
_GIVEN_BELOW = frozenset("com co org net ac go or".split())
# Below these every name is an authority or a university of its own: fgw.hunan.gov.cn is not sthjt.hunan.gov.cn.
_NOT_SHARED = frozenset("gov edu".split())


def own_hosts(urls: Sequence[str], page_url: str) -> tuple[str, ...]:
    """The hosts that a list's articles lie on, the most usual first: those of the page's own name, and others with many."""
    counted = Counter(host_of_or_none(url) or "" for url in urls)
    name = _name(host_of(page_url))
    return tuple(
        host
        for host, count in counted.most_common()
        if host and (_name(host) == name or count >= max(2, _OWN_SHARE * len(urls)))
    )


def _name(host: str) -> str:
    """The part of a host that one publisher has for all of its sites."""
    labels = host.split(".")
    if _NOT_SHARED & set(labels):
        return host.removeprefix("www.")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _GIVEN_BELOW else labels[-2:])

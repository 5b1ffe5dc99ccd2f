"""The pictures of an issue as the media stage kept them."""

from collections.abc import Iterable, Mapping

from bulletin.render.pictures import PictureLookup
from pipeline.records import Block
from tanxun.wiring.backends import Backends


def kept(backends: Backends, blocks: Iterable[Block]) -> dict[str, str | None]:
    """The digest of every picture in these blocks, by address; None where the media stage got none."""
    urls = sorted({block.image for block in blocks if block.image})
    known = backends.store.media(urls)
    return {url: known[url].digest if url in known else None for url in urls}


def reader(backends: Backends, digests: Mapping[str, str | None]) -> PictureLookup:
    """Gives a picture's bytes by its address."""

    def picture(url: str) -> bytes | None:
        digest = digests.get(url)
        return backends.files.get("media", digest) if digest else None

    return picture

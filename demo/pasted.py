"""Articles of the invented web that no list leads to: what an editor pastes into the desk."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from demo.sites import Site, sites
from demo.texts import ArticleText

PASTED = Path(__file__).parent / "pasted.toml"


class _Pasted(msgspec.Struct, frozen=True):
    site: dict[str, Site]
    article: tuple[ArticleText, ...]


@cache
def pasted() -> list[tuple[Site, ArticleText]]:
    """Each article with its site: one of a publisher in the catalogue, one of a host that no entry claims."""
    read = msgspec.convert(tomllib.loads(PASTED.read_text(encoding="utf-8")), _Pasted)
    own = {name: msgspec.structs.replace(site, id=name) for name, site in read.site.items()}
    known = {**sites(), **own}
    return [(known[text.publisher], text) for text in read.article]


def addresses() -> list[str]:
    """Their addresses, in the file's order."""
    return [site.address(text) for site, text in pasted()]

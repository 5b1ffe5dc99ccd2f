"""Reprints made by edits: an article as others print it again."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

import msgspec
from zhconv import convert

from demo.texts import ArticleText

ReprintEdit = Literal["cut", "extend", "lead", "traditional", "wide", "quoted"]

LEAD = "编者按：近日这一消息受到业内关注，本站特予转载，以飨读者。"
TAIL = (
    "业内人士认为，上述进展反映了相关工作正在提速，后续效果仍有待观察，各地情况不同，不宜简单照搬。",
    "（本文系转载，版权归原作者所有，如有异议请与本站联系，我们将及时处理。）",
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


class Reprint(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles (by slug; several make a digest), on whose site, on which day, and how they were changed."""

    of: tuple[str, ...]
    publisher: str
    day: date
    edits: tuple[ReprintEdit, ...]
    title: str = ""
    source: str | None = None


def reprinted(reprint: Reprint, originals: Mapping[str, ArticleText]) -> ArticleText:
    """The reprint's text."""
    first = originals[reprint.of[0]]
    title, body = reprint.title or first.title, first.body.strip()
    if "quoted" in reprint.edits:
        body = "\n\n".join(f"## {originals[slug].title}\n\n{originals[slug].body.strip()}" for slug in reprint.of)
    for edit in reprint.edits:
        title, body = _EDITS[edit](title, body)
    return ArticleText(
        slug=f"{'-'.join(reprint.of)}-by-{reprint.publisher}",
        title=title,
        body=body,
        column=first.column,
        publisher=reprint.publisher,
        published=reprint.day,
        source=reprint.source,
        duplicate_of=first.key,
    )


def _cut(title: str, body: str) -> tuple[str, str]:
    """The first paragraphs, as many as hold three fifths of the text."""
    kept: list[str] = []
    for paragraph in body.split("\n\n"):
        if len("".join(kept)) >= 0.6 * len(body):
            break
        kept.append(paragraph)
    return title, "\n\n".join(kept)


_EDITS: dict[ReprintEdit, Callable[[str, str], tuple[str, str]]] = {
    "cut": _cut,
    "extend": lambda title, body: (title, "\n\n".join([body, *TAIL])),
    "lead": lambda title, body: (title, f"{LEAD}\n\n{body}"),
    "traditional": lambda title, body: (convert(title, "zh-hant"), convert(body, "zh-hant")),
    "wide": lambda title, body: (title.translate(_WIDE), body.translate(_WIDE)),
    "quoted": lambda title, body: (title, body),
}

"""One item as a card of the issue's page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bulletin.issue import Issue, Item, RemarkRecord
from desk.issue_page.doubts import Doubt, of_item, relevance_word
from desk.issue_page.stored_facts import Facts
from index.store import Stored
from pipeline.records import blocks_text

# Two lines of a card on a wide screen.
LEAD_CHARACTERS = 120
Tone = Literal["info", "warn", "good"]

_NEAREST = re.compile(r"最接近的样例（(?P<column>[^）]*)）：(?P<text>.*)（(?P<cosine>[\d.]+)）", re.DOTALL)


@dataclass(frozen=True)
class Thumb:
    """A picture: its digest in the files ("" where it is missing) and caption."""

    digest: str
    caption: str


@dataclass(frozen=True)
class Badge:
    """A word on the item's state, with its tone and an explanation."""

    text: str
    tone: Tone
    why: str = ""


@dataclass(frozen=True)
class Why:
    """Why an item is there: relevance (word and 0..1), the rules that fired, the nearest exemplar, and the rest."""

    word: str
    score: float
    rules: tuple[str, ...]
    nearest: str
    rest: tuple[str, ...]


@dataclass(frozen=True)
class Other:
    """An article that could stand in the item's place, and why: a printing of the same, or a report of its event."""

    id: str
    title: str
    source: str
    published: date | None
    why: str
    event: bool


@dataclass(frozen=True)
class Card:
    """What a card shows. `position` counts from 1 within the column, `stored` says that there is a source to read."""

    id: str
    url: str
    title: str
    published: date | None
    source: str
    column: str
    position: int
    document_number: str
    lang: str
    lead: str
    characters: int
    thumbs: tuple[Thumb, ...]
    why: Why
    others: tuple[Other, ...]
    badges: tuple[Badge, ...]
    doubts: tuple[Doubt, ...]
    remarks: tuple[RemarkRecord, ...]
    stored: bool
    attachments: int = field(default=0)


def card_of(issue: Issue, item: Item, column: str, position: int, facts: Facts, begun: datetime) -> Card:
    """The card of an item; `begun` is when the issue was first drafted."""
    text = blocks_text(item.blocks)
    stored = facts.articles.get(item.id)
    return Card(
        id=item.id,
        url=item.url,
        title=item.title,
        published=item.published,
        source=item.source,
        column=column,
        position=position,
        document_number=item.document_number or "",
        lang=lang_of(item),
        lead=lead_of(text),
        characters=len(text),
        thumbs=tuple(_thumbs(item, facts)),
        why=why_of(item),
        others=others_of(item),
        badges=tuple(_badges(issue, item, stored, facts, begun)),
        doubts=tuple(of_item(item, issue.originals.get(item.id, item), column, facts)),
        remarks=tuple(one for one in issue.remarks if one.item == item.id),
        stored=stored is not None,
        attachments=len(item.attachments),
    )


def lang_of(item: Item) -> str:
    """The item's language where it is another than the page's, else ""."""
    return "" if item.language.startswith("zh") else item.language


def lead_of(text: str, most: int = LEAD_CHARACTERS) -> str:
    """The first lines."""
    line = " ".join(text[: 2 * most].split())
    return line if len(line) <= most else line[:most].rstrip() + "…"


def _thumbs(item: Item, facts: Facts) -> list[Thumb]:
    files = [facts.media.get(picture.url) for picture in item.images]
    digests = [(file.digest or "") if file is not None else "" for file in files]
    return [Thumb(digest, picture.caption) for digest, picture in zip(digests, item.images, strict=True)]


def why_of(item: Item) -> Why:
    """The item's reasons in parts: what is shown at once, and the rest."""
    rules, rest, nearest = list[str](), list[str](), ""
    for reason in item.reasons:
        match = _NEAREST.fullmatch(reason)
        if reason.startswith("规则："):
            rules.append(reason.removeprefix("规则："))
        elif match:
            nearest = f"{match['text']}（{match['column']}，相似度{match['cosine']}）"
        elif not reason.startswith("相关度"):
            rest.append(reason)
    return Why(relevance_word(item.score), item.score, tuple(rules), nearest, tuple(rest))


def others_of(item: Item) -> tuple[Other, ...]:
    """The item's alternates: printings of the same article first, then other reports of its event."""
    found = [
        Other(one.id, one.title, one.source, one.published, "；".join(one.reasons), "事件" in "".join(one.reasons[:1]))
        for one in item.alternates
    ]
    return tuple(sorted(found, key=lambda one: one.event))


def _badges(issue: Issue, item: Item, stored: Stored | None, facts: Facts, begun: datetime) -> list[Badge]:
    found = [
        Badge(
            f"第{one.issue}期已{'撤稿' if one.withdrawn else '刊登'}", "warn",
            f"第{one.issue}期“{one.column}”刊登过这一篇" if not one.withdrawn else f"第{one.issue}期撤稿：{one.why}",
        )
        for one in facts.printed.get(item.id, ())
        if one.issue != issue.draft.number
    ]  # fmt: skip
    found += [
        Badge("同一事件", "info", f"本期另有一条：《{other.title}》")
        for column in issue.draft.columns
        for other in column.items
        if item.event and other.event == item.event and other.id != item.id
    ]
    if stored is None:
        return [*found, Badge("手写", "info", "由编辑写入，没有原网页")] if not item.text_hash else found
    if item.text_hash and stored.enriched.article.text_hash != item.text_hash:
        found.append(Badge("来源有改动", "warn", "起草之后，原网页的文字又有改动；请对照原文"))
    elif item.revised:
        found.append(Badge("已用新版", "info", "原网页改动过，这里用的是新版"))
    if stored.first_seen > begun:
        found.append(Badge("新到", "good", "起草之后才抓到"))
    return found


def doubts_of(cards: Sequence[Card]) -> list[Doubt]:
    """All cards' doubts, in order."""
    return [doubt for card in cards for doubt in card.doubts]

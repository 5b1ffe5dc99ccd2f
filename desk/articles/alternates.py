"""What could stand in an item's place: its printings and other reports, the column's near misses; and how they differ."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from bulletin.drafting.duplicates import why_same
from bulletin.drafting.items import alternate_of, item_of
from bulletin.issue import Alternate, Issue, Item, LeftOut, find_item, shown_article
from bulletin.reasons import all_in_words
from desk.articles.article_search import Standing, standing
from index.store import Store, Stored
from pipeline.records import Reason, blocks_text

# The column's near misses that are offered.
OFFERED = 8
# Characters that are compared together: 5-grams tell reprints from other texts (see enrich/duplicates/dedupe.py).
GRAM = 5
# Below this two texts only share their subject's words.
LEAST = 0.1


@dataclass(frozen=True)
class ArticleChoice:
    """An article that an editor may take instead: why it is one, how it differs from the item, where it stands.

    `stored` is False where neither the store nor the issue has it any more: it can only be split off then.
    """

    id: str
    url: str
    title: str
    published: date | None
    source: str
    language: str
    reasons: Sequence[str]
    differences: Sequence[str]
    standing: Standing
    stored: bool


@dataclass(frozen=True)
class Alternates:
    """The choices for an item. `same` are its own alternates, `found` printings that the store has found since,
    `left` the column's near misses.
    """

    item: Item
    column: str
    same: Sequence[ArticleChoice]
    found: Sequence[ArticleChoice]
    left: Sequence[ArticleChoice]
    stored: bool


def alternates(issue: Issue, item_id: str, store: Store) -> Alternates | None:
    """The choices for an item of the issue; None where it does not stand in it."""
    placed = find_item(issue.draft, item_id)
    if placed is None:
        return None
    column, item = placed
    left = [one for one in issue.draft.left_out if one.column == column and one.near][:OFFERED]
    head = store.article(item_id)
    since = _found_since(issue, item, head, store)
    named = [*(one.id for one in item.alternates), *(one.id for one in left)]
    known = {one.id: one for one in store.articles(named)} if named else {}
    return Alternates(
        item=item,
        column=column,
        same=[_choice(issue, item, one, known.get(one.id)) for one in item.alternates],
        found=[_choice(issue, item, alternate_of(head, one, why_same(head, one)), one) for one in since]
        if head
        else [],
        left=[_choice(issue, item, one, known.get(one.id)) for one in left],
        stored=head is not None,
    )


def _found_since(issue: Issue, item: Item, head: Stored | None, store: Store) -> list[Stored]:
    """Printings of the item's article that were found after the draft, as far as the issue has not heard of them."""
    if head is None:
        return []
    text = head.enriched.article.text_hash
    pairs = {pair.other: pair for pair in head.enriched.duplicates if pair.own_hash == text}
    new = [one for one in store.articles(sorted(pairs)) if one.id not in {item.id} | issue.known] if pairs else []
    return [one for one in new if one.enriched.article.text_hash == pairs[one.id].other_hash]


def _choice(issue: Issue, item: Item, one: Alternate | LeftOut, stored: Stored | None) -> ArticleChoice:
    whole = issue.kept(one.id) or (item_of([stored]) if stored else None)
    return ArticleChoice(
        **shown_article(one),
        language=whole.language if whole else "zh",
        reasons=all_in_words(one.reasons),
        differences=all_in_words(differences(item, whole)) if whole else [],
        standing=standing(issue, one.id),
        stored=whole is not None,
    )


def differences(item: Item, other: Item) -> list[Reason]:
    """How another article differs from the item as it stands."""
    mine, theirs = blocks_text(item.blocks), blocks_text(other.blocks)
    found = [Reason("title_same" if other.title == item.title else "title_differs")]
    if other.published and item.published and other.published != item.published:
        days = (other.published - item.published).days
        found.append(Reason("days_later" if days > 0 else "days_earlier", {"days": abs(days)}))
    more = len(theirs) - len(mine)
    if more:
        found.append(Reason("longer" if more > 0 else "shorter", {"characters": abs(more)}))
    else:
        found.append(Reason("length_same"))
    alike = likeness(grams(mine), grams(theirs))
    if alike >= LEAST:
        found.append(Reason("text_alike", {"percent": round(100 * alike)}))
    pictures = len(other.images) - len(item.images)
    if pictures:
        found.append(Reason("more_pictures" if pictures > 0 else "fewer_pictures", {"count": abs(pictures)}))
    return found


def likeness(one: Set[str], other: Set[str]) -> float:
    """The share of the shorter text's 5-grams that the other has too, 0..1; `grams` makes them."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else float(one == other)


def grams(text: str) -> Set[str]:
    """A text's 5-grams without its gaps: made once for a text that is compared with many."""
    line = "".join(text.split())
    return {line[at : at + GRAM] for at in range(max(1, len(line) - GRAM + 1))} if line else set()

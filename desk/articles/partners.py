"""Which other items of an issue one is likely to be merged with: the store's pairs, its event, its title and its text."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from bulletin.drafting.duplicates import why_same
from bulletin.issue import Issue, Item
from bulletin.reasons import all_in_words
from desk.articles.alternates import grams, likeness
from desk.issue_page.column_look import has_words
from index.store import Store, Stored
from pipeline.records import Reason, blocks_text

# As many are offered first; who looks for another one searches.
OFFERED = 5
# Shares of two titles' pairs of characters, and of two texts' 5-grams, below which only the subject is the same.
TITLES_ALIKE, TEXTS_ALIKE = 0.4, 0.3
# What a reason weighs beside a share of 0..1: what the store has compared whole comes before what looks alike.
PAIR, EVENT = 3.0, 2.0


@dataclass(frozen=True)
class JoinPartner:
    """An item that may be merged into the one that is looked at: where it stands, and why it is likely to be the same."""

    item: Item
    column: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class JoinPartners:
    """`found` has the words that were searched for, `likely` comes first otherwise, `rest` are all others by column."""

    found: Sequence[JoinPartner]
    likely: Sequence[JoinPartner]
    rest: Sequence[tuple[str, Sequence[Item]]]


def join_partners(issue: Issue, item: Item, store: Store, words: str = "") -> JoinPartners:
    """The other items of the issue, each once."""
    others = [(column.name, one) for column in issue.draft.columns for one in column.items if one.id != item.id]
    stored = {one.id: one for one in store.articles([item.id, *(one.id for _, one in others)])}
    # A text of a megabyte takes a fifth of a second.
    text = grams(blocks_text(item.blocks))
    weighed = []
    for column, other in others:
        reasons = list(_reasons(item, text, other, stored))
        if reasons:
            told = all_in_words([reason for _, reason in reasons])
            weighed.append((sum(weight for weight, _ in reasons), JoinPartner(other, column, told)))
    weighed.sort(key=lambda one: -one[0])
    why = {one.item.id: one.reasons for _, one in weighed}
    wanted = words.casefold().split()
    found = [
        JoinPartner(other, column, why.get(other.id, ()))
        for column, other in others
        if wanted and has_words(other, wanted)
    ]
    shown = {one.item.id for one in found}
    likely = [one for _, one in weighed if one.item.id not in shown][:OFFERED]
    shown |= {one.item.id for one in likely}
    rest = [
        (column.name, [one for one in column.items if one.id != item.id and one.id not in shown])
        for column in issue.draft.columns
    ]
    return JoinPartners(found, likely, [(name, items) for name, items in rest if items])


def _reasons(item: Item, text: Set[str], other: Item, stored: Mapping[str, Stored]) -> Iterator[tuple[float, Reason]]:
    """Weights and reasons why the two are the same; `text` is the item's, in grams."""
    one, another = stored.get(item.id), stored.get(other.id)
    if one and another and (other.id in _paired(one) or item.id in _paired(another)):
        yield PAIR, why_same(one, another)
    if item.event and item.event == other.event:
        yield EVENT, Reason("event_shared")
    titles = _title_likeness(item.title, other.title)
    if titles >= TITLES_ALIKE:
        yield titles, Reason("titles_alike", {"percent": round(100 * titles)})
    texts = likeness(text, grams(blocks_text(other.blocks)))
    if texts >= TEXTS_ALIKE:
        yield texts, Reason("text_alike", {"percent": round(100 * texts)})


def _paired(stored: Stored) -> set[str]:
    """The articles that the store has found to say the same as this one, with the text that it has now."""
    text = stored.enriched.article.text_hash
    return {pair.other for pair in stored.enriched.duplicates if pair.own_hash == text}


def _title_likeness(one: str, other: str) -> float:
    """The share of pairs of neighbouring characters that both have, 0..1 (Dice)."""
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _pairs(title: str) -> set[str]:
    signs = [sign for sign in title.casefold() if sign.isalnum()]
    return {"".join(signs[at : at + 2]) for at in range(len(signs) - 1)}

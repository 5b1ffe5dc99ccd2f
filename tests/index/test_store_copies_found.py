"""Copies are found through the store, on every backend, whichever comes first and however little of the longer they are."""

import random
from collections.abc import Sequence

import pytest

from enrich.duplicates.dedupe import dedupe, fingerprint
from index.store import Fingerprint, Store
from tests.support.articles import article
from tests.support.reprint_pairs import EDITS, PairText, originals

CANDIDATES = 20
LETTERS = "".join(map(chr, range(0x4E00, 0x5A00)))


def prose(seed: str, length: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(LETTERS) + ("。\n" if chance.random() < 0.02 else "") for _ in range(length))


def pairs(store: Store, given: Sequence[Fingerprint]) -> set[frozenset[str]]:
    """What is found when the articles come in this order, one by one."""
    found = set()
    for own in given:
        store.put_fingerprints([own])
        near = [other for other in store.candidates(own.hashes, CANDIDATES + 1) if other.id != own.id]
        found |= {frozenset((own.id, pair.other)) for pair in dedupe(own, near[:CANDIDATES])}
    return found


@pytest.mark.parametrize("digest_first", [True, False])
def test_a_short_copy_in_a_long_digest(store: Store, digest_first: bool) -> None:
    row = originals()["short"]
    short = fingerprint(article("short", title=row["title"], text=row["text"]))
    digest = fingerprint(
        article("digest", title="一年要闻", text=prose("a", 40_000) + row["text"] + prose("b", 15_000))
    )
    others = [fingerprint(article(f"o{n}", title=f"其他{n}", text=prose(f"o{n}", 900))) for n in range(5)]
    assert len(digest.hashes) > 1_500
    given = [digest, *others, short] if digest_first else [short, *others, digest]
    assert pairs(store, given) == {frozenset(("short", "digest"))}


def test_every_kind_of_reprint_is_found_in_either_order(store: Store) -> None:
    """Two originals of each length and all their reprints: each is in one group with its original."""
    given, same = [], {}
    for name in ("weekly", "analysis"):
        whole = PairText(originals()[name]["title"], originals()[name]["text"].strip())
        for number, (kind, edit) in enumerate(EDITS.items()):
            edited = edit(whole, whole.title, random.Random(kind))
            given.append(fingerprint(article(f"{name}-{number:02}", title=edited.title, text=edited.text)))
            same[f"{name}-{number:02}"] = name
    found = pairs(store, random.Random(3).sample(given, len(given)))
    assert {same[one] == same[other] for one, other in map(tuple, found)} == {True}
    assert groups(found, same) == 2


def groups(found: set[frozenset[str]], names: dict[str, str]) -> int:
    """How many connected components the pairs make of the names."""
    group_of = {name: {name} for name in names}
    for one, other in map(tuple, found):
        whole = group_of[one] | group_of[other]
        group_of |= dict.fromkeys(whole, whole)
    return len({frozenset(group) for group in group_of.values()})

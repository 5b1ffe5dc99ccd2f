"""Reprints of every kind are found, and nothing that is in the same words without being the same."""

from collections import Counter

import pytest

from enrich.duplicates.dedupe import compare
from tests.support.reprint_pairs import EDITS, Pair, PairText, lookalikes, originals, reprints, titles_alone

# A scan that is misread in every twentieth character shares hardly a run with a table of figures.
HARD = {"misread": 0.95}


def judged(pair: Pair) -> bool:
    one, other = pair.one, pair.other
    found = compare(one.title, one.text, other.title, other.text)
    assert compare(other.title, other.text, one.title, one.text) == found
    assert found.why
    return found.same


@pytest.mark.parametrize("kind", EDITS)
def test_reprints_are_found(kind: str) -> None:
    pairs = [pair for pair in reprints() if pair.kind.removesuffix(", retitled") == kind]
    missed = [(pair.name, pair.other.title) for pair in pairs if not judged(pair)]
    assert len(pairs) >= 12
    assert len(missed) <= (1 - HARD.get(kind, 1)) * len(pairs), missed


def test_nothing_else_is() -> None:
    pairs = list(lookalikes())
    assert len(pairs) > 120
    assert Counter((pair.name, pair.kind) for pair in pairs if judged(pair)) == {}


def test_titles_alone() -> None:
    assert [pair for pair in titles_alone() if judged(pair) != pair.same] == []


def test_without_titles_the_texts_tell_apart() -> None:
    """Another place, time, company or other figures stand in the texts as well; another matter or person does not."""
    kinds = (
        "place",
        "week",
        "day",
        "exchange",
        "company",
        "country",
        "year",
        "batch",
        "quarter",
        "plant",
        "city",
        "month",
    )
    for pair in lookalikes():
        if any(kind in pair.kind for kind in kinds) and pair.kind != "a digest that only mentions it":
            assert not compare("", pair.one.text, "", pair.other.text).same, (pair.name, pair.kind)


@pytest.mark.parametrize(
    "title",
    [
        "德国2024年温室气体排放下降3.4%",
        "【长岭】德国去年温室气体排放下降3.4%",
        "北岭日报：德国去年温室气体排放下降3.4%",
    ],
)
def test_a_title_that_is_off_parts_no_copies(title: str) -> None:
    row = originals()["foreign"]
    assert judged(
        Pair(
            "foreign",
            "title",
            True,
            PairText("德国2025年温室气体排放下降3.4%", row["text"]),
            PairText(title, row["text"]),
        )
    )


def test_a_title_that_says_another_batch_parts_equal_forms() -> None:
    form = (
        "根据有关规定，经企业申报、专家评审和公示，现将名单予以公布。请各有关单位加强指导，发挥示范带动作用。附件：名单"
    )
    one, other = (PairText(f"关于公布第{number}批绿色工厂名单的通知", form * 4) for number in "四五")
    assert not judged(Pair("form", "batch", False, one, other))
    others = PairText("关于公布绿色园区名单的通知", form)
    assert not judged(Pair("form", "matter", False, PairText("关于公布绿色工厂名单的通知", form), others))

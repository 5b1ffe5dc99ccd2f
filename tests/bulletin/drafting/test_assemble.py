"""assemble: a window of articles to a draft, and why each article is where it is."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from bulletin.drafting.assemble import assemble
from bulletin.drafting.duplicates import groups
from bulletin.drafting.rules import ColumnRules, Rules, load
from bulletin.issue import Draft, Item
from bulletin.reasons import all_in_words, in_words
from index.store import Stored
from pipeline.records import Duplicate, Publisher, Reason
from tests.support.articles import NOON, enriched

SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)
RULES = load()


def stored(name: str, revisions: int = 1, **changes: Any) -> Stored:
    return Stored(enriched(name, **changes), NOON, revisions)


def drafted(articles: Sequence[Stored], rules: Rules = RULES) -> Draft:
    return assemble(1, SINCE, UNTIL, articles, [], rules)


def items(draft: Draft) -> dict[str, Item]:
    return {item.id: item for column in draft.columns for item in column.items}


def left_out(draft: Draft) -> dict[str, str]:
    return {one.id: in_words(one.reasons[0]) for one in draft.left_out}


def pair(own: Stored, other: Stored) -> Duplicate:
    return Duplicate(
        other=other.id,
        score=0.9,
        why=Reason("mostly_same_text", {"percent": 90}),
        own_hash=own.enriched.article.text_hash,
        other_hash=other.enriched.article.text_hash,
    )


def copies(count: int, **changes: Any) -> list[Stored]:
    """Articles of which each names the one before as its duplicate."""
    plain = [stored(f"c{n}", text=f"正文{n}", **changes) for n in range(count)]
    return [
        stored(one.id, text=f"正文{n}", duplicates=[pair(one, plain[n - 1])] if n else [], **changes)
        for n, one in enumerate(plain)
    ]


def test_the_columns_stand_in_the_issues_order() -> None:
    assert [column.name for column in drafted([]).columns] == [
        "市场热点",
        "政策聚焦",
        "国内资讯",
        "国际资讯",
        "推荐阅读",
        "行业公告",
    ]


def test_every_article_is_in_the_draft_once() -> None:
    articles = [
        stored(f"a{n}", column=RULES.columns[n % 6].name, relevance=n / 40, publisher=f"p{n % 7}") for n in range(40)
    ]
    draft = drafted(articles)
    alternates = [other.id for item in items(draft).values() for other in item.alternates]
    assert sorted([*items(draft), *alternates, *left_out(draft)]) == sorted(one.id for one in articles)
    assert all(item.reasons for item in items(draft).values())
    assert all(one.reasons for one in draft.left_out)


def test_the_order_of_arrival_does_not_matter() -> None:
    articles = [*copies(4), *(stored(f"a{n}", relevance=0.5 + n / 50, publisher=f"p{n}") for n in range(20))]
    first = drafted(articles)
    random.Random(1).shuffle(articles)
    assert drafted(articles) == first


@pytest.mark.parametrize(
    ("published", "reason"),
    [
        (SINCE, ""),
        (UNTIL, ""),
        (date(2026, 4, 24), ""),
        (date(2026, 4, 23), "早于本期14天以上"),
        (date(2026, 5, 15), "晚于本期"),
        (None, "没有发布日期，只作备选"),
    ],
)
def test_the_window(published: date | None, reason: str) -> None:
    draft = drafted([stored("a", published=published)])
    assert ("a" in items(draft)) == (not reason)
    assert reason in left_out(draft).get("a", "")


def test_without_a_title_only_an_alternate() -> None:
    assert left_out(drafted([stored("a", title="")])) == {"a": "没有标题，只作备选"}


def test_what_is_off_topic_is_left_out_with_its_score() -> None:
    assert left_out(drafted([stored("a", relevance=0.2)])) == {"a": f"相关度0.20，低于{RULES.relevance:.2f}"}


def test_one_of_each_group_with_the_others_as_alternates() -> None:
    draft = drafted(copies(3))
    (item,) = items(draft).values()
    assert len(item.alternates) == 2
    assert "正文大部分相同（90%）" in {in_words(other.reasons[0]) for other in item.alternates}
    assert any(in_words(reason).startswith("同文2篇") for reason in item.reasons)


def test_the_head_is_the_most_authoritative_then_the_most_complete() -> None:
    paper, issuer, longer = (
        stored("a", publisher=Publisher(id="p", name="报", authority=40)),
        stored("b", publisher=Publisher(id="i", name="委", authority=90)),
        stored("c", publisher=Publisher(id="i", name="委", authority=90), text="更完整的正文。" * 9),
    )
    whole = [
        stored("a", publisher=paper.enriched.article.publisher, duplicates=[pair(paper, issuer), pair(paper, longer)]),
        issuer,
        longer,
    ]
    assert [[one.id for one in group] for group in groups(whole)] == [["c", "b", "a"]]


def test_an_undated_head_gives_way_to_a_dated_copy() -> None:
    first, second = copies(2)
    undated = stored("c0", text="正文0", published=None, publisher=Publisher(id="i", name="委", authority=90))
    draft = drafted([undated, second])
    assert list(items(draft)) == ["c1"]
    assert [other.id for other in items(draft)["c1"].alternates] == ["c0"]
    assert first.id == undated.id


def test_a_headline_without_a_text_is_left_to_the_editor() -> None:
    whole = stored("whole", title="碳市场扩围")
    bare = enriched("bare", title="碳市场百日", relevance=0.95)
    bare = msgspec.structs.replace(bare, article=msgspec.structs.replace(bare.article, blocks=()))
    draft = drafted([whole, Stored(bare, NOON, 1)])
    assert list(items(draft)) == ["whole"]
    assert left_out(draft) == {"bare": "只有标题，正文不公开，只作备选"}
    assert [one.near for one in draft.left_out] == [True]


def test_a_pair_counts_only_while_both_texts_are_as_compared() -> None:
    first, second = copies(2)
    assert len(groups([first, second])) == 1
    assert len(groups([stored("c0", text="后来改过的正文"), second])) == 2


def test_caps_of_column_and_source() -> None:
    rules = replace(RULES, most=3, per_source=2, columns=(ColumnRules("市场热点", 2, 4),))
    articles = [stored(f"a{n}", publisher="one", source=None, relevance=0.95) for n in range(4)]
    articles += [stored(f"b{n}", publisher=f"p{n}", source=None, relevance=0.8) for n in range(4)]
    draft = drafted(articles, rules)
    assert list(items(draft)) == ["a0", "a1", "b0"]
    assert left_out(draft)["a2"] == "市场热点已有2条来源同为出版者one"
    assert left_out(draft)["b3"] == "本期已满3条"


def test_the_newest_of_one_standing_first_whatever_the_relevance() -> None:
    articles = [
        stored("old", relevance=0.88, published=date(2026, 5, 9)),
        stored("new", relevance=0.86, published=date(2026, 5, 13)),
        stored("best", relevance=0.99, published=date(2026, 5, 8)),
    ]
    assert list(items(drafted(articles))) == ["new", "old", "best"]


def test_warnings() -> None:
    unlisted = Publisher(id="x", name="未知站", listed=False)
    draft = drafted([stored("a", source=None, revisions=2, publisher=unlisted)])
    item = items(draft)["a"]
    assert all_in_words(item.warnings) == [
        "页面没有来源，以网站名称代替",
        "来源网页后来有改动，已用新版",
    ]
    assert (item.source, item.revised) == ("未知站", True)
    assert draft.columns[0].warning
    assert in_words(draft.columns[0].warning).startswith("只有1条")


@pytest.mark.parametrize(
    ("relevance", "column", "shown"),
    [
        (0.99, "市场热点", ["规则：行情", "最接近的样例（市场热点）：配额…（0.91）"]),
        (0.6, "市场热点", ["规则：行情", "规则（减分）：招聘", "最接近的样例（市场热点）：配额…（0.91）"]),
        (0.6, "国内资讯", ["规则：行情", "规则（减分）：招聘"]),
    ],
)
def test_reasons_that_speak_for_something_else_are_not_shown(relevance: float, column: str, shown: list[str]) -> None:
    reasons = (
        Reason("rule", {"name": "行情"}),
        Reason("rule_against", {"name": "招聘"}),
        Reason("near_exemplar", {"column": "市场热点", "exemplar": "配额", "likeness": 0.91}),
    )
    one = stored("a", relevance=relevance, column=column)
    one = replace(one, enriched=msgspec.structs.replace(one.enriched, reasons=reasons))
    assert all_in_words(items(drafted([one]))["a"].reasons)[:-1] == shown

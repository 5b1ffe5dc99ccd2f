"""A full issue: what is printed, what stays out, and that nothing of it hangs on the order of arrival."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.drafting.assemble import assemble
from bulletin.drafting.earlier_issues import StoredKnowledge
from bulletin.drafting.printed_order import region_of
from bulletin.drafting.rules import load
from bulletin.issue import Draft, Item
from bulletin.reasons import in_words
from index.store import Stored
from pipeline.records import Publisher, Reason
from tests.support.articles import NOON, enriched, vector

SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)
RULES = load()
NAMES = [column.name for column in RULES.columns]


def stored(name: str, **changes: Any) -> Stored:
    return Stored(enriched(name, **{"source": None, **changes}), NOON, 1)


def aside(name: str, **changes: Any) -> Stored:
    whole = stored(name, **changes)
    return replace(whole, enriched=msgspec.structs.replace(whole.enriched, set_aside=True))


def likely(name: str, relevance: float, likelihood: float) -> Stored:
    """For 国内资讯 with this probability."""
    whole = stored(name, column=NAMES[2], relevance=relevance, publisher=f"p{name}")
    scores = {NAMES[2]: likelihood, NAMES[3]: round(1 - likelihood, 4)}
    return replace(whole, enriched=msgspec.structs.replace(whole.enriched, scores=scores))


def drafted(articles: Sequence[Stored], known: StoredKnowledge | None = None) -> Draft:
    return assemble(1, SINCE, UNTIL, articles, [], RULES, known or StoredKnowledge())


def items(draft: Draft) -> list[Item]:
    return [item for column in draft.columns for item in column.items]


def a_week(counts: Sequence[int], **changes: Any) -> list[Stored]:
    return [
        stored(f"{column}{n}", **{"column": NAMES[column], "publisher": f"p{n}", **changes})
        for column, count in enumerate(counts)
        for n in range(count)
    ]


def test_all_that_is_sure_is_printed_where_it_fits() -> None:
    one_source = Publisher(id="one", name="一家", region="湖北")
    articles = a_week([0, 0, 36, 0, 0, 0], publisher=one_source, relevance=0.95)
    draft = drafted(articles)
    assert len(items(draft)) == 36
    assert draft.left_out == ()


@pytest.mark.parametrize(
    ("sure", "unsure", "printed"),
    [(0, 20, 15), (10, 20, 15), (15, 20, 15), (20, 20, 20), (0, 9, 9)],
)
def test_a_column_is_not_filled_beyond_its_usual_number_with_what_is_not_sure(
    sure: int, unsure: int, printed: int
) -> None:
    articles = a_week([0, 0, sure, 0, 0, 0], relevance=0.95)
    # Surely relevant, of a column that is hardly likely, is not sure either.
    articles += [likely(f"u{n}", relevance=1.0, likelihood=RULES.sure - 0.01) for n in range(unsure)]
    draft = drafted(articles)
    assert len(draft.columns[2].items) == printed
    assert sum(item.score == 0.95 for item in items(draft)) == sure
    left = [one for one in draft.left_out if one.near]
    assert len(left) == sure + unsure - printed
    assert all(in_words(one.reasons[0]).startswith("国内资讯平时15条，再多只取有把握的") for one in left)


def test_a_full_issue_keeps_its_caps_and_its_rare_columns() -> None:
    draft = drafted(a_week([20, 6, 60, 30, 8, 6]))
    counts = {column.name: len(column.items) for column in draft.columns}
    assert sum(counts.values()) == RULES.most
    assert all(counts[column.name] <= column.most for column in RULES.columns)
    assert counts["政策聚焦"] >= 2
    assert counts["国内资讯"] == max(counts.values())
    assert {in_words(one.reasons[0]) for one in draft.left_out} == {"本期已满36条"}
    assert all(one.near for one in draft.left_out)


def test_not_five_of_one_source_or_province_in_a_full_column() -> None:
    wire = a_week([0, 0, 10, 0, 0, 0], relevance=0.99, publisher=Publisher(id="wire", name="通讯社"))
    province = [
        stored(f"h{n}", column="国内资讯", relevance=0.99, publisher=f"h{n}", title=f"湖北新闻{n}") for n in range(9)
    ]
    rest = [stored(f"r{n}", column="国内资讯", relevance=0.8, publisher=f"r{n}") for n in range(9)]
    others = a_week([8, 4, 0, 12, 4, 4])
    draft = drafted([*wire, *province, *rest, *others])
    domestic = draft.columns[2].items
    assert sum(item.source == "通讯社" for item in domestic) == 4
    assert sum("湖北" in item.title for item in domestic) == 4
    said = Counter(in_words(one.reasons[0]) for one in draft.left_out)
    assert said["国内资讯已有4条来源同为通讯社"] == 6
    assert said["国内资讯已有4条关于湖北"] == 5


def test_what_is_hardly_relevant_pushes_nothing_out() -> None:
    sure = a_week([0, 0, 18, 12, 4, 2], relevance=0.9)
    unsure = a_week([8, 4, 0, 0, 0, 0], relevance=0.55)
    draft = drafted([*sure, *unsure])
    assert {item.score for item in items(draft)} == {0.9}
    assert {one.score for one in draft.left_out} == {0.55}


def test_the_less_sure_of_others_come_before_one_more_of_the_same_source() -> None:
    one = a_week([0, 0, RULES.most + 1, 0, 0, 0], publisher=Publisher(id="one", name="一家"), relevance=0.95)
    others = [stored(f"less-{n}", column=NAMES[2], publisher=f"q{n}", relevance=RULES.sure - 0.01) for n in range(9)]
    printed = {item.id for item in items(drafted([*one, *others]))}
    assert {article.id for article in others} <= printed


def test_near_misses_come_first() -> None:
    articles = [
        *a_week([0, 0, 40, 12, 0, 0]),
        stored("undated", published=None),
        stored("near", relevance=0.4),
        stored("off", relevance=0.01),
        stored("next", published=date(2026, 5, 15)),
        aside("aside", relevance=0.3),
    ]
    left = drafted(articles).left_out
    assert [one.id for one in left[-5:]] == ["undated", "near", "next", "off", "aside"]
    assert [one.near for one in left[-5:]] == [True, True, False, False, False]


def near_miss(name: str, code: str = "near_exemplar", **changes: Any) -> Stored:
    whole = stored(name, **{"relevance": 0.3, "publisher": "journal", **changes})
    return replace(whole, enriched=msgspec.structs.replace(whole.enriched, reasons=(Reason(code),)))


def test_alternates_are_near_in_subject_and_no_third_of_a_kind() -> None:
    articles = [
        *(near_miss(f"paper-{n}", relevance=0.4 - n / 100) for n in range(4)),
        near_miss("other", publisher="p"),
        near_miss("abroad", column="国际资讯"),
        near_miss("computing", "near_off_topic", publisher="q", relevance=0.45),
    ]
    left = drafted(articles).left_out
    assert [one.id for one in left if one.near] == ["paper-0", "paper-1", "abroad", "other"]
    assert [one.id for one in left if not one.near] == ["computing", "paper-2", "paper-3"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_draft_does_not_hang_on_the_order_of_arrival(data: st.DataObject) -> None:
    drawn = st.tuples(
        st.sampled_from(NAMES), st.sampled_from([0.3, 0.55, 0.8, 0.95]), st.integers(0, 4), st.integers(8, 14)
    )
    made = [
        stored(f"a{n}", column=column, relevance=relevance, publisher=f"p{source}", published=date(2026, 5, day))
        for n, (column, relevance, source, day) in enumerate(data.draw(st.lists(drawn, min_size=30, max_size=60)))
    ]
    first = drafted(made)
    assert drafted(data.draw(st.permutations(made))) == first
    ids = [item.id for item in items(first)] + [one.id for one in first.left_out]
    assert sorted(ids) == sorted(one.id for one in made)
    counts = {column.name: len(column.items) for column in first.columns}
    sure = Counter(one.enriched.column for one in made if one.enriched.relevance >= RULES.sure)
    assert sum(counts.values()) <= RULES.most
    assert all(counts[column.name] <= max(column.usual, sure[column.name]) for column in RULES.columns)


@pytest.mark.parametrize(
    ("title", "region", "expected"),
    [
        ("湖北与安徽签署协议", "上海", "湖北"),
        ("本地新闻", "上海", "上海"),
        ("全国新闻", "", ""),
    ],
)
def test_the_province(title: str, region: str, expected: str) -> None:
    one = stored("a", title=title, publisher=Publisher(id="p", name="某报", region=region))
    assert region_of(one, RULES) == expected


def meeting(name: str, authority: int, said: str, **changes: Any) -> Stored:
    text = f"《滨海减碳宣言》5月12日在碧澜湾会展中心发表，代表来自三十七个城市、二百一十八家企业。{said}"
    publisher = Publisher(id=f"p{name}", name=f"社{name}", authority=authority)
    return stored(
        name, text=text, title=f"{said}：碧澜湾大会闭幕", publisher=publisher, **{"column": "国内资讯", **changes}
    )


@pytest.mark.parametrize(
    ("authorities", "titles", "printed"),
    [
        ((40, 70, 95), ("甲", "乙", "丙"), "c"),
        # Whose it is comes before authority: a State Council's meeting, a ministry; then the newest of what is alike.
        ((70, 70, 95), ("国务院常务会议", "乙", "丙"), "a"),
        ((40, 40, 70), ("甲", "生态环境部", "丙"), "b"),
        ((40, 40, 40), ("甲", "乙", "丙"), "c"),
    ],
)
def test_an_event_stands_once_and_by_the_report_that_an_editor_prints_first(
    authorities: Sequence[int], titles: Sequence[str], printed: str
) -> None:
    columns = ("市场热点", "国内资讯", "国内资讯")
    made = [
        meeting(name, authority, title, column=column, published=date(2026, 5, 11 + at))
        for at, (name, authority, title, column) in enumerate(zip("abc", authorities, titles, columns, strict=True))
    ]
    draft = drafted(made, StoredKnowledge(vectors=dict.fromkeys("abc", vector(1, 0.5))))
    found = {item.id: column.name for column in draft.columns for item in column.items}
    assert found == {printed: columns["abc".index(printed)]}
    assert {one.id for one in items(draft)[0].alternates} == set("abc") - {printed}


def test_of_an_event_the_best_report_with_the_others_as_alternates() -> None:
    reports = [meeting("a", 40, "城市承诺减排"), meeting("b", 80, "企业签署宣言"), meeting("c", 60, "宣言发表现场")]
    vectors = {"a": vector(1, 0.5), "b": vector(1, 0.4), "c": vector(1, 0.05)}
    draft = drafted(reports, StoredKnowledge(vectors=vectors))
    assert {item.id: item.event for item in items(draft)} == {"b": "a"}
    (best,) = items(draft)
    assert [one.id for one in best.alternates] == ["c", "a"]
    assert in_words(best.alternates[0].reasons[0]).startswith("同一事件")
    assert draft.left_out == ()

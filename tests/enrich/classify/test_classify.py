"""classify: rules, hint and exemplars come to a column, a relevance and Chinese reasons."""

from pathlib import Path

import pytest

from bulletin.reasons import all_in_words
from demo.texts import texts
from enrich.classify.column_definitions import Columns
from enrich.embed.embedder import Embedder
from enrich.extract.extract import extract
from pipeline.records import Publisher
from pipeline.settings import load
from tanxun.wiring.model import Enricher
from tests.support.classification import COLUMNS, Hashed, decision
from tests.support.pages import demo_page


def decide(
    columns: Columns, text: str = "碳市场成交活跃，价格平稳。" * 5, **changes: object
) -> tuple[str, float, dict[str, float], list[str]]:
    made = decision(columns, text, **changes)
    return made.column, made.relevance, made.scores, all_in_words(made.reasons)


def test_every_column_has_a_definition_an_origin_and_exemplars(columns: Columns) -> None:
    assert columns.names == COLUMNS
    assert len(columns.names) == 6
    labels = [lesson.label for lesson in columns.lessons]
    assert all(labels.count(name) >= 90 for name in COLUMNS)
    assert labels.count("off-topic") >= 480


def test_scores_are_probabilities_and_the_column_is_the_likeliest(columns: Columns) -> None:
    column, relevance, scores, _ = decide(columns)
    assert set(scores) == set(COLUMNS)
    assert sum(scores.values()) == pytest.approx(1, abs=1e-3)
    assert column == max(COLUMNS, key=lambda name: scores[name])
    assert 0 <= relevance <= 1


def test_a_rule_raises_its_column_and_says_so(columns: Columns) -> None:
    title = "荷兰排放量下降"
    without, also = decide(columns, title="排放量下降了")[2], decide(columns, title=title)[2]
    assert also["国际资讯"] > without["国际资讯"]
    column, _, _, reasons = decide(columns, title + "，风电和太阳能增加。" * 5, title=title, language="nl")
    assert column == "国际资讯"
    assert "规则：外文" in reasons or "规则：讲外国或多边机构" in reasons


def test_the_sources_hint_is_weak(columns: Columns) -> None:
    hinted = Publisher(id="p", name="东海", column="行业公告")
    without, with_hint = decide(columns)[2], decide(columns, publisher=hinted)[2]
    assert with_hint["行业公告"] > without["行业公告"]
    assert with_hint["行业公告"] < 2 * without["行业公告"] + 0.1


def test_reasons_are_chinese_and_name_an_exemplar(columns: Columns) -> None:
    reasons = decide(columns)[3]
    assert reasons[-1].startswith("相关度")
    assert reasons[-2].startswith("最接近的样例（")


def test_the_strongest_rule_comes_first(columns: Columns) -> None:
    reasons = decide(columns, title="关于举办碳市场培训班的通知", document_number="东环〔2026〕1号")[3]
    weights = {rule.name: rule.weight for rule in columns.rules}
    named = [weights[reason.removeprefix("规则：")] for reason in reasons if reason.startswith("规则：")]
    assert named == sorted(named, reverse=True)
    assert reasons[0].startswith("规则：")


def test_the_head_and_vectors_are_kept(columns: Columns, tmp_path: Path) -> None:
    told: list[str] = []
    first = Columns.load(Hashed(), tmp_path, tmp_path / "cache", told.append)
    again = Columns.load(Hashed(), tmp_path, tmp_path / "cache", told.append)
    assert len([line for line in told if "embedding" in line]) == 1
    assert len([line for line in told if "training" in line]) == 1
    assert first.classifier.signature == again.classifier.signature


@pytest.mark.week
def test_the_demo_is_mostly_classified_as_meant(week_model: Path) -> None:
    embedder = Embedder(str(week_model), "test")
    columns = Columns.load(embedder, week_model.parent.parent, load().machine_cache, print)
    chosen = texts()[::3]
    articles = [extract(demo_page(text)) for text in chosen]
    decisions = [judged.decision for judged in Enricher(embedder, columns).judge(articles)]
    on_topic = [text.column != "off-topic" for text in chosen]
    kept = [decision.relevance >= columns.thresholds.relevance for decision in decisions]
    assert sum(one == other for one, other in zip(on_topic, kept, strict=True)) >= 0.9 * len(chosen)
    placed = [
        (text.column, decision.column)
        for text, decision in zip(chosen, decisions, strict=True)
        if text.column in COLUMNS
    ]
    assert sum(meant == found for meant, found in placed) >= 0.7 * len(placed)

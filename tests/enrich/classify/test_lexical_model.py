"""The lexical model: what the field's words, n-grams and the length of a text do; what is set aside."""

import numpy as np
import pytest

from enrich.classify.classify import glance, is_aside, set_aside
from enrich.classify.column_definitions import Columns
from enrich.classify.lexical_model import PASSAGE, FieldWords, grams, passages
from enrich.classify.rules import OFF_TOPIC
from pipeline.records import Publisher
from tests.support.articles import article
from tests.support.classification import COLUMNS

PLAIN = "市气象台预计周末有雨，球迷早早来到体育馆，观看篮球联赛的决赛，主队在加时赛中险胜，捧起冠军奖杯。"
CARBON = "东海碳排放权交易所公布上周行情：配额成交四十二万吨，收盘价每吨七十一元。"


def aside(columns: Columns, title: str, text: str) -> bool:
    made = article("a", title=title, text=text)
    return is_aside(made, glance(made, columns), columns)


def test_grams_are_of_runs() -> None:
    assert list(grams("碳市a1")) == ["碳", "市", "碳市", " a ", "0"]
    assert list(grams("2026，17")) == ["0", "0"]
    assert {"排放量", "放量"} <= set(grams("排放量"))


def test_plain_news_is_set_aside_and_the_field_is_not(columns: Columns) -> None:
    assert aside(columns, "篮球联赛决赛打响", PLAIN)
    assert not aside(columns, "东海碳市场一周行情", CARBON)
    assert not aside(columns, "Carbon prices rise", "European allowances rose as utilities bought permits.")
    assert not aside(columns, "关于节能监察工作的通知", "")


@pytest.mark.parametrize(
    ("title", "lead", "read"),
    [
        ("国务院办公厅通报表扬先进集体", "", True),
        ("篮球联赛决赛打响", "国务委员昨晚观看了比赛。", True),
        ("篮球联赛决赛打响", "记者昨晚在赛场看到，" + "观众席座无虚席。" * 8 + "据国务院网站。", False),
    ],
)
def test_what_names_a_leader_or_the_state_council_is_read(columns: Columns, title: str, lead: str, read: bool) -> None:
    assert aside(columns, title, lead + PLAIN) is not read


@pytest.mark.parametrize("length", [1, 20, 400])
def test_length_alone_changes_nothing(columns: Columns, length: int) -> None:
    assert aside(columns, "篮球联赛决赛打响", PLAIN * length)
    assert not aside(columns, "一周行情", CARBON * length)


def test_the_field_deep_in_a_long_text_is_found(columns: Columns) -> None:
    assert not aside(columns, "一座城的冬天", PLAIN * 30 + CARBON * 3 + PLAIN * 30)
    assert aside(columns, "一座城的冬天", PLAIN * 30 + "有人谈起气候。" + PLAIN * 30)


def test_the_richest_passage_is_read_beside_the_beginning() -> None:
    field = FieldWords.load()
    body = "无" * 1000 + "碳减排" * 3 + "无" * 1000
    assert len(passages("题", "无" * 3000, field)) == 1
    (lead, rich) = passages("题", body, field)
    assert lead == "题\n" + "无" * PASSAGE
    assert rich.startswith("题\n碳减排碳减排")


def test_traditional_characters_are_the_field_too(columns: Columns) -> None:
    assert not aside(columns, "立法會討論節能減排措施", "政府表示會推動綠色建築，減少溫室氣體排放，應對氣候變化。")


def test_bad_input_is_no_crash(columns: Columns) -> None:
    for text in ("", "1 2 3", "🌱" * 100, "碳" * 200_000, "\x00\ufffd", "a" * 200_000):
        assert np.isfinite(glance(article("a", title="", text=text or " "), columns))


def test_the_decision_on_what_is_set_aside(columns: Columns) -> None:
    made = article(
        "a", title="篮球联赛决赛打响", text=PLAIN, publisher=Publisher(id="p", name="体育报", column="国内资讯")
    )
    decided = set_aside(made, glance(made, columns), columns)
    assert decided.set_aside
    assert decided.relevance < 0.1
    assert set(decided.scores) == set(COLUMNS)
    assert sum(decided.scores.values()) == pytest.approx(1, abs=1e-3)
    assert decided.column == max(decided.scores, key=lambda name: decided.scores[name])
    assert "set_aside" in [reason.code for reason in decided.reasons]


def test_hardly_an_exemplar_of_the_field_is_lost(columns: Columns) -> None:
    """On what the model has seen; `make bench` has the figures of cross-validation."""
    lost = [
        lesson.title
        for lesson in columns.lessons
        if lesson.label != OFF_TOPIC
        and columns.classifier.lexical.logit(lesson.title, lesson.text) < columns.thresholds.set_aside
    ]
    assert lost == []

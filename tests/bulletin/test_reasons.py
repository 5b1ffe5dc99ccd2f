"""The one table of reasons: every code that the program makes has its words, and they read as they should."""

import json
import re

import msgspec
import pytest

from bulletin.reasons import (
    all_in_words,
    code_and_values,
    in_short,
    in_words,
    rejection_advice,
    rejection_in_short,
    table,
    words_and_codes,
)
from enrich.classify import certainty
from pipeline.encoding import as_written
from pipeline.errors import RejectCode
from pipeline.records import Reason


@pytest.mark.parametrize("code", RejectCode)
def test_every_rejection_is_said_in_chinese(code: RejectCode) -> None:
    assert re.match(r"[\u4e00-\u9fff]", rejection_advice(code))
    assert rejection_advice(code).endswith("。")
    assert re.search(r"[\u4e00-\u9fff]", rejection_in_short(code))


def test_rejections_are_told_apart() -> None:
    entries = table()["rejections"]
    assert set(entries) == set(RejectCode)
    for kind in ("short", "advice"):
        assert len({entry[kind] for entry in entries.values()}) == len(RejectCode)
    assert rejection_in_short("ValueError: x") == "ValueError: x"


def test_every_doubt_of_the_classifier_has_words() -> None:
    assert {f"unsure_{name}" for name in certainty._kinds()} <= set(table()["reasons"])


def test_a_part_without_its_value_is_left_out() -> None:
    whole = {
        "weight": 0.97,
        "relevance": 0.9,
        "others": 2,
        "for_others": 0.1,
        "authority": 50,
        "for_authority": 0.05,
    }
    assert in_words(Reason("weight", whole)) == "排序分0.97：相关度0.90，另有2家刊登或报道+0.10，来源权威性50+0.05"
    assert in_words(Reason("weight", {"weight": 0.9, "relevance": 0.9})) == "排序分0.90：相关度0.90"
    assert in_words(Reason("same_event", {"names": (), "days": 2})) == "同一事件：相差2天"


def test_of_a_list_each_has_its_marks_but_a_title_only_once() -> None:
    reason = Reason("same_event_same_day", {"copy": "题目", "names": ("东海", "《办法》")})
    assert in_words(reason) == "与《题目》同文，同一事件：共同出现“东海”、《办法》，同日发布"
    assert (
        in_words(Reason("other_places", {"one": ("东海", "西海"), "other": ("北海",)}))
        == "同样的话里地方不同：东海、西海、北海"
    )


def test_values_are_text_and_no_templates() -> None:
    assert in_words(Reason("rule", {"name": "{column} %s 《》"})) == "规则：{column} %s 《》"
    assert in_words(as_written("旧的{句子}")) == "旧的{句子}"


def test_a_code_of_another_version_reads_as_itself() -> None:
    assert in_words(Reason("not_in_the_table")) == "not_in_the_table"


def test_other_programs_read_words_and_codes() -> None:
    reasons = (Reason("rule", {"name": "讲碳市场"}), Reason("set_aside"))
    told = words_and_codes(reasons)
    assert told["reasons"] == all_in_words(reasons)
    assert told["reason_codes"] == [
        {"code": "rule", "values": {"name": "讲碳市场"}},
        {"code": "set_aside", "values": {}},
    ]


def test_a_reason_may_stand_in_another() -> None:
    whole = Reason("withdrawn", {"why": Reason("own_words", {"text": "原网页已撤下"})})
    assert in_words(whole) == "撤稿：原网页已撤下"
    assert in_words(Reason("withdrawn")) == "撤稿"
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Reason) == whole
    assert json.loads(json.dumps(code_and_values(whole), ensure_ascii=False)) == {
        "code": "withdrawn",
        "values": {"why": {"code": "own_words", "values": {"text": "原网页已撤下"}}},
    }


def test_no_reason_has_no_words() -> None:
    assert in_words(None) == ""


def test_counted_by_kind() -> None:
    assert in_short(Reason("printed_before", {"issue": 4})) == "往期已刊登"
    assert in_short(Reason("issue_full", {"most": 36})) == "本期已满36条"


def test_a_value_that_a_stored_reason_lacks_is_shown_as_missing() -> None:
    assert in_words(Reason("relevance_and_column", {"relevance": 0.5})).count("？") >= 1

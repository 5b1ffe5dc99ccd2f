"""The view of n-grams: what it learns, that it may be absent, and classifiers that were saved before there was one."""

from pathlib import Path

import numpy as np

from enrich.classify.classifier import Classifier
from enrich.classify.classify import nearly_as_likely
from enrich.classify.column_definitions import Columns
from enrich.classify.column_grams import ColumnGrams, blocks, train
from enrich.classify.lexical_model import FieldWords
from tests.support.classification import COLUMNS, decision

AT_HOME = ("东海风电场全容量并网", "昨天，项目最后一台机组投运，省能源局负责人说，年发电量十七亿千瓦时。")
ABROAD = (
    "中企承建的乌兹别克斯坦风电场并网",
    "当地时间10日，项目最后一台机组投运，乌能源部长说，年发电量十七亿千瓦时。",
)


def test_the_title_is_a_block_of_its_own() -> None:
    title, beginning = (set(block) for block in blocks("碳价", "上涨"))
    assert title == {"^碳", "^价", "^碳价"}
    assert beginning == {"碳", "价", "碳价", "上", "涨", "上涨"}


def test_it_tells_the_same_act_at_home_and_abroad(columns: Columns) -> None:
    home, abroad = (columns.classifier.grams.logits(*text) for text in (AT_HOME, ABROAD))
    assert COLUMNS[int(np.argmax(home))] == "国内资讯"
    assert COLUMNS[int(np.argmax(abroad))] == "国际资讯"


def test_logits_are_in_the_order_of_the_names() -> None:
    texts, labels = [AT_HOME, ABROAD] * 3, ["b", "a"] * 3
    for names in (("a", "b", "c"), ("c", "b", "a")):
        made = train([*texts, ("会议", "会议"), ("会议", "会议")], [*labels, "c", "c"], names, np.ones(8))
        assert names[int(np.argmax(made.logits(*ABROAD)))] == "a"
        assert names[int(np.argmax(made.logits(*AT_HOME)))] == "b"


def test_a_view_of_nothing_says_nothing() -> None:
    assert ColumnGrams.none(6).logits(*ABROAD).tolist() == [0.0] * 6


def test_what_was_saved_before_decides_by_vector_and_rules(columns: Columns, tmp_path: Path) -> None:
    columns.classifier.save(tmp_path / "now.npz")
    with np.load(tmp_path / "now.npz") as kept:
        old = {name: kept[name] for name in kept.files if not name.startswith("column_") or name == "column_bias"}
    del old["views"]
    np.savez(tmp_path / "old.npz", **old, sharpness=np.asarray(0.8))
    now, before = (Classifier.load(tmp_path / f"{name}.npz", FieldWords.load()) for name in ("now", "old"))
    assert now.digest == columns.classifier.digest
    head, rules = np.arange(6.0), np.ones(6)
    assert np.allclose(before.column_logits(head, before.grams.logits(*ABROAD), rules), 0.8 * (head + rules))


def test_a_second_column_is_named_where_it_is_nearly_as_likely() -> None:
    assert nearly_as_likely({"a": 0.5, "b": 0.1, "c": 0.4}) == "c"
    assert nearly_as_likely({"a": 0.8, "b": 0.1, "c": 0.1}) is None


def test_the_second_column_is_a_reason_that_is_stored(columns: Columns) -> None:
    made = [decision(columns, text) for text in (AT_HOME[1], AT_HOME[1] * 9, "")]
    assert made[-1].second is not None  # Of nothing each column is as likely.
    for one in made:
        said = [
            (reason.values["column"], reason.values["other"])
            for reason in one.reasons
            if reason.code == "another_column"
        ]
        assert said == ([(one.column, one.second)] if one.second else [])

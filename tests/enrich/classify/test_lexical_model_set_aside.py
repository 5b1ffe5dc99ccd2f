"""What the lexical model sets aside is stored like everything else, only without a vector."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from enrich.classify.column_definitions import Columns
from enrich.embed.embedder import Vectors
from index.sqlite.store import SqliteStore
from index.store import Query
from pipeline.encoding import as_written, decode
from pipeline.records import Article, EnrichedArticle
from tanxun.wiring.classification import classify_items
from tanxun.wiring.model import Enricher
from tanxun.wiring.stages import enrich
from tests.support.articles import article
from tests.support.classification import Hashed

MATCH = "篮球联赛决赛昨晚打响，主队在加时赛中险胜，捧起冠军奖杯，球迷走上街头庆祝到深夜，交警在体育馆周边疏导车流。" * 3
CARBON = "东海碳排放权交易所公布上周行情：配额成交四十二万吨，收盘价每吨七十一元，较前一周上涨百分之二。" * 3


@dataclass
class Counting(Hashed):
    """The hashed encoder, which remembers what it was asked for."""

    asked: list[str] = field(default_factory=list)

    def vectors(self, articles: Sequence[Article]) -> list[Vectors]:
        self.asked += [one.id for one in articles]
        return list(self.encode([one.text or " " for one in articles]))


@pytest.fixture
def enricher(columns: Columns) -> Enricher:
    return Enricher(Counting(), columns)  # type: ignore[arg-type]


@pytest.fixture
def done(enricher: Enricher, tmp_path: Path) -> tuple[list[EnrichedArticle], SqliteStore]:
    store = SqliteStore(tmp_path / "store.sqlite")
    store.init("hashed")
    articles = [
        article("match", title="主队加时险胜夺冠", text=MATCH),
        article("carbon", title="东海碳市场一周行情", text=CARBON),
        article("again", title="主队加时赛险胜夺冠", text=MATCH),
    ]
    found = enrich(articles, enricher, store)
    store.put_articles(found)
    return found, store


def test_only_the_rest_is_embedded(done: tuple[list[EnrichedArticle], SqliteStore], enricher: Enricher) -> None:
    found, _ = done
    assert [one.set_aside for one in found] == [True, False, True]
    assert [bool(one.vector) for one in found] == [False, True, False]
    assert enricher.embedder.asked == ["carbon"]  # type: ignore[attr-defined]


def test_it_is_stored_searched_and_joined_to_its_duplicates(done: tuple[list[EnrichedArticle], SqliteStore]) -> None:
    found, store = done
    stored = store.article("match")
    assert stored is not None
    assert stored.enriched == found[0]
    assert stored.enriched.relevance < 0.5
    assert {hit.id for hit in store.search(Query(words="加时赛")).hits} == {"match", "again"}
    assert [one.other for one in found[2].duplicates] == ["match"]
    assert [one for one, _ in store.nearest(found[1].vector, 5)] == ["carbon"]


def test_every_decision_carries_its_classifier(
    done: tuple[list[EnrichedArticle], SqliteStore], columns: Columns
) -> None:
    assert {one.classifier for one in done[0]} == {columns.signature}
    assert re.fullmatch(r"exemplars@[0-9a-f]{16}\+[0-9a-f]{8}", columns.signature)


def test_records_from_before_are_read(done: tuple[list[EnrichedArticle], SqliteStore]) -> None:
    now = done[0][1]
    old = msgspec.to_builtins(now)
    del old["set_aside"]
    old |= {"schema": 1, "reasons": ["相关度0.97"], "duplicates": []}
    read = decode(EnrichedArticle, msgspec.json.encode(old))
    assert read == msgspec.structs.replace(now, reasons=(as_written("相关度0.97"),), duplicates=())


def test_classify_decides_the_same(done: tuple[list[EnrichedArticle], SqliteStore], enricher: Enricher) -> None:
    lines = [json.dumps({"id": "m", "title": "主队加时险胜夺冠", "text": MATCH}), '{"id": "bare"}']
    rows = list(classify_items(lines, enricher))
    assert rows[0]["relevance"] == done[0][0].relevance
    assert [row["selected"] for row in rows] == [False, False]
    assert all(abs(sum(row["scores"].values()) - 1) < 1e-3 for row in rows)
    assert rows[0]["reasons"]

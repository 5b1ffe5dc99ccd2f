"""Classification without the model: a cheap encoder, and a decision made with it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from enrich.classify.classify import Decision, classify, glance
from enrich.classify.column_definitions import Columns
from enrich.embed.embedder import Vectors
from pipeline.settings import load
from tests.support.articles import article

COLUMNS = ("市场热点", "政策聚焦", "国内资讯", "国际资讯", "推荐阅读", "行业公告")


class Hashed:
    """An encoder for what the model does not matter to: the text's characters, hashed and normalised."""

    name = digest = "hashed"

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        del kind
        found = np.zeros((len(texts), 64), np.float32)
        for row, text in zip(found, texts, strict=True):
            for character in text:
                row[ord(character) % 64] += 1
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def hashed_columns(home: Path) -> Columns:
    """The shipped columns with the cheap encoder; trained once a run of the tests."""
    return Columns.load(Hashed(), home, load().machine_cache, print)


def decision(columns: Columns, text: str = "碳市场成交活跃，价格平稳。" * 5, **changes: object) -> Decision:
    made = article("a", text=text, **{"title": "一周行情回顾", **changes})
    (vector,) = Hashed().encode([text or " "])
    return classify(made, vector, glance(made, columns), columns)

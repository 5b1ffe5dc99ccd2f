"""Records for tests, with what a test does not care about filled in."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from pipeline.records import Article, Block, Duplicate, EnrichedArticle, Publisher, Reason, blocks_text

NOON = datetime(2026, 5, 12, 4, tzinfo=UTC)
MODEL = "test-model"


def article(name: str = "a", **changes: Any) -> Article:
    """An article; `text` is its one paragraph, `publisher` the id of its publisher."""
    given = {"text": "东海碳市场本周成交活跃。", "publisher": "dhex", "title": f"题目{name}", **changes}
    blocks = given.pop("blocks", None) or (Block(kind="paragraph", text=given.pop("text")),)
    given.pop("text", None)
    publisher = given.pop("publisher")
    if isinstance(publisher, str):
        publisher = Publisher(id=publisher, name=f"出版者{publisher}", authority=50)
    whole = f"{given['title']}\n{blocks_text(blocks)}"
    return Article(
        **{
            "id": name,
            "url": f"http://x.example/{name}",
            "publisher": publisher,
            "account": f"account-{name}",
            "fetched_at": NOON,
            "first_seen": NOON,
            "blocks": blocks,
            "published": date(2026, 5, 12),
            "source": "东海环境能源交易所",
            "text_hash": hashlib.sha256(whole.encode()).hexdigest()[:16],
            **given,
        }
    )


def vector(*numbers: float) -> bytes:
    """A vector of 384 numbers that begins with these, normalised."""
    whole = np.zeros(384, np.float32)
    whole[: len(numbers)] = numbers
    return bytes((whole / np.linalg.norm(whole)).astype("<f4").tobytes())


def enriched(
    name: str = "a",
    column: str = "市场热点",
    relevance: float = 0.9,
    duplicates: Sequence[Duplicate] = (),
    **changes: Any,
) -> EnrichedArticle:
    """An enriched article; other keywords are the article's."""
    own = changes.pop("vector", vector(1.0, 0.5))
    model = changes.pop("model", MODEL)
    return EnrichedArticle(
        article=article(name, **changes),
        column=column,
        scores={column: 1.0},
        relevance=relevance,
        reasons=(Reason("rule", {"name": "理由"}),),
        model=model,
        vector=own,
        duplicates=tuple(duplicates),
    )

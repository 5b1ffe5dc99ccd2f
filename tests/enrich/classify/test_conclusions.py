"""What editors said of articles in the end."""

from datetime import timedelta

from enrich.classify.conclusions import Conclusion, conclusions
from index.store import Label
from tests.support.articles import NOON
from tests.support.classification import COLUMNS


def label(name: str, field: str, after: str, minutes: int) -> Label:
    return Label(article=name, field=field, before="", after=after, who="编辑", at=NOON + timedelta(minutes=minutes))


def test_the_last_label_wins() -> None:
    labels = [
        label("a", "column", "市场热点", 2),
        label("a", "column", "国内资讯", 1),
        label("b", "relevance", "off-topic", 1),
        label("b", "column", "国际资讯", 2),
        label("c", "column", "国际资讯", 1),
        label("c", "relevance", "off-topic", 2),
        label("d", "relevance", "on-topic", 1),
        label("e", "duplicate", "x", 1),
        label("f", "relevance", "on-topic", 1),
        label("f", "relevance", "", 2),
        label("g", "column", "no column", 1),
    ]
    untouched = {"a": "国内资讯", "f": "推荐阅读", "h": "政策聚焦", "i": "no column"}
    said = {"a": "市场热点", "b": "国际资讯", "c": "off-topic", "d": ""}
    assert conclusions(labels, untouched, COLUMNS) == {
        **{name: Conclusion(one) for name, one in said.items()},
        "f": Conclusion("推荐阅读", corrected=False),
        "h": Conclusion("政策聚焦", corrected=False),
    }

"""Classifying and comparing outside the stages: items and pairs as JSON lines, for measuring and for other programs."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from bulletin.reasons import code_and_values, in_words, words_and_codes
from enrich.duplicates.dedupe import compare
from enrich.extract.language import language_of
from enrich.extract.official_document import number_in
from enrich.extract.revision import text_hash
from pipeline.errors import SettingError
from pipeline.records import Article, Block, Publisher
from tanxun.wiring.model import Enricher

# Articles have no time of fetching here, and nothing asks for it.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_LINES = 6
# An item's text may be one long line: its own 文号 stands this near the beginning, and before anything is cited.
OWN_NUMBER = 160
# A 文号 behind a title is at most so long.
TAIL = 40
CITED = re.compile(r"》\s*[（(]|[。；]")


class ItemToClassify(msgspec.Struct, frozen=True):
    """An item to classify, as far as it is read; what is missing or null is empty."""

    id: str | int
    title: str | None = ""
    text: str | None = ""
    source: str | None = None


class PairSide(msgspec.Struct, frozen=True):
    """One side of a pair; what is missing or null is empty."""

    title: str | None = ""
    text: str | None = ""


class PairToCompare(msgspec.Struct, frozen=True):
    """Two articles to compare."""

    pair_id: str | int
    a: PairSide | None = None
    b: PairSide | None = None


JsonRecord = TypeVar("JsonRecord", bound=msgspec.Struct)


def classify_items(lines: Iterable[str], enricher: Enricher) -> Iterator[dict[str, Any]]:
    """A row an item, in order. Raises SettingError at the end where lines were no items."""
    for item in _read(lines, ItemToClassify, "JSON with id, title and text"):
        decision = enricher.judge([article_of(item)])[0].decision
        yield {
            "id": item.id,
            "column": decision.column,
            "second": decision.second,
            "relevance": decision.relevance,
            "selected": not decision.set_aside and decision.relevance >= enricher.columns.thresholds.relevance,
            "scores": decision.scores,
            **words_and_codes(decision.reasons),
        }


def compare_pairs(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A row a pair, in order. Raises SettingError at the end where lines were no pairs."""
    for pair in _read(lines, PairToCompare, "JSON with pair_id, a and b (title, text)"):
        one, other = pair.a or PairSide(), pair.b or PairSide()
        found = compare(one.title or "", one.text or "", other.title or "", other.text or "")
        why = {"why": in_words(found.why), "why_code": code_and_values(found.why)}
        yield {"pair_id": pair.pair_id, "duplicate": found.same, "score": found.score, **why}


def article_of(item: ItemToClassify) -> Article:
    """The item as an article: a block a line, its language and 文号 read from the text."""
    title, text = item.title or "", item.text or ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blocks = tuple(Block(kind="paragraph", text=line) for line in lines)
    return Article(
        id=str(item.id),
        url="",
        publisher=Publisher(id="", name=item.source or "", listed=False),
        account="",
        fetched_at=NEVER,
        first_seen=NEVER,
        title=" ".join(title.split()),
        blocks=blocks,
        text_hash=text_hash(title, blocks),
        source=item.source,
        document_number=number_in([CITED.split(line)[0] for line in lines[:FIRST_LINES]])
        or number_in(_beginning(text))
        or number_in([title[-TAIL:]]),
        language=language_of(f"{title}\n{text}") or "zh",
    )


def _beginning(text: str) -> list[str]:
    """What stands before the first citation or the first full stop, in pieces as short as a line."""
    head = CITED.split(text[:OWN_NUMBER])[0]
    return [head[start : start + 60] for start in range(0, len(head), 30)]


def _read(lines: Iterable[str], kind: type[JsonRecord], expected: str) -> Iterator[JsonRecord]:
    wrong = list[str]()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _row(line, kind)
            except (msgspec.MsgspecError, ValueError) as problem:
                wrong.append(f"line {number} of the input: {problem}")
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise SettingError(f"{wrong[0]}{more}; each line is {expected}; the other lines were read")


def _row(line: str, kind: type[JsonRecord]) -> JsonRecord:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError:
        # Half an emoji, cut off in the middle, is no character: msgspec refuses what json takes.
        whole = json.dumps(json.loads(line), ensure_ascii=False).encode("utf-16", "surrogatepass")
        return msgspec.json.decode(whole.decode("utf-16", "replace"), type=kind)

"""How good the classifier is: columns, relevance, calibration, and what the lexical model sets aside.

On labelled items (TANXUN_BENCH), which it is not trained on; and by cross-validation over exemplars and labelled items,
where every text is judged by a classifier that was trained without it.
"""

import json
import re
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, replace
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from demo.texts import texts
from enrich.classify.calibration import folds
from enrich.classify.classifier import Lesson, train
from enrich.classify.column_definitions import Columns
from enrich.classify.lexical_model import FIELD, FieldWords
from enrich.classify.lexical_model import train as train_words
from enrich.classify.rules import OFF_TOPIC
from enrich.extract.extract import extract
from pipeline.records import Article
from pipeline.settings import load
from tanxun.wiring.classification import ItemToClassify, article_of
from tanxun.wiring.extraction import extract_manifest
from tanxun.wiring.model import Enricher
from tests.bench.column_lessons import bench_lessons
from tests.bench.labelled import Decided, Labelled, figures, found, labelled
from tests.support.pages import demo_page
from tests.support.paths import BENCH

POOLED_FOLDS, LEXICAL_FOLDS = 5, 10
# Pages of the extraction bench that are lists or attachments, no articles.
NO_ARTICLES = frozenset({"F01", "F02"})


def bench_columns(console: Console, enricher: Enricher, timed: Callable[[Callable[[], object]], float]) -> None:
    """Print the figures; without TANXUN_BENCH, say what is left out."""
    columns = enricher.columns
    opened, exemplars = open_items(enricher), exemplar_items(columns)
    if not opened:
        console.print(
            f"labelled items: left out, {BENCH / 'columns/dev.jsonl'} is not there; exemplars and the demo only"
        )
    demo = demo_items(enricher)
    table = Table(
        "texts",
        "on",
        "off",
        "strict",
        "lenient",
        "in two",
        "macro-F1",
        "relevance F1",
        "AUC",
        "ECE",
        title="Columns and relevance",
    )
    plain = [("labelled items", opened), ("the demo's texts", demo)]
    for name, items in plain:
        if items:
            table.add_row(name, *astuple(figures([found(one, columns) for one in items], columns.names)))
    left_out = cross_validated([*exemplars, *opened], columns)
    for name, some in (
        ("labelled items, left out", left_out[len(exemplars) :]),
        ("exemplars, left out", left_out[: len(exemplars)]),
        ("both, pooled", left_out),
    ):
        if some:
            table.add_row(name, *astuple(figures(some, columns.names)))
    console.print(table)
    console.print(
        "left out: judged by a classifier trained without the text, on the other exemplars and labelled items; ECE at most .05 pooled; "
        "in two: the label is one of the two likeliest columns, at least .97"
    )
    bench_lessons(console, enricher, opened, timed)
    _bench_lexical(console, columns, exemplars, opened, demo)


def open_items(enricher: Enricher) -> list[Labelled]:
    """The labelled items of TANXUN_BENCH; [] without it."""
    file = BENCH / "columns/dev.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    articles = [article_of(ItemToClassify(row["id"], row["title"], row["text"], row["source"])) for row in rows]
    return [
        labelled(article, row["label"], row["second_label"], enricher)
        for article, row in zip(articles, rows, strict=True)
    ]


def demo_items(enricher: Enricher) -> list[Labelled]:
    """The demo's texts as extracted, reprints left out."""
    names = enricher.columns.names
    return [
        labelled(extract(demo_page(text)), text.column if text.column in names else OFF_TOPIC, None, enricher)
        for text in texts()
        if not text.duplicate_of
    ]


def exemplar_items(columns: Columns) -> list[Labelled]:
    """The exemplars as items: the first sentence as the title, all of it as the text."""
    return [
        Labelled(article_of(ItemToClassify(f"e{at}", lesson.title, lesson.key)), lesson.label, None, lesson)
        for at, lesson in enumerate(columns.lessons)
    ]


def cross_validated(items: Sequence[Labelled], columns: Columns) -> list[Decided]:
    """Every item judged by a classifier that was trained on the other folds; factors and all are fitted anew."""
    decided: dict[int, Decided] = {}
    for rows in folds([one.lesson.key for one in items], POOLED_FOLDS):
        out = set(rows.tolist())
        rest = [one.lesson for at, one in enumerate(items) if at not in out]
        trained = train("fold", columns.classifier.model, rest, columns.names, columns.classifier.lexical.field)
        without = replace(columns, classifier=trained)
        decided |= {at: found(items[at], without) for at in out}
    return [decided[at] for at in range(len(items))]


def _bench_lexical(
    console: Console,
    columns: Columns,
    exemplars: Sequence[Labelled],
    opened: Sequence[Labelled],
    demo: Sequence[Labelled],
) -> None:
    logits = _lexical_logits(exemplars, columns)
    shipped = columns.classifier.lexical
    sets: list[tuple[str, Sequence[bool], Sequence[float]]] = [
        ("exemplars, ten-fold", [one.label != OFF_TOPIC for one in exemplars], logits)
    ]
    for name, items in (("labelled items", opened), ("the demo's texts", demo)):
        known = [one.label != OFF_TOPIC for one in items]
        sets.append((name, known, [shipped.logit(one.article.title, one.article.text) for one in items]))
    pages = off_topic_pages()
    sets.append(
        ("labelled pages, general news", [False] * len(pages), [shipped.logit(one.title, one.text) for one in pages])
    )
    table = Table("texts", "on-topic", "lost", "off-topic", "set aside", title="What the lexical model sets aside")
    unseen = ("exemplars, their own words unknown", sets[0][1], _lexical_logits(exemplars, columns, attested=True))
    for name, on_topic, own in [*sets, ("all", *_joined(sets)), unseen]:
        aside = np.array(own) < columns.thresholds.set_aside
        wanted = np.array(on_topic, dtype=bool)
        off = f"{aside[~wanted].mean():.1%}" if len(wanted) > wanted.sum() else "–"
        table.add_row(name, str(wanted.sum()), str(aside[wanted].sum()), str((~wanted).sum()), off)
    console.print(table)
    console.print(
        "lost: at most 1 in 200 on-topic items, of at least 400; set aside: stored with its relevance, not embedded"
    )


def _joined(sets: Sequence[tuple[str, Sequence[bool], Sequence[float]]]) -> tuple[list[bool], list[float]]:
    return [one for _, some, _ in sets for one in some], [one for _, _, some in sets for one in some]


def _lexical_logits(items: Sequence[Labelled], columns: Columns, attested: bool = False) -> list[float]:
    """The lexical logit of every item from a model trained on the other nine folds; `attested` see `_attested`."""
    logits = np.zeros(len(items))
    lessons = [one.lesson for one in items]
    for rows in folds([one.key for one in lessons], LEXICAL_FOLDS):
        out = set(rows.tolist())
        rest = [one for at, one in enumerate(lessons) if at not in out]
        field = _attested(rest) if attested else columns.classifier.lexical.field
        words = train_words(
            [(one.title, one.text) for one in rest], [one.on_topic for one in rest], field, np.ones(len(rest))
        )
        for at in out:
            logits[at] = words.logit(lessons[at].title, lessons[at].text)
    return [float(one) for one in logits]


def _attested(rest: Sequence[Lesson]) -> FieldWords:
    """The field's words without those that only the held-out texts have: whoever wrote the list had seen them all."""
    said = "\n".join(f"{one.title}\n{one.text}".lower() for one in rest if one.on_topic)
    words = tomllib.loads(FIELD.read_text())
    certain, possible = (
        re.compile("|".join(word for word in words[kind] if re.search(word, said))) for kind in ("certain", "possible")
    )
    return FieldWords(certain, possible, FieldWords.load().read)


def off_topic_pages() -> list[Article]:
    """The articles of the extraction bench, all of them general news; [] without TANXUN_BENCH."""
    manifest = BENCH / "extract/gold.jsonl"
    if not manifest.exists():
        return []
    rows: Iterator[dict[str, Any]] = extract_manifest(manifest, BENCH / "extract/pages", load())
    found = [row for row in rows if row["id"] not in NO_ARTICLES and not row["rejected"]]
    return [article_of(ItemToClassify(row["id"], row["title"] or "", row["text"])) for row in found]


def bench_stream(
    enricher: Enricher, run: Callable[[Sequence[Article]], object], timed: Callable[[Callable[[], object]], float]
) -> str:
    """A stream with one on-topic item in ten: the stage's time beside that of embedding everything, in a line."""
    stream = _stream(enricher)
    everything = timed(lambda: enricher.embedder.vectors(stream))
    stage = timed(lambda: run(stream))
    return (
        f"one on-topic item in ten: {len(stream)} articles, the enrich stage {len(stream) / stage:,.1f}/s, embedding all of "
        f"them alone {len(stream) / everything:,.1f}/s: {everything / stage:.1f} × faster (at least 4)"
    )


def _stream(enricher: Enricher) -> list[Article]:
    """The demo's on-topic articles, each before nine off-topic ones: the labelled pages, the demo's, and new sentences.

    Without TANXUN_BENCH there are no labelled pages, and the demo's off-topic articles come round more often.
    """
    demo = [
        (extract(demo_page(text)), text.column in enricher.columns.names) for text in texts() if not text.duplicate_of
    ]
    off = [*off_topic_pages(), *(article for article, on_topic in demo if not on_topic)]
    on = [article for article, on_topic in demo if on_topic]
    count = max(1, len(off) // 9)
    return [article for at in range(count) for article in (on[at * len(on) // count], *off[at * 9 : at * 9 + 9])]


if __name__ == "__main__":
    from tanxun.wiring.model import open_enricher

    def seconds(action: Callable[[], object]) -> float:
        begun = time.perf_counter()
        action()
        return time.perf_counter() - begun

    bench_columns(Console(width=120), open_enricher(load()), seconds)

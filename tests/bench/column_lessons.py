"""What the exemplars are worth: real neighbours of the field kept, with and without the contrast pairs; a learning curve.

The neighbours (TANXUN_BENCH) are off-topic texts of four publishers of the field. A classifier is trained for each row.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from enrich.classify.calibration import fold_of
from enrich.classify.classifier import Lesson, train
from enrich.classify.column_definitions import Columns, twins
from enrich.classify.rules import OFF_TOPIC
from pipeline.records import Article
from tanxun.wiring.classification import ItemToClassify, article_of
from tanxun.wiring.model import Enricher
from tests.bench.labelled import Labelled, figures, found, labelled, selected
from tests.support.paths import BENCH

QUARTERS = 4
# Articles on which a title's vector is timed beside the whole text's.
TIMED = 40


def bench_lessons(
    console: Console,
    enricher: Enricher,
    opened: Sequence[Labelled],
    timed: Callable[[Callable[[], object]], float],
) -> None:
    """Print both tables, and what a title's own vector would cost; without TANXUN_BENCH, say what is left out."""
    near = neighbours(enricher)
    if not near:
        console.print(f"real neighbours: left out, {BENCH / 'columns/neighbours.jsonl'} is not there")
        return
    console.print(_neighbours_table(enricher.columns, near))
    console.print(_curve(enricher.columns, opened, near))
    articles = [one.article for one in opened[:TIMED]]
    bare = [_only_title(one) for one in articles]
    whole = timed(lambda: enricher.embedder.vectors(articles))
    titles = timed(lambda: enricher.embedder.vectors(bare))
    console.print(
        f"a vector of the title apart: {1000 * titles / TIMED:.0f} ms an item beside {1000 * whole / TIMED:.0f} for the whole "
        "text; none is made and none is stored"
    )


def neighbours(enricher: Enricher) -> list[Labelled]:
    """The real neighbours; [] without TANXUN_BENCH."""
    file = BENCH / "columns/neighbours.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    articles = [article_of(ItemToClassify(row["id"], row["title"], row["text"], row["source"])) for row in rows]
    return [labelled(article, OFF_TOPIC, None, enricher) for article in articles]


def _neighbours_table(columns: Columns, near: Sequence[Labelled]) -> Table:
    """Kept of each source: by exemplars alone, and where the three other sources' were learned from, too."""
    paired = twins(columns.folder)
    alone = [one for one in columns.lessons if one.key not in paired]
    table = Table(
        "source",
        "items",
        "kept",
        "without pairs",
        "others learned",
        "same, without pairs",
        title="Real neighbours kept",
    )
    without = _trained(columns, alone)
    sums = [0, 0, 0, 0, 0]
    for source in sorted({one.article.source or "" for one in near}):
        own = [one for one in near if one.article.source == source]
        others = [one.lesson for one in near if one.article.source != source]
        taught = [_trained(columns, [*lessons, *others]) for lessons in (columns.lessons, alone)]
        row = [len(own), *(_kept(own, judge) for judge in (columns, without, *taught))]
        sums = [total + one for total, one in zip(sums, row, strict=True)]
        table.add_row(source, *map(str, row))
    table.add_row("all", *map(str, sums))
    return table


def _curve(columns: Columns, opened: Sequence[Labelled], near: Sequence[Labelled]) -> Table:
    """Figures on labelled items and neighbours by the share of exemplars that was learned from."""
    table = Table(
        "exemplars", "strict", "in two", "macro-F1", "relevance F1", "neighbours kept", title="Learning curve"
    )
    for quarters in range(1, QUARTERS + 1):
        some = [one for one in columns.lessons if fold_of(one.key, QUARTERS) < quarters]
        judge = columns if quarters == QUARTERS else _trained(columns, some)
        row = figures([found(one, judge) for one in opened], columns.names)
        table.add_row(f"{len(some)}", row.strict, row.in_two, row.macro, row.relevance, str(_kept(near, judge)))
    return table


def _trained(columns: Columns, lessons: Sequence[Lesson]) -> Columns:
    old = columns.classifier
    return replace(columns, classifier=train("some", old.model, lessons, columns.names, old.lexical.field))


def _kept(items: Sequence[Labelled], columns: Columns) -> int:
    return sum(selected(found(one, columns)) for one in items)


def _only_title(article: Article) -> Article:
    return article_of(ItemToClassify(article.id, article.title, article.title))

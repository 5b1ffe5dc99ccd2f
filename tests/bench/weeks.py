"""What the rules of a draft cost an editor, `python -m tests.bench.weeks`: by `sure`, by near misses, by an event's column.

Weeks are drawn from labelled items and real neighbours of the field (TANXUN_BENCH), from two halves of their sources apart:
figures of rules.toml were chosen on the first, and looked at on the second. Events are those of two invented weeks.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zlib import crc32

import msgspec
import numpy as np
from rich.console import Console
from rich.table import Table

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import Rules, load
from enrich.classify.rules import OFF_TOPIC
from index.store import Stored
from pipeline.records import Article, EnrichedArticle
from pipeline.settings import load as settings
from tanxun.wiring.classification import ItemToClassify, article_of
from tanxun.wiring.model import Enricher, open_enricher
from tests.support.articles import NOON, article
from tests.support.paths import BENCH, ROOT

DAY = date(2026, 5, 12)
# Weeks drawn of each half, off-topic pages in each (the sealed week has 136, a half's sources fewer), figures tried.
DRAWN, BESIDE = 40, 100
TRIED = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
# As findings.toml words relevances, and where drafting begins.
BANDS = (0.5, 0.7, 0.9)
HAPPENINGS = ROOT / "tests/bulletin/drafting"


@dataclass(frozen=True)
class WeekItem:
    """An item as drafting meets it, its column or OFF_TOPIC, one that an editor could defend, and its sources' half."""

    stored: Stored
    label: str
    second: str | None
    half: int


def week_items(enricher: Enricher) -> list[WeekItem]:
    """The labelled items and the neighbours; [] without TANXUN_BENCH."""
    found: list[WeekItem] = []
    for name in ("dev", "neighbours"):
        file = BENCH / f"columns/{name}.jsonl"
        for line in file.read_text().splitlines() if file.exists() else []:
            row = json.loads(line)
            made = article_of(ItemToClassify(row["id"], row["title"], row["text"], row.get("source")))
            made = msgspec.structs.replace(made, id=f"{len(found):04}", published=DAY)
            half = crc32((row.get("source") or row.get("provenance") or "").encode()) % 2
            label = row["label"] if name == "dev" else OFF_TOPIC
            found.append(WeekItem(decided(made, enricher), label, row.get("second_label"), half))
    return found


def decided(made: Article, enricher: Enricher) -> Stored:
    """An article with its decision, as the store would have it."""
    (judged,) = enricher.judge([made])
    decision = judged.decision
    return Stored(
        EnrichedArticle(
            article=made,
            column=decision.column,
            scores=decision.scores,
            relevance=decision.relevance,
            reasons=decision.reasons,
            set_aside=decision.set_aside,
            model="bench",
            vector=judged.vector,
        ),
        NOON,
        1,
    )


def drawn(own: Sequence[WeekItem], rules: Rules, seed: int) -> list[WeekItem]:
    """A week: of each column about its usual number (Poisson), and BESIDE off-topic items, as far as there are any."""
    chance = np.random.default_rng(seed)
    wanted = {column.name: int(chance.poisson(column.usual)) for column in rules.columns} | {OFF_TOPIC: BESIDE}
    found: list[WeekItem] = []
    for label, count in wanted.items():
        pool = [one for one in own if one.label == label]
        found += [pool[at] for at in chance.permutation(len(pool))[:count]]
    return found


def touches(week: Sequence[WeekItem], rules: Rules) -> Counter[str]:
    """What an editor mends in the week's draft: off-topic items, missing ones, columns that nobody would defend."""
    draft = assemble(1, DAY, DAY, [one.stored for one in week], [], rules)
    printed = {item.id: column.name for column in draft.columns for item in column.items}
    found = Counter[str]()
    for one in week:
        column = printed.get(one.stored.id)
        found["off-topic"] += column is not None and one.label == OFF_TOPIC
        found["missing"] += column is None and one.label != OFF_TOPIC
        found["column"] += column is not None and one.label != OFF_TOPIC and column not in (one.label, one.second)
    return found


def bench_sure(console: Console, items: Sequence[WeekItem], rules: Rules) -> None:
    """Touches a drawn week by the value of `sure`, on each half."""
    table = Table(
        "sources", "sure", "off-topic", "missing", "column", "touches", title=f"Touches a week, {DRAWN} drawn"
    )
    for half in (0, 1):
        weeks = [drawn([one for one in items if one.half == half], rules, seed) for seed in range(DRAWN)]
        for sure in TRIED:
            tried, found = replace(rules, sure=sure), Counter[str]()
            for week in weeks:
                found += touches(week, tried)
            kinds = [found[kind] / DRAWN for kind in ("off-topic", "missing", "column")]
            mark = " *" if sure == rules.sure else ""
            name = "chosen on" if half == 0 else "looked at"
            table.add_row(name, f"{sure}{mark}", *(f"{one:.1f}" for one in (*kinds, sum(kinds))))
    console.print(table)


def bench_near(console: Console, items: Sequence[WeekItem], rules: Rules) -> None:
    """How many that are drafted are off-topic, by relevance; which near misses the nearest exemplar keeps as alternates."""
    bands = Counter[tuple[float, bool]]()
    for one in items:
        if not one.stored.enriched.set_aside:
            least = max((step for step in BANDS if one.stored.enriched.relevance >= step), default=0.0)
            bands[least, one.label == OFF_TOPIC] += 1
    for least in BANDS:
        off, on = bands[least, True], bands[least, False]
        console.print(f"relevance from {least}: {off} of {off + on} are off-topic")
    counts = Counter[tuple[bool, bool]]()
    for one in items:
        enriched = one.stored.enriched
        if rules.near <= enriched.relevance < rules.relevance and not enriched.set_aside:
            beside = any(reason.code == "near_off_topic" for reason in enriched.reasons)
            counts[beside, one.label != OFF_TOPIC] += 1
    for beside, name in ((False, "of the bulletin"), (True, "off-topic")):
        on, off = counts[beside, True], counts[beside, False]
        console.print(f"near misses whose nearest exemplar is {name}: {on} belong into the bulletin, {off} do not")


def bench_events(console: Console, enricher: Enricher) -> None:
    """An event's column against an editor's, by the report of whoever made it known and by all reports together."""
    for number in (1, 2):
        read = tomllib.loads((HAPPENINGS / f"happenings-{number}.toml").read_text())
        members: dict[str, list[EnrichedArticle]] = {}
        for at, row in enumerate(read["article"]):
            if "event" in row:
                made = article(f"{at:03}", title=row["title"], text=row["text"], publisher=row["by"], source=row["by"])
                members.setdefault(row["event"], []).append(decided(made, enricher).enriched)
        first = [found[0].column == read["columns"][event] for event, found in members.items()]
        pooled = [together(found) == read["columns"][event] for event, found in members.items()]
        told = "chosen on" if number == 1 else "looked at"
        console.print(
            f"events' columns as an editor's, week {number} ({told}): first report {sum(first)}, pooled {sum(pooled)} of {len(first)}"
        )


def together(found: Sequence[EnrichedArticle]) -> str:
    """The column that reports are likeliest for, all counted."""
    return max(found[0].scores, key=lambda name: sum(one.scores[name] for one in found))


if __name__ == "__main__":
    opened = open_enricher(settings(), print)
    bench_events(Console(highlight=False), opened)
    known = week_items(opened)
    if known:
        bench_sure(Console(highlight=False), known, load())
        bench_near(Console(highlight=False), known, load())

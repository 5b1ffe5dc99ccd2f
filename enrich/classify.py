"""classify: an article to its column, its relevance, and why."""

import math
from dataclasses import dataclass

import numpy as np

from enrich.embed import Vectors, unpack
from enrich.taxonomy import OFF_TOPIC, Columns, Rule
from pipeline.records import Article

# Reasons an editor reads at a glance: rules first, then the nearest exemplar.
MOST_REASONS = 4
# Of an exemplar, what tells it apart in a line.
SHOWN = 24
# An empty article says nothing: whatever the model makes of it is no ground for printing.
LEAST_TEXT = 10


@dataclass(frozen=True)
class Decision:
    """The likeliest column, each column's probability (sum 1, 4 places), relevance (0..1, 4 places), Chinese reasons."""

    column: str
    scores: dict[str, float]
    relevance: float
    reasons: tuple[str, ...]


def classify(article: Article, vector: bytes, columns: Columns) -> Decision:
    """Decide an article's column and relevance from its vector, the rules, and its source's hint. Pure."""
    own = unpack(vector)
    logits, relevance_logit = columns.head.logits(own)
    fired = [rule for rule in columns.rules if rule.fires(article)]
    for at, name in enumerate(columns.names):
        own_rules = [rule.weight for rule in fired if rule.column == name]
        logits[at] += sum(own_rules) if own_rules else columns.without.get(name, 0.0)
    if article.publisher.column in columns.names:
        logits[columns.names.index(article.publisher.column)] += columns.hint
    odds = np.exp(logits - logits.max())
    scores = {name: round(float(share), 4) for name, share in zip(columns.names, odds / odds.sum(), strict=True)}
    column = max(columns.names, key=lambda name: scores[name])
    against = [rule for rule in fired if rule.column == OFF_TOPIC]
    relevance = round(1 / (1 + math.exp(sum(rule.weight for rule in against) - relevance_logit)), 4)
    if len(article.text) + len(article.title) < LEAST_TEXT:
        relevance = 0.0
    return Decision(column, scores, relevance, _reasons(column, scores, relevance, fired, own, columns))


def _reasons(
    column: str, scores: dict[str, float], relevance: float, fired: list[Rule], own: Vectors, columns: Columns
) -> tuple[str, ...]:
    likeness = columns.vectors @ own
    nearest = int(np.argmax(likeness))
    kind = "无关" if columns.labels[nearest] == OFF_TOPIC else columns.labels[nearest]
    own_rules = [f"规则：{rule.name}" for rule in fired if rule.column in (column, OFF_TOPIC)]
    exemplar = f"最接近的样例（{kind}）：{columns.exemplars[nearest][:SHOWN]}…（{likeness[nearest]:.2f}）"
    return (f"相关度{relevance:.2f}", f"{column}的可能性{scores[column]:.2f}", *own_rules[: MOST_REASONS - 3], exemplar)

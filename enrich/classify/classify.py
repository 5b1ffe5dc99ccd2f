"""classify: an article to its column, its relevance, and why."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from enrich.classify.certainty import Uncertainty, uncertainty
from enrich.classify.column_definitions import Columns
from enrich.classify.regression import Floats, shares
from enrich.classify.rules import OFF_TOPIC, Fired
from enrich.embed.embedder import Vectors
from pipeline.records import Article, Reason, Value

# Reasons an editor takes in at a glance: the strongest rules of the column, one against the relevance.
MOST_RULES = 2
# A second column is named from this part of the first one's probability: of 185 labelled items that is 12, among them 4 of
# the 9 whose first column is wrong; from half it would be 5 and 1, from a tenth 32 and 5.
NEARLY = 0.2
# Of an exemplar, what tells it apart in a line.
SHOWN = 24
# At or above this relevance an article is likelier on-topic than not.
EVEN = 0.5


@dataclass(frozen=True)
class Decision:
    """The likeliest column, each column's probability (sum 1, 4 places), relevance (0..1, 4 places), the reasons.

    `set_aside` says that the lexical model alone decided.
    """

    column: str
    scores: dict[str, float]
    relevance: float
    reasons: tuple[Reason, ...]
    set_aside: bool = False

    @property
    def second(self) -> str | None:
        """The next column where it is nearly as likely: an editor is shown both."""
        return nearly_as_likely(self.scores)


def nearly_as_likely(scores: Mapping[str, float]) -> str | None:
    """Of a decision's scores, the second column where it is at least NEARLY as likely as the first; None elsewhere."""
    first, second = sorted(scores, key=lambda name: -scores[name])[:2]
    return second if scores[second] >= NEARLY * scores[first] else None


def glance(article: Article, columns: Columns) -> float:
    """The lexical model's logit of being on-topic, for `set_aside` and `classify`. Pure."""
    return columns.classifier.lexical.logit(article.title, article.text)


def is_aside(article: Article, lexical: float, columns: Columns) -> bool:
    """Whether an article is certainly off-topic, so that nothing more need be known of it.

    What names a leader of the state or the State Council never is: an editor would not forgive its being unread.
    """
    field = columns.classifier.lexical.field
    return lexical < columns.thresholds.set_aside and not field.must_be_read(article.title, article.text)


def set_aside(article: Article, lexical: float, columns: Columns) -> Decision:
    """The decision on what is certainly off-topic: relevance by the lexical model, the likeliest column by the rules."""
    held, unsure = columns.fired(article), uncertainty(article.title, article.text)
    scores = _scores(np.array(held.columns), 0.5 * unsure.column, article, columns)
    relevance = round(unsure.relevance / (1 + math.exp(-lexical)), 4)
    why = (unsure.why,) if unsure.why else ()
    reasons = (*why, Reason("set_aside"), Reason("relevance", {"relevance": relevance}))
    return Decision(_likeliest(scores), scores, relevance, reasons, set_aside=True)


def classify(article: Article, vector: Vectors, lexical: float, columns: Columns) -> Decision:
    """Decide an article's column and relevance from its vector, its words, the rules and its source's hint. Pure."""
    held = columns.fired(article)
    head, on_topic = columns.classifier.head.logits(vector)
    unsure = uncertainty(article.title, article.text)
    grams = columns.classifier.grams.logits(article.title, article.text)
    logits = columns.classifier.column_logits(head, grams, np.array(held.columns))
    scores = _scores(logits, unsure.column, article, columns)
    logit = columns.classifier.relevance_logit(on_topic, lexical, held.against)
    relevance = round(unsure.relevance / (1 + math.exp(-logit)), 4)
    column = _likeliest(scores)
    reasons = _reasons(column, relevance, held, unsure, vector, columns)
    said = Reason("relevance_and_column", {"relevance": relevance, "column": column, "likelihood": scores[column]})
    return Decision(column, scores, relevance, (*reasons, *_another(column, scores), said))


def decide(article: Article, vector: Vectors, columns: Columns) -> Decision:
    """The decision on an article whose vector is known: the same as the stage comes to."""
    lexical = glance(article, columns)
    if is_aside(article, lexical, columns):
        return set_aside(article, lexical, columns)
    return classify(article, vector, lexical, columns)


def _scores(logits: Floats, certain: float, article: Article, columns: Columns) -> dict[str, float]:
    """Probabilities, with the source's hint, drawn towards all alike where little is certain."""
    hints = np.array([columns.thresholds.hint * (name == article.publisher.column) for name in columns.names])
    likely = certain * shares(logits + hints) + (1 - certain) / len(columns.names)
    return {name: round(float(share), 4) for name, share in zip(columns.names, likely, strict=True)}


def _another(column: str, scores: dict[str, float]) -> list[Reason]:
    """The second column as a reason where it is nearly as likely: what is stored with the article, and shown at the desk."""
    other = nearly_as_likely(scores)
    if other is None:
        return []
    return [Reason("another_column", {"column": column, "other": other, "likelihood": scores[other]})]


def _likeliest(scores: dict[str, float]) -> str:
    return max(scores, key=lambda name: scores[name])


def _reasons(
    column: str, relevance: float, held: Fired, unsure: Uncertainty, own: Vectors, columns: Columns
) -> list[Reason]:
    """What is doubtful, the strongest rules for the column and against the relevance, the nearest exemplar.

    Of what is likelier on-topic than not the nearest is one of its own column: another column's explains nothing.
    """
    strongest = sorted(held.rules, key=lambda rule: -rule.weight)
    rules = [Reason("rule", {"name": rule.name}) for rule in strongest if rule.column == column][:MOST_RULES]
    against = [Reason("rule_against", {"name": rule.name}) for rule in strongest if rule.column == OFF_TOPIC][:1]
    likeness = columns.vectors @ own
    if relevance >= EVEN:
        of_column = [one.on_topic and one.label == column for one in columns.lessons]
        likeness = np.where(of_column, likeness, -1.0)
    nearest = int(np.argmax(likeness))
    exemplar = columns.lessons[nearest]
    near: dict[str, Value] = {"exemplar": exemplar.key[:SHOWN], "likeness": round(float(likeness[nearest]), 2)}
    nearest_one = (
        Reason("near_exemplar", {"column": exemplar.label, **near})
        if exemplar.on_topic
        else Reason("near_off_topic", near)
    )
    return [*([unsure.why] if unsure.why else []), *rules, *against, nearest_one]

"""What editors said of articles in the end: their corrections, and what they left as it was in issues that were published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enrich.classify.rules import OFF_TOPIC
from index.store import Label

# What the desk writes into a label's `after` where its field is "relevance".
ON_TOPIC = "on-topic"


@dataclass(frozen=True)
class Conclusion:
    """A column, OFF_TOPIC, or "" for on-topic in an unknown column; `corrected` where an editor changed it to that."""

    label: str
    corrected: bool = True


def conclusions(labels: Iterable[Label], untouched: Mapping[str, str], names: Sequence[str]) -> dict[str, Conclusion]:
    """What was said of each article in the end. `untouched`: of articles the columns in which they were printed.

    The last label counts; one whose `after` is empty takes back what was said of its field. Others are passed over. What was
    corrected once is not untouched: of such an article the correction alone counts.
    """
    said: dict[str, dict[str, str]] = {}
    for label in sorted(labels, key=lambda one: one.at):
        own = said.setdefault(label.article, {})
        if label.field == "column" and label.after in names:
            own |= {"column": label.after, "relevance": ON_TOPIC}
        elif label.field == "relevance" and label.after in (ON_TOPIC, OFF_TOPIC):
            own["relevance"] = label.after
        elif label.field in ("column", "relevance") and not label.after:
            own.pop(label.field, None)
    corrected = {
        article: Conclusion(OFF_TOPIC if own["relevance"] == OFF_TOPIC else own.get("column", ""))
        for article, own in said.items()
        if "relevance" in own
    }
    kept = {name: Conclusion(column, corrected=False) for name, column in untouched.items() if column in names}
    return {**kept, **corrected}

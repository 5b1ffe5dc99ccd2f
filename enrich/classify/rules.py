"""Named rules from columns/*.toml: what speaks for a column, or against the relevance."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

OFF_TOPIC = "off-topic"
# The beginning of the body, where official form and datelines stand.
LEAD = 600
# Rules read this much of a text: enough for any article, and a bound for regular expressions.
MOST_TEXT = 20_000

Where = Literal["title", "lead", "text", "whole", "number", "language", "length"]


class Readable(Protocol):
    """What rules read: an article, or an exemplar."""

    @property
    def title(self) -> str: ...  # noqa: D102 - as in Article
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def document_number(self) -> str | None: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Rule:
    """A named rule: `weight` is added to its column's logit where the pattern is found.

    The rules of OFF_TOPIC lower the relevance by theirs.
    """

    column: str
    name: str
    where: Where
    pattern: re.Pattern[str]
    weight: float

    @classmethod
    def read(cls, column: str, data: dict[str, Any]) -> "Rule":
        """A rule of a column's file. Raises ValueError where `where` is none of those known."""
        if data["where"] not in get_args(Where):
            raise ValueError(f"columns: rule {data['name']}: where is {data['where']!r}, not one of {get_args(Where)}")
        return cls(column, data["name"], data["where"], re.compile(data["pattern"]), float(data["weight"]))

    def fires(self, article: Readable) -> bool:
        """Whether it holds for the article."""
        if self.where == "length":
            return len(article.text) >= int(self.pattern.pattern)
        return self.pattern.search(_PARTS[self.where](article)) is not None


@dataclass(frozen=True)
class Fired:
    """The rules that hold for an article: each column's logit from them, and what they take off the relevance's."""

    rules: tuple[Rule, ...]
    columns: tuple[float, ...]
    against: float


def fired(article: Readable, rules: Iterable[Rule], names: Iterable[str], without: Mapping[str, float]) -> Fired:
    """Which rules hold; a column none of whose rules does gets its `without`."""
    held = tuple(rule for rule in rules if rule.fires(article))
    own = {name: [rule.weight for rule in held if rule.column == name] for name in names}
    logits = tuple(sum(weights) if weights else without.get(name, 0.0) for name, weights in own.items())
    return Fired(held, logits, sum(rule.weight for rule in held if rule.column == OFF_TOPIC))


_PARTS: dict[str, Callable[[Readable], str]] = {
    "title": lambda article: article.title,
    "lead": lambda article: article.text[:LEAD],
    "text": lambda article: article.text[:MOST_TEXT],
    "whole": lambda article: f"{article.title}\n{article.text}"[:MOST_TEXT],
    "number": lambda article: article.document_number or "",
    "language": lambda article: article.language,
}

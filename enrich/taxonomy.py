"""The columns as data: definitions, exemplars and rules from columns/*.toml, and the head trained on them."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from enrich.embed import Vectors
from enrich.head import Head, load_or_train
from pipeline.records import Article

FOLDER = Path(__file__).parent / "columns"
OFF_TOPIC = "off-topic"
FILES = ("market", "policy", "domestic", "international", "reading", "notice")
# The beginning of the body, where official form and datelines stand.
LEAD = 600
# Rules read this much of a text: enough for any article, and a bound for regular expressions.
MOST_TEXT = 20_000

Where = Literal["title", "lead", "text", "whole", "number", "language", "length"]


class Encoder(Protocol):
    """What the columns need of the embedder."""

    name: str

    def encode(self, texts: list[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        """One normalised vector a text."""


@dataclass(frozen=True)
class Rule:
    """A named rule: `weight` is added to its column's logit where the pattern is found."""

    column: str
    name: str
    where: Where
    pattern: re.Pattern[str]
    weight: float

    def fires(self, article: Article) -> bool:
        """Whether it holds for the article."""
        if self.where == "length":
            return len(article.text) >= int(self.pattern.pattern)
        return self.pattern.search(_part(article, self.where)) is not None


@dataclass(frozen=True)
class Columns:
    """The six columns ready to classify with. `names` are in the issue's order; `exemplars` stand beside `vectors`.

    `threshold` is the least relevance of an on-topic article, `hint` the weight of a source's column hint, `without` what
    a column's logit gets where none of its rules fires (few columns can do without).
    """

    names: tuple[str, ...]
    exemplars: tuple[str, ...]
    labels: tuple[str, ...]
    vectors: Vectors
    rules: tuple[Rule, ...]
    head: Head
    threshold: float
    hint: float
    without: Mapping[str, float]

    @classmethod
    def load(cls, embedder: Encoder, home: Path, progress: Callable[[str], None]) -> "Columns":
        """Read the data files; embed the exemplars and train the head on first use, kept under home/model."""
        files = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text()) for name in (*FILES, OFF_TOPIC)}
        pairs = [(text, data["name"]) for data in files.values() for text in data["exemplars"]]
        thresholds = tomllib.loads((FOLDER / "thresholds.toml").read_text())
        vectors = _vectors(embedder, [text for text, _ in pairs], home, progress)
        labels = tuple(label for _, label in pairs)
        names = tuple(files[name]["name"] for name in FILES)
        return cls(
            names=names,
            exemplars=tuple(text for text, _ in pairs),
            labels=labels,
            vectors=vectors,
            rules=tuple(_rule(data["name"], rule) for data in files.values() for rule in data.get("rules", [])),
            head=load_or_train(vectors, labels, names, home),
            threshold=thresholds["relevance"],
            hint=thresholds["hint"],
            without={data["name"]: float(data["without"]) for data in files.values() if "without" in data},
        )


def _part(article: Article, where: Where) -> str:
    parts: dict[str, Callable[[], str]] = {
        "title": lambda: article.title,
        "lead": lambda: article.text[:LEAD],
        "text": lambda: article.text[:MOST_TEXT],
        "whole": lambda: f"{article.title}\n{article.text}"[:MOST_TEXT],
        "number": lambda: article.document_number or "",
        "language": lambda: article.language,
    }
    return parts[where]()


def _rule(column: str, data: dict[str, str | float]) -> Rule:
    return Rule(column, str(data["name"]), data["where"], re.compile(str(data["pattern"])), float(data["weight"]))  # type: ignore[arg-type]


def _vectors(embedder: Encoder, texts: list[str], home: Path, progress: Callable[[str], None]) -> Vectors:
    key = hashlib.sha256("\0".join([embedder.name, *texts]).encode()).hexdigest()[:16]
    file = home / "model" / f"exemplars-{key}.npy"
    if file.exists():
        return np.asarray(np.load(file), np.float32)
    progress(f"embedding {len(texts)} exemplars of the columns (once)")
    vectors = embedder.encode(texts)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".part-{hashlib.sha256(vectors.tobytes()).hexdigest()[:8]}.npy")
    np.save(part, vectors)
    part.replace(file)
    return vectors

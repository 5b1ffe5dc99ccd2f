"""The columns as data: definitions, exemplars and rules from columns/*.toml, and the classifier trained on them."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from enrich.classify import classifier_versions
from enrich.classify.classifier import Classifier, Lesson, train
from enrich.classify.exemplar_vectors import Encoder, vectors_of
from enrich.classify.lexical_model import FIELD, FieldWords
from enrich.classify.machine_cache import kept
from enrich.classify.rules import OFF_TOPIC, Fired, Readable, Rule, fired
from enrich.embed.embedder import Vectors
from enrich.extract.language import language_of
from enrich.extract.official_document import number_in

FOLDER = Path(__file__).parent / "columns"
# What the shipped classifier is called; those that editors' labels taught have names of their own.
SHIPPED = "exemplars"

# An exemplar's first sentence is its title.
_TITLE = re.compile(r"(.{4,80}?[。？！]|.{4,140}?\. )(?=.)", re.DOTALL)


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """columns/thresholds.toml: `relevance` is 0..1, `set_aside` a logit of the lexical model, `hint` a logit."""

    relevance: float
    set_aside: float
    hint: float


class Excerpt(msgspec.Struct, frozen=True):
    """An exemplar as the rules read it."""

    title: str
    text: str
    document_number: str | None = None
    language: str = "zh"

    @classmethod
    def of(cls, exemplar: str) -> "Excerpt":
        """The first sentence as the title, the rest as the text."""
        match = _TITLE.match(exemplar)
        title, text = (match[0].rstrip("。. "), exemplar[match.end() :]) if match else (exemplar.rstrip("。"), "")
        return cls(title, text, number_in(exemplar.split("。")[:2]), language_of(exemplar) or "zh")


@dataclass(frozen=True)
class Columns:
    """The columns ready to classify with. `names` are in the issue's order; `vectors` are those of `lessons`.

    A column is a file of columns/ with an `order`. `rare` are those of which few articles exist in life.
    `lessons` are the exemplars; `without` is what a column's logit gets where none of its rules fires (few columns can do
    without).
    """

    names: tuple[str, ...]
    rare: frozenset[str]
    lessons: tuple[Lesson, ...]
    vectors: Vectors
    rules: tuple[Rule, ...]
    without: Mapping[str, float]
    thresholds: Thresholds
    classifier: Classifier
    folder: Path

    @classmethod
    def load(
        cls, embedder: Encoder, home: Path, cache: Path, progress: Callable[[str], None], folder: Path = FOLDER
    ) -> "Columns":
        """Read the data files and the classifier in force.

        Learned classifiers are under `home`; what is embedded and trained is kept in `cache`, once a machine. Raises
        ModelError where the classifier in force cannot be read.
        """
        files = _files(folder)
        columns = [data for data in files if "order" in data]
        names = tuple(str(data["name"]) for data in columns)
        rules = tuple(Rule.read(data["name"], rule) for data in files for rule in data.get("rules", []))
        without = {str(data["name"]): float(data["without"]) for data in files if "without" in data}
        pairs = [(text, str(data["name"])) for data in files for text in _texts(data)]
        vectors = vectors_of(embedder, [text for text, _ in pairs], folder, cache, progress)
        lessons = tuple(
            lesson_of(text, Excerpt.of(text), vector, label, partial(fired, rules=rules, names=names, without=without))
            for (text, label), vector in zip(pairs, vectors, strict=True)
        )
        thresholds = msgspec.convert(tomllib.loads((folder / "thresholds.toml").read_text()), Thresholds)
        classifier = _in_force(home, embedder.name, lessons, names, cache, progress)
        rare = frozenset(str(data["name"]) for data in columns if data.get("rare"))
        return cls(names, rare, lessons, vectors, rules, without, thresholds, classifier, folder)

    def with_classifier_in_force(self, home: Path, cache: Path, progress: Callable[[str], None]) -> "Columns":
        """These columns with the classifier that is in force under `home` by now. Raises ModelError as `load` does."""
        model = self.classifier.model
        return replace(self, classifier=_in_force(home, model, self.lessons, self.names, cache, progress))

    @property
    def signature(self) -> str:
        """What decides, as every decision carries it: the classifier and its digest, the digest of the data beside it."""
        return f"{self.classifier.signature}+{data_digest(self.folder)}"

    def fired(self, article: Readable) -> Fired:
        """The rules that hold for an article."""
        return fired(article, self.rules, self.names, self.without)


@cache
def data_digest(folder: Path) -> str:
    """8 hex digits over the rules, words and thresholds: all of columns/*.toml."""
    total = hashlib.sha256()
    for file in sorted(folder.glob("*.toml")):
        total.update(file.read_bytes())
    return total.hexdigest()[:8]


def lesson_of(key: str, read: Readable, vector: Vectors, label: str, rules: Callable[[Readable], Fired]) -> Lesson:
    """What a text teaches under this label."""
    return Lesson(key, read.title, read.text, vector, label, rules(read))


def exemplars(folder: Path = FOLDER) -> list[str]:
    """The exemplars' texts, column by column."""
    return [text for data in _files(folder) for text in _texts(data)]


def twins(folder: Path = FOLDER) -> frozenset[str]:
    """The exemplars that were written beside one of another column, or an off-topic one, to show what tells them apart."""
    return frozenset(text for data in _files(folder) for text in data.get("twins", []))


def _texts(data: dict[str, Any]) -> list[str]:
    return [*data["exemplars"], *data.get("twins", [])]


def _files(folder: Path) -> list[dict[str, Any]]:
    """The columns' files in the issue's order, and that of what is off-topic."""
    read = [tomllib.loads(file.read_text()) for file in sorted(folder.glob("*.toml"))]
    columns = sorted((data for data in read if "order" in data), key=lambda data: (data["order"], data["name"]))
    return [*columns, *(data for data in read if data.get("name") == OFF_TOPIC)]


def _in_force(
    home: Path,
    model: str,
    lessons: Sequence[Lesson],
    names: Sequence[str],
    cache: Path,
    progress: Callable[[str], None],
) -> Classifier:
    learned = classifier_versions.load(home, model, progress)
    return learned or _shipped(model, lessons, names, cache, progress)


def _shipped(
    model: str, lessons: Sequence[Lesson], names: Sequence[str], cache: Path, progress: Callable[[str], None]
) -> Classifier:
    field = FieldWords.load()

    def trained() -> Classifier:
        progress(f"training the classifier on {len(lessons)} exemplars (once a machine)")
        return train(SHIPPED, model, lessons, names, field)

    return kept(
        cache / f"classifier-{_key(model, lessons, names)}.npz",
        lambda file: Classifier.load(file, field),
        trained,
        Classifier.save,
        progress,
    )


def _key(model: str, lessons: Sequence[Lesson], names: Sequence[str]) -> str:
    """What the training depends on, its code and the libraries that it rests on included."""
    versions = [version(library) for library in ("numpy", "scipy", "scikit-learn")]
    total = hashlib.sha256("\0".join([model, *names, *versions, FIELD.read_text()]).encode())
    for lesson in lessons:
        told = (lesson.title, lesson.text, lesson.label, lesson.fired.columns, lesson.fired.against)
        total.update(repr(told).encode() + lesson.vector.tobytes())
    for name in ("classifier", "calibration", "vector_model", "lexical_model", "column_grams", "regression"):
        total.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return total.hexdigest()[:16]

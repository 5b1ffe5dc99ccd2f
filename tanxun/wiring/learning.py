"""Learning from editors' corrections: the store's labels and articles to a challenger, and which classifier is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from enrich.classify import classifier_versions, learn
from enrich.classify.classifier import Lesson
from enrich.classify.classify import decide
from enrich.classify.column_definitions import Columns, lesson_of
from enrich.embed.embedder import unpack
from index.store import Store
from pipeline.records import Article
from pipeline.settings import Settings
from tanxun.wiring.model import Enricher


@dataclass(frozen=True)
class LearningReport:
    """What came of learning: labels by use, the verdict, and whether the challenger is in force now.

    `taught` and `held_back` count articles with a label; `missing` those that the store no longer has.
    """

    taught: int
    held_back: int
    missing: int
    verdict: learn.Verdict
    promoted: bool

    @property
    def line(self) -> str:
        """What became of the labels, for a person."""
        missing = f"; {self.missing} more are of articles that the store no longer has" if self.missing else ""
        return f"labelled articles: {self.taught} learned from, {self.held_back} held back{missing}"


@dataclass(frozen=True)
class _LabelledArticle:
    article: Article
    lesson: Lesson


def learn_from(settings: Settings, store: Store, enricher: Enricher, dry_run: bool = False) -> LearningReport:
    """Train a challenger on exemplars and labels, score it beside the champion, promote it where it is better."""
    labels = learn.conclusions(store.labels(), enricher.columns.names)
    labelled = _labelled(labels, store, enricher)
    held = [one for one in labelled if learn.is_held_back(one.lesson.key)]
    taught = [one.lesson for one in labelled if one not in held]
    rival = learn.challenger(enricher.columns, taught)
    verdict = learn.verdict(_score(enricher.columns, held), _score(rival, held))
    if (
        verdict.promote
        and classifier_versions.file_of(rival.classifier) in classifier_versions.read(settings.home).refused
    ):
        verdict = replace(
            verdict, promote=False, why="this challenger was rolled back; further labels make another one"
        )
    promoted = verdict.promote and not dry_run
    if promoted:
        classifier_versions.promote(settings.home, rival.classifier)
    return LearningReport(len(taught), len(held), len(labels) - len(labelled), verdict, promoted)


def roll_back(settings: Settings) -> str:
    """Return to the classifier before; the name of what is in force now. Raises ModelError where there is none."""
    now = classifier_versions.roll_back(settings.home)
    return now.file or "the shipped classifier"


def _labelled(labels: Mapping[str, str], store: Store, enricher: Enricher) -> list[_LabelledArticle]:
    """The labelled articles that the store has, by id; one without a vector of this model is embedded."""
    found = []
    for one in sorted(labels):
        stored = store.article(one)
        if stored is None:
            continue
        article = stored.enriched.article
        if stored.enriched.vector and stored.enriched.model == enricher.embedder.name:
            vector = unpack(stored.enriched.vector)
        else:
            (vector,) = enricher.embedder.vectors([article])
        lesson = lesson_of(one, article, vector, labels[one], enricher.columns.fired)
        found.append(_LabelledArticle(article, lesson))
    return found


def _score(columns: Columns, held: Sequence[_LabelledArticle]) -> learn.Score:
    return learn.score(columns, [(decide(one.article, one.lesson.vector, columns), one.lesson.label) for one in held])

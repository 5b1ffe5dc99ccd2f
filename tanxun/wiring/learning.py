"""Learning from editors: the store's labels and published issues to a challenger, and which classifier is in force."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bulletin.drafting.duplicates import groups
from bulletin.issue import OPENED, Journal, looked_at
from enrich.classify import classifier_versions, learn
from enrich.classify.classifier import Lesson
from enrich.classify.classify import decide
from enrich.classify.column_definitions import Columns, lesson_of
from enrich.classify.conclusions import Conclusion, conclusions
from enrich.embed.embedder import unpack
from index.store import Store, Stored
from pipeline.records import Article
from pipeline.settings import Settings
from tanxun.wiring.model import Enricher


@dataclass(frozen=True)
class LearningReport:
    """What came of learning: labels by use, the verdict, and whether the challenger is in force now.

    `taught` and `held_back` count corrected articles, `untouched` those that were printed as they stood and are learned from;
    `missing` are labelled articles that the store no longer has.
    """

    taught: int
    untouched: int
    held_back: int
    missing: int
    verdict: learn.Verdict
    promoted: bool

    @property
    def line(self) -> str:
        """What became of the labels, for a person."""
        missing = f"; {self.missing} more are of articles that the store no longer has" if self.missing else ""
        return (
            f"corrected articles: {self.taught} learned from, {self.held_back} held back; printed as they stood, after somebody "
            f"had looked: {self.untouched} learned from{missing}"
        )


@dataclass(frozen=True)
class _LabelledArticle:
    article: Article
    lesson: Lesson
    corrected: bool


def learn_from(settings: Settings, store: Store, enricher: Enricher, dry_run: bool = False) -> LearningReport:
    """Train a challenger on exemplars and labels, score it beside the champion, promote it where it is better.

    It is scored on corrections alone; of articles that are the same, all are learned from or none.
    """
    kept = store.labels()
    opened = {label.article for label in kept if label.field == OPENED}
    labels = conclusions(kept, _printed_as_drafted(store, opened), enricher.columns.names)
    labelled = _labelled(labels, store, enricher)
    held = [one for one in labelled if learn.is_held_back(one.lesson.key)]
    taught = [one for one in labelled if not learn.is_held_back(one.lesson.key)]
    scored = [one for one in held if one.corrected]
    rival = learn.challenger(enricher.columns, [one.lesson for one in taught])
    verdict = learn.verdict(_score(enricher.columns, scored), _score(rival, scored))
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
    corrected = sum(one.corrected for one in taught)
    return LearningReport(
        corrected, len(taught) - corrected, len(scored), len(labels) - len(labelled), verdict, promoted
    )


def roll_back(settings: Settings) -> str:
    """Return to the classifier before; the name of what is in force now. Raises ModelError where there is none."""
    now = classifier_versions.roll_back(settings.home)
    return now.file or "the shipped classifier"


def _printed_as_drafted(store: Store, opened: Collection[str]) -> dict[str, str]:
    """Of all published issues what somebody had looked at, by article, with its column; a later issue's word counts."""
    journal = Journal(store)
    readings = [journal.reading(number) for number in sorted(store.editions())]
    return {item: column for reading in readings if reading for item, column in looked_at(reading, opened).items()}


def _labelled(labels: Mapping[str, Conclusion], store: Store, enricher: Enricher) -> list[_LabelledArticle]:
    """The labelled articles that the store has, by id; one without a vector of this model is embedded."""
    stored = [one for one in map(store.article, sorted(labels)) if one is not None]
    named = _group_names(stored, store)
    found = []
    for one in stored:
        article, said = one.enriched.article, labels[one.id]
        if one.enriched.vector and one.enriched.model == enricher.embedder.name:
            vector = unpack(one.enriched.vector)
        else:
            (vector,) = enricher.embedder.vectors([article])
        lesson = lesson_of(named[one.id], article, vector, said.label, enricher.columns.fired)
        weight = 1.0 if said.corrected else learn.UNTOUCHED_WEIGHT
        found.append(_LabelledArticle(article, replace(lesson, weight=weight), said.corrected))
    return found


def _group_names(stored: Sequence[Stored], store: Store) -> dict[str, str]:
    """Of each article the name of the group of those that are the same: the id of the one that was first seen.

    So a group's name stays when others join it. Pairs are followed from one article to the next, as far as the store knows.
    """
    known, found = {one.id: one for one in stored}, list(stored)
    while found:
        wanted = {pair.other for one in found for pair in one.enriched.duplicates} - known.keys()
        found = store.articles(sorted(wanted))
        known |= {one.id: one for one in found}
    return {
        one.id: min(same, key=lambda other: (other.first_seen, other.id)).id
        for same in groups([known[name] for name in sorted(known)])
        for one in same
    }


def _score(columns: Columns, held: Sequence[_LabelledArticle]) -> learn.Score:
    return learn.score(columns, [(decide(one.article, one.lesson.vector, columns), one.lesson.label) for one in held])

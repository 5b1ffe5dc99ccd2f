"""learn: editors' labels teach a challenger, which is promoted where it is better, and can be rolled back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import load as load_rules
from bulletin.issue import Journal, Proposal, Retitle, publish, write_change
from enrich.classify import classifier_versions
from enrich.classify.classify import Decision, decide
from enrich.classify.learn import UNTOUCHED_WEIGHT, is_held_back
from enrich.embed.embedder import Vectors, pack
from index.folder.files import FolderFiles
from index.sqlite.store import SqliteStore
from index.store import Label
from pipeline import topics
from pipeline.bus.interface import Outgoing
from pipeline.encoding import decode, encode
from pipeline.errors import ModelError
from pipeline.records import Article, Duplicate, EnrichedArticle, Reason
from pipeline.settings import Settings, load
from tanxun.wiring.learning import learn_from, roll_back
from tanxun.wiring.model import Enricher, EnricherInForce
from tanxun.wiring.stages import enrich_stage
from tests.support.articles import NOON, article
from tests.support.begun_issue import printed
from tests.support.classification import Hashed, hashed_columns
from tests.support.runner_place import RunnerPlace

# A house's own words, which no exemplar has: only a label can say where they belong.
SERIES = {
    "推荐阅读": "碳中和札记第{n}篇：灯下闲谈，甲乙丙丁，山川草木，且听下回",
    "行业公告": "节能处启封令第{n}号：各坊各铺照册点验，戊己庚辛，画押回执",
    "政策聚焦": "减排典章卷{n}：总纲既立，目次分明，壬癸子丑，永为定例",
    "off-topic": "低碳茶话{n}：绿色围炉煮雪，猜谜投壶，寅卯辰巳，欢聚一堂",
}


class HashedEmbedder(Hashed):
    """The hashed encoder with what the enricher needs besides."""

    def vectors(self, articles: Sequence[Article]) -> list[Vectors]:
        return list(self.encode([f"{one.title}\n{one.text}" for one in articles]))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Enricher:
    columns = hashed_columns(tmp_path_factory.mktemp("home"))
    some = columns.lessons[::4]
    return Enricher(HashedEmbedder(), replace(columns, lessons=some, vectors=np.stack([one.vector for one in some])))  # type: ignore[arg-type]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "home/model").mkdir(parents=True)
    return load(home=tmp_path / "home")


@pytest.fixture
def store(settings: Settings) -> SqliteStore:
    opened = SqliteStore(settings.home / "store.sqlite")
    opened.init("hashed")
    return opened


def put(store: SqliteStore, one: Article, column: str = "国内资讯", duplicates: Sequence[Duplicate] = ()) -> None:
    (vector,) = HashedEmbedder().vectors([one])
    store.put_articles(
        [
            EnrichedArticle(
                article=one,
                column=column,
                scores={column: 1.0},
                relevance=0.9,
                reasons=(Reason("rule", {"name": "理由"}),),
                model="hashed",
                vector=pack(vector),
                duplicates=tuple(duplicates),
            )
        ]
    )


def label(name: str, field: str, after: str, minutes: int = 0) -> Label:
    return Label(article=name, field=field, before="", after=after, who="编辑", at=NOON + timedelta(minutes=minutes))


def series(store: SqliteStore, count: int = 30) -> list[Article]:
    """Labelled articles of every series; the column or off-topic that editors gave them is another than the words say."""
    made = []
    for meant, form in SERIES.items():
        for number in range(count):
            name = f"{meant}-{number}"
            one = article(name, title=form.format(n=number).split("：")[0], text=form.format(n=number) * 3)
            put(store, one)
            field = "relevance" if meant == "off-topic" else "column"
            store.put_label(label(name, field, meant))
            made.append(one)
    return made


def decisions(articles: Sequence[Article], enricher: Enricher) -> list[Decision]:
    embedder = HashedEmbedder()
    return [decide(one, embedder.encode([f"{one.title}\n{one.text}"])[0], enricher.columns) for one in articles]


def in_force_now(settings: Settings, enricher: Enricher) -> Enricher:
    learned = classifier_versions.load(settings.home, "hashed", print)
    return replace(enricher, columns=replace(enricher.columns, classifier=learned)) if learned else enricher


def test_what_labels_teach_is_promoted_and_rolled_back(
    settings: Settings, store: SqliteStore, shipped: Enricher
) -> None:
    articles = series(store)
    before = decisions(articles, shipped)
    trial = learn_from(settings, store, shipped, dry_run=True)
    assert trial.verdict.promote
    assert not trial.promoted
    assert classifier_versions.read(settings.home).file == ""
    done = learn_from(settings, store, shipped)
    assert done.promoted
    assert done.verdict == trial.verdict
    assert (done.taught + done.held_back, done.missing) == (len(articles), 0)
    champion, challenger = done.verdict.champion, done.verdict.challenger
    assert challenger.overall.right > champion.overall.right
    assert challenger.rare.right > champion.rare.right
    now = in_force_now(settings, shipped)
    assert now.columns.signature == challenger.classifier
    assert decisions(articles, now) != before
    assert roll_back(settings) == "the shipped classifier"
    assert decisions(articles, in_force_now(settings, shipped)) == before
    with pytest.raises(ModelError, match="nothing to roll back"):
        roll_back(settings)
    again = learn_from(settings, store, shipped)
    assert not again.promoted
    assert "was rolled back" in again.verdict.why
    put(store, article("one more", title="又一篇", text="又一篇稿件。" * 9))
    store.put_label(label("one more", "column", "市场热点"))
    assert learn_from(settings, store, shipped).promoted


def test_a_challenger_that_is_no_better_is_refused(settings: Settings, store: SqliteStore, shipped: Enricher) -> None:
    series(store)
    assert learn_from(settings, store, shipped).promoted
    champion = in_force_now(settings, shipped)
    again = learn_from(settings, store, champion)
    assert not again.promoted
    assert "not better" in again.verdict.why
    assert classifier_versions.read(settings.home).before == ("",)


def test_too_few_labels_change_nothing(settings: Settings, store: SqliteStore, shipped: Enricher) -> None:
    series(store, count=3)
    store.put_label(label("gone", "column", "市场热点"))
    done = learn_from(settings, store, shipped)
    assert not done.promoted
    assert "too few" in done.verdict.why
    assert done.missing == 1


def test_held_back_labels_are_never_learned_from(settings: Settings, store: SqliteStore, shipped: Enricher) -> None:
    articles = series(store)
    held = [one for one in articles if is_held_back(one.id)]
    first = learn_from(settings, store, shipped, dry_run=True)
    for one in held:
        store.put_label(label(one.id, "column", "市场热点", minutes=1))
    second = learn_from(settings, store, shipped, dry_run=True)
    assert len(held) == first.held_back
    assert first.verdict.challenger.classifier == second.verdict.challenger.classifier


def same_as(one: Article, other: Article) -> Duplicate:
    return Duplicate(
        other=other.id, score=1.0, why=Reason("same_text"), own_hash=one.text_hash, other_hash=other.text_hash
    )


def test_what_is_printed_twice_is_held_back_or_learned_from_as_one(
    settings: Settings, store: SqliteStore, shipped: Enricher
) -> None:
    names = [f"n{number}" for number in range(40)]
    out, taught = (next(name for name in names if is_held_back(name) is held) for held in (True, False))
    articles = {name: article(name, title="一周行情", text="碳价一周行情，成交活跃。" * 9) for name in (out, taught)}
    put(store, articles[out])
    # Found later, and the pair is on this side alone: the group has the first one's name.
    put(store, articles[taught], duplicates=[same_as(articles[taught], articles[out])])
    for name in articles:
        store.put_label(label(name, "column", "市场热点"))
    assert store.article(out).first_seen <= store.article(taught).first_seen  # type: ignore[union-attr]
    done = learn_from(settings, store, shipped, dry_run=True)
    first = min(articles)
    assert (done.taught, done.held_back) == ((0, 2) if is_held_back(first) else (2, 0))


def test_what_was_printed_as_it_stood_teaches_and_is_never_scored(
    settings: Settings, store: SqliteStore, shipped: Enricher
) -> None:
    names = ["打印机", "水车", "竹筏", "云梯", "石磨", "风筝", "陶罐", "竹简"]
    for name in names:
        put(store, article(name, title=f"{name}记", text=f"{name}的来历与用法，{name}匠人如是说。" * 9), "推荐阅读")
    stored = [one for one in map(store.article, names) if one]
    journal = Journal(store)
    draft = assemble(1, date(2026, 5, 8), date(2026, 5, 14), stored, [], load_rules())
    write_change(journal, 1, Proposal(draft=draft), "tanxun", NOON)
    items = [item.id for column in draft.columns for item in column.items]
    assert len(items) > 1
    for item in items:
        write_change(journal, 1, Retitle(item=item, value="新题目"), "编辑", NOON, 1)
    before = learn_from(settings, store, shipped, dry_run=True)
    publish(journal, FolderFiles(settings.home / "files"), 1, "主编", NOON, len(items) + 1, "", printed)
    store.put_label(label(items[0], "relevance", "off-topic"))
    done = learn_from(settings, store, shipped, dry_run=True)
    kept = [item for item in items[1:] if not is_held_back(item)]
    assert (before.untouched, done.untouched) == (0, len(kept))
    assert done.taught + done.held_back == 1
    assert done.verdict.champion.overall.count == done.held_back
    assert 0 < UNTOUCHED_WEIGHT < 1
    assert done.verdict.challenger.classifier != before.verdict.challenger.classifier


def test_a_running_worker_takes_up_what_is_put_in_force(
    settings: Settings, store: SqliteStore, shipped: Enricher, tmp_path: Path
) -> None:
    place = RunnerPlace(tmp_path)
    told: list[str] = []
    in_force = EnricherInForce(settings, shipped, classifier_versions.stamp(settings.home), told.append)
    runner = place.runner(enrich_stage(in_force, store))

    def decided(name: str) -> str:
        one = article(name, text=f"{name}：碳市场一周行情，成交活跃。" * 9)
        place.bus.publish(topics.ARTICLES_EXTRACTED, [Outgoing(one.id, encode(one))])
        assert runner.step(1.0) == 1
        (last,) = (message for message in place.bus.read(topics.ARTICLES_ENRICHED) if message.key == name)
        return decode(EnrichedArticle, last.value).classifier

    first = decided("before")
    assert first == shipped.columns.signature
    series(store)
    assert learn_from(settings, store, shipped).promoted
    learned = decided("after")
    assert learned.startswith("labels-")
    assert decided("again") == learned
    note = settings.home / "model/in-force.json"
    whole = note.read_bytes()
    note.write_text("{")
    assert decided("broken") == learned
    note.write_bytes(whole)
    roll_back(settings)
    assert decided("rolled back").startswith("exemplars@")
    assert len(told) == 4


def test_what_was_set_aside_is_embedded_to_be_learned(
    settings: Settings, store: SqliteStore, shipped: Enricher
) -> None:
    one = article("aside", title="甲乙丙丁", text="灯下闲谈，山川草木")
    store.put_articles(
        [
            EnrichedArticle(
                article=one,
                column="国内资讯",
                scores={"国内资讯": 1.0},
                relevance=0.01,
                reasons=(Reason("rule", {"name": "理由"}),),
                model="hashed",
                set_aside=True,
            )
        ]
    )
    store.put_label(label("aside", "relevance", "on-topic"))
    done = learn_from(settings, store, shipped, dry_run=True)
    assert done.taught + done.held_back == 1


def test_a_broken_note_or_file_is_named(settings: Settings) -> None:
    note = settings.home / "model/in-force.json"
    note.write_text("{")
    with pytest.raises(ModelError, match=r"in-force\.json"):
        classifier_versions.read(settings.home)
    note.write_text('{"file": "learned-x.npz", "before": [""]}')
    with pytest.raises(ModelError, match="rollback"):
        classifier_versions.load(settings.home, "hashed", print)
    assert roll_back(settings) == "the shipped classifier"


def test_a_classifier_of_another_model_is_not_used(settings: Settings, shipped: Enricher) -> None:
    classifier_versions.promote(settings.home, replace(shipped.columns.classifier, model="other"))
    told: list[str] = []
    assert classifier_versions.load(settings.home, "hashed", told.append) is None
    assert "other" in told[0]

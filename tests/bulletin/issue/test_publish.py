"""publish: rendered first, frozen by one operation, public by one write; a correction is a new edition."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bulletin.issue import operation_kinds, write_change
from bulletin.issue.edition import Edition
from bulletin.issue.journal import Journal
from bulletin.issue.operations.changes import Proposal
from bulletin.issue.problems import NotThere, Stale
from bulletin.issue.publish import complete_publication, publish
from bulletin.issue.state import EditionRecord, issue_of
from bulletin.issue.write import reading_of
from index.elastic.store import ElasticStore
from index.folder.files import FolderFiles
from index.store import Store
from pipeline.errors import BackendError
from tests.support.begun_issue import printed
from tests.support.drafts import draft_of

AT = datetime(2026, 5, 15, 2, tzinfo=UTC)


@dataclass(frozen=True)
class PublishingDesk:
    journal: Journal
    files: FolderFiles

    def publish(self, note: str = "", base: int = 0) -> EditionRecord:
        version = reading_of(self.journal, 1).version
        return publish(self.journal, self.files, 1, "主编", AT, base or version, note, printed)

    def do(self, change: operation_kinds.AnyEdit) -> None:
        write_change(self.journal, 1, change, "甲", AT, 10_000)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Iterator[PublishingDesk]:
    """An issue with a, b and c, not published."""
    write_change(Journal(store), 1, Proposal(draft=draft_of("a", "b", "c")), "tanxun", AT)
    yield PublishingDesk(Journal(store), FolderFiles(tmp_path / "files"))


def test_an_edition_is_public_with_its_files(desk: PublishingDesk) -> None:
    assert desk.journal.store.published(1) == []
    done = desk.publish()
    items = desk.journal.store.published(1)
    assert [(one.id, one.position, one.edition, one.withdrawn) for one in items] == [
        ("a", 0, 1, False),
        ("b", 1, 1, False),
        ("c", 2, 1, False),
    ]
    assert items[0].text_hash
    assert set(items[0].record) >= {"title", "blocks", "source"}
    assert not {"reasons", "score", "warnings", "alternates"} & set(items[0].record)
    issue = reading_of(desk.journal, 1).issue
    assert issue.published
    (made,) = issue.editions
    assert (made.edition, made.number, made.who) == (1, done.number, "主编")
    assert desk.files.get("documents", made.files["issue.txt"]).decode().split() == ["题目a", "题目b", "题目c"]


def test_nothing_changed_is_nothing_to_publish(desk: PublishingDesk) -> None:
    desk.publish()
    with pytest.raises(NotThere, match="没有改动"):
        desk.publish("更正")


def test_what_changed_since_it_was_looked_at_is_not_published(desk: PublishingDesk) -> None:
    desk.do(operation_kinds.Retitle(item="a", value="新题目"))
    with pytest.raises(Stale, match="甲于05-15 10:00又有改动"):
        desk.publish(base=1)
    assert desk.journal.store.editions() == {}


def test_a_correction_is_a_new_edition_with_a_note_and_withdrawn_items_are_tombstones(desk: PublishingDesk) -> None:
    desk.publish()
    desk.do(operation_kinds.Withdraw(item="b", why="原网页已撤下"))
    assert [one.id for one in desk.journal.store.published(1)] == ["a", "b", "c"]
    with pytest.raises(NotThere, match="需要一句说明"):
        desk.publish()
    desk.publish("撤下一条")
    found = desk.journal.store.published(1)
    assert [(one.id, one.withdrawn, one.edition) for one in found] == [("a", False, 2), ("c", False, 2), ("b", True, 2)]
    tombstone = found[-1]
    assert (tombstone.title, tombstone.text, tombstone.record, tombstone.why) == ("", "", {}, "原网页已撤下")
    assert [one.note for one in reading_of(desk.journal, 1).issue.editions] == ["", "撤下一条"]


def test_only_what_was_published_can_be_withdrawn(desk: PublishingDesk) -> None:
    with pytest.raises(NotThere, match="还没有发布"):
        desk.do(operation_kinds.Withdraw(item="b", why="x"))


def test_edits_after_publishing_are_not_public(desk: PublishingDesk) -> None:
    desk.publish()
    desk.do(operation_kinds.Retitle(item="a", value="还没有发布的题目"))
    assert desk.journal.store.published(1)[0].title == "题目a"
    assert not reading_of(desk.journal, 1).issue.published


def test_a_death_between_the_two_writes_is_mended(desk: PublishingDesk) -> None:
    version = reading_of(desk.journal, 1).version
    write_change(desk.journal, 1, operation_kinds.Publish(edition=1), "主编", AT, version)
    desk.do(operation_kinds.Retitle(item="a", value="之后的改动"))
    assert desk.journal.store.published(1) == []
    assert complete_publication(desk.journal, 1)
    assert desk.journal.store.published(1)[0].title == "题目a"
    assert not complete_publication(desk.journal, 1)


def test_a_full_disk_publishes_nothing(desk: PublishingDesk) -> None:
    def full(edition: Edition) -> dict[str, bytes]:
        raise BackendError("disk full")

    with pytest.raises(BackendError):
        publish(desk.journal, desk.files, 1, "主编", AT, 1, "", full)
    assert desk.journal.store.editions() == {}
    assert issue_of(desk.journal.store.operations(1)).editions == ()


def test_an_edition_that_was_named_but_never_shown_is_shown(desk: PublishingDesk) -> None:
    desk.publish()
    kept = desk.journal.store
    if isinstance(kept, ElasticStore):
        hidden = {"index": kept._forms(["published"])["published"].index, "alias": kept._alias("published")}
        kept._client.indices.update_aliases(actions=[{"add": {**hidden, "filter": {"terms": {"release": []}}}}])
        assert kept.published(1) == []
        assert complete_publication(desk.journal, 1)
    assert [one.id for one in kept.published(1)] == ["a", "b", "c"]
    assert not complete_publication(desk.journal, 1)

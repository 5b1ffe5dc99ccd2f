"""Publishing from the desk: once however often it is asked for, whole or not at all, and what is public now."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from bulletin.issue import EditionRecord, IssueReading, Item, publish, reading_of
from desk.history.history import HistoryEntry, since
from desk.services import Desk
from pipeline.errors import BackendError, TanxunError

# One at a time in this process: a second click waits, and then finds that it is done.
_publishing = Lock()


class NotPublished(TanxunError):
    """Nothing new is public, or it is not known yet; the message says in Chinese what happened and what to do."""


@dataclass(frozen=True)
class PublicationState:
    """What of an issue is public: the last edition that was frozen, the edition that readers see (0: none), and what
    was done since the last was frozen.
    """

    last: EditionRecord | None
    public: int
    pending: Sequence[HistoryEntry]
    problem: str

    @property
    def waiting(self) -> bool:
        """Whether an edition is frozen that readers do not see yet."""
        return self.last is not None and self.public < self.last.edition


def state_of(desk: Desk, reading: IssueReading) -> PublicationState:
    """What is public, as the store says now."""
    last = reading.issue.editions[-1] if reading.issue.editions else None
    pending = since(reading, last.number) if last else []
    public = desk.store.editions().get(reading.issue.draft.number, 0)
    return PublicationState(last, public, pending, desk.completion.problem)


def publish_once(desk: Desk, number: int, who: str, base: int, note: str) -> EditionRecord:
    """Publish version `base`; where that was done already, the edition that it became.

    Raises NotPublished where store or disk failed, and as bulletin.issue.publish does.
    """
    with _publishing:
        try:
            return publish(
                desk.journal,
                desk.files,
                number,
                who,
                desk.clock(),
                base,
                note,
                desk.press.documents,
                desk.settings.reviews,
            )
        except BackendError as trouble:
            raise NotPublished(_what_happened(desk, number, base)) from trouble


def _what_happened(desk: Desk, number: int, base: int) -> str:
    """After a failure: whether the version was frozen, as far as the store says."""
    try:
        editions = reading_of(desk.journal, number).issue.editions
    except BackendError:
        return (
            "存储没有响应，不知道写进去没有。读者看到的要么还是原来的内容，要么是完整的新版，不会只有一半。"
            "请等存储恢复后一分钟再打开本页：写进去了就已自动公开，没有写进去就再点一次发布。"
        )
    frozen = next((one for one in editions if one.number == base + 1), None)
    if frozen is None:
        return (
            "没有发布：存储写不了，多半是磁盘满了或没有写入权限。读者看到的还是原来的内容；请运维处理后再点一次发布。"
        )
    return (
        f"第{frozen.edition}版已经定稿，但还没有公开：存储刚才没有响应。"
        "读者看到的还是原来的内容；存储恢复后一分钟内自动公开。"
    )


def printed_items(reading: IssueReading) -> list[Item]:
    """The items of the last edition that stand in the issue still."""
    if not reading.issue.editions:
        return []
    frozen = reading.at(reading.issue.editions[-1].number).draft
    printed = {item.id for column in frozen.columns for item in column.items}
    return [item for column in reading.issue.draft.columns for item in column.items if item.id in printed]

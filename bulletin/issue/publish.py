"""publish: freeze an issue as it stands as its next edition, rendered first, then made public in one write."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from bulletin.issue import operation_kinds
from bulletin.issue.content import Item
from bulletin.issue.edition import Edition, EditionItem, Withdrawn, edition_of
from bulletin.issue.journal import IssueReading, Journal
from bulletin.issue.labels import all_labels
from bulletin.issue.state import Dropped
from bulletin.issue.write import NotThere, edit, reading_of
from index.files import Files
from index.published import PublishedItem
from index.store import Operation
from pipeline.errors import TanxunError
from pipeline.records import blocks_text
from pipeline.time_zone import local_time

# An edition to its documents, by file name.
Printer = Callable[[Edition], Mapping[str, bytes]]


class Stale(TanxunError):
    """The issue has changed since whoever publishes it looked at it."""


def publish(
    journal: Journal, files: Files, number: int, who: str, at: datetime, base: int, note: str, printer: Printer
) -> Operation:
    """Publish version `base` as the next edition; returns the operation. `note` says what a correction changes.

    The documents are rendered and kept first. The operation freezes the version: it is refused (Stale) where anybody has
    changed the issue since `base`. Then one write of the store makes the edition public; should the process die before
    it, `complete_publication` does it. Raises NotThere where there is nothing to publish, or a correction without a note.
    """
    page = reading_of(journal, number)
    _check(page, base, note)
    edition = edition_of_reading(page, len(page.issue.editions) + 1, at, note)
    digests = {name: files.put("documents", content) for name, content in printer(edition).items()}
    done = edit(
        journal,
        number,
        operation_kinds.Publish(edition=edition.edition, note=note, files=digests),
        who,
        at,
        base,
        only_next=True,
    )
    complete_publication(journal, number)
    return done


def complete_publication(journal: Journal, number: int) -> bool:
    """Make an issue's last edition public where that was not done; returns whether it was. Repeatable.

    The corrections that led to it are kept as labels once more, for a process that died between the two writes.
    """
    page = reading_of(journal, number)
    if not page.issue.editions:
        return False
    last = page.issue.editions[-1]
    if journal.store.editions().get(number, 0) >= last.edition and _is_shown(journal, number, last.edition):
        return False
    frozen = page.until(last.number)
    edition = edition_of_reading(frozen, last.edition, last.at, last.note)
    journal.store.publish(number, last.edition, published_items(frozen, edition))
    for label in all_labels(page.operations):
        journal.store.put_label(label)
    return True


def _is_shown(journal: Journal, number: int, edition: int) -> bool:
    """Whether readers see this edition or a later one: a store may have named it and died before showing it."""
    return any(item.edition >= edition for item in journal.store.published(number))


def edition_of_reading(page: IssueReading, edition: int, at: datetime, note: str) -> Edition:
    """The issue as its readers get it."""
    gone = [Withdrawn(id=one.item.id, title=one.item.title, why=one.why, at=one.at) for one in taken_back_items(page)]
    return edition_of(page.issue.draft, edition, at, note, gone)


def taken_back_items(page: IssueReading) -> list[Dropped]:
    """What an edition printed and does not stand in the issue any more, whoever took it out and how."""
    printed: dict[str, tuple[str, Item]] = {}
    for edition in page.issue.editions:
        columns = page.at(edition.number).draft.columns
        printed |= {item.id: (column.name, item) for column in columns for item in column.items}
    standing = {item.id for column in page.issue.draft.columns for item in column.items}
    return [_taken(page, column, item) for name, (column, item) in printed.items() if name not in standing]


def _taken(page: IssueReading, column: str, item: Item) -> Dropped:
    gone = page.issue.gone(item.id)
    if gone:
        return gone if gone.withdrawn else replace(gone, item=item, column=column)
    # What had brought it in was undone.
    done = next(
        one
        for one in reversed(page.operations)
        if one.kind != operation_kinds.kind_of(operation_kinds.Publish(edition=1))
    )
    return Dropped(item, column, done.who, done.at)


def published_items(page: IssueReading, edition: Edition) -> list[PublishedItem]:
    """An edition as the store's published kind holds it: its items in order, then the tombstones."""
    issue = page.issue
    hashes = {item.id: item.text_hash for column in issue.draft.columns for item in column.items}
    placed = [(column.name, item) for column in edition.columns for item in column.items]
    items = [
        _public(edition, position, column, item, hashes.get(item.id, ""))
        for position, (column, item) in enumerate(placed)
    ]
    columns = {one.item.id: one.column for one in taken_back_items(page)}
    return items + [
        PublishedItem(
            id=one.id, issue=edition.number, edition=edition.edition, column=columns.get(one.id, ""), position=position,
            printed_at=edition.published_at, withdrawn=True, why=one.why,
        )
        for position, one in enumerate(edition.withdrawn, start=len(items))
    ]  # fmt: skip


def _public(edition: Edition, position: int, column: str, item: EditionItem, text_hash: str) -> PublishedItem:
    return PublishedItem(
        id=item.id, issue=edition.number, edition=edition.edition, column=column, position=position,
        printed_at=edition.published_at, title=item.title, published=item.published, source=item.source, url=item.url,
        text=blocks_text(item.blocks), text_hash=text_hash, language=item.language, record=msgspec.to_builtins(item),
    )  # fmt: skip


def _check(page: IssueReading, base: int, note: str) -> None:
    if page.version != base:
        last = page.operations[-1]
        raise Stale(
            f"您看的是第{base}版，{last.who}于{local_time(last.at)}又有改动，现在是第{page.version}版；请再看一遍后发布"
        )
    if page.issue.published:
        raise NotThere("上次发布以来没有改动，无需再发布")
    if page.issue.editions and not note.strip():
        raise NotThere("更正需要一句说明：改了什么、为什么")

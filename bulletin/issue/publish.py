"""publish: freeze an issue as it stands as its next edition, rendered first, then made public in one write."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from bulletin.issue.content import Item
from bulletin.issue.edition import Edition, Withdrawn, edition_of
from bulletin.issue.journal import IssueReading, Journal
from bulletin.issue.labels import all_labels
from bulletin.issue.operations.operation_kinds import Publish, kind_of
from bulletin.issue.problems import NotThere, Stale
from bulletin.issue.reviews import require_passes
from bulletin.issue.state import Dropped, EditionRecord
from bulletin.issue.write import is_done, reading_of, write_change
from bulletin.reasons import in_words
from index.files import Files
from index.published import PublishedItem
from pipeline.records import blocks_text

# An edition to its documents, by file name.
Printer = Callable[[Edition], Mapping[str, bytes]]


def publish(
    journal: Journal,
    files: Files,
    number: int,
    who: str,
    at: datetime,
    base: int,
    note: str,
    printer: Printer,
    reviews: bool = False,
) -> EditionRecord:
    """Publish version `base` as the next edition, once however often it is asked for; returns the edition.

    `note` says what a correction changes. The documents are rendered and kept first. The operation freezes the version;
    then one write of the store makes the edition public: should the process die before it, `complete_publication` does it.

    Raises Stale where anybody has changed the issue since `base`, NotThere where there is nothing to publish, a correction
    without a note, or, with `reviews`, a stage of 三审三校 that is not passed.
    """
    # An edition that was frozen and is not public yet comes first, whatever becomes of this one.
    complete_publication(journal, number)
    reading = reading_of(journal, number)
    change = Publish(edition=len(reading.issue.editions) + 1, note=note)
    if not is_done(reading, change, who, base):
        if reading.version != base:
            raise Stale(reading, base)
        if reading.issue.published:
            raise NotThere("上次发布以来没有改动，无需再发布")
        if reading.issue.editions and not note.strip():
            raise NotThere("更正需要一句说明：改了什么、为什么")
        if reviews:
            require_passes(reading.issue)
        printed = printer(edition_of_reading(reading, change.edition, at, note))
        digests = {name: files.put("documents", content) for name, content in printed.items()}
        write_change(journal, number, msgspec.structs.replace(change, files=digests), who, at, base)
    complete_publication(journal, number)
    return next(one for one in reading_of(journal, number).issue.editions if one.number == base + 1)


def complete_publication(journal: Journal, number: int) -> bool:
    """Make an issue's last edition public where that was not done; returns whether it was. Repeatable.

    The corrections that led to it are kept as labels once more, for a process that died between the two writes.
    """
    reading = journal.reading(number)
    if reading is None or not reading.issue.editions:
        return False
    last = reading.issue.editions[-1]
    # A store may have named the edition and died before it showed it.
    is_named = journal.store.editions().get(number, 0) >= last.edition
    shown = journal.store.published(number) if is_named else []
    if any(item.edition >= last.edition for item in shown):
        return False
    frozen = reading.until(last.number)
    items = published_items(frozen, edition_of_reading(frozen, last.edition, last.at, last.note))
    # Of an edition without items and tombstones nothing can be shown.
    if is_named and not shown and not items:
        return False
    journal.store.publish(number, last.edition, items)
    for label in all_labels(reading.operations):
        journal.store.put_label(label)
    return True


def edition_of_reading(reading: IssueReading, edition: int, at: datetime, note: str) -> Edition:
    """The issue as its readers get it."""
    gone = [
        Withdrawn(id=one.item.id, title=one.item.title, why=in_words(one.why), at=one.at)
        for one in taken_back_items(reading)
    ]
    return edition_of(reading.issue.draft, edition, at, note, gone)


def taken_back_items(reading: IssueReading) -> list[Dropped]:
    """What an edition printed and does not stand in the issue any more, whoever took it out and how."""
    printed: dict[str, tuple[str, Item]] = {}
    for edition in reading.issue.editions:
        columns = reading.at(edition.number).draft.columns
        printed |= {item.id: (column.name, item) for column in columns for item in column.items}
    standing = {item.id for column in reading.issue.draft.columns for item in column.items}
    found = list[Dropped]()
    for name, (column, item) in printed.items():
        gone = reading.issue.gone(name)
        if name in standing:
            continue
        if gone:
            found.append(gone if gone.withdrawn else replace(gone, item=item, column=column))
        else:
            # What had brought it in was undone.
            done = next(one for one in reversed(reading.operations) if one.kind != kind_of(Publish(edition=1)))
            found.append(Dropped(item, column, done.who, done.at))
    return found


def published_items(reading: IssueReading, edition: Edition) -> list[PublishedItem]:
    """An edition as the store's published kind holds it: its items in order, then the tombstones."""
    hashes = {item.id: item.text_hash for column in reading.issue.draft.columns for item in column.items}
    placed = [(column.name, item) for column in edition.columns for item in column.items]
    items = [
        PublishedItem(
            id=item.id,
            issue=edition.number,
            edition=edition.edition,
            column=column,
            position=position,
            printed_at=edition.published_at,
            title=item.title,
            published=item.published,
            source=item.source,
            url=item.url,
            text=blocks_text(item.blocks),
            text_hash=hashes.get(item.id, ""),
            language=item.language,
            record=msgspec.to_builtins(item),
        )
        for position, (column, item) in enumerate(placed)
    ]
    columns = {one.item.id: one.column for one in taken_back_items(reading)}
    tombstones = [
        PublishedItem(
            id=one.id,
            issue=edition.number,
            edition=edition.edition,
            column=columns.get(one.id, ""),
            position=position,
            printed_at=edition.published_at,
            withdrawn=True,
            why=one.why,
        )
        for position, one in enumerate(edition.withdrawn, start=len(items))
    ]
    return items + tombstones

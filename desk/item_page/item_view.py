"""An item's own page: its form, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.drafting.rules import Rules
from bulletin.issue import Issue, IssueFacts, IssueReading, Item, missing_picture, text_of_blocks
from bulletin.reasons import in_words
from desk.editing.sent_changes import pictures_known
from desk.issue_page.card import Card, card_of
from desk.issue_page.shown_findings import shown_findings
from pipeline.records import Reason


@dataclass(frozen=True)
class PictureChoice:
    """A picture that the item may show: address, digest in the files ("" where it is missing, and then why)."""

    url: str
    digest: str
    caption: str
    shown: bool
    problem: str


@dataclass(frozen=True)
class OfferedFile:
    """An attachment, whether the text is from it, and what its reading came to ("" for nothing to say)."""

    url: str
    name: str
    has_text: bool = False
    said: str = ""


@dataclass(frozen=True)
class Beside:
    """The item before or behind this one in the issue."""

    id: str
    title: str


@dataclass(frozen=True)
class ItemView:
    """The page; `text` is in the light notation, `before` and `behind` run through all columns.

    `text_from` is the attachment that the text was taken from, None where it is the page's own.
    """

    number: int
    version: int
    card: Card
    text: str
    pictures: tuple[PictureChoice, ...]
    attachments: tuple[OfferedFile, ...]
    text_from: OfferedFile | None
    columns: tuple[str, ...]
    before: Beside | None
    behind: Beside | None
    position: int
    count: int


def item_view(reading: IssueReading, name: str, facts: IssueFacts, rules: Rules) -> ItemView | None:
    """The page of an item; None where the issue has it no more."""
    issue = reading.issue
    every = [(column.name, at, item) for column in issue.draft.columns for at, item in enumerate(column.items, start=1)]
    place = next((place for place, (_, _, item) in enumerate(every) if item.id == name), None)
    if place is None:
        return None
    column, at, item = every[place]
    files = tuple(offered(item, facts))
    return ItemView(
        number=issue.draft.number,
        version=reading.version,
        card=card_of(reading, item, column, at, facts, shown_findings(issue, facts, rules)),
        text=text_of_blocks(item.blocks),
        pictures=tuple(choices(issue, item, facts)),
        attachments=files,
        text_from=next((file for file in files if file.has_text), None),
        columns=tuple(column.name for column in issue.draft.columns),
        before=_beside(every[place - 1][2]) if place else None,
        behind=_beside(every[place + 1][2]) if place + 1 < len(every) else None,
        position=place + 1,
        count=len(every),
    )


def _beside(item: Item) -> Beside:
    return Beside(item.id, item.title)


def offered(item: Item, facts: IssueFacts) -> Iterator[OfferedFile]:
    """The item's attachments, each with what its reading came to where it was opened for the text."""
    stored = facts.articles.get(item.id)
    opened = {file.url: file for file in stored.enriched.article.attachments_read} if stored else {}
    for file in item.attachments:
        read = opened.get(file.url)
        if read is None:
            yield OfferedFile(file.url, file.name)
        elif read.unread is not None:
            yield OfferedFile(file.url, file.name, said=in_words(Reason("unread_because", {"problem": read.unread})))
        else:
            how = "read_by_recognition" if read.recognised is not None else "read_as_text"
            values = {"format": read.format.upper(), "pages": read.pages or "", "confidence": read.recognised or 0.0}
            yield OfferedFile(file.url, file.name, has_text=True, said=in_words(Reason(how, values)))


def choices(issue: Issue, item: Item, facts: IssueFacts) -> Iterator[PictureChoice]:
    """The item's pictures in their order, then those of its article that it does not show."""
    shown = {picture.url for picture in item.images}
    rest = [picture for picture in pictures_known(issue, item) if picture.url not in shown]
    for picture in (*item.images, *rest):
        file = facts.media.get(picture.url)
        digest = (file.digest or "") if file is not None else ""
        why = in_words(missing_picture(file))
        yield PictureChoice(picture.url, digest, picture.caption, picture.url in shown, why)

"""An item's own page: its form, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.drafting.rules import Rules
from bulletin.issue import File, Issue, IssueFacts, IssueReading, Item, missing_picture, text_of_blocks
from bulletin.reasons import in_words
from desk.editing.sent_changes import pictures_known
from desk.issue_page.card import Card, card_of
from desk.issue_page.shown_findings import shown_findings


@dataclass(frozen=True)
class PictureChoice:
    """A picture that the item may show: address, digest in the files ("" where it is missing, and then why)."""

    url: str
    digest: str
    caption: str
    shown: bool
    problem: str


@dataclass(frozen=True)
class Beside:
    """The item before or behind this one in the issue."""

    id: str
    title: str


@dataclass(frozen=True)
class ItemView:
    """The page; `text` is in the light notation, `before` and `behind` run through all columns."""

    number: int
    version: int
    card: Card
    text: str
    pictures: tuple[PictureChoice, ...]
    attachments: tuple[File, ...]
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
    return ItemView(
        number=issue.draft.number,
        version=reading.version,
        card=card_of(reading, item, column, at, facts, shown_findings(issue, facts, rules)),
        text=text_of_blocks(item.blocks),
        pictures=tuple(choices(issue, item, facts)),
        attachments=item.attachments,
        columns=tuple(column.name for column in issue.draft.columns),
        before=_beside(every[place - 1][2]) if place else None,
        behind=_beside(every[place + 1][2]) if place + 1 < len(every) else None,
        position=place + 1,
        count=len(every),
    )


def _beside(item: Item) -> Beside:
    return Beside(item.id, item.title)


def choices(issue: Issue, item: Item, facts: IssueFacts) -> Iterator[PictureChoice]:
    """The item's pictures in their order, then those of its article that it does not show."""
    shown = {picture.url for picture in item.images}
    rest = [picture for picture in pictures_known(issue, item) if picture.url not in shown]
    for picture in (*item.images, *rest):
        file = facts.media.get(picture.url)
        digest = (file.digest or "") if file is not None else ""
        why = in_words(missing_picture(file))
        yield PictureChoice(picture.url, digest, picture.caption, picture.url in shown, why)

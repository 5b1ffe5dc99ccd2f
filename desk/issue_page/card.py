"""One item as a card of the issue's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bulletin.issue import Finding, IssueFacts, IssueReading, Item, RemarkRecord, finding_limits, shown_article
from bulletin.reasons import Badge, all_in_words, badge_of, in_words
from bulletin.render.printed_lines import facts as line_below_title
from desk.issue_page.shown_findings import ShownFinding
from pipeline.records import Reason, blocks_text

# Two lines of a card on a wide screen.
LEAD_CHARACTERS = 120
# Reasons whose values a card shows elsewhere: the score, the column, the other column.
STANDS_ALREADY = ("relevance", "relevance_and_column", "another_column")


@dataclass(frozen=True)
class CardPicture:
    """A picture: its digest in the files ("" where it is missing) and caption."""

    digest: str
    caption: str


@dataclass(frozen=True)
class Why:
    """Why an item is there: relevance (word and 0..1), the rules that fired, the nearest exemplar, and the rest."""

    word: str
    score: float
    rules: tuple[str, ...]
    nearest: str
    rest: tuple[str, ...]


@dataclass(frozen=True)
class AnotherColumn:
    """The second column where it is nearly as likely as the item's own, and what is said of it."""

    name: str
    badge: Badge


@dataclass(frozen=True)
class Other:
    """An article that could stand in the item's place, and why: a printing of the same, or a report of its event."""

    id: str
    url: str
    title: str
    published: date | None
    source: str
    why: str
    event: bool


@dataclass(frozen=True)
class Card:
    """What a card shows. `position` counts from 1 within the column, `stored` says that there is a source to read.

    `facts` are the parts of the line below the title that no editor changes here (文号).
    """

    id: str
    url: str
    title: str
    published: date | None
    source: str
    column: str
    position: int
    facts: tuple[str, ...]
    lang: str
    lead: str
    characters: int
    pictures: tuple[CardPicture, ...]
    why: Why
    others: tuple[Other, ...]
    another: AnotherColumn | None
    badges: tuple[Badge, ...]
    findings: tuple[ShownFinding, ...]
    remarks: tuple[RemarkRecord, ...]
    stored: bool
    attachments: int

    @property
    def open_remarks(self) -> int:
        """How many of its remarks nobody has closed."""
        return sum(one.is_open for one in self.remarks)


def card_of(
    reading: IssueReading,
    item: Item,
    column: str,
    position: int,
    facts: IssueFacts,
    findings: Sequence[ShownFinding],
) -> Card:
    """The card of an item; `findings` are the whole issue's."""
    text = blocks_text(item.blocks)
    stored = facts.articles.get(item.id)
    files = [facts.media.get(picture.url) for picture in item.images]
    own = [one for one in findings if one.finding.item == item.id]
    badges = [badge for one in own if one.finding.code != "column_unsure" and (badge := badge_of(one.finding.reason))]
    # Of two reports of one event the finding is the later's; the earlier's card names the later.
    badges += [
        badge
        for one in findings
        if one.finding.values.get("other") == item.id and (badge := badge_of(one.finding.reason, title=one.name))
    ]
    if stored is None and not item.text_hash:
        badges.append(Badge("手写", "由编辑写入，没有原网页", "info"))
    if stored is not None and stored.first_seen > reading.operations[0].at:
        badges.append(Badge("新到", "起草之后才抓到", "good"))
    return Card(
        **shown_article(item),
        column=column,
        position=position,
        facts=tuple(fact for name, fact in line_below_title(item).items() if name not in ("published", "source")),
        lang="" if item.language.startswith("zh") else item.language,
        lead=lead_of(text),
        characters=len(text),
        pictures=tuple(
            CardPicture((file.digest or "") if file else "", picture.caption)
            for file, picture in zip(files, item.images, strict=True)
        ),
        why=why_of(item),
        others=others_of(item),
        another=next((another_of(one.finding) for one in own if one.finding.code == "column_unsure"), None),
        badges=tuple(badges),
        # What a badge says already, and the remarks, which stand below.
        findings=tuple(one for one in own if one.finding.code != "remark" and badge_of(one.finding.reason) is None),
        remarks=tuple(one for one in reading.issue.remarks if one.item == item.id),
        stored=stored is not None,
        attachments=len(item.attachments),
    )


def another_of(finding: Finding) -> AnotherColumn | None:
    """The other column that a finding of this kind names; None where its words are not known."""
    badge = badge_of(finding.reason)
    return AnotherColumn(str(finding.values["other"]), badge) if badge else None


def relevance_word(score: float) -> str:
    """A relevance (0..1) in words."""
    limits = finding_limits()
    if score >= limits.very_relevant:
        return "很相关"
    return "较相关" if score >= limits.relevant else "存疑"


def lead_of(text: str, most: int = LEAD_CHARACTERS) -> str:
    """The first lines."""
    line = " ".join(text[: 2 * most].split())
    return line if len(line) <= most else line[:most].rstrip() + "…"


def why_of(item: Item) -> Why:
    """The item's reasons in parts: what is shown at once, and the rest."""
    rules, rest, nearest = list[str](), list[str](), ""
    for reason in item.reasons:
        if reason.code == "rule":
            rules.append(str(reason.values["name"]))
        elif reason.code in ("near_exemplar", "near_off_topic"):
            nearest = in_words(Reason(f"{reason.code}_on_the_card", reason.values))
        elif reason.code not in STANDS_ALREADY:
            rest.append(in_words(reason))
    return Why(relevance_word(item.score), item.score, tuple(rules), nearest, tuple(rest))


def others_of(item: Item) -> tuple[Other, ...]:
    """The item's alternates: printings of the same article first, then other reports of its event."""
    found = [
        Other(
            **shown_article(one),
            why="；".join(all_in_words(one.reasons)),
            event=any(reason.code in ("same_event", "same_event_same_day") for reason in one.reasons[:1]),
        )
        for one in item.alternates
    ]
    return tuple(sorted(found, key=lambda one: one.event))

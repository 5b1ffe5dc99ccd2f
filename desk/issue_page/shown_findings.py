"""What an editor should look at in an issue, as the desk's pages show it; bulletin/issue/findings/findings.py finds it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bulletin.drafting.rules import Rules
from bulletin.issue import Draft, Finding, Issue, IssueFacts, Item, Journal, issue_findings
from bulletin.reasons import in_words, table
from desk.editing.sent_changes import pictures_known
from pipeline.records import Quote
from pipeline.time_zone import local_day

# Products that had prices in the four weeks before should have some now.
LOOK_BACK = timedelta(days=28)
# The price table's place on the issue's page, and the whole page's.
PRICES, WHOLE = "prices", "parts"


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its words, the name of what it is about, and its place on the issue's page (an element's id)."""

    finding: Finding
    text: str
    name: str
    place: str


def facts_of(journal: Journal, issue: Issue, items: Iterable[Item]) -> IssueFacts:
    """What the store knows of these items of the issue and of the prices before, in six questions whatever their number."""
    store = journal.store
    known = list(items)
    ids = [item.id for item in known]
    urls = sorted({picture.url for item in known for picture in pictures_known(issue, item)})
    return IssueFacts(
        articles={stored.id: stored for stored in store.articles(ids)} if ids else {},
        media=store.media(urls) if urls else {},
        printed=store.printed(ids) if ids else {},
        quotes_before=quotes_before(journal, issue.draft),
        gone={
            name: local_day(state.gone_at)
            for name, state in (store.pages(ids) if ids else {}).items()
            if state.is_gone and state.gone_at is not None
        },
    )


def quotes_before(journal: Journal, draft: Draft) -> Sequence[Quote]:
    """The quotes of the weeks before an issue, in order; those of the issue before as its editors mended them."""
    quotes = list(journal.store.quotes(draft.since - LOOK_BACK, draft.since - timedelta(days=1)))
    before = journal.reading(draft.number - 1)
    quotes += [one for one in before.issue.draft.prices.quotes if one.day < draft.since] if before else []
    mended = {(one.exchange, one.product, one.day): one for one in quotes}
    return [mended[key] for key in sorted(mended)]


def shown_findings(issue: Issue, facts: IssueFacts, rules: Rules) -> list[ShownFinding]:
    """What is missing or odd in an issue, the most serious first, then in the order of the issue."""
    titles = {item.id: item.title.strip() or "（无题）" for column in issue.draft.columns for item in column.items}
    places = {column.name: f"c{number}" for number, column in enumerate(issue.draft.columns, start=1)}

    def shown(finding: Finding) -> ShownFinding:
        text = in_words(finding.reason)
        match finding.about:
            case "item":
                return ShownFinding(finding, text, titles[finding.item], f"i{finding.item}")
            case "column":
                return ShownFinding(finding, text, finding.column, places[finding.column])
            case "prices":
                return ShownFinding(finding, text, text, PRICES)
            case "issue":
                return ShownFinding(finding, text, "本期", WHOLE)

    usual = {column.name: column.usual for column in rules.columns}
    oldest = {column.name: rules.oldest_day(issue.draft.since, column.name) for column in rules.columns}
    return [shown(one) for one in issue_findings(issue, facts, usual, oldest)]


def by_group(findings: Sequence[ShownFinding]) -> list[tuple[str, list[ShownFinding]]]:
    """Findings under their groups' headings, in the headings' order; each place once a group."""
    listed = {
        heading: list({one.place + one.name: one for one in findings if one.finding.group == group}.values())
        for group, heading in table()["finding_groups"].items()
    }
    return [(heading, found) for heading, found in listed.items() if found]

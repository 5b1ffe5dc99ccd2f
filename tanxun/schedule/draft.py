"""Draft and render an issue: the store's window into the assembler, the issue's operations into documents."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bulletin.drafting import assemble, rules
from bulletin.issue import DeletedIssue, Draft, Journal, Proposal, issue_calendar, issue_of, reading_of, write_change
from bulletin.render.chart import chart
from bulletin.render.html import render_html
from bulletin.render.issue_json import render_json
from bulletin.render.pdf import render_pdf
from index.store import Store
from pipeline.errors import SettingError
from pipeline.settings import Settings
from tanxun.wiring import earlier_issues, printed_pictures
from tanxun.wiring.backends import Backends
from tanxun.wiring.document_files import DraftDocuments, templates_digest

ASSEMBLER = "tanxun"


@dataclass(frozen=True)
class Drafted:
    """What drafting came to: a line for a person, whether an operation was written, and the issue's items by column now.

    `made` is what the assembler proposed, which an issue that people have changed does not hold; `warnings` are lines.
    """

    line: str
    written: bool
    columns: dict[str, int]
    made: Draft
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """The documents, whether they had to be written, and what a person should know of them."""

    files: list[Path]
    written: bool
    warnings: list[str]


def window(settings: Settings, store: Store, number: int, since: str = "", until: str = "") -> tuple[date, date]:
    """The issue's first and last day: as given, else as it was drafted, else (or deleted) the calendar's Friday to Thursday.

    Raises SettingError.
    """
    journal = Journal(store)
    reading = journal.reading(number)
    drafted = reading.issue.draft if reading and not reading.issue.deleted else None
    own = (drafted.since, drafted.until) if drafted else issue_calendar(settings, journal).window(number)
    first, last = _day(since, "--from", own[0]), _day(until, "--to", own[1])
    if first > last:
        raise SettingError(f"--from {first} is after --to {last}; both days are included, swap them")
    return first, last


def _day(text: str, option: str, default: date) -> date:
    try:
        return date.fromisoformat(text) if text else default
    except ValueError as problem:
        raise SettingError(f"{option}: {text!r} is no day; expected YYYY-MM-DD") from problem


def assembled(store: Store, number: int, since: date, until: date) -> Draft:
    """What the assembler makes of the window; nothing is written."""
    articles, chosen = earlier_issues.window(store, since, until), rules.load()
    known = earlier_issues.known(store, number, since, articles, chosen)
    return assemble.assemble(number, since, until, articles, store.quotes(since, until), chosen, known)


def draft(store: Store, number: int, since: date, until: date) -> Drafted:
    """Assemble the window and write it as the issue's next operation, unless that would change nothing."""
    made, journal = assembled(store, number, since, until), Journal(store)
    before = journal.reading(number)
    done = write_change(journal, number, Proposal(draft=made), ASSEMBLER, datetime.now(UTC))
    now = reading_of(journal, number).issue.draft
    counts = {column.name: len(column.items) for column in now.columns}
    what = f"version {done.version}" if done.written else f"nothing new since version {done.version}"
    line = f"issue {number}, {now.since} to {now.until}: {what}, {sum(counts.values())} items"
    warnings = list[str]()
    if before and before.issue.deleted:
        warnings.append(
            f"{before.issue.deleted.who} had deleted this issue; it is drafted anew, without its editors' changes"
        )
    elif before and (before.issue.draft.since, before.issue.draft.until) != (now.since, now.until):
        warnings.append(f"the window was {before.issue.draft.since} to {before.issue.draft.until} before")
    elif (now.since, now.until) != (since, until):
        warnings.append(
            f"people have changed this issue, so that it keeps its window; what is new in {since} to {until} stands among "
            "what was left out"
        )
    if not any(counts.values()):
        warnings.append(
            f"nothing stored was published or first seen from {now.since} to {now.until}: `tanxun status` says when each "
            "source was crawled, `--issue` drafts another week"
        )
    return Drafted(line, bool(done.written), counts, made, tuple(warnings))


def render(settings: Settings, backends: Backends, number: int) -> Rendered:
    """Write the issue's HTML, PDF and JSON under `settings.out`; files that are up to date are left alone.

    Raises SettingError where the issue was never drafted, DeletedIssue where it was deleted.
    """
    operations = backends.store.operations(number)
    if not operations:
        raise SettingError(f"issue {number} was never drafted; run `tanxun draft --issue {number}` first")
    issue = issue_of(operations)
    if issue.deleted:
        raise DeletedIssue(issue)
    now = issue.draft
    blocks = [block for column in now.columns for item in column.items for block in item.blocks]
    data, kept = render_json(now), printed_pictures.kept(backends, blocks)
    documents = DraftDocuments(settings, number)
    warnings = [f"picture missing, a placeholder is printed: {url}" for url, digest in kept.items() if digest is None]
    inputs = [data.decode(), *(f"{url} {digest}" for url, digest in kept.items()), templates_digest()]
    if documents.are_made_of(inputs):
        return Rendered(documents.paths, False, warnings)
    drawn, picture = chart(now.prices), printed_pictures.reader(backends, kept)
    contents = {
        "html": render_html(now, drawn, picture).encode(),
        "pdf": render_pdf(now, drawn, picture),
        "json": data,
    }
    documents.write(inputs, contents)
    return Rendered(documents.paths, True, warnings)

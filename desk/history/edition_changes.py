"""What the issue as it stands would change for the readers of one of its editions: one list, for the page and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bulletin.issue import EditionRecord, IssueReading
from bulletin.reasons import in_words
from desk.history.compare import ComparedField, compare, compare_quotes

ChangeKind = Literal["come", "gone", "changed"]
_KINDS: Mapping[str, ChangeKind] = {"right": "come", "left": "gone", "both": "changed"}
# How a terminal shows what was taken out and put in, as `git diff --word-diff` does.
_MARKS = {"same": "{}", "gap": "……", "del": "[-{}-]", "ins": "{{+{}+}}"}


@dataclass(frozen=True)
class EditionChange:
    """One change: of an item in `column`, or of the price table (`item` and `title` are "").

    `how` says it in words, `fields` show it: those that differ, or all of an item that is `come` or `gone`.
    """

    column: str
    item: str
    title: str
    kind: ChangeKind
    how: str
    fields: Sequence[ComparedField]


def edition_changes(reading: IssueReading, edition: EditionRecord) -> list[EditionChange]:
    """The list, in the order of the issue, prices last; [] where readers would see the same."""
    before, now = reading.at(edition.number).draft, reading.issue.draft
    found = list[EditionChange]()
    for column in compare(before, now).columns:
        for one in column.items:
            gone = reading.issue.gone(one.id)
            names = "、".join(field.name for field in one.fields)
            how = {
                "right": "新增",
                "left": f"去掉（{in_words(gone.how)}）" if gone else "去掉",
                "both": "，".join(filter(None, (names and f"改了{names}", one.moved))),
            }
            found.append(EditionChange(column.name, one.id, one.title, _KINDS[one.side], how[one.side], one.fields))
    quotes = compare_quotes(before.prices, now.prices)
    if quotes:
        found.append(EditionChange("行情", "", "", "changed", f"改了{len(quotes)}处", quotes))
    return found


def public_changes(reading: IssueReading, public: int) -> list[EditionChange] | None:
    """The list against the edition that readers see; None where none is public."""
    edition = next((one for one in reading.issue.editions if one.edition == public), None)
    return edition_changes(reading, edition) if edition else None


def change_lines(changes: Sequence[EditionChange]) -> list[str]:
    """The list as lines of a terminal; below what is changed its fields, what went in [-…-], what came in {+…+}."""
    lines = list[str]()
    for one in changes:
        lines.append(f"【{one.column}】{f'《{one.title}》' if one.item else ''}{one.how}")
        if one.kind == "changed":
            lines += [f"    {field.name}：{_marked(field)}" for field in one.fields]
    return lines


def _marked(field: ComparedField) -> str:
    text = "".join(_MARKS[piece.kind].format(piece.text) for piece in field.pieces)
    return " ⏎ ".join(text.splitlines())

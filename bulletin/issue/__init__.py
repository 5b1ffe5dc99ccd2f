"""An issue: its content, its numbered operations, how they are written and replayed, and its publication.

This is its public face; other packages import from here and from no module inside.
"""

from bulletin.issue import operation_kinds
from bulletin.issue.apply import arranged, find_item, move_item, set_field
from bulletin.issue.content import Alternate, ColumnDraft, Draft, File, Item, LeftOut, Picture, Prices
from bulletin.issue.edition import LONGEST_NOTE, NAME, Edition, EditionItem, Withdrawn, edition_of, fit_to_print
from bulletin.issue.journal import IssueReading, Journal
from bulletin.issue.notation import from_text, to_text
from bulletin.issue.numbering import issue_number, window_of
from bulletin.issue.operation_kinds import (
    Add,
    AnyEdit,
    Drop,
    Move,
    Publish,
    Redate,
    Redo,
    Remark,
    Repicture,
    Resource,
    Retitle,
    Rewrite,
    Undo,
    Withdraw,
    read,
)
from bulletin.issue.prices import PriceTable, price_days, price_series, price_table, prices_of
from bulletin.issue.printable import CUT, LONGEST_BODY, line, within
from bulletin.issue.propose import propose
from bulletin.issue.publish import Printer, Stale, complete, edition_of_reading, publish, taken_back
from bulletin.issue.state import Dropped, EditionRecord, Issue, Said, advance, state
from bulletin.issue.write import Clash, NotThere, edit, reading_of, redo, undo, undoable, value_at

__all__ = [
    "CUT",
    "LONGEST_BODY",
    "LONGEST_NOTE",
    "NAME",
    "Add",
    "Alternate",
    "AnyEdit",
    "Clash",
    "ColumnDraft",
    "Draft",
    "Drop",
    "Dropped",
    "Edition",
    "EditionItem",
    "EditionRecord",
    "File",
    "Issue",
    "IssueReading",
    "Item",
    "Journal",
    "LeftOut",
    "Move",
    "NotThere",
    "Picture",
    "PriceTable",
    "Prices",
    "Printer",
    "Publish",
    "Redate",
    "Redo",
    "Remark",
    "Repicture",
    "Resource",
    "Retitle",
    "Rewrite",
    "Said",
    "Stale",
    "Undo",
    "Withdraw",
    "Withdrawn",
    "advance",
    "arranged",
    "complete",
    "edit",
    "edition_of",
    "edition_of_reading",
    "find_item",
    "fit_to_print",
    "from_text",
    "issue_number",
    "line",
    "move_item",
    "operation_kinds",
    "price_days",
    "price_series",
    "price_table",
    "prices_of",
    "propose",
    "publish",
    "read",
    "reading_of",
    "redo",
    "set_field",
    "state",
    "taken_back",
    "to_text",
    "undo",
    "undoable",
    "value_at",
    "window_of",
    "within",
]

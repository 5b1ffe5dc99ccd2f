"""An issue: its content, its numbered operations, how they are written and replayed, and its publication.

This is its public face; other packages import from here and from no module inside.
"""

from bulletin.issue import operation_kinds
from bulletin.issue.apply import find_item, move_item, set_field, with_pictures
from bulletin.issue.content import Alternate, ColumnDraft, Draft, File, Item, LeftOut, Picture, Prices
from bulletin.issue.edition import (
    BULLETIN_NAME,
    LONGEST_NOTE,
    Edition,
    EditionItem,
    Withdrawn,
    edition_of,
    fit_to_print,
)
from bulletin.issue.journal import IssueReading, Journal
from bulletin.issue.notation import blocks_of_text, text_of_blocks
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
    edit_of,
)
from bulletin.issue.prices import PriceTable, price_days, price_series, price_table, prices_of
from bulletin.issue.printable import CUT_NOTICE, LONGEST_BODY, printable_line, shortened_blocks
from bulletin.issue.propose import proposed_operation
from bulletin.issue.publish import Printer, Stale, complete_publication, edition_of_reading, publish, taken_back_items
from bulletin.issue.state import Dropped, EditionRecord, Issue, RemarkRecord, issue_after, issue_of
from bulletin.issue.write import Clash, NotThere, edit, field_value, reading_of, redo, undo, undoable

__all__ = [
    "BULLETIN_NAME",
    "CUT_NOTICE",
    "LONGEST_BODY",
    "LONGEST_NOTE",
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
    "RemarkRecord",
    "Repicture",
    "Resource",
    "Retitle",
    "Rewrite",
    "Stale",
    "Undo",
    "Withdraw",
    "Withdrawn",
    "blocks_of_text",
    "complete_publication",
    "edit",
    "edit_of",
    "edition_of",
    "edition_of_reading",
    "field_value",
    "find_item",
    "fit_to_print",
    "issue_after",
    "issue_number",
    "issue_of",
    "move_item",
    "operation_kinds",
    "price_days",
    "price_series",
    "price_table",
    "prices_of",
    "printable_line",
    "proposed_operation",
    "publish",
    "reading_of",
    "redo",
    "set_field",
    "shortened_blocks",
    "taken_back_items",
    "text_of_blocks",
    "undo",
    "undoable",
    "window_of",
    "with_pictures",
]

"""An issue: its content, its numbered operations, how they are written and replayed, and its publication.

This is its public face; other packages import from here and from no module inside.
"""

from bulletin.issue import operation_kinds
from bulletin.issue.apply import find_item, move_item, set_field, with_pictures
from bulletin.issue.bring_back import Side
from bulletin.issue.changes import (
    Change,
    MoveDown,
    MoveUp,
    Proposal,
    RedoLast,
    Revert,
    SplitOff,
    TakeIn,
    UndoLast,
    last_of,
)
from bulletin.issue.content import Alternate, ColumnDraft, Draft, File, Item, LeftOut, Picture, Prices
from bulletin.issue.edition import (
    BULLETIN_NAME,
    LONGEST_NOTE,
    Edition,
    EditionItem,
    Withdrawn,
    edition_of,
)
from bulletin.issue.finding_table import finding_limits
from bulletin.issue.findings import (
    Finding,
    IssueFacts,
    article_warnings,
    column_warning,
    history_warnings,
    issue_findings,
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
from bulletin.issue.price_checks import trading_days
from bulletin.issue.prices import PriceTable, price_days, price_series, price_table, prices_of
from bulletin.issue.printable import CUT_NOTICE, LONGEST_BODY, printable_line, shortened_blocks
from bulletin.issue.problems import Clash, ItemGone, NotThere, Stale
from bulletin.issue.publish import Printer, complete_publication, edition_of_reading, publish, taken_back_items
from bulletin.issue.state import Dropped, EditionRecord, Issue, RemarkRecord, field_value, issue_after, issue_of
from bulletin.issue.undo import can_undo
from bulletin.issue.write import Done, reading_of, write_change

__all__ = [
    "BULLETIN_NAME",
    "CUT_NOTICE",
    "LONGEST_BODY",
    "LONGEST_NOTE",
    "Add",
    "Alternate",
    "AnyEdit",
    "Change",
    "Clash",
    "ColumnDraft",
    "Done",
    "Draft",
    "Drop",
    "Dropped",
    "Edition",
    "EditionItem",
    "EditionRecord",
    "File",
    "Finding",
    "Issue",
    "IssueFacts",
    "IssueReading",
    "Item",
    "ItemGone",
    "Journal",
    "LeftOut",
    "Move",
    "MoveDown",
    "MoveUp",
    "NotThere",
    "Picture",
    "PriceTable",
    "Prices",
    "Printer",
    "Proposal",
    "Publish",
    "Redate",
    "Redo",
    "RedoLast",
    "Remark",
    "RemarkRecord",
    "Repicture",
    "Resource",
    "Retitle",
    "Revert",
    "Rewrite",
    "Side",
    "SplitOff",
    "Stale",
    "TakeIn",
    "Undo",
    "UndoLast",
    "Withdraw",
    "Withdrawn",
    "article_warnings",
    "blocks_of_text",
    "can_undo",
    "column_warning",
    "complete_publication",
    "edit_of",
    "edition_of",
    "edition_of_reading",
    "field_value",
    "find_item",
    "finding_limits",
    "history_warnings",
    "issue_after",
    "issue_findings",
    "issue_number",
    "issue_of",
    "last_of",
    "move_item",
    "operation_kinds",
    "price_days",
    "price_series",
    "price_table",
    "prices_of",
    "printable_line",
    "publish",
    "reading_of",
    "set_field",
    "shortened_blocks",
    "taken_back_items",
    "text_of_blocks",
    "trading_days",
    "window_of",
    "with_pictures",
    "write_change",
]

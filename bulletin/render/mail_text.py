"""The e-mail's plain text, and how long an item may be in it."""

from collections.abc import Iterator

import msgspec

from bulletin.issue import BULLETIN_NAME, Edition, EditionItem, price_table, shortened_blocks
from bulletin.render import printed_lines
from pipeline.records import Block

# Of one item's text, in characters; an e-mail of several megabytes is refused or cut on its way.
LONGEST_TEXT = 20_000
RULE = "─" * 30


def shortened(edition: Edition) -> Edition:
    """The edition with the texts that are too long for an e-mail cut, and saying so."""
    replace = msgspec.structs.replace
    columns = [
        replace(
            column,
            items=tuple(replace(item, blocks=shortened_blocks(item.blocks, LONGEST_TEXT)) for item in column.items),
        )
        for column in edition.columns
    ]
    return replace(edition, columns=tuple(columns))


def text_of(edition: Edition, charted: bool) -> str:
    """The issue as plain text: masthead, notices, contents, then column by column.

    `charted` says whether the message has the price chart.
    """
    return "\n".join(_lines(edition, charted)) + "\n"


def _lines(edition: Edition, charted: bool) -> Iterator[str]:
    yield from (f"《{BULLETIN_NAME}》", printed_lines.masthead(edition), *printed_lines.notices(edition))
    yield from ("", "目录")
    for number, column in enumerate(edition.columns):
        yield f"【{column.name}】"
        titles = [edition.prices.title] if number == 0 and edition.prices.quotes else []
        yield from (f"· {title}" for title in [*titles, *(item.title for item in column.items)])
    for number, column in enumerate(edition.columns):
        yield from ("", RULE, f"【{column.name}】")
        if number == 0 and edition.prices.quotes:
            shown = price_table(edition.prices)
            yield from (
                "",
                edition.prices.title,
                printed_lines.meta(edition.prices),
                printed_lines.prices_note(charted),
            )
            yield from (" | ".join(row) for row in (shown.heading, *shown.rows))
        elif not column.items:
            yield printed_lines.NO_ITEMS
        for item in column.items:
            yield from _item(item)


def _item(item: EditionItem) -> Iterator[str]:
    yield from ("", item.title, printed_lines.meta(item))
    for block in item.blocks:
        yield from _block(block)
    for file in item.attachments:
        yield f"附件：{file.name} {file.url}".rstrip()
    if item.url:
        yield f"原文：{item.url}"


def _block(block: Block) -> Iterator[str]:
    if block.kind == "image":
        yield f"［图片：{block.text}］" if block.text else "［图片］"
    elif block.kind == "list":
        yield from (f"· {line}" for line in block.items)
    elif block.kind == "table":
        yield from (" | ".join(row) for row in block.rows)
    elif block.kind == "quotation":
        yield f"> {block.text}"
    else:
        yield block.text

"""Text made fit to print: any text ends as lines that XML can hold, and a second pass changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bulletin.issue.printable import (
    CUT_NOTICE,
    LONGEST_LINE,
    printable_blocks,
    printable_line,
    printable_lines,
    shortened_blocks,
)
from pipeline.records import Block

ANY_TEXT = st.text(st.characters())
ANY_BLOCK = st.one_of(
    st.builds(Block, kind=st.sampled_from(["paragraph", "heading", "quotation"]), text=ANY_TEXT),
    st.builds(Block, kind=st.just("list"), items=st.lists(ANY_TEXT, max_size=3).map(tuple)),
    st.builds(
        Block, kind=st.just("table"), rows=st.lists(st.lists(ANY_TEXT, max_size=3).map(tuple), max_size=3).map(tuple)
    ),
    st.builds(Block, kind=st.just("image"), text=ANY_TEXT, image=st.just("http://x.example/1.png")),
)


@given(ANY_TEXT)
def test_any_line_is_one_that_xml_holds(text: str) -> None:
    made = printable_line(text)
    etree.Element("x").text = made
    assert "\n" not in made
    assert len(made) <= LONGEST_LINE
    assert printable_line(made) == made


@given(st.lists(ANY_BLOCK, max_size=4).map(tuple))
def test_any_blocks(blocks: tuple[Block, ...]) -> None:
    made = printable_blocks(blocks)
    assert printable_blocks(made) == made
    for block in made:
        for text in (block.text, *block.items, *(cell for row in block.rows for cell in row)):
            etree.Element("x").text = text
        assert len({len(row) for row in block.rows}) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("零\x00一\ud800二\ufffe三", "零一二三"),
        ("右\u202e左\u2066甲\u200f乙", "右左甲乙"),
        ("  甲\t\t乙 ", "甲 乙"),
        ("一\r\n二\r三\x0b四\u2028五", "一 二 三 四 五"),
        ("全角　空格", "全角　空格"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("<b>&amp;]]>", "<b>&amp;]]>"),
        ("\x00\x01", ""),
    ],
)
def test_what_is_taken_out(text: str, shown: str) -> None:
    assert printable_line(text) == shown


def test_lines() -> None:
    assert printable_lines("一\n\n 二 \r\n三") == ["一", "二", "三"]
    assert printable_blocks((Block(kind="paragraph", text="一\n二"),)) == (
        Block(kind="paragraph", text="一"),
        Block(kind="paragraph", text="二"),
    )


def test_a_long_text_ends_with_a_note() -> None:
    blocks = (
        Block(kind="paragraph", text="甲" * 8),
        Block(kind="list", items=("乙" * 8,)),
        Block(kind="paragraph", text="丙"),
    )
    end = Block(kind="paragraph", text=CUT_NOTICE)
    assert shortened_blocks(blocks, 17) == blocks
    assert shortened_blocks(blocks, 16) == (*blocks[:2], end)
    assert shortened_blocks(blocks, 15) == (blocks[0], end)
    assert shortened_blocks(blocks, 3) == (Block(kind="paragraph", text="甲甲甲"), end)
    assert shortened_blocks(shortened_blocks(blocks, 3), 3) == shortened_blocks(blocks, 3)

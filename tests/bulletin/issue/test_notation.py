"""The light notation: whatever blocks there are, they come back the same; what editors type is read as they mean it."""

from hypothesis import given
from hypothesis import strategies as st

from bulletin.issue.notation import blocks_of_text, text_of_blocks
from pipeline.records import Block

# Signs that mean something here, spaces of all kinds, line breaks, and a few letters.
SIGNS = st.text(st.sampled_from("\\#->|[]图 \t\u3000\n\ra碳。nr\u2028\x85"), max_size=8)
TEXTS = st.one_of(SIGNS, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
BLOCKS = st.one_of(
    st.builds(Block, kind=st.sampled_from(["paragraph", "heading", "quotation"]), text=TEXTS),
    st.builds(Block, kind=st.just("list"), items=st.lists(TEXTS, min_size=1, max_size=3).map(tuple)),
    st.builds(
        Block,
        kind=st.just("table"),
        rows=st.lists(st.lists(TEXTS, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
    ),
    st.builds(Block, kind=st.just("image"), image=st.just("http://x.example/a.png"), text=TEXTS),
)


@given(st.lists(BLOCKS, max_size=6).map(tuple))
def test_blocks_come_back_exactly(blocks: tuple[Block, ...]) -> None:
    assert blocks_of_text(text_of_blocks(blocks), blocks) == blocks


@given(st.lists(BLOCKS, max_size=6).map(tuple))
def test_a_browser_s_line_ends_change_nothing(blocks: tuple[Block, ...]) -> None:
    assert blocks_of_text(text_of_blocks(blocks).replace("\n", "\r\n"), blocks) == blocks


@given(TEXTS)
def test_any_text_can_be_read_and_is_stable_from_then_on(text: str) -> None:
    blocks = blocks_of_text(text, ())
    assert blocks_of_text(text_of_blocks(blocks), blocks) == blocks


def test_a_paragraph_a_line() -> None:
    blocks = blocks_of_text(
        "　　第一段。\n\n# 小标题\n- 甲\n- 乙\n\n- 另一列\n> 引文\n| 省 | 吨 |\n| 东海 | 5 |\n[图]\n末段", ()
    )
    assert blocks == (
        Block(kind="paragraph", text="第一段。"),
        Block(kind="heading", text="小标题"),
        Block(kind="list", items=("甲", "乙")),
        Block(kind="list", items=("另一列",)),
        Block(kind="quotation", text="引文"),
        Block(kind="table", rows=(("省", "吨"), ("东海", "5"))),
        Block(kind="image"),
        Block(kind="paragraph", text="末段"),
    )
    assert text_of_blocks(blocks).startswith("第一段。\n# 小标题\n- 甲\n- 乙\n\n- 另一列\n> 引文\n| 省 | 吨 |")


def test_the_pictures_keep_their_places_in_order() -> None:
    first, second = (Block(kind="image", image=f"http://x.example/{name}", text=name) for name in "ab")
    before = (first, Block(kind="paragraph", text="一"), second)
    assert blocks_of_text("一\n[图]\n二\n[图：说明]\n[图]", before) == (
        Block(kind="paragraph", text="一"),
        first,
        Block(kind="paragraph", text="二"),
        second,
        Block(kind="image"),
    )


def test_what_only_looks_like_a_mark_is_text() -> None:
    for text in ("#1机组", "-5℃", "——编者", "＞阈值", "1|2"):
        assert blocks_of_text(text, ()) == (Block(kind="paragraph", text=text),)
        assert text_of_blocks(blocks_of_text(text, ())) == text

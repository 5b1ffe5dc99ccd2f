"""Words found through an issue, and the change that replaces some of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.issue import Issue, Journal, Picture, Repicture, Resource, Retitle, Rewrite, reading_of
from desk.editing.find_replace import FIELDS, MOST_PLACES, Searched, places, replaced
from desk.editing.typed_values import Unclear
from pipeline.records import Block
from tests.support.begun_issue import begun, do, first

TEXT = (
    Block(kind="heading", text="碳市场"),
    Block(kind="paragraph", text="全国碳市场与地方碳市场。ＣＣＥＲ重启。"),
    Block(kind="list", items=("碳市场一", "二")),
    Block(kind="table", rows=(("碳市场", "ccer"),)),
    Block(kind="image", image="http://x.example/1.png", text="碳市场大厅"),
)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with begun(tmp_path) as one:
        do(one, Retitle(item="a", value="碳市场周报"))
        do(one, Resource(item="a", value="碳市场网"))
        do(one, Repicture(item="a", value=(Picture(url="http://x.example/1.png", caption="碳市场大厅"),)))
        do(one, Rewrite(item="a", value=TEXT))
        do(one, Rewrite(item="b", value=(Block(kind="paragraph", text="没有"),)))
        do(one, Rewrite(item="c", value=(Block(kind="paragraph", text="没有"),)))
        yield one


def issue(journal: Journal) -> Issue:
    return reading_of(journal, 1).issue


def wanted(words: str, put: str = "", *fields: str, loose: bool = False) -> Searched:
    return Searched(words, put, frozenset(fields or FIELDS), loose)


def test_every_place_of_every_field_is_found_once(journal: Journal) -> None:
    found = places(issue(journal).draft, wanted("碳市场"))
    assert [one.key for one in found] == [
        "a/title/0",
        "a/source/0",
        *(f"a/text/{at}" for at in range(5)),
        "a/caption/0",
    ]
    assert (found[3].before, found[3].found, found[3].behind) == ("全国", "碳市场", "与地方碳市场。ＣＣＥＲ重启。")
    assert [one.key for one in places(issue(journal).draft, wanted("碳市场", "", "title", "caption"))] == [
        "a/title/0",
        "a/caption/0",
    ]


def test_capitals_and_full_width_count_only_where_that_is_asked(journal: Journal) -> None:
    draft = issue(journal).draft
    assert [one.found for one in places(draft, wanted("CCER"))] == []
    assert [one.found for one in places(draft, wanted("CCER", loose=True))] == ["ＣＣＥＲ", "ccer"]
    assert [one.found for one in places(draft, wanted("。ＣＣ", loose=True))] == ["。ＣＣ"]


def test_what_is_found_is_no_pattern(journal: Journal) -> None:
    assert places(issue(journal).draft, wanted(".")) == []


def test_only_the_chosen_places_are_replaced_and_it_is_one_change(journal: Journal) -> None:
    chosen = ["a/title/0", "a/text/0", "a/text/2", "a/text/4", "a/caption/0"]
    change = replaced(issue(journal), wanted("碳市场", "排放市场"), chosen)
    now = first(do(journal, change))
    assert (now.title, now.source, now.images[0].caption) == ("排放市场周报", "碳市场网", "排放市场大厅")
    heading, paragraph, bullets, table, image = now.blocks
    assert (heading.text, paragraph.text) == ("排放市场", "全国碳市场与地方排放市场。ＣＣＥＲ重启。")
    assert (bullets.items, table.rows) == (("碳市场一", "二"), (("排放市场", "ccer"),))
    assert (image.image, image.text) == ("http://x.example/1.png", "排放市场大厅")
    assert reading_of(journal, 1).operations[-1].kind == "several"


def test_what_is_put_in_is_taken_as_it_is(journal: Journal) -> None:
    now = first(do(journal, replaced(issue(journal), wanted("周报", r"\1$&<b>", "title"), ["a/title/0"])))
    assert now.title == r"碳市场\1$&<b>"


def test_a_title_cannot_be_emptied(journal: Journal) -> None:
    with pytest.raises(Unclear, match="《碳市场周报》：替换后题目不能为空；请去掉这一处的勾"):
        replaced(issue(journal), wanted("碳市场周报", "", "title"), ["a/title/0"])


def test_a_word_that_is_everywhere_is_not_listed_without_end(journal: Journal) -> None:
    do(journal, Rewrite(item="b", value=(Block(kind="paragraph", text="的" * (MOST_PLACES + 100)),)))
    assert len(places(issue(journal).draft, wanted("的"))) == MOST_PLACES + 1

"""What differs between two texts, as an editor sees it in the history."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.history.diff import DiffPiece, diff, likeness, shortened

TEXTS = st.text(alphabet="碳市场，价格 ab1.\n", max_size=40)


def shown(before: str, after: str) -> str:
    marks = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]", "gap": "…"}
    return "".join(marks[piece.kind].format(piece.text) for piece in diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("碳价上涨", "碳价上涨", "碳价上涨"),
        ("", "", ""),
        ("", "新", "[+新+]"),
        ("旧", "", "[-旧-]"),
        ("东海碳市场成交放量", "东海碳市场成交缩量", "东海碳市场成交[-放-][+缩+]量"),
        ("收盘价45.20元", "收盘价45.25元", "收盘价[-45.20-][+45.25+]元"),
        ("涨的快", "跌的慢", "[-涨的快-][+跌的慢+]"),
        ("Carbon price rises", "Carbon prices rise", "Carbon [-price rises-][+prices rise+]"),
        ("第一段\n第二段\n第三段", "第一段\n第三段", "第一段\n[-第二段\n-]第三段"),
        ("第一段\n第三段", "第一段\n第二段\n第三段", "第一段\n[+第二段\n+]第三段"),
        ("全国的碳市场将启动", "我国的电市场今年启动", "[-全-][+我+]国的[-碳-][+电+]市场[-将-][+今年+]启动"),
    ],
)
def test_changes_are_shown_by_character_and_word(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


@given(TEXTS, TEXTS)
def test_the_pieces_hold_both_texts(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(TEXTS, TEXTS)
def test_a_gap_stands_for_what_it_leaves_out(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(one.text for one in shortened(pieces, 2)) == "".join(one.text for one in pieces)


def test_what_is_unchanged_is_left_out_but_for_its_ends() -> None:
    text = "甲" * 100
    pieces = shortened(diff(f"{text}旧{text}", f"{text}新{text}"), around=10)
    assert [(one.kind, len(one.text)) for one in pieces] == [
        ("gap", 90),
        ("same", 10),
        ("del", 1),
        ("ins", 1),
        ("same", 10),
        ("gap", 90),
    ]


def test_a_hostile_text_is_shown_one_after_the_other_instead_of_compared_for_hours() -> None:
    before, after = "a b " * 20_000, "b a " * 20_000
    assert diff(before, after) == [DiffPiece("del", before), DiffPiece("ins", after)]


def test_likeness() -> None:
    assert likeness("", "") == 1.0
    assert likeness("碳市场", "") == 0.0
    assert likeness("东海碳市场成交放量", "东海碳市场成交缩量") == pytest.approx(8 / 9)

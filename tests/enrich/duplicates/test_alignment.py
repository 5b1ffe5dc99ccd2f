"""Runs of one text in another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from enrich.duplicates.alignment import SEED, Replaced, replaced, runs


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="碳市场", max_size=60), st.text(alphabet="碳市场", max_size=60))
def test_runs_stand_in_both_in_order_and_miss_no_seed(text: str, other: str) -> None:
    found = runs(text, other)
    covered = set()
    for run in found:
        assert run.length >= SEED
        assert text[run.at : run.at + run.length] == other[run.there : run.there + run.length]
        assert run.at not in covered
        covered |= set(range(run.at, run.at + run.length))
    for at in range(len(text) - SEED + 1):
        if text[at : at + SEED] in other:
            assert at in covered


def test_replaced_pieces() -> None:
    one, other = "东海省启动第二批低碳园区申报工作", "西原省启动第二批零碳园区申报工作"
    found = list(replaced(one, other, runs(one, other), 8))
    assert found == [Replaced("低", "零", "省启动第二批", "碳园区申报工作")]


def test_moved_paragraphs_are_found() -> None:
    first, second = "东海环境能源交易所公布上周行情", "北岭抽水蓄能电站首台机组投产"
    assert [(run.at, run.there) for run in runs(first + second, second + first)] == [(0, len(second)), (len(first), 0)]

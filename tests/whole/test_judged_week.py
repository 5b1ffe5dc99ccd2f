"""Whole weeks whose printed issues are known, imported from WARC files and drafted: how many touches make them those issues?"""

import sys
from collections import Counter
from typing import Any

import pytest

from tests.support.judged_weeks.drafting import drafted_week
from tests.support.judged_weeks.pages import OCTOBER, SEPTEMBER, WEEKS, JudgedWeek
from tests.support.judged_weeks.touches import MOST_TOUCHES, touches
from tests.support.week_fixtures import DemoWeek

pytestmark = pytest.mark.long

JudgedDraft = tuple[JudgedWeek, dict[str, Any]]


@pytest.fixture(scope="module", params=WEEKS, ids=lambda week: week.name)
def drafted(request: pytest.FixtureRequest, week: DemoWeek, tmp_path_factory: pytest.TempPathFactory) -> JudgedDraft:
    """A judged week and its issue as data; the model is the demo's."""
    judged: JudgedWeek = request.param
    return judged, drafted_week(judged, tmp_path_factory.mktemp("judged"), week.home.folder / ".tanxun/model")


@pytest.mark.parametrize(
    ("week", "columns", "elsewhere", "reprints"),
    [(SEPTEMBER, (5, 1, 14, 8, 2, 1), 10, 20), (OCTOBER, (6, 3, 11, 7, 3, 3), 0, 12)],
)
def test_the_weeks_have_the_form_of_real_ones(
    week: JudgedWeek, columns: tuple[int, ...], elsewhere: int, reprints: int
) -> None:
    names = ("市场热点", "政策聚焦", "国内资讯", "国际资讯", "推荐阅读", "行业公告")
    counts = Counter(one.column for one in week.gold())
    assert tuple(counts[name] for name in names) == columns
    assert len(week.texts("off-topic")) >= 60
    assert len(week.texts("elsewhere")) >= elsewhere
    assert len(week.reprints()) >= reprints
    pages = week.pages()
    assert len({url for url, _ in pages}) == len(pages)


def test_few_touches_make_the_draft_the_printed_issue(drafted: JudgedDraft) -> None:
    week, issue = drafted
    found = touches(issue, week.gold())
    sys.stdout.write("\n".join([f"{week.name}, touches:", *map(str, found), ""]))
    assert len(found) <= MOST_TOUCHES, "\n".join(map(str, found))


def test_what_was_printed_before_is_not_drafted_again(drafted: JudgedDraft) -> None:
    week, issue = drafted
    said = [one["reasons"][0] for one in issue["left_out"]]
    before = {text.key for text in week.texts("elsewhere") if text.slug in week.before}
    again = [one for one in week.reprints() if one.duplicate_of in before]
    assert sum(f"第{week.issue - 1}期已刊登同文" in reason for reason in said) == len(again)
    assert bool(again) == bool(before)

"""A whole week whose printed issue is known, imported from WARC files and drafted: how many touches make it the printed issue?"""

import sys
from collections import Counter
from typing import Any

import pytest

from tests.support.judged_week import pages as judged
from tests.support.judged_week import reprints
from tests.support.judged_week.drafting import drafted_week
from tests.support.judged_week.touches import MOST_TOUCHES, touches
from tests.support.week_fixtures import DemoWeek

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def drafted(week: DemoWeek, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The judged issue as data; the model is the demo's."""
    return drafted_week(tmp_path_factory.mktemp("judged"), week.home.folder / ".tanxun/model")


def test_the_week_has_the_form_of_a_real_one() -> None:
    counts = Counter(one.column for one in judged.gold())
    assert counts == {"市场热点": 5, "政策聚焦": 1, "国内资讯": 14, "国际资讯": 8, "推荐阅读": 2, "行业公告": 1}
    assert len(judged.texts("off-topic")) >= 60
    assert len(judged.texts("elsewhere")) >= 10
    assert len(reprints.reprints()) >= 20
    pages = judged.week_pages()
    assert len({url for url, _ in pages}) == len(pages)


def test_few_touches_make_the_draft_the_printed_issue(drafted: dict[str, Any]) -> None:
    found = touches(drafted, judged.gold())
    sys.stdout.write("\n".join(["touches:", *map(str, found), ""]))
    assert len(found) <= MOST_TOUCHES, "\n".join(map(str, found))


def test_what_was_printed_before_is_not_drafted_again(drafted: dict[str, Any]) -> None:
    said = [one["reasons"][0] for one in drafted["left_out"]]
    again = [one for one in reprints.reprints() if one.of[0] in judged.BEFORE]
    assert sum("第120期已刊登同文" in reason for reason in said) == len(again) > 0

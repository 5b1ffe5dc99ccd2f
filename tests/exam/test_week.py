"""A whole week of the exam's, imported from WARC files and drafted: how many touches make it the printed issue?"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bulletin.issue import state
from index.published import PublishedItem
from index.sqlite import SqliteStore
from tests.exam import exam, reprints
from tests.exam.touches import touches
from tests.warc import warc
from tests.whole.fixtures import Week
from tests.whole.week import Home

MOST_TOUCHES = 5
BEFORE, CRAWLED = datetime(2026, 9, 3, 12, tzinfo=UTC), datetime(2026, 9, 10, 13, tzinfo=UTC)


def publish_before(path: Path) -> list[str]:
    """Make the draft of the issue before public as it is; returns its articles' ids."""
    store = SqliteStore(path)
    number = exam.ISSUE - 1
    columns = state(store.operations(number)).draft.columns
    items = [
        PublishedItem(
            id=item.id, issue=number, edition=1, column=column.name, position=at, printed_at=BEFORE,
            title=item.title, published=item.published, source=item.source, url=item.url, text_hash=item.text_hash,
        )
        for column in columns
        for at, item in enumerate(column.items)
    ]  # fmt: skip
    store.publish(number, 1, items)
    store.close()
    return [item.id for item in items]


@pytest.fixture(scope="module")
def drafted(week: Week, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The exam's issue as data, after the issue before was published; the model is the demo's."""
    home = Home(tmp_path_factory.mktemp("exam"), {"TANXUN_FIRST_ISSUE": "121 = 2026-09-11"})
    (home.folder / ".tanxun").mkdir()
    (home.folder / ".tanxun/model").symlink_to(week.home.folder / ".tanxun/model")
    home.run("init")
    weeks = [(exam.ISSUE - 1, exam.pages_before(), BEFORE), (exam.ISSUE, exam.week_pages(), CRAWLED)]
    for number, pages, at in weeks:
        name = f"{number}.warc.gz"
        warc(home.folder / name, *pages, at=at)
        home.run("import", name)
        home.run("work", "all", "--until-idle")
        home.run("draft", "--issue", str(number))
        if number < exam.ISSUE:
            assert len(publish_before(home.folder / ".tanxun/store.sqlite")) == len(exam.BEFORE)
    home.run("render", str(exam.ISSUE))
    made: dict[str, Any] = json.loads((home.folder / f"out/issue-{exam.ISSUE}.json").read_text())
    return made


def test_the_week_has_the_form_of_a_real_one() -> None:
    counts = Counter(one.column for one in exam.gold())
    assert counts == {"市场热点": 5, "政策聚焦": 1, "国内资讯": 14, "国际资讯": 8, "推荐阅读": 2, "行业公告": 1}
    assert len(exam.texts("off-topic")) >= 60
    assert len(exam.texts("elsewhere")) >= 10
    assert len(reprints.reprints()) >= 20
    pages = exam.week_pages()
    assert len({url for url, _ in pages}) == len(pages)


def test_few_touches_make_the_draft_the_printed_issue(drafted: dict[str, Any]) -> None:
    found = touches(drafted, exam.gold())
    sys.stdout.write("\n".join(["touches:", *map(str, found), ""]))
    assert len(found) <= MOST_TOUCHES, "\n".join(map(str, found))


def test_what_was_printed_before_is_not_drafted_again(drafted: dict[str, Any]) -> None:
    said = [one["reasons"][0] for one in drafted["left_out"]]
    again = [one for one in reprints.reprints() if one.of[0] in exam.BEFORE]
    assert sum("第120期已刊登同文" in reason for reason in said) == len(again) > 0

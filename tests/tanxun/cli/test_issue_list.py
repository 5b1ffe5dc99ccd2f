"""`tanxun issue list`, `delete` and `undelete`, and what the commands around them make of a deleted issue."""

from pathlib import Path

import pytest

from tests.support.articles import enriched
from tests.support.week import Home, home_without_model


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Issues 1 and 2, drafted with an article each."""
    home = home_without_model(tmp_path, enriched("0123"))
    home.run("draft", "--issue", "1")
    home.run("draft", "--issue", "2", "--from", "2026-05-10", "--to", "2026-05-20")
    return home


def test_a_deleted_issue_leaves_the_list_and_comes_back(home: Home) -> None:
    printed = home.run("issue", "delete", "2", "--who", "值班")
    assert "version 2, delete by 值班" in printed
    assert "tanxun issue undelete 2" in printed
    listed = home.run("issue", "list")
    assert "2026-05-14" in listed
    assert "2026-05-20" not in listed
    (line,) = [line for line in home.run("issue", "list", "--all").splitlines() if "2026-05-20" in line]
    assert "已删除" in line
    for command in (("issue", "show", "2"), ("render", "2"), ("issue", "publish", "2"), ("issue", "delete", "2")):
        assert "第2期已被值班于" in home.run(*command, status=2)
    assert "version 3, brought back by 甲" in home.run("issue", "undelete", "2", "--who", "甲")
    assert "nothing to do, it is not deleted" in home.run("issue", "undelete", "2")
    assert "2026-05-20" in home.run("issue", "list")


def test_the_next_draft_has_its_own_window_again(home: Home) -> None:
    home.run("issue", "delete", "2")
    printed = home.run("draft", "--issue", "2")
    assert "issue 2, 2026-05-15 to 2026-05-21: version 3" in printed
    assert "had deleted this issue; it is drafted anew" in " ".join(printed.split())
    assert "tanxun draft --issue 9" in home.run("issue", "delete", "9", status=2)


def test_a_published_one_is_refused_with_what_to_do(home: Home) -> None:
    home.run("issue", "publish", "1")
    printed = home.run("issue", "delete", "1", status=2)
    assert "tanxun issue withdraw" in printed
    assert "第1次" in home.run("issue", "list")


def test_next_year_s_weeks_without_an_issue_are_proposed(home: Home) -> None:
    printed = home.run("issue", "skipped-weeks", "2026")
    assert "2026-02-20  # 春节\n" in printed
    assert "\n# 2026-05-01  # 劳动节\n" in printed
    assert "\n2026-10-02  # 国庆节\n" in printed
    assert "holidays of 2099 are not known yet" in home.run("issue", "skipped-weeks", "2099", status=2)
    (home.folder / ".tanxun" / "skipped-weeks.txt").write_text(printed)
    assert "issue 21, 2026-09-25 to 2026-10-08" in home.run("draft", "--at", "2026-10-01T12:00")

"""`tanxun issue`: from the list of issues to an edition that was withdrawn from, compared and sent; without the model."""

from pathlib import Path

import pytest

from tests.support.articles import enriched
from tests.support.smtp import Mailbox, mail_server
from tests.support.week import Home, home_without_model

FIRST, SECOND = "0123456789abcdef", "89abcdef01234567"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Issue 1, drafted with two articles."""
    articles = (enriched(one, title=f"题目{one[:4]}", text=f"{one}的正文") for one in (FIRST, SECOND))
    home = home_without_model(tmp_path, *articles)
    home.run("draft", "--issue", "1")
    return home


def test_issues_are_listed(home: Home) -> None:
    (line,) = [line for line in home.run("issue", "list").splitlines() if "2026-05-08" in line]
    assert all(told in line for told in ("2026-05-14", "第1版", " 2 ", "—", "tanxun"))


def test_what_was_dropped_is_added_again_and_nothing_twice(home: Home) -> None:
    home.run("issue", "drop", "1", "0123")
    assert "version 3, restore by 甲" in home.run("issue", "add", "1", "0123", "--who", "甲")
    assert "nothing to do, version 3 is so already" in home.run("issue", "add", "1", "0123")
    assert "there is no article '77'" in home.run("issue", "add", "1", "77", status=2)
    assert "没有“别的”这个栏目" in home.run("issue", "add", "1", "0123", "--column", "别的", status=2)


def test_an_empty_issue_is_published_only_if_that_is_meant(home: Home) -> None:
    for one in (FIRST, SECOND):
        home.run("issue", "drop", "1", one)
    assert "publish it with --empty" in home.run("issue", "publish", "1", status=2)
    assert "第1次" not in home.run("issue", "list")
    assert "edition 1 is public" in home.run("issue", "publish", "1", "--empty")
    assert "第1次" in home.run("issue", "list")


def test_a_correction_is_compared_and_each_edition_sent_once(home: Home) -> None:
    assert "没有发布" in home.run("issue", "withdraw", "1", "0123", "--why", "来源已撤回", status=2)
    assert "nothing was published" in home.run("issue", "publish", "1", "--dry-run")
    assert "edition 1 is public" in home.run("issue", "publish", "1")
    home.run("issue", "withdraw", "1", "0123", "--why", " ", status=2)
    home.run("issue", "withdraw", "1", "0123", "--why", "来源已撤回")
    shown = home.run("issue", "publish", "1", "--dry-run")
    assert "与第1次发布相比" in shown
    assert "《题目0123》去掉（撤稿：来源已撤回）" in shown
    assert "题目89ab" not in shown
    assert "edition 2 would have 1 items" in shown
    with mail_server(Mailbox()) as box:
        home.settings |= {
            "TANXUN_SMTP_HOST": "127.0.0.1",
            "TANXUN_SMTP_PORT": str(box.port),
            "TANXUN_SMTP_TLS": "none",
            "TANXUN_MAIL_FROM": "a@x.example",
            "TANXUN_MAIL_TO": "b@x.example",
        }
        assert "sent to 1 recipients" in home.run("issue", "send", "1")
        assert "已经发过" in home.run("issue", "send", "1", status=2)
        assert len(box.taken) == 1
        home.run("issue", "send", "1", "--again")
        assert len(box.taken) == 2


def test_nothing_public_is_nothing_to_send(home: Home) -> None:
    home.settings |= {
        "TANXUN_SMTP_HOST": "127.0.0.1",
        "TANXUN_MAIL_FROM": "a@x.example",
        "TANXUN_MAIL_TO": "b@x.example",
    }
    assert "还没有发布" in home.run("issue", "send", "1", status=2)

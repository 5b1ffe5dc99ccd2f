"""The publish page's own questions: an issue without items, and what replaces what is public."""

import re
from html import unescape

import httpx
import msgspec
import pytest

from bulletin.issue import Add, Drop, Item, Retitle, complete_publication, operation_kinds, reading_of, write_change
from desk.history.edition_changes import change_lines, edition_changes
from tests.support.desk_backends import BASE, filled, placed, send
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import DOUBTFUL, FOREIGN, NUMBER, PICTURES, PLAIN, UNTIL
from tests.support.desk_running import Running

PAGE = f"{BASE}/publish"


desk = desk_fixture(filled)


@pytest.fixture
def chief(desk: Running) -> httpx.Client:
    return desk.with_session("chief")


def do(desk: Running, change: operation_kinds.AnyEdit) -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, change, "编辑乙", desk.clock(), version)


def empty(desk: Running) -> None:
    for names in placed(desk).values():
        for name in names:
            do(desk, Drop(item=name))


def public(desk: Running) -> int:
    return desk.desk.store.editions().get(NUMBER, 0)


def test_an_empty_issue_is_published_after_two_confirmations(desk: Running, chief: httpx.Client) -> None:
    empty(desk)
    html = chief.get(PAGE).text
    assert f"总第{NUMBER}期现在一条稿件也没有" in html
    assert f"发布总第{NUMBER}期</button>" not in html
    assert "仍要发布</label>" not in html
    first = send(chief, PAGE, empty=1)
    assert first.status_code == 200
    assert "再确认一次：发布没有稿件的一期" in first.text
    assert f"没有稿件的总第{NUMBER}期马上公开" in first.text
    assert public(desk) == 0
    answer = send(chief, PAGE, empty=2)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=published")
    assert public(desk) == 1
    last = reading_of(desk.desk.journal, NUMBER).operations[-1]
    assert (last.kind, last.who) == ("publish", "主编丙")
    assert "已发布第1版" in chief.get(PAGE).text
    shown = desk.client().get(f"/api/issues/{NUMBER}").json()
    assert (shown["edition"], [one["items"] for one in shown["columns"]]) == (1, [[]] * len(shown["columns"]))
    # It is public as it is: nothing is written once more while the desk runs.
    assert not complete_publication(desk.desk.journal, NUMBER)


@pytest.mark.parametrize("form", [{}, {"anyway": "1"}, {"empty": 0, "anyway": "1"}])
def test_nothing_less_publishes_an_empty_issue(desk: Running, chief: httpx.Client, form: dict[str, str | int]) -> None:
    empty(desk)
    answer = send(chief, PAGE, **form)
    assert answer.status_code == 422
    assert "本期一条稿件也没有；要这样发布，请在下面确认两次" in answer.text
    assert public(desk) == 0


def test_what_comes_in_between_the_two_is_told(desk: Running, chief: httpx.Client) -> None:
    item = next(one for column in reading_of(desk.desk.journal, NUMBER).issue.draft.columns for one in column.items)
    empty(desk)
    form = {"csrf": desk.token(chief), "base": str(reading_of(desk.desk.journal, NUMBER).version)}
    assert "再确认一次" in chief.post(PAGE, data={**form, "empty": "1"}).text
    do(desk, operation_kinds.Restore(item=item.id))
    for confirmed in ("1", "2"):
        answer = chief.post(PAGE, data={**form, "empty": confirmed})
        assert answer.status_code == 409
        assert "您看过之后，本期又有改动" in answer.text
    assert public(desk) == 0


def test_an_issue_with_items_is_never_excused_by_it(desk: Running, chief: httpx.Client) -> None:
    do(desk, operation_kinds.Redate(item=PLAIN, value=None))
    answer = send(chief, PAGE, empty=2)
    assert answer.status_code == 422
    assert "还有1处必须先补上" in answer.text
    assert public(desk) == 0


def test_a_correction_that_empties_an_issue_keeps_its_note(desk: Running, chief: httpx.Client) -> None:
    assert send(chief, PAGE).status_code == 303
    empty(desk)
    assert "以前登过的稿件都换成撤稿说明" in chief.get(PAGE).text
    first = send(chief, PAGE, empty=1, note="全部“撤下”")
    assert '<input type="hidden" name="note" value="全部“撤下”">' in first.text
    assert send(chief, PAGE, empty=2).status_code == 422
    assert send(chief, PAGE, empty=2, note="全部“撤下”").status_code == 303
    assert public(desk) == 2
    assert all(one.withdrawn for one in desk.desk.store.published(NUMBER))


def differs(html: str) -> str:
    """The section's own words, as they are read."""
    (section,) = re.findall(r'<section[^>]*aria-labelledby="differs">.*?</section>', html, re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", section)))


def test_the_next_edition_is_compared_with_the_public_one(desk: Running, chief: httpx.Client) -> None:
    assert "differs" not in chief.get(PAGE).text
    assert send(chief, PAGE).status_code == 303
    assert "differs" not in chief.get(PAGE).text
    edition = reading_of(desk.desk.journal, NUMBER).issue.editions[-1]
    figure = operation_kinds.PriceFigure(exchange="东海", product="DHEA", day=UNTIL, field="close", value=82.5)
    do(desk, Retitle(item=PLAIN, value="东海碳市场周成交缩量"))
    do(desk, Drop(item=DOUBTFUL))
    do(desk, Add(item=restored(desk), column="推荐阅读", after="没有"))
    do(desk, operation_kinds.Reprice(figures=(figure,), reason="更正"))
    reading = reading_of(desk.desk.journal, NUMBER)
    changes = edition_changes(reading, edition)
    assert [one.kind for one in changes] == ["changed", "gone", "come", "changed"]
    html = chief.get(PAGE).text
    told = differs(html)
    assert "与读者现在看到的第1版相比" in told
    assert "读者会看到这4处变化" in told
    assert all(one.how in told for one in changes)
    assert all(one.title in told for one in changes)
    assert '<del><span class="unseen">删去：</span>放<' in html
    assert '<ins><span class="unseen">加上：</span>缩<' in html
    assert f'href="{BASE}/compare?left={edition.number}&amp;right={reading.version}"' in html
    assert "发布更正（第2版），代替读者现在看到的第1版</button>" in html
    # The command line says the same.
    assert change_lines(changes)[:2] == [
        "【市场热点】《东海碳市场周成交缩量》改了题目",
        "    题目：东海碳市场周成交[-放-]{+缩+}量",
    ]
    do(desk, Retitle(item=FOREIGN, value="甲"))
    assert send(chief, PAGE, note="更正").status_code == 303
    assert "differs" not in chief.get(PAGE).text


def restored(desk: Running) -> Item:
    """An item that was never in the issue."""
    reading = reading_of(desk.desk.journal, NUMBER)
    item = next(one for column in reading.issue.draft.columns for one in column.items if one.id == PICTURES)
    return msgspec.structs.replace(item, id="0123456789abcdef", title="新写的一条")


def test_what_was_changed_and_changed_back_is_no_difference(desk: Running, chief: httpx.Client) -> None:
    assert send(chief, PAGE).status_code == 303
    do(desk, Retitle(item=PLAIN, value="甲"))
    do(desk, Retitle(item=PLAIN, value="东海碳市场周成交放量"))
    assert "没有差别：改过的又改了回去" in differs(chief.get(PAGE).text)

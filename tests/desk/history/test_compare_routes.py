"""The page that compares two versions or editions."""

from bulletin.issue import Publish, write_change
from tests.support.desk_editor import Editor
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import DOUBTFUL, NUMBER, PLAIN, drafted
from tests.support.desk_running import NAMES, Running

PATH = f"/issues/{NUMBER}/compare"


desk = desk_fixture(drafted)


def test_the_draft_and_now_where_nothing_is_printed(desk: Running) -> None:
    one = Editor(desk)
    assert "两个版本的内容完全一样" in one.client.get(PATH).text
    one.say({"kind": "title", "item": PLAIN, "value": "东海碳市场周成交缩量"})
    one.say({"kind": "drop", "item": DOUBTFUL})
    page = one.client.get(PATH).text
    assert "改了1条、移动0条、去掉1条、新增0条" in page
    assert "第1步 起草" in page
    assert "第3步 取下" in page
    assert "右边没有" in page
    assert "原来的题目" not in page


def test_editions_are_called_by_their_number_and_compared_with_any_step(desk: Running) -> None:
    one = Editor(desk)
    write_change(desk.desk.journal, NUMBER, Publish(edition=1), NAMES["chief"], desk.clock(), 1)
    one.say({"kind": "title", "item": PLAIN, "value": "改过的题目"})
    write_change(desk.desk.journal, NUMBER, Publish(edition=2, note="更正"), NAMES["chief"], desk.clock(), 3)
    one.say({"kind": "title", "item": PLAIN, "value": "又改过的题目"})
    # The last edition and what stands now are what is asked for most.
    latest = one.client.get(PATH).text
    assert "<title>总第7期：第2版与第5步 改题目 · 碳讯编辑台</title>" in latest
    assert '<ins><span class="unseen">加上：</span>又<span class="unseen">。</span></ins>改过的题目' in latest
    editions = one.client.get(PATH, params={"left": 2, "right": 4}).text
    assert "第1版与第2版" in editions
    assert "又改过的题目" not in editions
    whole = one.client.get(PATH, params={"left": 2, "right": 4, "whole": "true"}).text
    assert whole.count("<article") == 9


def test_a_version_that_is_none_is_not_found(desk: Running) -> None:
    reader = Editor(desk, "reader")
    assert reader.client.get(PATH).status_code == 200
    answer = reader.client.get(PATH, params={"right": 99})
    assert (answer.status_code, "本期没有第99步，最后一步是第1步" in answer.text) == (404, True)
    assert reader.client.get(PATH, params={"left": "x"}).status_code == 422


def test_the_history_leads_there(desk: Running) -> None:
    one = Editor(desk)
    assert f'href="{PATH}"' in one.client.get(f"/issues/{NUMBER}/history").text
    one.say({"kind": "drop", "item": DOUBTFUL})
    assert f'href="{PATH}?left=1&amp;right=2"' in one.client.get(f"/issues/{NUMBER}/history/1").text

"""Find and replace by the page: previewed, made as one change, told where the preview is of yesterday."""

from bulletin.issue import find_item, reading_of
from tests.support.desk_editor import Editor, version
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, PICTURES, PLAIN, READING, drafted
from tests.support.desk_running import NAMES, Running

PATH = f"/issues/{NUMBER}/replace"


desk = desk_fixture(drafted)


def title(desk: Running, name: str) -> str:
    found = find_item(reading_of(desk.desk.journal, NUMBER).issue.draft, name)
    assert found is not None
    return found[1].title


def test_the_preview_lists_each_place_and_writes_nothing(desk: Running) -> None:
    one = Editor(desk)
    page = one.client.get(PATH, params={"words": "东海", "put": "西海", "where": ["title", "text"]}).text
    assert "找到3处" in page
    assert f'name="place" value="{PLAIN}/title/0" checked' in page
    assert "<del>东海</del><ins>西海</ins>配额远期产品今日上线。" in page
    assert version(desk) == 1
    assert "本期里没有“没有的字”" in one.client.get(PATH, params={"words": "没有的字"}).text
    assert "找到" not in one.client.get(PATH).text


def test_applying_is_one_step_and_one_undo(desk: Running) -> None:
    one = Editor(desk)
    places = [f"{PLAIN}/title/0", f"{PICTURES}/title/0", f"{PICTURES}/text/0"]
    made = one.form(PATH, words="东海", put="西海", place=places, base=1)
    assert (made.status_code, made.headers["location"]) == (303, f"{PATH}?made=2")
    assert (title(desk, PLAIN), title(desk, PICTURES)[:2]) == ("西海碳市场周成交放量", "西海")
    page = one.client.get(made.headers["location"]).text
    assert "已替换，记为第2步；撤销一次，各处都还原" in page
    history = one.client.get(f"/issues/{NUMBER}/history").text
    assert "在2条里把“东海”换成“西海”：《东海碳市场周成交放量》、《东海配额远期产品上线 首日成交十二万吨》" in history
    assert "《东海碳市场周成交放量》题目" in history
    one.form(f"/issues/{NUMBER}/undo")
    assert (title(desk, PLAIN), title(desk, PICTURES)[:2]) == ("东海碳市场周成交放量", "东海")


def test_what_changed_since_the_preview_is_left_and_told(desk: Running) -> None:
    one, other = Editor(desk), Editor(desk, "chief")
    other.say({"kind": "title", "item": PLAIN, "value": "东海碳市场：丙改过"})
    other.say({"kind": "drop", "item": READING})
    places = [f"{PLAIN}/title/0", f"{PICTURES}/title/0", f"{READING}/title/0"]
    answer = one.form(PATH, words="东海", put="西海", place=[*places], base=1)
    assert answer.status_code == 409
    assert "有几处在预览之后变了，没有替换：" in answer.text
    assert f"{NAMES['chief']}于 " in answer.text
    assert "改了《东海碳市场：丙改过》的题目" in answer.text
    assert "其余的已经替换，记为第4步" in answer.text
    assert (title(desk, PLAIN), title(desk, PICTURES)[:2]) == ("东海碳市场：丙改过", "西海")
    gone = one.form(PATH, words="基准线", put="基线", place=[f"{READING}/title/0"], base=1)
    assert "《基准线法还是历史法》已被" in gone.text
    assert "别处也没有替换" in gone.text


def test_nothing_ticked_and_a_title_that_would_be_empty(desk: Running) -> None:
    one = Editor(desk)
    assert "一处也没有勾选" in one.form(PATH, words="东海", put="x", base=1).text
    whole = one.form(PATH, words="东海碳市场周成交放量", put="", place=f"{PLAIN}/title/0", base=1)
    assert (whole.status_code, "替换后题目不能为空" in whole.text) == (422, True)
    assert version(desk) == 1


def test_readers_may_look_and_not_replace(desk: Running) -> None:
    reader = Editor(desk, "reader")
    assert "替换勾选的各处" not in reader.client.get(PATH, params={"words": "东海"}).text
    assert reader.form(PATH, words="东海", place=f"{PLAIN}/title/0", base=1).status_code == 403

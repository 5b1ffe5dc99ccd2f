"""The operations' routes on the real backends: made once, merged, clashing, undone; forms and scripts."""

from collections.abc import Iterator

import pytest

from bulletin.issue import Item, find_item, reading_of
from tests.support.desk_editor import Editor, version
from tests.support.desk_issues import BACKENDS, NUMBER, PICTURES, PLAIN, TWICE, drafted_on
from tests.support.desk_running import NAMES, Running


@pytest.fixture(params=BACKENDS, scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with drafted_on(request.param, request, tmp_path_factory.mktemp("desk")) as one:
        yield one


def placed(desk: Running, name: str) -> tuple[str, Item]:
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    found = find_item(reading.issue.draft, name)
    assert found is not None
    return found


def test_a_change_says_what_it_became(desk: Running) -> None:
    base = version(desk)
    answer = Editor(desk).say({"kind": "title", "item": PLAIN, "value": "新题目"})
    assert answer.status_code == 200
    said = answer.json()
    assert (said["version"], said["kind"], said["item"], said["who"]) == (base + 1, "title", PLAIN, NAMES["editor"])
    assert placed(desk, PLAIN)[1].title == "新题目"


def test_the_same_change_sent_twice_is_made_once(desk: Running) -> None:
    one, base = Editor(desk), version(desk)
    for said in (
        {"kind": "source", "item": PLAIN, "value": "新来源"},
        {"kind": "move", "item": PLAIN, "column": "推荐阅读", "after": ""},
        {"kind": "remark", "item": PLAIN, "value": "请核对"},
        {"kind": "drop", "item": PLAIN},
        {"kind": "restore", "item": PLAIN},
    ):
        base = version(desk)
        assert [one.say(said, base).status_code for _ in range(2)] == [200, 200]
        assert version(desk) == base + 1, said
    assert placed(desk, PLAIN)[0] == "推荐阅读"


def test_different_fields_merge_and_one_field_clashes(desk: Running) -> None:
    one, other, base = Editor(desk), Editor(desk, "chief"), version(desk)
    before = placed(desk, TWICE)[1].title
    assert one.say({"kind": "title", "item": TWICE, "value": "乙的题目"}, base).status_code == 200
    assert other.say({"kind": "published", "item": TWICE, "value": "2026-05-14"}, base).status_code == 200
    refused = other.say({"kind": "title", "item": TWICE, "value": "丙的题目"}, base)
    assert refused.status_code == 409
    clash = refused.json()["clash"]
    assert (clash["field"], clash["what"], clash["item"]) == ("title", "题目", TWICE)
    assert (clash["before"], clash["theirs"], clash["mine"]) == (before, "乙的题目", "丙的题目")
    assert clash["who"] == NAMES["editor"]
    assert clash["line"].startswith(f"{NAMES['editor']}于 ")
    assert placed(desk, TWICE)[1].title == "乙的题目"
    assert other.say({"kind": "title", "item": TWICE, "value": "丙的题目"}, clash["version"]).status_code == 200
    assert placed(desk, TWICE)[1].title == "丙的题目"


def test_a_clash_of_texts_shows_them_as_they_are_edited(desk: Running) -> None:
    one, other, base = Editor(desk), Editor(desk, "chief"), version(desk)
    assert one.say({"kind": "text", "item": PICTURES, "value": "甲段\n[图]\n- 一\n- 二"}, base).status_code == 200
    clash = other.say({"kind": "text", "item": PICTURES, "value": "乙段"}, base).json()["clash"]
    assert clash["theirs"].startswith("甲段\n[图]\n- 一\n- 二")
    assert clash["before"].startswith("东海配额远期产品今日上线。\n[图]\n# 首日成交")
    assert clash["mine"] == "乙段"


def test_texts_merge_by_paragraph_and_the_answer_has_what_came_of_it(desk: Running) -> None:
    one, other = Editor(desk), Editor(desk, "chief")
    one.say({"kind": "text", "item": TWICE, "value": "甲段\n乙段\n丙段"})
    base = version(desk)
    assert "merged" not in one.say({"kind": "text", "item": TWICE, "value": "甲段，改\n乙段\n丙段"}, base).json()
    mine = {"kind": "text", "item": TWICE, "value": "甲段\n乙段\n丙段，改"}
    said = other.say(mine, base).json()
    whole = "甲段，改\n乙段\n丙段，改"
    assert said["merged"] == {"text": whole, "who": NAMES["editor"], "on": base + 2}
    again = other.say(mine, base).json()
    assert (again["version"], again["merged"]) == (base + 2, {"text": whole, "who": "", "on": 0})
    on = other.say({**mine, "value": "甲段\n乙段\n丙段，再改", "typed_on": base + 2}, base + 2).json()
    assert on["merged"]["text"] == "甲段，改\n乙段\n丙段，再改"
    history = other.client.get(f"/issues/{NUMBER}/history").text
    assert f"已与{NAMES['editor']}的改动合并" in history


def test_a_clash_in_a_text_comes_with_its_parts(desk: Running) -> None:
    one, other = Editor(desk), Editor(desk, "chief")
    one.say({"kind": "text", "item": TWICE, "value": "甲段\n乙段\n丙段"})
    base = version(desk)
    one.say({"kind": "text", "item": TWICE, "value": "甲段\n乙段<b>\n丙段，改"}, base)
    clash = other.say({"kind": "text", "item": TWICE, "value": "甲段，改\n乙段二\n丙段"}, base).json()["clash"]
    assert clash["with_mine"] == "甲段，改\n乙段二\n丙段，改"
    assert clash["with_theirs"] == "甲段，改\n乙段<b>\n丙段，改"
    assert "乙段<mark>&lt;b&gt;</mark>" in clash["html"]
    assert clash["html"].count("没有冲突的1段") == 6
    by_hand = other.say({"kind": "text", "item": TWICE, "value": "手工"}, clash["version"])
    assert (by_hand.status_code, "merged" in by_hand.json()) == (200, False)


def test_undo_and_redo_are_one_s_own(desk: Running) -> None:
    one, other = Editor(desk), Editor(desk, "chief")
    one.say({"kind": "source", "item": TWICE, "value": "甲社"})
    other.say({"kind": "published", "item": TWICE, "value": ""})
    undone = one.turn("undo").json()
    assert (undone["kind"], undone["item"]) == ("undo", TWICE)
    assert placed(desk, TWICE)[1].source != "甲社"
    assert placed(desk, TWICE)[1].published is None
    assert one.turn("redo").json()["kind"] == "redo"
    assert placed(desk, TWICE)[1].source == "甲社"
    assert one.turn("redo").status_code == 404
    assert one.turn("redo").json()["error"] == "没有可以重做的操作"


def test_what_is_not_there_is_said_plainly(desk: Running) -> None:
    one = Editor(desk)
    for said, status, error in (
        ({"kind": "title", "item": "nowhere", "value": "x"}, 404, "本期里没有这一条"),
        ({"kind": "move", "item": PLAIN, "column": "体育"}, 404, "没有“体育”这个栏目"),
        ({"kind": "dance"}, 422, "没有“dance”这种操作"),
        ({"kind": "published", "item": PLAIN, "value": "昨天"}, 422, "“昨天”不是日期"),
    ):
        answer = one.say(said)
        assert (answer.status_code, error in answer.json()["error"]) == (status, True), answer.text
    path = f"/issues/{NUMBER}/operations"
    wrong = one.client.post(path, content=b"{", headers={**one.headers, "content-type": "application/json"})
    assert wrong.status_code == 422
    assert one.client.post("/issues/999/operations", json={"kind": "drop"}, headers=one.headers).status_code == 404


def test_readers_change_nothing(desk: Running) -> None:
    reader, before = Editor(desk, "reader"), version(desk)
    assert reader.say({"kind": "drop", "item": PLAIN}).status_code == 403
    assert reader.turn("undo").status_code == 403
    assert version(desk) == before
    page = reader.client.get(f"/issues/{NUMBER}").text
    assert 'name="do"' not in page
    assert "data-field" in page


def test_forms_do_the_same(desk: Running) -> None:
    one, path = Editor(desk), f"/issues/{NUMBER}/operations"
    moved = one.form(path, do=f"move {PLAIN} 国内资讯", base=version(desk))
    assert (moved.status_code, moved.headers["location"]) == (303, f"/issues/{NUMBER}#i{PLAIN}")
    assert placed(desk, PLAIN)[0] == "国内资讯"
    one.form(path, do=f"up {PLAIN}", base=version(desk))
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    assert [item.id for item in reading.issue.draft.columns[2].items][-2] == PLAIN
    assert one.form(path, do=f"off {PLAIN}", base=version(desk)).status_code == 303
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    assert reading.operations[-1].data == {"item": PLAIN, "off_topic": True}
    assert one.form(f"/issues/{NUMBER}/undo").headers["location"] == f"/issues/{NUMBER}#i{PLAIN}"
    assert placed(desk, PLAIN)[0] == "国内资讯"


def test_a_move_that_clashes_offers_both_without_a_script(desk: Running) -> None:
    one, other, base = Editor(desk), Editor(desk, "chief"), version(desk)
    one.form(f"/issues/{NUMBER}/operations", do=f"move {TWICE} 国际资讯", base=base)
    clash = other.form(f"/issues/{NUMBER}/operations", do=f"move {TWICE} 推荐阅读", base=base)
    assert clash.status_code == 409
    assert "两个人改了同一处" in clash.text
    assert f'name="base" value="{version(desk)}"' in clash.text
    taken = other.form(f"/issues/{NUMBER}/operations", kind="move", item=TWICE, column="推荐阅读", base=version(desk))
    assert taken.status_code == 303
    assert placed(desk, TWICE)[0] == "推荐阅读"


def test_a_remark_is_answered_and_closed_by_script_and_by_form(desk: Running) -> None:
    one, other, path = Editor(desk), Editor(desk, "chief"), f"/issues/{NUMBER}/operations"
    of = one.say({"kind": "remark", "item": TWICE, "value": "译名请核对"}).json()["version"]
    answered = other.say({"kind": "remark", "of": of, "value": "已核对"}).json()
    assert (answered["kind"], answered["item"]) == ("answer", TWICE)
    base = version(desk)
    assert [other.say({"kind": "settle", "of": of}, base).status_code for _ in range(2)] == [200, 200]
    assert version(desk) == base + 1
    assert one.form(path, do=f"reopen {of}", base=version(desk)).headers["location"] == f"/issues/{NUMBER}#i{TWICE}"
    assert one.form(path, kind="remark", item=TWICE, of=str(of), value="再核对", base=version(desk)).status_code == 303
    said = reading_of(desk.desk.journal, NUMBER).issue.remark(of)
    assert said is not None
    assert (said.is_open, [(answer.who, answer.text) for answer in said.answers]) == (
        True,
        [(NAMES["chief"], "已核对"), (NAMES["editor"], "再核对")],
    )
    assert said.turn is not None
    assert said.turn.who == NAMES["editor"]
    gone = other.say({"kind": "settle", "of": 9999})
    assert (gone.status_code, "这条备注已不在本期里" in gone.json()["error"]) == (404, True)


def test_open_remarks_are_told_on_the_checklist_and_ticked_off_there(desk: Running) -> None:
    chief = Editor(desk, "chief")
    of = chief.say({"kind": "remark", "value": "周五前发"}).json()["version"]
    count = len(reading_of(desk.desk.journal, NUMBER).issue.open_remarks)
    assert f"还有{count}条备注未处理" in chief.client.get(f"/issues/{NUMBER}/publish").text
    ticked = chief.form(f"/issues/{NUMBER}/operations", do=f"settle {of}", back="publish", base=version(desk))
    assert ticked.headers["location"] == f"/issues/{NUMBER}/publish"
    page = chief.client.get(f"/issues/{NUMBER}/publish").text
    assert "周五前发" not in page
    assert f'value="settle {of}"' not in page

"""Several items by a script and by a form; what a colleague was first with is told."""

from collections.abc import Iterator

import pytest

from bulletin.issue import reading_of
from tests.support.desk_editor import Editor, version
from tests.support.desk_issues import BACKENDS, DOUBTFUL, NUMBER, PLAIN, PRINTED, TWICE, UNSOURCED, drafted_on
from tests.support.desk_running import NAMES, Running

PATH = f"/issues/{NUMBER}/operations"


@pytest.fixture(params=BACKENDS)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with drafted_on(request.param, request, tmp_path_factory.mktemp("desk")) as one:
        yield one


def ids(desk: Running, at: int) -> list[str]:
    return [item.id for item in reading_of(desk.desk.journal, NUMBER).issue.draft.columns[at].items]


def test_a_script_moves_several_as_one_step(desk: Running) -> None:
    one, base = Editor(desk), version(desk)
    said = {"kind": "move_several", "items": [PLAIN, TWICE], "column": "推荐阅读"}
    answer = one.say(said)
    assert (answer.status_code, answer.json()["version"], answer.json()["refused"]) == (200, base + 1, [])
    assert ids(desk, 4)[-2:] == [PLAIN, TWICE]
    assert one.turn("undo").status_code == 200
    assert ids(desk, 0)[0] == PLAIN
    assert TWICE in ids(desk, 2)
    words = one.client.get(f"/issues/{NUMBER}/history").text
    assert "把2条移到推荐阅读：《东海碳市场周成交放量》、《全国节能降碳三年行动启动》" in words
    assert words.count('class="card entry') == version(desk)


def test_forms_do_the_same(desk: Running) -> None:
    one = Editor(desk)
    moved = one.form(PATH, do="move_several 国际资讯", marked=[UNSOURCED, DOUBTFUL], base=version(desk))
    assert (moved.status_code, moved.headers["location"]) == (303, f"/issues/{NUMBER}")
    assert set(ids(desk, 3)[-2:]) == {UNSOURCED, DOUBTFUL}
    assert one.form(PATH, do="off_several", marked=[UNSOURCED, DOUBTFUL], base=version(desk)).status_code == 303
    assert {UNSOURCED, DOUBTFUL}.isdisjoint(ids(desk, 3))
    labels = [one for one in desk.desk.store.labels() if one.field == "relevance"]
    assert {(one.article, one.after) for one in labels} == {(UNSOURCED, "off-topic"), (DOUBTFUL, "off-topic")}


def test_a_card_s_own_button_is_of_that_card_whatever_is_ticked(desk: Running) -> None:
    Editor(desk).form(PATH, do=f"drop {PLAIN}", marked=[UNSOURCED, DOUBTFUL], base=version(desk))
    assert PLAIN not in ids(desk, 0)
    assert {UNSOURCED, DOUBTFUL} <= set(ids(desk, 2))


def test_what_a_colleague_took_out_is_told_and_the_rest_goes(desk: Running) -> None:
    one, other, base = Editor(desk), Editor(desk, "chief"), version(desk)
    other.say({"kind": "drop", "item": UNSOURCED})
    answer = one.say({"kind": "drop_several", "items": [UNSOURCED, DOUBTFUL]}, base)
    [told] = answer.json()["refused"]
    assert told.startswith(f"《西原风电基地并网》已被{NAMES['chief']}于 ")
    assert told.endswith("取下；可在本期页面的「已取下」里放回")
    other.say({"kind": "move", "item": TWICE, "column": "国际资讯"})
    page = one.form(PATH, do="move_several 推荐阅读", marked=[TWICE, PRINTED], base=base)
    assert page.status_code == 200
    assert f"有1条没有动：{NAMES['chief']}于 " in page.text
    assert "改了《全国节能降碳三年行动启动》的栏目。其余的已经办好。" in page.text
    assert (TWICE in ids(desk, 3), PRINTED in ids(desk, 4)) == (True, True)


def test_none_ticked_and_a_column_that_is_none(desk: Running) -> None:
    one, before = Editor(desk), version(desk)
    assert one.form(PATH, do="drop_several", base=before).status_code == 303
    assert version(desk) == before
    refused = one.say({"kind": "move_several", "items": [PLAIN], "column": "体育"})
    assert (refused.status_code, refused.json()["error"]) == (404, "没有“体育”这个栏目")
    assert one.say({"kind": "move_several", "items": "x"}).status_code == 422

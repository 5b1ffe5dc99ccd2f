"""Who looks after which column: set by a chief, told in the columns' heads, one's own columns alone."""

import re
from pathlib import Path

from desk.desk_file import DeskFile
from desk.users.column_keepers import ColumnKeepers
from tests.support.desk_editor import Editor
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, drafted
from tests.support.desk_running import NAMES, Running

HERS, HIS = NAMES["editor"], NAMES["chief"]


desk = desk_fixture(drafted)


def heads(html: str) -> dict[str, str]:
    """The columns' names, and what their heads say of who looks after them."""
    found = re.findall(r'<h2 id="hc\d"><span>(.+?)</span>(.*?)</h2>', html)
    keepers = {name: re.search(r'class="keepers">(.+?)<', rest) for name, rest in found}
    return {name: match[1] if match else "" for name, match in keepers.items()}


def aside(html: str) -> list[str]:
    return re.findall(r'<section class="column aside" id="c\d" [^>]*data-column="(.+?)"', html)


def test_a_chief_sets_who_looks_after_which_column(desk: Running) -> None:
    chief, editor = Editor(desk, "chief"), Editor(desk)
    ticked = [f"国内资讯/{HERS}", f"国内资讯/{HIS}", f"政策聚焦/{HERS}", "国际资讯/没有这个人"]
    assert chief.form("/columns", keeper=ticked).headers["location"] == "/users?done=keepers"
    page = editor.client.get(f"/issues/{NUMBER}").text
    told = heads(page)
    assert (told["国内资讯"], told["政策聚焦"], told["国际资讯"]) == (f"{HIS}、{HERS}负责", f"{HERS}负责", "")
    assert aside(page) == []
    users = chief.client.get("/users").text
    assert f'value="政策聚焦/{HERS}" checked' in users
    assert f'value="政策聚焦/{HIS}" checked' not in users
    # Who is shut out looks after nothing.
    desk.desk.data.users.set_disabled(HERS, True)
    told = heads(chief.client.get(f"/issues/{NUMBER}").text)
    assert (told["国内资讯"], told["政策聚焦"]) == (f"{HIS}负责", "")


def test_one_s_own_columns_alone(desk: Running) -> None:
    editor, chief = Editor(desk), Editor(desk, "chief")
    assert 'data-act="mine"' not in editor.client.get(f"/issues/{NUMBER}").text
    assert aside(editor.client.get(f"/issues/{NUMBER}?mine=1").text) == []
    desk.desk.data.keepers.set_all({"国内资讯": [HERS]})
    for part in ("", "/columns"):
        page = editor.client.get(f"/issues/{NUMBER}{part}?mine=1").text
        assert "国内资讯" not in aside(page)
        assert {"市场热点", "推荐阅读"} < set(aside(page))
        assert "全部栏目" in page
    assert aside(chief.client.get(f"/issues/{NUMBER}?mine=1").text) == []


def test_editors_do_not_set_it(desk: Running) -> None:
    assert Editor(desk).form("/columns", keeper=[f"国内资讯/{HERS}"]).status_code == 403
    assert desk.desk.data.keepers.all() == {}


def test_a_file_of_the_version_before_gets_the_table(tmp_path: Path) -> None:
    file = DeskFile(tmp_path / "desk.sqlite")
    with file.writing() as db:
        db.execute("DROP TABLE column_keepers")
        db.execute("PRAGMA user_version = 3")
    file.close()
    again = DeskFile(tmp_path / "desk.sqlite")
    assert ColumnKeepers(again).all() == {}
    again.close()

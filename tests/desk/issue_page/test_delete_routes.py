"""A chief deletes an issue at the desk, and brings it back; what was published stays."""

from bulletin.issue import Retitle, publish, reading_of, write_change
from tests.support.begun_issue import AT, printed
from tests.support.desk_backends import BASE, filled, send
from tests.support.desk_editor import Editor
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, PLAIN
from tests.support.desk_running import Running

PAGE = f"{BASE}/delete"


desk = desk_fixture(filled)


def test_it_is_asked_for_done_and_brought_back(desk: Running) -> None:
    chief = Editor(desk, "chief")
    assert f'href="{PAGE}"' in chief.client.get("/issues").text
    assert f"删除总第{NUMBER}期" in chief.client.get(PAGE).text
    gone = send(chief.client, PAGE)
    assert gone.headers["location"] == f"/issues?deleted={NUMBER}"
    listed = chief.client.get(gone.headers["location"]).text
    assert f"总第{NUMBER}期已删除。" in listed
    assert f'href="{BASE}"' not in listed
    assert chief.client.get("/").headers["location"] == "/issues"
    told = desk.with_session("editor").get(BASE)
    assert told.status_code == 404
    assert "已被" in told.text
    assert chief.form(f"{BASE}/undelete").headers["location"] == BASE
    assert chief.client.get(BASE).status_code == 200
    assert "期已删除。" not in chief.client.get(f"/issues?deleted={NUMBER}").text


def test_an_editor_is_neither_offered_nor_let(desk: Running) -> None:
    editor = Editor(desk)
    assert f'href="{PAGE}"' not in editor.client.get("/issues").text
    assert editor.client.get(PAGE).status_code == 403
    assert editor.form(PAGE, base=1).status_code == 403


def test_what_changed_since_is_not_deleted_nor_what_was_published(desk: Running) -> None:
    chief, journal = Editor(desk, "chief"), desk.desk.journal
    version = reading_of(journal, NUMBER).version
    write_change(journal, NUMBER, Retitle(item=PLAIN, value="后来的题目"), "乙", AT, version)
    stale = chief.form(PAGE, base=version)
    assert (stale.status_code, "没有删除：您看的是第" in stale.text) == (409, True)
    publish(journal, desk.desk.files, NUMBER, "主编", AT, version + 1, "", printed)
    assert f'href="{PAGE}"' not in chief.client.get("/issues").text
    refused = send(chief.client, PAGE)
    assert (refused.status_code, "没有删除：本期已经发布" in refused.text) == (422, True)
    assert chief.client.get(BASE).status_code == 200

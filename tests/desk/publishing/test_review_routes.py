"""三审 at the publish page: an option, who may pass what, and publishing that asks for all three."""

from pathlib import Path

from bulletin.issue import reading_of
from tests.support.desk_backends import BASE, filled, send
from tests.support.desk_editor import Editor
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, PLAIN
from tests.support.desk_running import NAMES, Running

PAGE, PASS = f"{BASE}/publish", f"{BASE}/pass"


desk = desk_fixture(filled, reviews=True)


def second_editor(desk: Running) -> Editor:
    """Another person, who may edit."""
    desk.desk.data.users.set_role(NAMES["reader"], "editor")
    return Editor(desk, "reader")


def passing(desk: Running, who: Editor, stage: str) -> int:
    version = reading_of(desk.desk.journal, NUMBER).version
    return who.form(PASS, stage=stage, base=version).status_code


def test_publishing_asks_for_three_passes_by_three_persons(desk: Running) -> None:
    editor, chief, other = Editor(desk), Editor(desk, "chief"), second_editor(desk)
    assert "三审齐了才能发布" in chief.client.get(PAGE).text
    refused = send(chief.client, PAGE, anyway="1")
    assert refused.status_code == 422
    assert "没有发布：还没有通过初审、复审、终审" in refused.text
    assert passing(desk, editor, "first") == 303
    assert passing(desk, editor, "second") == 404
    assert passing(desk, other, "second") == 303
    assert passing(desk, other, "final") == 422
    editor.say({"kind": "title", "item": PLAIN, "value": "审后的题目"})
    page = chief.client.get(PAGE).text
    assert f"通过</span> {NAMES['editor']} " in page
    assert page.count("审后有改动</a>") == 2
    first = reading_of(desk.desk.journal, NUMBER).issue.passes["first"].number
    link = f"{BASE}/compare?left={first}"
    assert f'href="{link}"' in page
    assert "审后的题目" in chief.client.get(link).text
    assert passing(desk, chief, "final") == 303
    assert "通过终审" in chief.client.get(f"{BASE}/history").text
    assert send(chief.client, PAGE, anyway="1").status_code == 303


def test_without_the_setting_nothing_is_asked(tmp_path: Path) -> None:
    with filled(tmp_path) as desk:
        chief = Editor(desk, "chief")
        assert "三审" not in chief.client.get(PAGE).text
        assert passing(desk, chief, "first") == 422
        assert send(chief.client, PAGE, anyway="1").status_code == 303

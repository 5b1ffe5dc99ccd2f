"""Publish from the desk: once, whole or not at all, corrected, withdrawn, mailed; with the real press."""

import re
import threading
from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest

from bulletin.issue import Edition, operation_kinds, reading_of, write_change
from tests.support.desk_backends import BASE, filled, send
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import LONG, NUMBER, PLAIN, PRINTED, TWICE, UNSOURCED, grow, room
from tests.support.desk_running import Clock, Running, served

PAGE = f"{BASE}/publish"


desk = desk_fixture(filled)


@pytest.fixture
def chief(desk: Running) -> httpx.Client:
    return desk.with_session("chief")


def do(desk: Running, change: operation_kinds.AnyEdit, who: str = "编辑乙") -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, change, who, desk.clock(), version)


def public(desk: Running) -> int:
    return desk.desk.store.editions().get(NUMBER, 0)


def publishing(desk: Running, client: httpx.Client, **form: str) -> dict[str, str]:
    return {"csrf": desk.token(client), "base": str(reading_of(desk.desk.journal, NUMBER).version), **form}


def test_the_checklist_links_to_the_places(desk: Running) -> None:
    do(desk, operation_kinds.Redate(item=PLAIN, value=None))
    do(desk, operation_kinds.Remark(item=TWICE, text="请核对数字"))
    html = desk.with_session("editor").get(PAGE).text
    assert re.search(rf'<a href="{BASE}/items/{PLAIN}">《东海碳市场周成交放量》</a>：没有发布日期', html)
    assert f'<a href="{BASE}/prices">行情</a>' in html
    assert "编辑乙的备注：请核对数字" in html
    assert f"已在总第{NUMBER - 1}期登过" in html
    assert f'href="{BASE}#c' in html
    assert "只有主编可以发布" in html


def test_an_issue_is_published_with_its_files(desk: Running, chief: httpx.Client) -> None:
    answer = send(chief, PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=published")
    html = chief.get(answer.headers["location"]).text
    assert "已公开" in html
    assert "读者看到的是这一版" in html
    names = re.findall(rf'href="{BASE}/files/([^"?]+)\?edition=1"', html)
    assert {name.split(".", 1)[1] for name in names} == {
        "html",
        "pdf",
        "docx",
        "rss.xml",
        "atom.xml",
        "feed.json",
        "json",
        "eml",
    }
    reader = desk.with_session("reader")
    starts = {"pdf": b"%PDF", "docx": b"PK", "html": b"<!doctype html>", "eml": b"", "rss.xml": b"<?xml"}
    for name in names:
        file = reader.get(f"{BASE}/files/{name}")
        assert file.status_code == 200
        assert file.headers["content-disposition"].startswith("attachment")
        assert file.content.lower().startswith(starts.get(name.split(".", 1)[1], b"").lower())
    assert public(desk) == 1
    assert {one.id for one in desk.desk.store.published(NUMBER)} >= {PLAIN, TWICE, PRINTED}
    assert "发布更正（" not in chief.get(PAGE).text


def test_unknown_files_are_not_there(desk: Running, chief: httpx.Client) -> None:
    assert chief.get(f"{BASE}/files/issue-7.pdf").status_code == 404
    send(chief, PAGE)
    for name in ("issue-7.exe", "..%2f..%2fstore.sqlite", "issue-7.pdf?edition=2"):
        assert chief.get(f"{BASE}/files/{name}").status_code == 404
    folder = desk.desk.settings.home / "files" / "documents"
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    lost = chief.get(f"{BASE}/files/issue-{NUMBER}.pdf")
    assert lost.status_code == 410
    assert "请运维从备份恢复" in lost.text


def test_only_a_chief_publishes_withdraws_and_mails(desk: Running) -> None:
    for role in ("reader", "editor", "operator"):
        client = desk.with_session(role)
        for address in (PAGE, f"{BASE}/withdraw", f"{BASE}/mail"):
            assert client.post(address, data=publishing(desk, client)).status_code == 403
    assert public(desk) == 0


def test_what_must_be_there_stops_publishing_unless_the_chief_insists(desk: Running, chief: httpx.Client) -> None:
    do(desk, operation_kinds.Redate(item=PLAIN, value=None))
    answer = send(chief, PAGE)
    assert answer.status_code == 422
    assert "还有1处必须先补上" in answer.text
    assert public(desk) == 0
    assert send(chief, PAGE, anyway="1").status_code == 303
    assert public(desk) == 1


def test_a_double_click_publishes_once(desk: Running, chief: httpx.Client) -> None:
    form = publishing(desk, chief)
    answers = [chief.post(PAGE, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(reading_of(desk.desk.journal, NUMBER).issue.editions) == 1


def test_two_chiefs_at_once_publish_once(desk: Running) -> None:
    clients = [desk.with_session("chief") for _ in range(3)]
    forms = [publishing(desk, client) for client in clients]
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda one=client, form=form: answers.append(one.post(PAGE, data=form).status_code))
        for client, form in zip(clients, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303, 303]
    assert len(reading_of(desk.desk.journal, NUMBER).issue.editions) == 1
    assert public(desk) == 1


def test_what_changed_since_the_chief_looked_is_shown_with_who(desk: Running, chief: httpx.Client) -> None:
    form = publishing(desk, chief)
    do(desk, operation_kinds.Drop(item=UNSOURCED))
    answer = chief.post(PAGE, data=form)
    assert answer.status_code == 409
    assert "您看过之后，本期又有改动" in answer.text
    section = answer.text.split("您看过之后的改动")[1].split("</section>")[0]
    assert "编辑乙" in section
    assert "从国内资讯取下《西原风电基地并网》" in section
    assert public(desk) == 0
    again = {**form, "base": answer.text.split('name="base" value="')[1].split('"')[0]}
    assert chief.post(PAGE, data=again).status_code == 303


def test_a_change_in_the_middle_of_printing_stops_it(desk: Running, chief: httpx.Client) -> None:
    press = desk.desk.press

    def while_printing(edition: Edition) -> Mapping[str, bytes]:
        do(desk, operation_kinds.Retitle(item=PLAIN, value="又改了"))
        return press.documents(edition)

    with served(replace(desk.desk, press=replace(press, documents=while_printing)), Clock()) as one:
        client = one.with_session("chief")
        answer = client.post(PAGE, data=publishing(one, client))
    assert answer.status_code == 409
    assert "改题目" in answer.text
    assert public(desk) == 0


def test_a_correction_needs_a_note_and_is_a_new_edition(desk: Running, chief: httpx.Client) -> None:
    send(chief, PAGE)
    do(desk, operation_kinds.Retitle(item=PLAIN, value="更正后的题目"))
    html = chief.get(PAGE).text
    assert "此后有1步改动，读者还看不到" in html
    assert "发布更正（第2版）" in html
    answer = send(chief, PAGE)
    assert answer.status_code == 422
    assert "更正需要一句说明" in answer.text
    assert send(chief, PAGE, note="题目有误\n已改正").status_code == 303
    assert public(desk) == 2
    (item,) = [one for one in desk.desk.store.published(NUMBER) if one.id == PLAIN]
    assert item.title == "更正后的题目"
    html = chief.get(PAGE).text
    assert "更正说明：题目有误 已改正" in html
    assert f"{BASE}/files/issue-{NUMBER}.pdf?edition=1" in html
    first = chief.get(f"{BASE}/files/issue-{NUMBER}.json?edition=1").content
    second = chief.get(f"{BASE}/files/issue-{NUMBER}.json").content
    assert "更正后的题目".encode() in second
    assert "更正后的题目".encode() not in first


def test_a_note_has_a_bound(desk: Running, chief: httpx.Client) -> None:
    send(chief, PAGE)
    do(desk, operation_kinds.Retitle(item=PLAIN, value="x"))
    answer = send(chief, PAGE, note="长" * 2001)
    assert answer.status_code == 422
    assert "更正说明最长2000字" in answer.text


def test_an_item_is_withdrawn_and_becomes_a_tombstone_with_the_correction(desk: Running, chief: httpx.Client) -> None:
    token = desk.token(chief)
    form = {"csrf": token, "base": "1", "item": PLAIN, "why": "原网页已撤下"}
    assert "还没有发布" in chief.post(f"{BASE}/withdraw", data=form).text
    send(chief, PAGE)
    assert chief.post(f"{BASE}/withdraw", data={**form, "why": " "}).status_code == 422
    for _ in range(2):
        answer = chief.post(f"{BASE}/withdraw", data={**form, "base": "2"})
        assert answer.headers["location"] == f"{PAGE}?done=withdrawn"
    html = chief.get(answer.headers["location"]).text
    assert "已撤下，还没有公开" in html
    assert "撤下《东海碳市场周成交放量》：原网页已撤下</textarea>" in html
    assert not any(one.withdrawn for one in desk.desk.store.published(NUMBER))
    assert "撤稿：原网页已撤下" in chief.get(BASE).text
    assert "放回本期" in chief.get(f"{BASE}/articles", params={"q": "成交放量", "scope": "all"}).text
    assert "放回" in chief.get(f"{BASE}/history").text
    send(chief, PAGE, note="撤下一条")
    (gone,) = [one for one in desk.desk.store.published(NUMBER) if one.withdrawn]
    assert (gone.id, gone.why, gone.title, gone.text) == (PLAIN, "原网页已撤下", "", "")


def test_the_preview_is_made_once_a_version_and_may_stand_in_our_own_frame(desk: Running) -> None:
    made: list[int] = []
    press = desk.desk.press

    def counted(edition: Edition) -> bytes:
        made.append(edition.edition)
        return press.pdf(edition)

    with served(replace(desk.desk, press=replace(press, pdf=counted)), Clock()) as one:
        client = one.with_session("reader")
        answers = [client.get(f"{BASE}/preview.pdf") for _ in range(2)]
        assert [answer.content[:4] for answer in answers] == [b"%PDF", b"%PDF"]
        assert made == [1]
        do(desk, operation_kinds.Retitle(item=PLAIN, value="x"))
        client.get(f"{BASE}/preview.pdf")
        assert made == [1, 1]
    headers = answers[0].headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["content-type"] == "application/pdf"


def test_a_full_disk_while_files_are_kept_publishes_nothing(desk: Running, chief: httpx.Client) -> None:
    folder = desk.desk.settings.home / "files" / "documents"
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way: nothing can be written below")
    answer = send(chief, PAGE)
    assert answer.status_code == 503
    assert "没有发布：存储写不了" in answer.text
    assert public(desk) == 0
    assert reading_of(desk.desk.journal, NUMBER).issue.editions == ()
    folder.unlink()
    assert send(chief, PAGE).status_code == 303
    assert public(desk) == 1


def test_a_store_that_fills_up_between_the_two_writes_is_said_and_mended(desk: Running) -> None:
    grow(desk.desk.journal, 40)
    do(desk, operation_kinds.Retitle(item=PLAIN, value=LONG[:100]))
    press = desk.desk.press

    def then_full(edition: Edition) -> Mapping[str, bytes]:
        made = press.documents(edition)
        room(desk, 2)
        return made

    with served(replace(desk.desk, press=replace(press, documents=then_full)), Clock()) as one:
        client = one.with_session("chief")
        answer = client.post(PAGE, data=publishing(one, client))
    assert answer.status_code == 503
    assert "第1版已经定稿，但还没有公开" in answer.text
    assert public(desk) == 0
    assert desk.desk.store.published(NUMBER) == []
    chief = desk.with_session("chief")
    assert "已经定稿，但还没有公开" in chief.get(PAGE).text
    room(desk, 100_000)
    assert "已经定稿，但还没有公开" in chief.get(PAGE).text
    assert public(desk) == 0
    assert desk.desk.completion.complete_recent() == [NUMBER]
    html = chief.get(PAGE).text
    assert "读者看到的是这一版" in html
    assert public(desk) == 1
    assert len(reading_of(desk.desk.journal, NUMBER).issue.editions) == 1

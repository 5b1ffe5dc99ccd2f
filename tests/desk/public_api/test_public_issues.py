"""The read API and the feeds: public editions for anybody, nothing unpublished ever, and the e-mail."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import jsonschema
import pytest

from bulletin.issue import operation_kinds, reading_of, write_change
from desk.public_api.public_issues import Wanted, normal
from tests.support.desk_backends import BASE, filled, send
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import FOREIGN, LEFT, NUMBER, PLAIN, REPRINT, TWICE, UNDATED
from tests.support.desk_running import Running
from tests.support.smtp import Mailbox, mail_server

EVERYTHING = [
    "/api/issues",
    f"/api/issues/{NUMBER}",
    "/api/items",
    f"/api/items/{PLAIN}",
    "/feeds/rss.xml",
    "/feeds/atom.xml",
    "/feeds/feed.json",
]


desk = desk_fixture(filled)


@pytest.fixture
def anybody(desk: Running) -> httpx.Client:
    return desk.client()


def publish(desk: Running, note: str = "") -> None:
    assert send(desk.with_session("chief"), f"{BASE}/publish", note=note, anyway="1").status_code == 303


def do(desk: Running, change: operation_kinds.AnyEdit) -> None:
    write_change(
        desk.desk.journal, NUMBER, change, "编辑乙", desk.clock(), reading_of(desk.desk.journal, NUMBER).version
    )


def test_nothing_unpublished_is_ever_there(desk: Running, anybody: httpx.Client) -> None:
    secret = "还没有发布的题目"
    do(desk, operation_kinds.Retitle(item=PLAIN, value=secret))
    for address in EVERYTHING:
        answer = anybody.get(address)
        assert secret not in answer.text, address
        assert TWICE not in answer.text, address
    assert anybody.get(f"/api/issues/{NUMBER}").status_code == 404
    assert anybody.get("/feeds/rss.xml").status_code == 404
    assert anybody.get("/api/items").json()["items"] == []
    publish(desk)
    do(desk, operation_kinds.Retitle(item=PLAIN, value="又一个没有发布的题目"))
    do(desk, operation_kinds.Remark(item=TWICE, text="内部备注"))
    for address in EVERYTHING:
        text = anybody.get(address).text
        assert address == "/api/issues" or secret in text, address
        for hidden in ("又一个没有发布", "内部备注", LEFT, UNDATED, REPRINT, "相关度", "编辑乙", "主编丙"):
            assert hidden not in text, (address, hidden)


def test_an_edition_that_is_frozen_but_not_public_is_not_there(desk: Running, anybody: httpx.Client) -> None:
    version = reading_of(desk.desk.journal, NUMBER).version
    write_change(desk.desk.journal, NUMBER, operation_kinds.Publish(edition=1), "主编丙", desk.clock(), version)
    assert anybody.get(f"/api/issues/{NUMBER}").status_code == 404
    assert anybody.get("/api/items").json()["items"] == []
    assert anybody.get(f"/api/items/{PLAIN}").status_code == 404


def test_an_issue_is_what_was_published(desk: Running, anybody: httpx.Client) -> None:
    publish(desk)
    (summary,) = anybody.get("/api/issues").json()["issues"]
    assert (summary["number"], summary["edition"], summary["from"], summary["to"]) == (
        NUMBER,
        1,
        "2026-05-08",
        "2026-05-14",
    )
    whole = anybody.get(summary["url"]).json()
    assert sum(len(column["items"]) for column in whole["columns"]) == summary["items"]
    file = desk.with_session("reader").get(f"{BASE}/files/issue-{NUMBER}.json").json()
    assert whole == file
    schema = json.loads(Path("docs/edition.schema.json").read_text())
    jsonschema.validate(whole, schema)


def test_items_are_found_by_words_column_and_day(desk: Running, anybody: httpx.Client) -> None:
    publish(desk)

    def found(**asked: str | int) -> list[str]:
        return [one["id"] for one in anybody.get("/api/items", params=asked).json()["items"]]

    assert found(q="成交 放量") == [PLAIN]
    assert found(q="ＫＥＮＹＡ registry") == [FOREIGN]
    assert found(q="没有这样的词") == []
    assert PLAIN in found(column="市场热点")
    assert TWICE not in found(column="市场热点")
    assert found(since="2026-05-14") == []
    assert PLAIN in found(since="2026-05-13", until="2026-05-13")
    (one,) = anybody.get("/api/items", params={"q": "Kenya"}).json()["items"]
    assert (one["language"], one["issue"], one["column"]) == ("en", NUMBER, "国际资讯")
    assert one["excerpt"] == "The registry opened on Monday."


def test_items_come_in_pages(desk: Running, anybody: httpx.Client) -> None:
    publish(desk)
    seen, following = list[str](), "/api/items?limit=2"
    while following:
        data = anybody.get(following).json()
        assert len(data["items"]) <= 2
        seen += [one["id"] for one in data["items"]]
        following = data["next"]
    assert len(seen) == len(set(seen)) == anybody.get("/api/issues").json()["issues"][0]["items"]


def test_an_item_says_where_it_was_printed_and_tombstones_stay(desk: Running, anybody: httpx.Client) -> None:
    publish(desk)
    (before,) = anybody.get(f"/api/items/{PLAIN}").json()["printed"]
    assert (before["issue"], before["withdrawn"], before["item"]["title"]) == (NUMBER, False, "东海碳市场周成交放量")
    do(desk, operation_kinds.Withdraw(item=PLAIN, why="有误"))
    assert anybody.get(f"/api/items/{PLAIN}").json()["printed"] == [before]
    publish(desk, "撤下一条")
    (after,) = anybody.get(f"/api/items/{PLAIN}").json()["printed"]
    assert (after["withdrawn"], after["why"], after["edition"]) == (True, "有误", 2)
    assert "item" not in after
    (gone,) = anybody.get(f"/api/issues/{NUMBER}").json()["withdrawn"]
    assert set(gone) == {"id", "title", "why", "at"}
    assert anybody.get("/api/items", params={"q": "成交放量"}).json()["items"] == []


def test_answers_are_cached_and_open_to_any_page(desk: Running, anybody: httpx.Client) -> None:
    publish(desk)
    for address in EVERYTHING:
        answer = anybody.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "set-cookie" not in answer.headers
        again = anybody.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    tag = anybody.get(f"/api/issues/{NUMBER}").headers["etag"]
    do(desk, operation_kinds.Retitle(item=PLAIN, value="更正"))
    publish(desk, "更正")
    assert anybody.get(f"/api/issues/{NUMBER}", headers={"If-None-Match": tag}).status_code == 200


def test_the_feeds_are_the_newest_issues_files(desk: Running, anybody: httpx.Client) -> None:
    publish(desk)
    rss = anybody.get("/feeds/rss.xml")
    assert rss.headers["content-type"] == "application/rss+xml; charset=utf-8"
    titles = [one.text for one in ET.fromstring(rss.content).iter("title")]
    assert "东海碳市场周成交放量" in titles
    assert anybody.get("/feeds/atom.xml").headers["content-type"].startswith("application/atom+xml")
    assert any(one["title"] == "东海碳市场周成交放量" for one in anybody.get("/feeds/feed.json").json()["items"])
    assert anybody.get("/feeds/other.xml").status_code == 404


def test_wrong_questions_are_answered_in_json(anybody: httpx.Client) -> None:
    for address, status in (
        ("/api/items?since=yesterday", 400),
        ("/api/issues/x", 422),
        ("/api/issues/99", 404),
        ("/api/items/nothing", 404),
        ("/api/items?limit=x", 422),
    ):
        answer = anybody.get(address)
        assert answer.status_code == status, address
        assert "error" in answer.json()
    assert anybody.get("/api/items", params={"limit": 10**9, "offset": -3, "q": "x" * 10_000}).json()["items"] == []


def test_a_search_compares_as_a_reader_would() -> None:
    assert normal("ＣＣＥＲ①") == "ccer1"
    assert Wanted(words="ccer").words == "ccer"


@pytest.fixture
def mailing(tmp_path: Path) -> Iterator[tuple[Running, Mailbox]]:
    """A desk with a mail server."""
    with (
        mail_server(Mailbox()) as box,
        filled(
            tmp_path,
            smtp_host="127.0.0.1",
            smtp_port=box.port,
            smtp_tls="none",
            mail_from="desk@tanxun.example",
            mail_to="a@x.example, b@x.example",
        ) as one,
    ):
        yield one, box


def test_the_mail_is_sent_once_and_again_only_on_request(mailing: tuple[Running, Mailbox]) -> None:
    desk, box = mailing
    chief = desk.with_session("chief")
    form = {"csrf": desk.token(chief), "edition": "1"}
    assert "邮件没有发出" in chief.post(f"{BASE}/mail", data=form).text
    publish(desk)
    answer = chief.post(f"{BASE}/mail", data=form)
    assert answer.headers["location"] == f"{BASE}/publish?done=mailed"
    (sent,) = box.taken
    assert sent.recipients == ["a@x.example", "b@x.example"]
    html = chief.get(answer.headers["location"]).text
    assert "邮件已发出" in html
    assert re.search("主编丙 于 今天 [0-9:]+ 发过", html)
    again = chief.post(f"{BASE}/mail", data=form)
    assert again.status_code == 409
    assert "要再发一次，请勾选" in again.text
    assert len(box.taken) == 1
    assert chief.post(f"{BASE}/mail", data={**form, "again": "1"}).status_code == 303
    assert len(box.taken) == 2


def test_refused_addresses_are_named_and_a_dead_server_can_be_tried_again(mailing: tuple[Running, Mailbox]) -> None:
    desk, box = mailing
    publish(desk)
    chief = desk.with_session("chief")
    form = {"csrf": desk.token(chief), "edition": "1"}
    box.refuse = ("a@x.example", "b@x.example")
    failed = chief.post(f"{BASE}/mail", data=form)
    assert failed.status_code == 409
    assert "邮件没有发出：" in failed.text
    box.refuse = ("b@x.example",)
    answer = chief.post(f"{BASE}/mail", data=form)
    assert answer.status_code == 303, answer.text
    assert "这些地址没有收下：b@x.example" in chief.get(answer.headers["location"]).text


def test_without_a_mail_server_there_is_no_button(desk: Running) -> None:
    publish(desk)
    chief = desk.with_session("chief")
    assert "发送邮件" not in chief.get(f"{BASE}/publish").text
    answer = chief.post(f"{BASE}/mail", data={"csrf": desk.token(chief), "edition": "1"})
    assert "没有设置邮件服务器" in answer.text

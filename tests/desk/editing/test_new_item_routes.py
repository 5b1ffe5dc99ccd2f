"""An item written by hand: checked, with pictures, once."""

import re
from datetime import date

import httpx
import pytest

from bulletin.issue import Item, find_item, reading_of
from bulletin.reasons import all_in_words
from tests.support.desk_backends import BASE, filled, placed, send
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, picture
from tests.support.desk_running import Running, token

PAGE = f"{BASE}/new"
FORM = {
    "title": "  编辑部  消息 ",
    "published": "2026年5月13日",
    "source": "本刊",
    "column": "推荐阅读",
    "url": "https://x.example/甲",
    "text": "# 小标题\n第一段\n[图]\n- 一\n- 二",
}


desk = desk_fixture(filled)


@pytest.fixture
def client(desk: Running) -> httpx.Client:
    return desk.with_session("editor")


def last(desk: Running, column: str = "推荐阅读") -> Item:
    found = find_item(reading_of(desk.desk.journal, NUMBER).issue.draft, placed(desk)[column][-1])
    assert found is not None
    return found[1]


def form_of(client: httpx.Client) -> dict[str, str]:
    html = client.get(PAGE).text
    found = re.search(r'name="id" value="([0-9a-f]{16})"', html)
    assert found
    return {**FORM, "csrf": token(html), "base": "1", "id": found[1]}


def test_an_item_is_written(desk: Running, client: httpx.Client) -> None:
    form = form_of(client)
    answer = client.post(PAGE, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE}#i{form['id']}")
    made = last(desk)
    assert (made.id, made.title, made.published, made.source) == (form["id"], "编辑部 消息", date(2026, 5, 13), "本刊")
    assert made.url == "https://x.example/%E7%94%B2"
    assert [block.kind for block in made.blocks] == ["heading", "paragraph", "list"]
    assert (made.text_hash, all_in_words(made.reasons), made.language) == ("", ["由编辑乙手写"], "zh")
    operation = reading_of(desk.desk.journal, NUMBER).operations[-1]
    assert (operation.kind, operation.data["origin"]) == ("add", "hand")
    assert desk.desk.store.labels() == []


def test_a_double_click_writes_one(desk: Running, client: httpx.Client) -> None:
    form, before = form_of(client), len(placed(desk)["推荐阅读"])
    answers = [client.post(PAGE, data=form) for _ in range(2)]
    assert {answer.headers["location"] for answer in answers} == {f"{BASE}#i{form['id']}"}
    assert len(placed(desk)["推荐阅读"]) == before + 1


def test_a_form_s_page_can_ask_whether_its_item_is_made(desk: Running, client: httpx.Client) -> None:
    form = form_of(client)
    address = f"{PAGE}/{form['id']}"
    assert client.get(address).json() == {"made": False}
    client.post(PAGE, data=form)
    assert client.get(address).json() == {"made": True}
    assert desk.with_session("reader").get(address).status_code == 403


def test_one_form_in_two_windows_with_other_words_is_told(desk: Running, client: httpx.Client) -> None:
    form, before = form_of(client), len(placed(desk)["推荐阅读"])
    client.post(PAGE, data=form)
    answer = client.post(PAGE, data={**form, "text": "另一个窗口里接着写的"})
    assert answer.status_code == 409
    assert "这一条已经用《编辑部 消息》的题目加入过本期" in answer.text
    assert "另一个窗口里接着写的" in answer.text
    assert len(placed(desk)["推荐阅读"]) == before + 1


def test_ids_are_random(client: httpx.Client) -> None:
    assert form_of(client)["id"] != form_of(client)["id"]


def as_a_browser(
    client: httpx.Client, form: dict[str, str], files: list[tuple[str, bytes]], captions: list[str]
) -> httpx.Response:
    """A multipart form with the fields of files that were not chosen, which httpx would not send so."""
    parts = [(f'name="{name}"', value.encode()) for name, value in form.items()]
    for (name, content), caption in zip(files, captions, strict=True):
        parts += [(f'name="picture"; filename="{name}"', content), ('name="caption"', caption.encode())]
    lines = [b"--b\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + body for head, body in parts]
    whole = b"\r\n".join([*lines, b"--b--\r\n"])
    return client.post(PAGE, content=whole, headers={"content-type": "multipart/form-data; boundary=b"})


def test_pictures_stand_in_their_places(desk: Running, client: httpx.Client) -> None:
    files = [("一.png", picture("#123456")), ("", b""), ("二.png", picture("#654321"))]
    answer = as_a_browser(client, form_of(client), files, ["图一", "", "图二"])
    assert answer.status_code == 303, answer.text
    made = last(desk)
    assert [one.caption for one in made.images] == ["图一", "图二"]
    assert [block.kind for block in made.blocks] == ["heading", "paragraph", "image", "list", "image"]
    assert [block.image for block in made.blocks if block.kind == "image"] == [one.url for one in made.images]
    assert all(desk.desk.store.media([one.url])[one.url].digest for one in made.images)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "题目不能为空"),
        ({"title": "长" * 501}, "题目最长500字，现有501字"),
        ({"source": ""}, "来源不能为空"),
        ({"published": ""}, "发布日期不能为空"),
        ({"published": "2026-02-30"}, "不是日期"),
        ({"url": "javascript:alert(1)"}, "链接不是网址"),
        ({"text": " \n "}, "正文是空的"),
        ({"column": "体育"}, "没有“体育”这个栏目"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    desk: Running, client: httpx.Client, changes: dict[str, str], said: str
) -> None:
    answer = client.post(PAGE, data={**form_of(client), **changes})
    assert answer.status_code in (409, 422)
    assert "还没有保存：" in answer.text
    assert said in answer.text
    kept = {**FORM, **changes}
    assert kept["source"] in answer.text
    assert kept["text"].strip().replace(">", "&gt;") in answer.text
    assert reading_of(desk.desk.journal, NUMBER).version == 1


def test_a_picture_that_came_with_a_wrong_form_is_not_lost(desk: Running, client: httpx.Client) -> None:
    files = {"picture": ("一.png", picture("#123456"), "image/png")}
    first = client.post(PAGE, data={**form_of(client), "title": "", "caption": "图一"}, files=files)
    kept = re.search(r'name="kept" value="(desk:[0-9a-f]{64})"', first.text)
    assert kept
    assert 'value="图一"' in first.text
    form = {**form_of(client), "kept": kept[1], "kept_caption": "图一改"}
    assert client.post(PAGE, data=form).status_code == 303
    assert [(one.url, one.caption) for one in last(desk).images] == [(kept[1], "图一改")]


def test_a_file_that_is_no_picture_is_refused(desk: Running, client: httpx.Client) -> None:
    files = {"picture": ("a.png", b"<script>alert(1)</script>", "image/png")}
    answer = client.post(PAGE, data=form_of(client), files=files)
    assert answer.status_code == 422
    assert "这个文件不是能用的图片" in answer.text
    assert FORM["source"] in answer.text


def test_hostile_words_are_only_words(desk: Running, client: httpx.Client) -> None:
    hostile = "<script>alert(1)</script>"
    answer = client.post(
        PAGE, data={**form_of(client), "title": "", "source": hostile, "text": hostile, "url": '"><x>'}
    )
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_the_address_that_could_not_be_crawled_is_filled_in(client: httpx.Client) -> None:
    html = client.get(PAGE, params={"url": "http://x.example/a"}).text
    assert 'value="http://x.example/a"' in html
    assert send(client, PAGE, **{**FORM, "id": "zz"}).status_code == 303

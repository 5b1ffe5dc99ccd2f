"""What an editor sees of the attachment that a text came from: on the item's page, the card and the checklist."""

from collections.abc import Iterator
from typing import Any

import pytest

from bulletin.drafting.items import item_of
from bulletin.issue import Add, write_change
from pipeline.records import Attachment, ReadAttachment, Reason
from tests.support.articles import NOON, enriched
from tests.support.desk_issues import NUMBER, UNTIL, drafted
from tests.support.desk_running import Running

NOTICE, FORM = "http://x.example/f/通知.pdf?a=1&b=2", "http://x.example/f/2.doc"
HOME = f"/issues/{NUMBER}"


def added(desk: Running, name: str, read: ReadAttachment) -> None:
    """An article of this name, stored and taken into the issue."""
    files = (Attachment(url=NOTICE, name="关于<能效>的通知.pdf"), Attachment(url=FORM, name="附件1：申报表.doc"))
    made = enriched(name, "政策聚焦", title=f"通知{name}", published=UNTIL, attachments=files, attachments_read=(read,))
    desk.desk.store.put_articles([made])
    (stored,) = desk.desk.store.articles([name])
    version = len(desk.desk.store.operations(NUMBER))
    write_change(
        desk.desk.journal, NUMBER, Add(item=item_of([stored]), column="政策聚焦", after="没有"), "编辑甲", NOON, version
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with drafted(tmp_path_factory.mktemp("desk")) as one:
        read: dict[str, Any] = {"url": NOTICE, "name": "关于<能效>的通知.pdf", "format": "pdf", "pages": 3}
        added(one, "text", ReadAttachment(**read))
        added(one, "scan", ReadAttachment(**read, recognised=0.874))
        added(one, "locked", ReadAttachment(**read, unread=Reason("attachment_encrypted")))
        yield one


@pytest.mark.parametrize(
    ("name", "there", "not_there"),
    [
        ("text", ["正文取自附件：", "（PDF，3页）", '<span class="badge info">正文</span>'], ["文字识别", "未读"]),
        (
            "scan",
            ["正文取自附件：", "（PDF，3页，文字识别，把握87%，请核对）", "文字识别，请核对：正文取自扫描件"],
            ["未读"],
        ),
        (
            "locked",
            ["未读：文件已加密", "有附件，未读：关于&lt;能效&gt;的通知.pdf（文件已加密）"],
            ["正文取自附件", "文字识别"],
        ),
    ],
)
def test_the_items_page(desk: Running, name: str, there: list[str], not_there: list[str]) -> None:
    html = desk.with_session("editor").get(f"{HOME}/items/{name}").text
    assert [part for part in there if part not in html] == []
    assert [part for part in not_there if part in html] == []
    assert "通知.pdf?a=1&amp;b=2" in html
    assert "关于&lt;能效&gt;的通知.pdf" in html


@pytest.mark.parametrize("page", [HOME, f"{HOME}/publish"])
def test_the_card_and_the_checklist(desk: Running, page: str) -> None:
    html = desk.with_session("chief").get(page).text
    assert "文字识别，请核对：正文取自扫描件关于&lt;能效&gt;的通知.pdf（把握87%）" in html
    assert "有附件，未读：关于&lt;能效&gt;的通知.pdf（文件已加密）" in html


def test_an_item_with_its_own_text_has_no_such_line(desk: Running) -> None:
    assert "正文取自附件" not in desk.with_session("editor").get(f"{HOME}/items/policy-1").text

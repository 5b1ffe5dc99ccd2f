"""What a draft warns of when it is made, by the codes that findings have."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bulletin.issue import (
    article_warnings,
    column_warning,
    history_warnings,
)
from bulletin.reasons import all_in_words
from index.store import Stored
from pipeline.records import Publisher, ReadAttachment, Reason
from tests.support.articles import NOON, enriched
from tests.support.drafts import SINCE, UNTIL


def stored(**fields: Any) -> Stored:
    return Stored(enriched("a0", "市场热点", **fields), NOON, 2)


def test_what_a_draft_warns_of_by_the_same_codes() -> None:
    unlisted = Publisher(id="p", name="某网", listed=False)
    article = stored(published=None, source=None, publisher=unlisted)
    assert [one.code for one in article_warnings(article)] == ["no_date", "website_as_source", "revised"]
    late = stored(published=date(2026, 5, 1))
    assert history_warnings(late, (), SINCE, UNTIL, SINCE, date(2026, 5, 15)) == (
        Reason("date_early", {"published": "2026-05-01", "since": "2026-05-08"}),
        Reason("correction_late", {"changed": "2026-05-15"}),
    )
    assert [one.code for one in history_warnings(late, (4, 5), SINCE, UNTIL, date(2026, 5, 7), SINCE)] == [
        "printed_changed",
        "correction_seen",
    ]


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ({}, []),
        ({"unread": Reason("attachment_encrypted")}, ["有附件，未读：通知.pdf（文件已加密）"]),
        ({"unread": Reason("media_not_found", {"status": 404})}, ["有附件，未读：通知.pdf（地址不存在（404））"]),
        (
            {"unread": Reason("attachment_scan")},
            ["有附件，未读：通知.pdf（扫描件，没有安装文字识别（可选组件 ocr））"],
        ),
        (
            {"unread": Reason("attachment_unknown_format", {"format": ""})},
            ["有附件，未读：通知.pdf（不能读取这种文件）"],
        ),
        (
            {"recognised": 0.934, "cut": "pages"},
            ["文字识别，请核对：正文取自扫描件通知.pdf（把握93%）", "附件较长，正文只取了通知.pdf的前面部分"],
        ),
    ],
)
def test_what_there_is_to_say_of_the_attachment(read: dict[str, Any], said: list[str]) -> None:
    file = ReadAttachment(url="http://x.example/1.pdf", name="通知.pdf", **read)
    assert all_in_words(article_warnings(replace(stored(attachments_read=(file,)), revisions=1))) == said


def test_columns_far_from_usual() -> None:
    assert [column_warning(count, 5) for count in (0, 2, 3, 5, 10, 11)] == [
        Reason("column_empty", {"count": 0, "usual": 5}),
        Reason("column_few", {"count": 2, "usual": 5}),
        None,
        None,
        None,
        Reason("column_many", {"count": 11, "usual": 5}),
    ]

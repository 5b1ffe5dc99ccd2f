"""What counts as a web page, and its text."""

import pytest

from crawlers.pages.markup import decode, is_html


def test_text_by_header_meta_tag_or_what_fits() -> None:
    assert decode("碳市场".encode("gb18030"), "text/html; charset=gb2312") == "碳市场"
    assert "碳市场" in decode('<meta charset="gbk">碳市场'.encode("gbk"), "text/html")
    assert decode("碳市场".encode("gbk"), "text/html") == "碳市场"
    assert decode("碳市场".encode(), "") == "碳市场"


@pytest.mark.parametrize(
    ("body", "content_type", "page"),
    [
        (b"<html>", "text/html; charset=gbk", True),
        (b"%PDF-1.4", "text/html", False),
        (b"<!DOCTYPE html>", "", True),
        (b"<!DOCTYPE html>", "text/plain", True),
        (b"plain words", "text/plain", False),
        (b"<html>", "application/pdf", False),
    ],
)
def test_what_counts_as_a_web_page(body: bytes, content_type: str, page: bool) -> None:
    assert is_html(body, content_type) is page

"""Pages made to keep extraction busy: the page is capped, or is an article in a time that its size would lead one to expect."""

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from enrich.extract.extract import extract
from pipeline.errors import Reject, RejectCode
from pipeline.text.charset import decode
from tests.support.pages import SENTENCE, article_html, page

# Processor seconds, as the issue states them; each of these pages once took from 12 seconds to 9 minutes.
LONGEST = 5.0
PROSE = f"<p>{SENTENCE}</p>" * 3

BOUNDED = {
    "spans": "<table><tr>" + "<td colspan=999999 rowspan=999999>x" * 1600,
    "spans in rows": "<table>" + "<tr><td colspan=999999 rowspan=' 999999'>x<td>y" * 1200,
    "a long meta title": "",
    "short paragraphs": "<p>减排</p>" * 8000,
    "links": "".join(f"<a href=/{at}.html>关于公布第{at}批名单的通知</a> " for at in range(5000)),
}
TOO_MUCH = {
    "unclosed items": "<ul>" + "<li>甲" * 20_000,
    "items within items": "<ul><li>甲" * 90 + "<ul>" + "<li>x<p>y" * 5_000,
    "pictures": "".join(f"<img src=/{at}.jpg>" for at in range(20_000)),
    "attributes": f"<div {' '.join(f'a{at}=1' for at in range(100_000))}>x</div>",
    "attributes without values": f"<div {' '.join(f'a{at}' for at in range(100_000))}>x</div>",
    "cells": "<table>" + ("<tr>" + "<td>1" * 200) * 200,
    "tables": "<table><tr><td>a</table>" * 10_000,
}


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    def ended(number: int, frame: FrameType | None) -> None:
        pytest.fail(f"more than {LONGEST} s of the processor")

    before = signal.signal(signal.SIGVTALRM, ended)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("kind", BOUNDED)
def test_a_page_that_took_minutes_is_an_article_in_seconds(kind: str) -> None:
    head = f"<title>东海省部署碳市场核查工作</title><meta name=ArticleTitle content='{'<p‹p' * 20_000}'>"
    found = extract(
        page(article_html(body=PROSE + BOUNDED[kind]), head if "title" in kind else head.split("<meta", maxsplit=1)[0])
    )
    assert SENTENCE in found.text


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_too_much_of_a_kind_is_rejected_before_it_is_read(kind: str) -> None:
    with pytest.raises(Reject) as verdict:
        extract(page(article_html(body=PROSE + TOO_MUCH[kind])))
    assert verdict.value.reason is RejectCode.TOO_COSTLY


@pytest.mark.parametrize("codec", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13", "zip"])
def test_codecs_that_no_page_is_written_in_are_not_asked(codec: str) -> None:
    text = "东海省部署碳市场核查工作" * 8_000
    raw = text.encode("gb18030")
    for content_type, head in ((f"text/html; charset={codec}", b""), ("", f"<meta charset={codec}>".encode())):
        assert text in decode(head + raw, content_type)


def test_a_table_wider_than_printed_ones_keeps_its_cells() -> None:
    rows = "".join(f"<tr><td colspan=9>甲{at}</td><td rowspan='2'>乙{at}</td></tr>" for at in range(3))
    (table,) = [one for one in extract(page(article_html(body=PROSE + f"<table>{rows}</table>"))).blocks if one.rows]
    assert [row[:2] for row in table.rows] == [(f"甲{at}", f"乙{at}") for at in range(3)]

"""Records travel as JSON with their schema version; a reader accepts its own version and the one before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from pipeline import encoding
from pipeline.encoding import SchemaError, decode, encode
from pipeline.errors import NewerRecord
from pipeline.records import Article, Block, Page, PagePart, Publisher, Quote, account_of, blocks_text
from tests.support.articles import article

MOMENT = datetime(2026, 5, 14, 12, tzinfo=UTC)


def page(body: bytes = b"<p>x</p>", url: str = "http://a.example/1") -> Page:
    return Page(
        id="0" * 16,
        url=url,
        canonical=url,
        publisher=Publisher(id="a", name="甲"),
        fetched_at=MOMENT,
        first_seen=MOMENT,
        status=200,
        headers={"content-type": "text/html"},
        parts=(PagePart.pack(url, body),),
        via="crawl",
    )


def test_a_page_survives_the_journey() -> None:
    sent = page("全国碳市场\0".encode("gb18030"))
    received = decode(Page, encode(sent))
    assert received == sent
    assert received.parts[0].unpack() == "全国碳市场\0".encode("gb18030")


def test_the_account_is_the_content() -> None:
    assert page().account == page().account == account_of("0" * 16, page().digest)
    assert page(b"other").account != page().account


def test_a_bomb_is_refused() -> None:
    with pytest.raises(ValueError, match="over the limit"):
        PagePart.pack("http://a.example/", b"0" * 1001).unpack(limit=1000)


@pytest.mark.parametrize("value", [b"", b"{", b"[]", b'{"schema": 1}', b'{"schema": "x"}', b"\xff\xfe"])
def test_garbage_is_a_schema_error(value: bytes) -> None:
    with pytest.raises(SchemaError, match="Quote"):
        decode(Quote, value)


def test_a_later_schema_is_refused_in_words_for_who_runs_it() -> None:
    with pytest.raises(NewerRecord, match=r"schema 2 was written by a newer version \(this one reads 1\); upgrade"):
        decode(Quote, encode(Quote(schema=2, exchange="甲", product="A", day=date(2026, 5, 8), close=1.0)))


@pytest.fixture
def upgrade() -> Iterator[None]:
    def rename(old: dict[str, Any]) -> dict[str, Any]:
        return {"exchange": old["market"], "product": old["product"], "day": old["day"], "close": old["close"]}

    encoding.UPGRADES[Quote, 0] = rename
    yield
    del encoding.UPGRADES[Quote, 0]


@pytest.mark.usefixtures("upgrade")
def test_the_schema_before_is_read() -> None:
    old = b'{"schema": 0, "market": "\xe7\x94\xb2", "product": "A", "day": "2026-05-08", "close": 51.5}'
    assert decode(Quote, old) == Quote(exchange="甲", product="A", day=date(2026, 5, 8), close=51.5)


def test_an_article_that_was_written_before_attachments_were_told_is_read() -> None:
    data = msgspec.json.decode(encode(article()))
    del data["attachments_read"]
    assert decode(Article, msgspec.json.encode(data)) == article()


def test_text_of_blocks() -> None:
    blocks = (
        Block(kind="paragraph", text="一"),
        Block(kind="list", items=("二", "三")),
        Block(kind="table", rows=(("四", "五"), ("六", "七"))),
        Block(kind="image", image="http://a.example/1.png"),
    )
    assert blocks_text(blocks) == "一\n二\n三\n四\t五\n六\t七"

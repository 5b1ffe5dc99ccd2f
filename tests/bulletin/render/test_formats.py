"""The published files, each read back by another program's parser and compared with the edition item by item."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import docx
import jsonschema
import msgspec
import pytest
from lxml import html
from PIL import Image
from pypdf import PdfReader

from bulletin.issue import Edition, Withdrawn, edition_of, price_table
from bulletin.render import printed_lines
from bulletin.render.formats import FORMATS
from tests.support.editions import BASE, PUBLISHED, draft_of, hostile, plain, render
from tests.support.paths import ROOT
from tests.support.readback import (
    Told,
    as_text,
    expected,
    for_feeds,
    from_docx,
    from_feed,
    from_json_feed,
    from_mail,
    from_page,
    mail_parts,
    moment,
    squeezed,
)

SCHEMA = json.loads((ROOT / "docs/edition.schema.json").read_text())


@pytest.fixture(scope="module", params=["plain", "hostile"])
def made(request: pytest.FixtureRequest) -> tuple[Edition, dict[str, bytes]]:
    edition = plain() if request.param == "plain" else hostile()
    return edition, render(edition)


def without_prices(columns: dict[str, list[Told]]) -> dict[str, list[Told]]:
    """The price chart stands first in the first column; what stands there is checked by itself."""
    first = next(iter(columns))
    assert columns[first][0].title.startswith("各交易所碳市价格走势")
    assert len(columns[first][0].pictures) == 1
    columns[first] = columns[first][1:]
    return columns


def test_every_kind_is_there(made: tuple[Edition, dict[str, bytes]]) -> None:
    assert tuple(made[1]) == tuple(one.ending for one in FORMATS)
    assert all(made[1].values())


def test_docx_item_by_item(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    assert without_prices(from_docx(files["docx"])) == expected(edition)


def test_docx_is_a_word_document_with_navigation(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    document = docx.Document(io.BytesIO(files["docx"]))
    assert document.core_properties.title == f"《节能减排信息动态》{edition.issue}"
    assert document.core_properties.language == "zh-CN"
    assert document.core_properties.created == document.core_properties.modified == PUBLISHED
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert section.header.paragraphs[0].text == f"节能减排信息动态\t{edition.issue}"
    assert [one.split() for one in section.footer._element.xpath(".//w:fldSimple/@w:instr")] == [["PAGE"], ["NUMPAGES"]]
    marks = document.element.xpath(".//w:bookmarkStart/@w:name")
    links = document.element.xpath(".//w:hyperlink/@w:anchor")
    headings = [p.text for p in document.paragraphs if p.style and p.style.name in ("Heading 1", "Heading 2")]
    entries = [p.text.partition("\t")[0] for p in document.paragraphs if p.style and p.style.name.startswith("toc")]
    assert marks == links
    assert entries == headings
    fonts = document.styles.element.xpath("./w:docDefaults//w:rFonts/@w:eastAsia")
    assert [str(one) for one in fonts] == ["Noto Sans CJK SC"]


def test_the_running_head_is_one_for_print_and_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed_lines, "running_head", lambda _: ("左边<&>", "右边"))
    files = render(plain())
    header = docx.Document(io.BytesIO(files["docx"])).sections[0].header
    assert header.paragraphs[0].text == "左边<&>\t右边"
    first, second, *_ = PdfReader(io.BytesIO(files["pdf"])).pages
    assert "右边" not in first.extract_text()
    assert {"左边<&>", "右边"} <= set(second.extract_text().split())


def test_docx_price_table(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    first = docx.Document(io.BytesIO(files["docx"])).tables[0]
    shown = price_table(edition.prices)
    assert [tuple(cell.text for cell in row.cells) for row in first.rows] == [shown.heading, *shown.rows]
    assert len(first.rows[0]._tr.xpath("./w:trPr/w:tblHeader")) == 1


def test_docx_links_lead_to_the_web_only(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    relations = docx.Document(io.BytesIO(files["docx"])).part.rels.values()
    links = {one.target_ref for one in relations if one.is_external}
    items = [item for column in edition.columns for item in column.items]
    assert links == {item.url for item in items} | {f.url for item in items for f in item.attachments if f.url}
    assert all(link.startswith("http://x.example/") for link in links)


def test_page_item_by_item(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    page = files["html"].decode()
    assert without_prices(from_page(page)) == expected(edition)
    for inside in ("草稿", "score", "为什么在这里", "备选", "理由"):
        assert inside not in page


@pytest.mark.parametrize("kind", ["html", "eml"])
def test_nothing_runs_and_nothing_is_loaded(made: tuple[Edition, dict[str, bytes]], kind: str) -> None:
    _, files = made
    page = files["html"].decode() if kind == "html" else mail_parts(files["eml"])[2]
    tree: Any = html.document_fromstring(page)
    assert (
        tree.xpath(
            "//script | //iframe | //object | //embed | //link | //form | //svg | //@*[starts-with(name(), 'on')]"
        )
        == []
    )
    assert all(link.get("href", "").startswith(("http://x.example/", "#")) for link in tree.iter("a"))
    assert all(str(one).startswith(("data:image/", "cid:")) for one in tree.xpath("//@src"))
    assert "url(" not in page.lower()


def test_pdf_item_by_item(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    reader = PdfReader(io.BytesIO(files["pdf"]))
    shown = squeezed("".join(page.extract_text() for page in reader.pages))
    titles = [squeezed(item.title) for column in edition.columns for item in column.items]
    ends = [shown.rindex(title) for title in titles]
    assert ends == sorted(ends)
    for column in expected(edition).values():
        for item in column:
            assert squeezed(item.meta) in shown
            assert all(squeezed(text) in shown for text in item.texts)
    pictures = [one for page in reader.pages for one in page.images]
    assert len(pictures) == 1 + sum(len(item.pictures) for column in expected(edition).values() for item in column)
    assert reader.metadata
    assert reader.metadata.creation_date == PUBLISHED


@pytest.mark.parametrize("kind", ["rss.xml", "atom.xml"])
def test_feeds_item_by_item(made: tuple[Edition, dict[str, bytes]], kind: str) -> None:
    edition, files = made
    feed, columns = from_feed(files[kind])
    assert without_prices(columns) == for_feeds(edition)
    assert feed.version == {"rss.xml": "rss20", "atom.xml": "atom10"}[kind]
    assert (feed.feed.title, feed.feed.language) == ("节能减排信息动态", "zh-CN")
    assert moment(feed.feed.updated_parsed) == PUBLISHED
    items = [item for column in edition.columns for item in column.items]
    assert [entry.id for entry in feed.entries] == [
        f"urn:tanxun:issue:7:{one}" for one in ["prices", *[i.id for i in items]]
    ]
    assert [entry.link for entry in feed.entries] == [
        f"{BASE}/issue-7.html#{one}" for one in ["prices", *[f"i{i.id}" for i in items]]
    ]
    ElementTree.fromstring(files[kind])


def test_json_feed_item_by_item(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    feed, columns = from_json_feed(files["feed.json"])
    assert without_prices(columns) == for_feeds(edition)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}/issue-7.feed.json"
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    items = [item for column in edition.columns for item in column.items]
    assert [item["external_url"] for item in feed["items"][1:]] == [item.url for item in items]
    for told, item in zip(feed["items"][1:], items, strict=True):
        assert told["attachments"] == [
            {"url": file.url, "mime_type": "application/pdf", "title": file.name}
            for file in item.attachments
            if file.url
        ]
        assert datetime.fromisoformat(told["date_modified"]) == PUBLISHED


def test_mail_item_by_item(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    message, text, page, pictures = mail_parts(files["eml"])
    columns = from_mail(page)
    assert without_prices(columns) == expected(edition)
    places = [text.rindex(item.title) for column in edition.columns for item in column.items]
    assert places == sorted(places)
    for column in expected(edition).values():
        for item in column:
            assert all(one in text for one in (item.meta, *item.texts))
    shown = [str(one.get("src")) for one in html.document_fromstring(page).iter("img")]
    assert {one.removeprefix("cid:") for one in shown} == set(pictures)
    assert all(Image.open(io.BytesIO(content)).width <= 1440 for content in pictures.values())
    assert parsedate_to_datetime(message["Date"]) == PUBLISHED
    assert set(message.keys()) <= {
        "Subject",
        "Date",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Content-Language",
        "X-Unsent",
        "MIME-Version",
        "Content-Type",
    }


def test_data_is_what_the_schema_says(made: tuple[Edition, dict[str, bytes]]) -> None:
    edition, files = made
    data = json.loads(files["json"])
    jsonschema.validate(data, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [[item["title"] for item in column["items"]] for column in data["columns"]] == [
        [item.title for item in column.items] for column in edition.columns
    ]
    assert "fetched_at" not in files["json"].decode()
    assert msgspec.convert(data, Edition).columns == edition.columns


def test_a_first_edition_has_no_notice_and_a_correction_has_in_every_format() -> None:
    first, second = render(plain()), render(plain(2, "《题目0 正文甲》的来源已更正。"))
    told = ["更正说明：《题目0 正文甲》的来源已更正。", "撤下（2026-5-15）：《撤下的稿件》：来源已删除", "第2版"]
    for note in told:
        for kind in ("html", "docx", "pdf", "eml"):
            assert squeezed(note) in squeezed(as_text(kind, second[kind]))
            assert squeezed(note) not in squeezed(as_text(kind, first[kind]))
    message, *_ = mail_parts(second["eml"])
    assert message["Subject"] == "《节能减排信息动态》总第7期（更正，第2版）"
    assert message["In-Reply-To"] == mail_parts(first["eml"])[0]["Message-ID"] == "<issue-7.edition-1@tanxun>"
    assert mail_parts(first["eml"])[0]["Subject"] == "《节能减排信息动态》总第7期"


def test_what_is_withdrawn_is_in_no_format() -> None:
    draft = draft_of(["留下的正文", "拿走的正文"])
    gone = Withdrawn(id=f"{1:016x}", title="拿走的稿件", why="", at=PUBLISHED)
    edition = edition_of(draft, 2, PUBLISHED, "", [gone])
    files = render(edition)
    for kind in ("html", "docx", "pdf", "eml"):
        assert "拿走的正文" not in as_text(kind, files[kind])
    for kind in ("rss.xml", "atom.xml", "feed.json", "json"):
        assert "拿走的正文" not in files[kind].decode()
    assert [one.id for one in edition.withdrawn] == [gone.id]


def test_without_an_address_of_our_own_the_feeds_lead_to_the_sources() -> None:
    edition = plain()
    files = render(edition, "")
    items = [item for column in edition.columns for item in column.items]
    for kind in ("rss.xml", "atom.xml"):
        feed, _ = from_feed(files[kind])
        assert [entry.link for entry in feed.entries[1:]] == [item.url for item in items]
    feed, _ = from_json_feed(files["feed.json"])
    assert "feed_url" not in feed


def test_the_same_edition_gives_the_same_bytes_in_another_process_and_zone() -> None:
    script = (
        "import hashlib, json; from tests.support.editions import hostile, render;"
        "print(json.dumps({kind: hashlib.sha256(content).hexdigest() for kind, content in render(hostile()).items()}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    ).stdout
    here = {kind: hashlib.sha256(content).hexdigest() for kind, content in render(hostile()).items()}
    assert json.loads(printed) == here


def test_no_time_of_day_in_the_word_package() -> None:
    with zipfile.ZipFile(io.BytesIO(render(plain())["docx"])) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in package.namelist() if name.endswith(("thumbnail.jpeg", "vbaProject.bin"))]

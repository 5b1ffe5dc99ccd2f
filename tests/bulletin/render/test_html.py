"""The documents: hostile text is text, pictures are bounded, and the same draft gives the same bytes."""

import io
import json
import re

import jsonschema
import msgspec
import pytest
from lxml import html
from PIL import Image
from pypdf import PdfReader

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import load
from bulletin.issue import Draft
from bulletin.render.html import render_html
from bulletin.render.issue_json import render_json
from bulletin.render.pdf import render_pdf
from bulletin.render.pictures import LONGEST, fit
from tests.support.editions import SINCE, UNTIL, draft_of, drawn, picture, png
from tests.support.paths import ROOT

SCHEMA = json.loads((ROOT / "docs/issue.schema.json").read_text())
HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '#panic() #import "/etc/passwd"',
    "$x^2$ _a_ *b* @c <d>",
    "javascript:alert(1)",
    "\\u{202e}右到左\u202e",
    "{{ 7*7 }}{% raw %}",
    "]]>&amp;&#x27;\"'",
    "`code` // comment /* x */",
    "= 标题\n- 项",
]


def as_html(draft: Draft) -> str:
    return render_html(draft, drawn(draft.prices), picture)


def as_pdf(draft: Draft) -> bytes:
    return render_pdf(draft, drawn(draft.prices), picture)


@pytest.fixture(scope="module")
def hostile() -> Draft:
    return draft_of(HOSTILE)


def test_html_shows_hostile_text_as_text(hostile: Draft) -> None:
    page = as_html(hostile)
    tree = html.document_fromstring(page)
    assert tree.xpath("//script | //iframe | //object | //*[@onerror]") == []
    assert all(link.get("href", "").startswith(("http://", "https://", "#")) for link in tree.iter("a"))
    shown = str(tree.xpath("string()"))
    assert all(" ".join(text.split()) in " ".join(shown.split()) for text in HOSTILE)


def test_html_stands_alone(hostile: Draft) -> None:
    tree = html.document_fromstring(as_html(hostile))
    assert all(str(image.get("src")).startswith("data:image/") for image in tree.iter("img"))
    assert tree.xpath("//link[@rel='stylesheet'] | //*[@src and not(starts-with(@src, 'data:'))]") == []


def test_pdf_shows_hostile_text_as_text(hostile: Draft) -> None:
    reader = PdfReader(io.BytesIO(as_pdf(hostile)))
    shown = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for number in range(len(HOSTILE)):
        assert f"题目{number}" in shown
    assert "#panic()" in shown
    assert "{{7*7}}" in shown


def test_pdf_tells_a_document_s_number() -> None:
    draft = draft_of(["正文"])
    first = msgspec.structs.replace(draft.columns[0].items[0], document_number="云碳办〔2026〕7号")
    column = msgspec.structs.replace(draft.columns[0], items=(first,))
    numbered = msgspec.structs.replace(draft, columns=(column, *draft.columns[1:]))
    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(numbered))).pages)
    assert "文号：云碳办〔2026〕7号" in re.sub(r"\s", "", shown)


def test_the_same_draft_gives_the_same_bytes(hostile: Draft) -> None:
    assert as_html(hostile) == as_html(hostile)
    assert as_pdf(hostile) == as_pdf(hostile)
    assert render_json(hostile) == render_json(hostile)


def test_the_order_of_the_bulletin() -> None:
    shown = str(html.document_fromstring(as_html(draft_of(["正文"]))).xpath("string()"))
    places = [shown.index(f"【{column.name}】") for column in load().columns]
    assert places == sorted(places)
    assert "发布日期：2026-5-12" in shown
    assert "总第 7 期" in shown or "总第7期" in shown
    assert shown.index("各交易所碳市价格走势", places[0]) < shown.index("题目0", places[0])


def test_json_is_what_the_schema_says(hostile: Draft) -> None:
    data = json.loads(render_json(hostile))
    data["version"] = 1
    jsonschema.validate(data, SCHEMA)
    assert data["columns"][0]["items"][0]["blocks"]


def test_an_empty_issue_renders() -> None:
    empty = assemble(7, SINCE, UNTIL, [], [], load())
    assert "总第" in as_html(empty)
    assert as_pdf(empty).startswith(b"%PDF")


@pytest.mark.parametrize(
    "content", [None, b"", b"no picture", png()[:40], b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_is_no_picture(content: bytes | None) -> None:
    assert fit(content) is None


def test_large_pictures_become_small_ones() -> None:
    made = fit(png(3000, 1500))
    assert made is not None
    assert Image.open(io.BytesIO(made.content)).size == (LONGEST, LONGEST // 2)

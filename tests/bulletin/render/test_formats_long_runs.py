"""A run without a gap (an address, a formula, a long word) stays within its line's width in every document."""

import io
import re
from itertools import groupby

import docx
import msgspec
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from bulletin.issue import Edition, File, edition_of
from pipeline.records import Block
from tests.support.editions import PUBLISHED, draft_of, render
from tests.support.readback import mail_parts

# A letter a place; capitals, which no hyphenation parts.
PLACES = dict(zip("TSPHQLCRNAF", "题目 来源 段 小标题 引文 列表 图注 表格 说明 附件 外文".split(), strict=True))
RUN = 300
# What a line of half a page holds of the widest letters and of the narrowest, and one of the whole width.
HALF, WHOLE, CELL = 48, 110, 36


def long_runs() -> Edition:
    run = {place: letter * RUN for letter, place in PLACES.items()}
    draft = draft_of(["甲", "乙"])
    item = msgspec.structs.replace(
        draft.columns[0].items[0],
        title=f"关于{run['题目'][:290]}",
        source=run["来源"],
        blocks=(
            Block(kind="paragraph", text=f"请登录{run['段']}填报。"),
            Block(kind="heading", text=run["小标题"]),
            Block(kind="quotation", text=run["引文"]),
            Block(kind="list", items=(run["列表"],)),
            Block(kind="table", rows=(("甲", run["表格"], "E=∑(AD×EF)"), ("乙", "Internationalization", "丙"))),
            Block(kind="image", image="http://x.example/0.png", text=run["图注"]),
        ),
        attachments=(File(url="http://x.example/a.pdf", name=run["附件"]),),
    )
    foreign = msgspec.structs.replace(
        draft.columns[2].items[0], language="en", blocks=(Block(kind="paragraph", text=f"See {run['外文']} there."),)
    )
    columns = list(draft.columns)
    columns[0] = msgspec.structs.replace(columns[0], items=(item,))
    columns[2] = msgspec.structs.replace(columns[2], items=(foreign,))
    return edition_of(msgspec.structs.replace(draft, columns=tuple(columns)), 1, PUBLISHED, run["说明"])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return render(long_runs())


def test_pdf(files: dict[str, bytes]) -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages)
    longest = {
        letter: max(len(list(same)) for letter_, same in groupby(text) if letter_ == letter) for letter in PLACES
    }
    # The title stands in the contents, the note under the masthead: both over the whole width.
    allowed = dict.fromkeys(PLACES, HALF) | {"T": WHOLE, "N": WHOLE, "R": CELL}
    assert {letter: length for letter, length in longest.items() if length > allowed[letter]} == {}
    assert "\u200b" not in text
    copied = re.sub(r"\s", "", text)
    assert all(letter * 200 in copied for letter in "PHQLF")


def test_word_does_not_widen_a_table_beyond_the_margin(files: dict[str, bytes]) -> None:
    prices, own, *_ = docx.Document(io.BytesIO(files["docx"])).tables
    assert (prices.autofit, own.autofit) == (True, False)


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("kind", ["html", "eml"])
def test_the_page_scrolls_only_down(files: dict[str, bytes], browser: Browser, width: int, kind: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=True)
    page.set_content(files[kind].decode() if kind == "html" else mail_parts(files[kind])[2])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    over = """[...document.querySelectorAll("h3, p, li, blockquote, figcaption")].filter(one =>
        one.scrollWidth > one.clientWidth + 1 && !one.closest(".scroll")).map(one => one.textContent.slice(0, 20))"""
    assert page.evaluate(over) == []
    page.close()

"""Editions for tests: a plain one of all kinds of blocks, and one of hostile texts."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache

from PIL import Image

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import load
from bulletin.issue import Draft, Edition, Withdrawn, edition_of
from bulletin.render.chart import chart
from bulletin.render.formats import documents
from bulletin.render.print_job import PrintJob
from index.store import Stored
from pipeline.records import Attachment, Block, Quote
from pipeline.records import Image as Picture
from pipeline.settings import Settings
from tests.support.articles import NOON, enriched

BASE = "https://bulletin.example/7"
SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)
PUBLISHED = datetime(2026, 5, 15, 8, 30, tzinfo=UTC)
# Those that take any number of items.
COLUMNS = ("市场热点", "国内资讯", "国际资讯")
# Each is shown harmlessly in every format; what a document cannot hold is left out.
HOSTILE = [
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '#panic() #import "/etc/passwd"',
    "$x^2$ _a_ *b* @c <d>",
    "javascript:alert(1)",
    "\\u{202e}右到左\u202egpj.exe",
    "{{ 7*7 }}{% raw %}",
    "]]>&amp;&#x27;\"'",
    "`code` // comment /* x */",
    "= 标题\n- 项",
    "零\x00一\x01二\x0b三\x1f四\x7f五\x85六\ufffe七",
    "🌍🌱👩‍🔬 表情",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "<![CDATA[x]]><b>",
    "=?utf-8?b?5Lit5paH?=\r\nBcc: all@x.example",
    "--tanxun-1\r\nContent-Type: text/html",
    ".\r\nQUIT",
    "\u2028行\u2029段",
]


def png(width: int = 40, height: int = 30, colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def picture(url: str) -> bytes | None:
    """A picture of its own for each address, so that a document cannot join two of them."""
    if "missing" in url:
        return None
    shade = sum(url.encode()) % 200
    return png(colour=f"rgb({shade},{shade + 20},{len(url)})")


def draft_of(texts: Sequence[str], titles: Sequence[str] = ()) -> Draft:
    """An item a text in three columns, with a block of each kind, a picture, a missing one, and an attachment."""
    articles = []
    for number, text in enumerate(texts):
        blocks = (
            Block(kind="paragraph", text=f"第{number}段 {text}"),
            Block(kind="heading", text=text),
            Block(kind="quotation", text=text),
            Block(kind="list", items=(text, "乙")),
            Block(kind="table", rows=((text, "甲"), ("乙",))),
            Block(kind="image", image=f"http://x.example/{number}.png", text=text),
            Block(kind="image", image="http://x.example/missing.png"),
        )
        made = enriched(
            f"{number:016x}",
            column=COLUMNS[number % 3],
            title=titles[number] if titles else f"题目{number} {text}",
            source=text[:30],
            blocks=blocks,
            publisher=f"p{number}",
            images=(Picture(url=f"http://x.example/{number}.png", caption=text),),
            attachments=(
                Attachment(url="javascript:alert(1)", name=text),
                Attachment(url=f"http://x.example/{number}.pdf", name="附件"),
            ),
        )
        articles.append(Stored(made, NOON, 1))
    quotes = [
        Quote(exchange="东海", product="配额", day=date(2026, 5, day), close=50.0 + day, volume=10.0) for day in (8, 11)
    ]
    return assemble(7, SINCE, UNTIL, articles, quotes, load())


def plain(edition: int = 1, note: str = "") -> Edition:
    gone = (Withdrawn(id="f" * 16, title="撤下的稿件", why="来源已删除", at=PUBLISHED),) if note else ()
    return edition_of(draft_of(["正文甲", "正文乙", "正文丙", "正文丁"]), edition, PUBLISHED, note, gone)


def hostile() -> Edition:
    gone = tuple(Withdrawn(id=str(n), title=text, why=text, at=PUBLISHED) for n, text in enumerate(HOSTILE))
    return edition_of(draft_of(HOSTILE), 2, PUBLISHED, "".join(HOSTILE), gone)


# The same bytes for the same quotes (tests/bulletin/issue/test_prices.py), so that each week's is drawn once.
drawn = cache(chart)


def job_of(edition: Edition, base_url: str = BASE) -> PrintJob:
    """What the edition is printed from, with the pictures of the tests."""
    return PrintJob(edition, drawn(edition.prices), picture, Settings(), base_url)


def render(edition: Edition, base_url: str = BASE) -> dict[str, bytes]:
    """All documents of an edition."""
    return documents(job_of(edition, base_url))

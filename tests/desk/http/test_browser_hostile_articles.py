"""Articles that want to harm editors and readers, on every page around an issue and in what is published, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bulletin.issue import operation_kinds, write_change
from pipeline.records import Attachment, Block, EnrichedArticle, Image, Quote
from tanxun.schedule.draft import draft
from tests.support.articles import enriched
from tests.support.browser import assert_fits, opened
from tests.support.desk_running import Running, running
from tests.support.editions import HOSTILE, SINCE, UNTIL

NUMBER = 7
BASE = f"/issues/{NUMBER}"
TITLES = [
    *HOSTILE,
    "长" * 350_000,
    "\u202egpj.exe\u2066",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "\ud7ff\U0010ffff",
    "",
]
# What a reader's eye would be turned by, and what no page of ours holds otherwise.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def article(at: int, title: str, relevance: float) -> EnrichedArticle:
    blocks = (
        Block(kind="paragraph", text=title[:5000]),
        Block(kind="list", items=(title[:500],)),
        Block(kind="table", rows=((title[:500], "x"),)),
        Block(kind="image", image=f"javascript:alert({at})", text=title[:500]),
    )
    return enriched(
        f"hostile-{relevance}-{at}",
        "国内资讯",
        relevance,
        title=title,
        blocks=blocks,
        source=title[:2000],
        publisher=f"p{at}",
        images=(Image(url=f"javascript:alert({at})", caption=title[:500]),),
        url=f"javascript:alert({at})",
        attachments=(Attachment(url="data:text/html,<script>alert(1)</script>", name=title[:500]),),
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An issue whose every article is hostile: some stand in it, some were left out."""
    with running(tmp_path_factory.mktemp("desk")) as one:
        store = one.desk.store
        store.put_articles([article(at, title, score) for at, title in enumerate(TITLES) for score in (0.9, 0.3)])
        store.put_quotes([Quote(exchange=HOSTILE[0], product=HOSTILE[1], day=SINCE, close=50.0, volume=1.0)])
        draft(store, NUMBER, SINCE, UNTIL)
        reading = one.desk.journal.reading(NUMBER)
        assert reading is not None
        items = [item for column in reading.issue.draft.columns for item in column.items]
        assert len(items) > 10
        changes: list[operation_kinds.AnyEdit] = [
            operation_kinds.Retitle(item=items[0].id, value=HOSTILE[0]),
            operation_kinds.Rewrite(item=items[1].id, value=()),
            operation_kinds.Drop(item=items[2].id),
            operation_kinds.Remark(item=items[3].id, text=HOSTILE[1]),
            operation_kinds.Join(item=items[3].id, other=items[4].id),
            operation_kinds.Resource(item=items[5].id, value=TITLES[-3]),
        ]
        for change in changes:
            write_change(one.desk.journal, NUMBER, change, HOSTILE[2], one.clock(), 10_000)
        yield one


def pages(desk: Running) -> list[str]:
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    items = [item.id for column in reading.issue.draft.columns for item in column.items]
    left = [f"/articles?first={first}" for first in (0, 20)]
    found = [f"/articles?q={word}" for word in ("alert", "<script>", "右到左")]
    alternates = [f"/items/{name}/alternates?beside={name}" for name in items]
    return [*left, *found, *alternates, "/prices", "/history", "/history/3", "/publish"]


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_shows_them_harmlessly(browser: Browser, desk: Running, width: int) -> None:
    """`opened` fails on any error, any broken policy and any request to another host."""
    asked: list[str] = []
    with opened(browser, desk, "chief", viewport={"width": width, "height": 800}) as page:
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        for path in pages(desk):
            page.goto(f"{BASE}{path}")
            assert page.locator("h1").count() == 1, path
            assert page.locator("main script, main img[onerror], main [onload], main [onclick]").count() == 0
            hrefs = page.eval_on_selector_all("a[href]", "all => all.map(one => one.protocol)")
            assert set(hrefs) <= {"http:"}, path
            assert len(page.content()) < 400_000, path
            assert_fits(page)
            # A text that is compared is shown as it is, in a box of its own: nothing behind it is turned.
            page.eval_on_selector_all(
                ".changes, .typed, blockquote, details > :not(summary)", "all => all.forEach(one => one.remove())"
            )
            assert not TURNING.search(page.locator("main").inner_text()), path
    assert asked == []


def test_what_is_published_of_them_is_harmless(desk: Running) -> None:
    chief = desk.with_session("chief")
    html = chief.get(f"{BASE}/publish").text
    base = html.split('name="base" value="')[1].split('"')[0]
    answer = chief.post(f"{BASE}/publish", data={"csrf": desk.token(chief), "base": base, "anyway": "1"})
    assert answer.status_code == 303, answer.text
    anybody = desk.client()
    for address in (
        f"/api/issues/{NUMBER}",
        "/api/items?limit=100",
        "/feeds/rss.xml",
        "/feeds/atom.xml",
        "/feeds/feed.json",
    ):
        found = anybody.get(address)
        assert found.status_code == 200
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert not TURNING.search(found.text), address
        assert 'href="javascript' not in found.text
    page = chief.get(f"{BASE}/files/issue-{NUMBER}.html")
    assert page.headers["content-disposition"].startswith("attachment")

"""A drafted issue for the desk's tests, made by the real operations: stored articles, pictures, quotes, then a draft."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import pytest
from PIL import Image as Pillow

from bulletin.drafting.items import item_of
from bulletin.issue import Add, Journal, write_change
from index.elastic.store import ElasticStore
from index.files import Files
from index.published import PublishedItem
from index.store import MediaFile, Store
from pipeline.records import Block, Duplicate, EnrichedArticle, Image, Quote, Reason
from tanxun.schedule.draft import draft
from tests.support.articles import article, enriched, vector
from tests.support.desk_running import Running, running
from tests.support.stores import fresh_prefix, remove

BACKENDS = ["sqlite", pytest.param("elasticsearch", marks=pytest.mark.servers)]

NUMBER = 7
SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)
NOON = datetime(2026, 5, 14, 4, tzinfo=UTC)
HALL, GRID, LOST = (f"http://x.example/{name}.png" for name in ("hall", "grid", "lost"))

# Ids of articles, by what is special about them.
PLAIN, PICTURES, TWICE, REPRINT = "market-1", "market-2", "home-1", "home-1-reprint"
UNDATED, UNSOURCED, DOUBTFUL, PRINTED, FOREIGN = "home-undated", "home-2", "home-3", "home-4", "abroad-1"
POLICY, READING, LEFT = "policy-1", "reading-1", "home-weak"

LONG = "全国碳市场本周成交量较前一周增加两成，收盘价小幅上行。多位交易员说，履约期临近，控排企业开始询价。" * 3


def articles() -> list[EnrichedArticle]:
    """The week's articles: six columns, two printings of one, warnings of every kind."""
    reprint = article(REPRINT, title="节能降碳行动启动", text="全国节能降碳三年行动启动，重点行业先行。")
    first = article(TWICE, title="全国节能降碳三年行动启动", text="全国节能降碳三年行动启动，重点行业先行。")
    pair = Duplicate(
        other=REPRINT,
        score=0.98,
        why=Reason("same_text_other_title"),
        own_hash=first.text_hash,
        other_hash=reprint.text_hash,
    )
    return [
        _one(PLAIN, "市场热点", "东海碳市场周成交放量", text=LONG),
        _one(
            PICTURES,
            "市场热点",
            "东海配额远期产品上线 首日成交十二万吨",
            blocks=(
                Block(kind="paragraph", text="东海配额远期产品今日上线。"),
                Block(kind="image", image=HALL, text="交易大厅"),
                Block(kind="heading", text="首日成交"),
                Block(kind="list", items=("成交十二万吨", "均价七十八元")),
                Block(kind="table", rows=(("品种", "收盘"), ("DHEA", "77.00"))),
                Block(kind="image", image=LOST, text="启动会"),
                Block(kind="quotation", text="市场需要远期价格。"),
            ),
            images=(Image(url=HALL, caption="交易大厅"), Image(url=LOST, caption="启动会")),
        ),
        _one(POLICY, "政策聚焦", "关于推进园区近零碳建设的指导意见", document_number="低碳发〔2026〕11号"),
        enriched(TWICE, "国内资讯", 0.97, [pair], title=first.title, text="全国节能降碳三年行动启动，重点行业先行。"),
        enriched(
            REPRINT,
            "国内资讯",
            0.95,
            title=reprint.title,
            text="全国节能降碳三年行动启动，重点行业先行。",
            source="九州经济导报",
        ),
        _one(UNDATED, "国内资讯", "没有日期的一条", published=None),
        _one(UNSOURCED, "国内资讯", "西原风电基地并网", source=None),
        _one(DOUBTFUL, "国内资讯", "小镇的碳账本", 0.55, confidence={"published": 0.6}),
        _one(PRINTED, "国内资讯", "北岭钢铁氢基竖炉投产"),
        _one(LEFT, "国内资讯", "城市马拉松周日开跑", 0.2),
        _one(
            FOREIGN,
            "国际资讯",
            "Kenya opens national carbon registry",
            text="The registry opened on Monday.",
            language="en",
        ),
        msgspec.structs.replace(
            _one(READING, "推荐阅读", "基准线法还是历史法", text=LONG),
            reasons=(Reason("another_column", {"column": "推荐阅读", "other": "市场热点", "likelihood": 0.31}),),
        ),
    ]


def _one(name: str, column: str, title: str, relevance: float = 0.96, **changes: Any) -> EnrichedArticle:
    made = {
        "published": date(2026, 5, 13),
        "text": f"{title}。据介绍，有关工作已经展开。",
        "fetched_at": NOON,
        "first_seen": NOON,
    }
    # Vectors at right angles: the articles are on different happenings.
    own = vector(*[0.0] * (crc32(name.encode()) % 300), 1.0)
    return enriched(name, column, relevance, title=title, vector=own, **{**made, **changes})


def picture(colour: str = "#0a5c36", size: tuple[int, int] = (640, 400)) -> bytes:
    """A PNG of one colour."""
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def quotes() -> list[Quote]:
    """A week's closes of two products; on the 12th the second has none."""
    days = [SINCE, *(date(2026, 5, day) for day in (11, 12, 13, 14))]
    one = [
        Quote(exchange="东海", product="DHEA", day=day, close=77.0 + at, volume=1000.0) for at, day in enumerate(days)
    ]
    two = [
        Quote(exchange="中津", product="ZJEA", day=day, close=70.5 - at, volume=500.0) for at, day in enumerate(days)
    ]
    return [*one, *(quote for quote in two if quote.day.day != 12)]


def fill(store: Store, files: Files, number: int = NUMBER) -> None:
    """A drafted issue with everything that an editor may meet; the one before it has printed PRINTED already."""
    store.put_articles(articles())
    store.put_media(
        [
            MediaFile(url=url, digest=files.put("media", picture(colour)), content_type="image/png", size=1)
            for url, colour in ((HALL, "#0a5c36"), (GRID, "#1558b0"))
        ]
    )
    store.put_media([MediaFile(url=LOST, digest=None, problem=Reason("media_not_found", {"status": 404}))])
    store.put_quotes(quotes())
    draft(store, number, SINCE, UNTIL)
    # Afterwards: an article that was printed already would not be drafted again.
    store.publish(number - 1, 1, [_printed(number - 1)])


def _printed(issue: int) -> PublishedItem:
    return PublishedItem(
        id=PRINTED,
        issue=issue,
        edition=1,
        column="国内资讯",
        position=0,
        printed_at=NOON - timedelta(days=7),
        title="北岭钢铁",
    )


def grow(journal: Journal, count: int, number: int = NUMBER, column: str = "国内资讯") -> Sequence[str]:
    """Add as many items by operations; returns their ids."""
    reading = journal.reading(number)
    assert reading is not None
    names = [f"more-{at}" for at in range(count)]
    journal.store.put_articles(
        [_one(name, column, f"第{at}条：风电与储能并网", text=LONG) for at, name in enumerate(names)]
    )
    for at, stored in enumerate(sorted(journal.store.articles(names), key=lambda one: names.index(one.id))):
        write_change(
            journal,
            number,
            Add(item=item_of([stored]), column=column, after="没有"),
            "编辑甲",
            NOON,
            reading.version + at,
        )
    return names


def room(desk: Running, pages: int) -> None:
    """The store's file may grow by so many pages of 4 KB: a disk that is full, or has room again."""
    store = desk.desk.store
    with store._writing() as db:  # type: ignore[attr-defined]
        (now,) = db.execute("PRAGMA page_count").fetchone()
        (free,) = db.execute("PRAGMA freelist_count").fetchone()
    with store._reading() as db:  # type: ignore[attr-defined]
        db.execute(f"PRAGMA max_page_count = {now - free + pages}")


@contextmanager
def drafted(folder: Path, **settings: Any) -> Iterator[Running]:
    """A desk with the drafted issue."""
    with running(folder, **settings) as one:
        fill(one.desk.store, one.desk.files)
        yield one


@contextmanager
def drafted_on(backend: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Running]:
    """The same on a backend: "sqlite" or "elasticsearch"."""
    if backend == "sqlite":
        with drafted(folder) as one:
            yield one
        return
    url, prefix = request.getfixturevalue("elasticsearch"), fresh_prefix()
    with drafted(folder, store="elasticsearch", elasticsearch=url, elasticsearch_prefix=prefix) as one:
        yield one
    remove(ElasticStore(url, prefix), prefix)

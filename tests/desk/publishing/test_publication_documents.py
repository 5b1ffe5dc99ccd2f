"""The published files read back and compared, item by item, with what the store says is public."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import docx
import httpx
import msgspec
import pytest
from pypdf import PdfReader

from bulletin.issue import (
    AnyEdit,
    Drop,
    Edition,
    EditionItem,
    Redate,
    Resource,
    Retitle,
    Rewrite,
    reading_of,
    taken_back_items,
    write_change,
)
from index.published import PublishedItem
from pipeline.records import Block
from tests.support.desk_backends import BASE, send
from tests.support.desk_issues import DOUBTFUL, GRID, HALL, NUMBER, PICTURES, PLAIN, READING, UNSOURCED, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.readback import (
    Told,
    from_docx,
    from_feed,
    from_json_feed,
    from_mail,
    from_page,
    mail_parts,
    told_of,
)

KEPT = (HALL, GRID)
COLUMNS = ("市场热点", "政策聚焦", "国内资讯", "国际资讯", "推荐阅读", "行业公告")


@dataclass(frozen=True)
class PublicFiles:
    """An edition: what the store says is public, and the files by the ends of their names."""

    edition: int
    items: list[PublishedItem]
    files: dict[str, bytes]
    gone: list[str]

    @property
    def standing(self) -> list[PublishedItem]:
        return [one for one in self.items if not one.withdrawn]

    @property
    def told(self) -> dict[str, list[Told]]:
        """The items as a reader should find them, by column."""
        columns: dict[str, list[Told]] = {name: [] for name in COLUMNS}
        for one in self.standing:
            columns[one.column].append(told_of(record_of(one), lambda url: url in KEPT))
        return columns


def record_of(one: PublishedItem) -> EditionItem:
    return msgspec.convert(one.record, EditionItem)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[PublicFiles]]:
    """An issue that was mended, published, corrected with a withdrawal, and published again, all through the desk."""
    with drafted(tmp_path_factory.mktemp("desk")) as desk:
        chief = desk.with_session("chief")
        mend(desk)
        made = [published(desk, chief, "")]
        correct(desk, chief)
        made.append(published(desk, chief, "改了一处题目，撤下一条。"))
        yield made


def mend(desk: Running) -> None:
    text = (
        Block(kind="paragraph", text="改过的一段。"),
        Block(kind="heading", text="小标题"),
        Block(kind="list", items=("甲", "乙")),
        Block(kind="table", rows=(("品种", "收盘"), ("配额", "77.00"))),
        Block(kind="quotation", text="一句话。"),
    )
    for change in (
        Drop(item=DOUBTFUL),
        Resource(item=UNSOURCED, value="西原日报"),
        Rewrite(item=READING, value=text),
        Redate(item=PLAIN, value=None),
        Redate(item=PLAIN, value=date(2026, 5, 12)),
        Retitle(item=PLAIN, value='题目 <b>&amp;"引号"'),
    ):
        write(desk, change)


def write(desk: Running, change: AnyEdit) -> None:
    journal = desk.desk.journal
    write_change(journal, NUMBER, change, NAMES["editor"], desk.clock(), reading_of(journal, NUMBER).version)


def correct(desk: Running, chief: httpx.Client) -> None:
    write(desk, Retitle(item=PLAIN, value="更正后的题目"))
    form = {"csrf": desk.token(chief), "base": reading_of(desk.desk.journal, NUMBER).version}
    answer = chief.post(f"{BASE}/withdraw", data={**form, "item": READING, "why": "来源已撤回"})
    assert answer.status_code == 303, answer.text


def published(desk: Running, chief: httpx.Client, note: str) -> PublicFiles:
    answer = send(chief, f"{BASE}/publish", note=note, anyway="1")
    assert answer.status_code == 303, answer.text
    reading = reading_of(desk.desk.journal, NUMBER)
    last = reading.issue.editions[-1]
    files = {
        name.partition(".")[2]: chief.get(f"{BASE}/files/{name}", params={"edition": last.edition}).content
        for name in last.files
    }
    return PublicFiles(
        last.edition, desk.desk.store.published(NUMBER), files, [one.item.title for one in taken_back_items(reading)]
    )


@pytest.fixture(params=[0, 1], ids=["first", "correction"])
def public(request: pytest.FixtureRequest, editions: list[PublicFiles]) -> PublicFiles:
    at: int = request.param
    return editions[at]


def without_prices(columns: dict[str, list[Told]]) -> dict[str, list[Told]]:
    """The week's prices stand first; they are no item."""
    first, *rest = columns[COLUMNS[0]]
    assert first.title.startswith("各交易所碳市价格走势")
    return {**columns, COLUMNS[0]: rest}


def test_the_store_has_just_the_issue(editions: list[PublicFiles]) -> None:
    first, second = editions
    assert len(first.standing) >= 8
    assert first.items == first.standing
    assert {one.edition for one in second.items} == {2}
    assert [one.id for one in second.standing] == [one.id for one in first.items if one.id != READING]
    assert [(one.id, one.why) for one in second.items if one.withdrawn] == [(READING, "来源已撤回")]
    for one in [*first.standing, *second.standing]:
        record = record_of(one)
        assert (one.title, one.published, one.source, one.url) == (
            record.title,
            record.published,
            record.source,
            record.url,
        )


def test_word(public: PublicFiles) -> None:
    assert without_prices(from_docx(public.files["docx"])) == public.told


def test_the_page(public: PublicFiles) -> None:
    assert without_prices(from_page(public.files["html"].decode())) == public.told


def test_the_mail(public: PublicFiles) -> None:
    _, text, page, _ = mail_parts(public.files["eml"])
    assert without_prices(from_mail(page)) == public.told
    assert [one.title for one in public.standing] == sorted((one.title for one in public.standing), key=text.rindex)
    for column in public.told.values():
        assert all(part in text for told in column for part in (told.meta, *told.texts))


@pytest.mark.parametrize("kind", ["rss.xml", "atom.xml"])
def test_the_feeds(public: PublicFiles, kind: str) -> None:
    feed, columns = from_feed(public.files[kind])
    assert without_prices(columns) == in_feeds(public)
    assert [entry.link for entry in feed.entries[1:]] == [one.url for one in public.standing]
    assert [entry.id.rpartition(":")[2] for entry in feed.entries[1:]] == [one.id for one in public.standing]


def test_the_json_feed(public: PublicFiles) -> None:
    feed, columns = from_json_feed(public.files["feed.json"])
    assert without_prices(columns) == in_feeds(public)
    assert [item["external_url"] for item in feed["items"][1:]] == [one.url for one in public.standing]


def in_feeds(public: PublicFiles) -> dict[str, list[Told]]:
    """Feeds have the day and the 来源 in fields of their own, and no empty columns."""
    columns: dict[str, list[Told]] = {}
    for one in public.standing:
        told = told_of(record_of(one), lambda url: url in KEPT)
        told.meta = f"{one.published} {one.source}"
        columns.setdefault(one.column, []).append(told)
    return columns


def test_the_pdf(public: PublicFiles) -> None:
    reader = PdfReader(io.BytesIO(public.files["pdf"]))
    shown = squeezed("".join(page.extract_text() for page in reader.pages))
    ends = [shown.rindex(squeezed(one.title)) for one in public.standing]
    assert ends == sorted(ends)
    told = [one for column in public.told.values() for one in column]
    for one in told:
        assert all(squeezed(part) in shown for part in (one.meta, *one.texts))
    pictures = [one for page in reader.pages for one in page.images]
    assert len(pictures) == 1 + sum(len(one.pictures) for one in told)


def test_the_data(public: PublicFiles) -> None:
    edition = msgspec.json.decode(public.files["json"], type=Edition)
    assert edition.edition == public.edition
    items = [(column.name, item) for column in edition.columns for item in column.items]
    assert items == [(one.column, record_of(one)) for one in public.standing]
    assert [(one.id, one.why) for one in edition.withdrawn] == [
        (one.id, one.why) for one in public.items if one.withdrawn
    ]


def test_what_was_withdrawn_is_named_and_not_told(editions: list[PublicFiles]) -> None:
    first, second = editions
    (gone,) = second.gone
    told = next(one for one in first.told["推荐阅读"] if one.title == gone)
    for kind, content in second.files.items():
        text = squeezed(as_text(kind, content))
        assert not [part for part in told.texts if squeezed(part) in text and len(part) > 20], kind
        if kind in ("html", "pdf", "docx", "eml"):
            assert squeezed(f"《{gone}》") in text, kind
            assert "改了一处题目，撤下一条。" in text, kind


def as_text(kind: str, content: bytes) -> str:
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if kind == "docx":
        return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    if kind == "eml":
        return mail_parts(content)[1]
    return json.dumps(json.loads(content), ensure_ascii=False) if kind.endswith("json") else content.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_pictures_are_where_the_item_has_them(editions: list[PublicFiles]) -> None:
    """One kept, one missing: both are said."""
    told = {one.title: one for one in editions[0].told["市场热点"]}
    record = next(record_of(one) for one in editions[0].standing if one.id == PICTURES)
    assert (len(told[record.title].pictures), told[record.title].missing) == (1, 1)

"""What an editor should look at: found once, as data, and gone when it is mended."""

import tomllib
from datetime import date
from typing import Any

import msgspec
import pytest

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import load
from bulletin.issue import (
    Draft,
    Finding,
    Issue,
    IssueFacts,
    Item,
    Picture,
    issue_findings,
    issue_of,
)
from bulletin.reasons import in_words, table
from index.published import PublishedItem
from index.store import MediaFile, Operation, Stored
from pipeline.encoding import as_written
from pipeline.records import Block, Publisher, Quote, ReadAttachment, Reason, Value
from tests.support.articles import NOON, enriched
from tests.support.drafts import SINCE, UNTIL
from tests.support.paths import ROOT

RULES = load()
USUAL = {column.name: column.usual for column in RULES.columns}
OLDEST = {column.name: RULES.oldest_day(SINCE, column.name) for column in RULES.columns}
WEEK = (8, 11, 12, 13, 14)
HOT, HOME = "市场热点", "国内资讯"


def quote(day: int, exchange: str = "东海", close: float | None = 45.0) -> Quote:
    return Quote(exchange=exchange, product="配额", day=date(2026, 5, day), close=close, volume=10.0)


def draft(*quotes: Quote, **fields: Any) -> Draft:
    """A draft with as many items as usual, the first of 市场热点 ("a0") with these fields."""
    articles = [
        enriched(f"{letter}{at}", column=column.name, publisher=f"p{at}")
        for letter, column in zip("abcdef", RULES.columns, strict=True)
        for at in range(column.usual)
    ]
    week = quotes or tuple(quote(day) for day in WEEK)
    made = assemble(1, SINCE, UNTIL, [Stored(one, NOON, 1) for one in articles], week, RULES)
    return with_first(made, **fields)


def with_first(made: Draft, **fields: Any) -> Draft:
    first, *rest = made.columns
    changed = msgspec.structs.replace(first.items[0], **fields)
    first = msgspec.structs.replace(first, items=(changed, *first.items[1:]))
    return msgspec.structs.replace(made, columns=(first, *rest))


def found(made: Draft, facts: IssueFacts | None = None, original: Item | None = None) -> list[Finding]:
    originals = {original.id: original} if original else {}
    return list(issue_findings(Issue(made, originals=originals), facts or IssueFacts(), USUAL, OLDEST))


def codes(made: Draft, facts: IssueFacts | None = None, original: Item | None = None) -> list[str]:
    return [one.code for one in found(made, facts, original)]


def written(*sentences: str) -> tuple[Reason, ...]:
    return tuple(map(as_written, sentences))


def first(made: Draft) -> Item:
    return made.columns[0].items[0]


def stored(revisions: int = 1, **changes: Any) -> Stored:
    return Stored(enriched("a0", HOT, publisher=changes.pop("publisher", "p0"), **changes), NOON, revisions)


def test_a_sound_issue_has_no_findings() -> None:
    assert found(draft()) == []


def test_a_finding_is_data() -> None:
    (one,) = found(draft(published=date(2026, 5, 15)))
    assert one == Finding(
        code="date_after",
        level="look",
        group="day",
        item="a0",
        field="published",
        values={"published": "2026-05-15", "until": "2026-05-14"},
    )
    assert one.about == "item"


# What is wrong with the item, and how an editor mends it.
MENDED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("no_title", {"title": " "}, {"title": "题目"}),
    ("no_date", {"published": None}, {"published": UNTIL}),
    ("no_source", {"source": " "}, {"source": "新远社"}),
    ("empty_body", {"blocks": ()}, {"images": (Picture(url="x", caption="图"),)}),
    ("no_caption", {"images": (Picture(url="x"),)}, {"images": (Picture(url="x", caption="图"),)}),
    ("picture_awaited", {"images": (Picture(url="y", caption="图"),)}, {"images": ()}),
    ("date_after", {"published": date(2026, 5, 15)}, {"published": UNTIL}),
    ("date_too_old", {"published": date(2026, 4, 23)}, {"published": SINCE}),
    ("date_early", {"published": date(2026, 4, 24)}, {"published": SINCE}),
]


@pytest.mark.parametrize(("code", "wrong", "mend"), MENDED, ids=[code for code, _, _ in MENDED])
def test_what_is_mended_is_found_no_more(code: str, wrong: dict[str, Any], mend: dict[str, Any]) -> None:
    facts = IssueFacts(media={"x": MediaFile(url="x", digest="0" * 64)})
    made = draft(**wrong)
    assert codes(made, facts) == [code]
    assert codes(with_first(made, **mend), facts, first(made)) == []


def test_what_an_editor_has_set_is_not_unsure() -> None:
    made = draft()
    facts = IssueFacts({"a0": stored(confidence={"title": 0.5, "published": 0.6, "source": 0.84, "body": 0.1})})
    assert codes(made, facts, first(made)) == ["title_unsure", "date_unsure", "source_unsure", "text_unsure"]
    mended = with_first(
        made, title="新题", published=SINCE, source="新远社", blocks=(Block(kind="paragraph", text="正文。"),)
    )
    assert codes(mended, facts, first(made)) == []


SCAN = ReadAttachment(url="http://x.example/1.pdf", name="通知.pdf", recognised=0.8)
UNREAD = ReadAttachment(url="http://x.example/1.pdf", name="通知.pdf", unread=Reason("attachment_encrypted"))


@pytest.mark.parametrize(("read", "code"), [(SCAN, "text_recognised"), (UNREAD, "attachment_unread")])
def test_what_is_doubtful_of_an_attachment_is_found_until_an_editor_has_written_in_the_text(
    read: ReadAttachment, code: str
) -> None:
    article = stored(attachments_read=(read,))
    made = draft(text_hash=article.enriched.article.text_hash)
    facts = IssueFacts({"a0": article})
    (one,) = found(made, facts, first(made))
    assert (one.code, one.level, one.group, one.field) == (code, "look", "attachment", "blocks")
    mended = with_first(made, blocks=(Block(kind="paragraph", text="核对过的正文。"),))
    assert codes(mended, facts, first(made)) == []


def test_a_draft_whose_article_is_another_now_says_what_it_was_warned_of() -> None:
    made = draft(warnings=(Reason("attachment_unread", {"name": "通知.pdf", "problem": Reason("attachment_scan")}),))
    assert codes(made) == ["attachment_unread"]
    later = IssueFacts({"a0": stored(attachments_read=(SCAN,), text="识别出的正文。")})
    assert codes(made, later) == ["attachment_unread", "changed_since"]


def test_a_column_is_unsure_until_an_editor_has_moved_the_item() -> None:
    values: dict[str, Value] = {"column": HOT, "other": HOME, "likelihood": 0.35}
    made = draft(reasons=(Reason("another_column", values),))
    (one,) = found(made)
    assert (one.code, one.values) == ("column_unsure", values)
    hot, policy, home, *rest = made.columns
    moved = msgspec.structs.replace(home, items=(*home.items, hot.items[0]))
    made = msgspec.structs.replace(
        made, columns=(msgspec.structs.replace(hot, items=hot.items[1:]), policy, moved, *rest)
    )
    assert codes(made) == []


def test_the_website_s_name_is_a_source_until_an_editor_sets_one() -> None:
    made = draft(source="气候网", warnings=(as_written("页面没有来源，以网站名称代替"),))
    (one,) = found(made)
    assert (one.code, one.values) == ("website_as_source", {"source": "气候网"})
    assert codes(with_first(made, source="新远社"), original=first(made)) == []
    assert codes(with_first(made, source=""), original=first(made)) == ["no_source"]


def test_a_draft_s_old_sentence_is_not_shown_beside_what_is_found_anew() -> None:
    said = written(
        "没有发布日期",
        "来源网页后来有改动，已用新版",
        "来源不在目录中",
        "晚到：发布于2026-05-01，早于本期第一天（2026-05-08）",
    )
    made = draft(
        warnings=(*said, *written("第3、4期已刊登，来源此后有改动")), published=date(2026, 5, 1), printed=(3, 4)
    )
    assert codes(made) == ["printed_changed"]
    listed = IssueFacts({"a0": stored()})
    assert codes(made, listed) == ["printed_changed"]
    made = draft(warnings=said, published=date(2026, 5, 1), revised=True)
    assert codes(made, listed) == ["date_early", "revised"]
    assert codes(with_first(made, published=SINCE, revised=False), listed, first(made)) == []


def test_a_sentence_without_a_code_reads_on_as_it_was_written() -> None:
    (one,) = found(draft(warnings=written("更正晚到：来源有改动")))
    assert (one.code, in_words(one.reason)) == ("as_written", "更正晚到：来源有改动")


def test_a_draft_stored_before_warnings_had_codes_reads_on() -> None:
    data = msgspec.to_builtins(draft())
    data["columns"][0]["items"][0]["warnings"] = ["没有发布日期", "更正晚到：来源有改动"]
    for column, warning in zip(data["columns"], ("有8条，平时约5条", *[""] * 5), strict=True):
        column["warning"] = warning
    made = issue_of([Operation(issue=1, number=1, kind="draft", at=NOON, who="tanxun", data=data)]).draft
    assert made.columns[0].warning == as_written("有8条，平时约5条")
    assert made.columns[1].warning is None
    assert first(made).warnings == written("没有发布日期", "更正晚到：来源有改动")
    assert codes(made) == ["as_written"]


def test_each_column_has_its_own_oldest_day() -> None:
    made, oldest = draft(published=date(2026, 4, 30)), {**OLDEST, "市场热点": date(2026, 5, 1)}
    assert codes(made) == ["date_early"]
    (one,) = issue_findings(Issue(made), IssueFacts(), USUAL, oldest)
    assert (one.code, one.values) == ("date_too_old", {"published": "2026-04-30", "days": 7})


def test_pictures_that_failed_are_told_from_those_that_may_come() -> None:
    made = draft(images=tuple(Picture(url=url, caption="图") for url in ("x", "y", "z")))
    lost = Reason("media_not_found", {"status": 404})
    media = {"x": MediaFile(url="x", digest="0" * 64), "y": MediaFile(url="y", digest=None, problem=lost)}
    missing, awaited = found(made, IssueFacts(media=media))
    assert (missing.code, missing.values) == ("picture_missing", {"at": 2, "problem": lost})
    assert in_words(missing.reason) == "第2张图片缺失：地址不存在（404）"
    assert (awaited.code, awaited.values) == ("picture_awaited", {"at": 3})


def test_what_the_past_says() -> None:
    def printed(number: int, **more: Any) -> PublishedItem:
        return PublishedItem(id="a0", issue=number, edition=1, column=HOME, position=0, printed_at=NOON, **more)

    places = [printed(1), printed(3), printed(4), printed(5, withdrawn=True, why="有误")]
    facts = IssueFacts({"a0": stored(text="又改过")}, printed={"a0": places})
    assert [(one.code, one.values) for one in found(draft(printed=(3,)), facts)] == [
        ("printed_changed", {"issues": ("3",)}),
        ("already_printed", {"issue": 4, "column": HOME}),
        ("already_withdrawn", {"issue": 5, "why": "有误"}),
        ("changed_since", {}),
    ]


def test_an_article_whose_page_is_gone() -> None:
    facts = IssueFacts(gone={"a0": date(2026, 5, 14)})
    (one,) = found(draft(), facts)
    assert (one.code, one.level, one.item, one.values) == ("source_gone", "look", "a0", {"gone": "2026-05-14"})


def test_two_that_may_be_one() -> None:
    made = draft(title="题目a1", event="e")
    hot = made.columns[0]
    second = msgspec.structs.replace(hot.items[1], event="e")
    hot = msgspec.structs.replace(hot, items=(hot.items[0], second, *hot.items[2:]))
    made = msgspec.structs.replace(made, columns=(hot, *made.columns[1:]))
    assert [(one.code, one.item, one.values["other"]) for one in found(made)] == [
        ("title_twice", second.id, "a0"),
        ("event_twice", second.id, "a0"),
    ]


def test_a_column_that_has_no_usual_number_is_not_warned_of() -> None:
    made = msgspec.structs.replace(draft().columns[0], name="另一栏", items=draft().columns[0].items * 3)
    made_draft = msgspec.structs.replace(draft(), columns=(made,))
    assert "column_many" not in codes(made_draft), "nobody knows how many it usually has"


def test_prices() -> None:
    def prices(*quotes: Quote, before: tuple[Quote, ...] = ()) -> list[tuple[str, Any]]:
        return [(one.code, one.values.get("days")) for one in found(draft(*quotes), IssueFacts(quotes_before=before))]

    week = [quote(day) for day in WEEK]
    assert prices(*week, quote(8, "云泽"), quote(12, "云泽", close=None)) == [
        ("price_missing", ("2026-05-11", "2026-05-13", "2026-05-14")),
        ("price_no_close", ("2026-05-12",)),
    ]
    assert prices(quote(8), quote(9)) == [("price_closed", ("2026-05-11", "2026-05-12", "2026-05-13", "2026-05-14"))]
    assert prices(*week, before=(quote(1), quote(1, "云泽"))) == [("price_vanished", None)]
    (odd,) = found(draft(*week[:-1], quote(14, close=450.0)))
    assert (odd.code, odd.level, odd.about, odd.values["before"]) == ("price_jump", "look", "prices", 45.0)
    empty = msgspec.structs.replace(draft(), prices=msgspec.structs.replace(draft().prices, quotes=()))
    assert codes(empty, IssueFacts(quotes_before=(quote(1, "云泽"),))) == ["price_none"]


def test_an_issue_without_items_is_said_once() -> None:
    assert codes(assemble(1, SINCE, UNTIL, [], [quote(day) for day in WEEK], RULES)) == ["no_items"]


def test_every_code_has_its_words_and_every_group_its_heading() -> None:
    found, words = tomllib.loads((ROOT / "bulletin/issue/findings/findings.toml").read_text()), table()
    assert set(found["codes"]) <= set(words["reasons"])
    assert set(words["finding_groups"]) == {kind["group"] for kind in found["codes"].values()}
    assert set(words["finding_badges"]) <= set(found["codes"])
    assert set(words["finding_levels"]) == {"must", "look", "note"}
    assert set(found["written_before"]) <= set(found["codes"])


def test_the_most_serious_comes_first_then_the_order_of_the_issue() -> None:
    made = draft(images=(Picture(url="x"),), published=None)
    assert [(one.level, one.code) for one in found(made)] == [
        ("must", "no_date"),
        ("look", "picture_awaited"),
        ("note", "no_caption"),
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], []),
        (["甲网"], ["1条的来源不在目录中：甲网"]),
        (["甲网", "甲网", "乙网"], ["3条的来源不在目录中：甲网、乙网"]),
        (["甲", "乙", "丙", "丁", "戊"], ["5条的来源不在目录中：甲、乙、丙等，另有2家"]),
    ],
)
def test_publishers_of_no_catalogue_are_told_once(names: list[str], said: list[str]) -> None:
    articles = {
        f"a{at}": Stored(
            enriched(f"a{at}", source=None, publisher=Publisher(id=name, name=name, listed=False)), NOON, 1
        )
        for at, name in enumerate(names)
    }
    made = assemble(1, SINCE, UNTIL, [*articles.values()], [], load())
    found_here = issue_findings(
        issue_of([Operation(issue=1, number=1, kind="draft", at=NOON, who="tanxun", data=msgspec.to_builtins(made))]),
        IssueFacts(articles),
        {},
        {},
    )
    assert [in_words(one.reason) for one in found_here if one.code == "unlisted"] == said

"""Alternates: swap, split, join; merges and splits of stored articles never break an issue."""

import re
from datetime import timedelta

import httpx
import msgspec
import pytest

from bulletin.issue import Item, find_item, operation_kinds, reading_of, write_change
from desk.articles.alternates import grams, likeness
from pipeline.encoding import as_written
from pipeline.records import Article, Duplicate, EnrichedArticle
from tanxun.schedule.draft import draft
from tests.support.articles import article, enriched
from tests.support.desk_backends import BASE, filled, forget, placed, send
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import LEFT, NUMBER, PLAIN, REPRINT, SINCE, TWICE, UNDATED, UNSOURCED, UNTIL
from tests.support.desk_running import Running

PAGE = f"{BASE}/items/{TWICE}/alternates"


desk = desk_fixture(filled)


@pytest.fixture
def client(desk: Running) -> httpx.Client:
    return desk.with_session("editor")


def item(running: Running, name: str) -> Item:
    found = find_item(reading_of(running.desk.journal, NUMBER).issue.draft, name)
    assert found is not None
    return found[1]


def home(running: Running) -> list[str]:
    return placed(running)["国内资讯"]


def test_the_page_shows_printings_and_left_outs_with_reasons_and_differences(client: httpx.Client) -> None:
    html = client.get(PAGE).text
    assert "正文相同，标题不同" in html
    assert re.findall(
        r'<span class="badge">(题目不同|早1天|字数相同|正文100%相同)</span>', html.split('id="left"')[0]
    ) == [
        "题目不同",
        "字数相同",
        "正文100%相同",
    ]
    assert f'id="a{UNDATED}"' in html.split('id="left"')[1]
    assert "没有发布日期，只作备选" in html


def test_swap_puts_the_other_in_its_place(desk: Running, client: httpx.Client) -> None:
    before = home(desk)
    answer = send(client, PAGE, kind="swap", other=REPRINT)
    assert answer.headers["location"] == f"{BASE}/items/{REPRINT}/alternates?done=swap"
    assert home(desk) == [REPRINT if one == TWICE else one for one in before]
    assert [one.id for one in item(desk, REPRINT).alternates] == [TWICE]
    assert item(desk, REPRINT).source == "九州经济导报"
    html = client.get(answer.headers["location"]).text
    assert "已换用" in html
    assert "由编辑换下" in html


def test_a_left_out_article_takes_an_items_place(desk: Running, client: httpx.Client) -> None:
    send(client, PAGE, kind="swap", other=LEFT)
    assert LEFT in home(desk)
    assert {one.id for one in item(desk, LEFT).alternates} == {TWICE, REPRINT}


def test_split_leaves_the_item_alone(desk: Running, client: httpx.Client) -> None:
    before = home(desk)
    send(client, PAGE, kind="split", other=REPRINT)
    assert home(desk) == before
    assert item(desk, TWICE).alternates == ()
    assert [(one.field, one.before) for one in desk.desk.store.labels()] == [("duplicate", REPRINT)]


def test_split_and_both_stand_one_behind_the_other(desk: Running, client: httpx.Client) -> None:
    send(client, PAGE, kind="split_add", other=REPRINT)
    at = home(desk).index(TWICE)
    assert home(desk)[at : at + 2] == [TWICE, REPRINT]
    assert reading_of(desk.desk.journal, NUMBER).operations[-1].data["origin"] == "split"


def test_join_makes_another_item_an_alternate(desk: Running, client: httpx.Client) -> None:
    send(client, PAGE, kind="join", other=UNSOURCED)
    assert UNSOURCED not in home(desk)
    assert [one.id for one in item(desk, TWICE).alternates] == [REPRINT, UNSOURCED]


@pytest.mark.parametrize(
    ("kind", "other"), [("swap", REPRINT), ("split", REPRINT), ("split_add", REPRINT), ("join", UNSOURCED)]
)
def test_a_double_click_does_it_once(desk: Running, client: httpx.Client, kind: str, other: str) -> None:
    html = client.get(PAGE).text
    token = html.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": token, "base": "1", "kind": kind, "other": other}
    first = client.post(PAGE, data=form)
    version = reading_of(desk.desk.journal, NUMBER).version
    assert client.post(PAGE, data=form).headers["location"] == first.headers["location"]
    assert reading_of(desk.desk.journal, NUMBER).version == version


def test_the_texts_are_compared_on_request(desk: Running, client: httpx.Client) -> None:
    changed = enriched(REPRINT, "国内资讯", title="节能降碳行动启动", text="全国节能降碳三年行动启动，各省先行。")
    newer = msgspec.structs.replace(changed.article, fetched_at=changed.article.fetched_at + timedelta(hours=1))
    desk.desk.store.put_articles([msgspec.structs.replace(changed, article=newer)])
    html = client.get(PAGE, params={"beside": REPRINT}).text
    assert "删去：</span>重点行业" in html
    assert "加上：</span>各省" in html
    assert client.get(PAGE, params={"beside": "nowhere"}).status_code == 200


def test_an_alternate_that_vanished_can_only_be_split_off(desk: Running, client: httpx.Client) -> None:
    forget(desk, REPRINT)
    html = client.get(PAGE).text
    assert "这篇稿件已不在库里，不能换用" in html
    before = reading_of(desk.desk.journal, NUMBER).issue.draft.columns
    for kind in ("swap", "split_add"):
        answer = send(client, PAGE, kind=kind, other=REPRINT)
        assert answer.status_code == 409
        assert "已不在库里" in answer.text
    assert reading_of(desk.desk.journal, NUMBER).issue.draft.columns == before
    assert send(client, PAGE, kind="split", other=REPRINT).status_code == 303
    assert item(desk, TWICE).alternates == ()


def test_an_item_whose_article_vanished_stands_as_it_was(desk: Running, client: httpx.Client) -> None:
    text = item(desk, TWICE).blocks
    forget(desk, TWICE)
    assert "这一条的文章已不在库里；本期里的内容不受影响" in client.get(PAGE).text
    send(client, PAGE, kind="swap", other=REPRINT)
    assert send(client, f"{BASE}/items/{REPRINT}/alternates", kind="swap", other=TWICE).status_code == 303
    assert item(desk, TWICE).blocks == text


def test_what_editors_made_of_an_item_comes_back_with_it(desk: Running, client: httpx.Client) -> None:
    """There and back again: by a swap, by a join that is taken apart, and written by hand."""

    def title(name: str, value: str) -> None:
        write_change(
            desk.desk.journal, NUMBER, operation_kinds.Retitle(item=name, value=value), "编辑乙", desk.clock(), 10_000
        )

    title(TWICE, "编辑改过的题目")
    send(client, PAGE, kind="swap", other=REPRINT)
    html = client.get(f"{BASE}/items/{REPRINT}/alternates").text
    assert "编辑改过的题目" in html
    send(client, f"{BASE}/items/{REPRINT}/alternates", kind="swap", other=TWICE)
    assert item(desk, TWICE).title == "编辑改过的题目"
    by_hand = send(
        client,
        f"{BASE}/new",
        id="0123456789abcdef",
        title="手写的一条",
        published="2026-05-13",
        source="本刊",
        column="推荐阅读",
        text="手写的正文",
    )
    assert by_hand.status_code == 303, by_hand.text
    text = item(desk, "0123456789abcdef").blocks
    send(client, PAGE, kind="join", other="0123456789abcdef")
    html = client.get(PAGE).text
    assert "手写的一条" in html
    assert "已不在库里" not in html
    assert send(client, PAGE, kind="split_add", other="0123456789abcdef").status_code == 303
    assert item(desk, "0123456789abcdef").blocks == text


def test_a_colleague_s_swap_and_join_are_taken_back_from_the_history(desk: Running, client: httpx.Client) -> None:
    send(client, PAGE, kind="swap", other=REPRINT)
    send(client, f"{BASE}/items/{REPRINT}/alternates", kind="join", other=PLAIN)
    assert PLAIN not in placed(desk)["市场热点"]
    chief = desk.with_session("chief")
    html = chief.get(f"{BASE}/history").text
    assert "拆开，放回原来的一条" in html
    assert "换回原来的一条" in html
    for operation in (3, 2):
        answer = send(chief, f"{BASE}/history", operation=operation, which="before")
        assert answer.status_code == 303, answer.text
    assert PLAIN in placed(desk)["市场热点"]
    assert TWICE in home(desk)
    assert REPRINT not in home(desk)


def test_a_group_that_grew_in_the_store_is_offered_and_changes_nothing_by_itself(
    desk: Running, client: httpx.Client
) -> None:
    first = desk.desk.store.article(TWICE)
    assert first is not None
    third = article("home-1-third", title="三年行动启动", text="全国节能降碳三年行动启动，重点行业先行。")
    pair = Duplicate(
        other=third.id,
        score=0.97,
        why=as_written("正文相同，标题较短"),
        own_hash=first.enriched.article.text_hash,
        other_hash=third.text_hash,
    )
    again = msgspec.structs.replace(first.enriched.article, fetched_at=first.enriched.article.fetched_at + timedelta(1))
    grown = msgspec.structs.replace(
        first.enriched, article=again, duplicates=(*first.enriched.duplicates, pair), vector=b""
    )
    before = reading_of(desk.desk.journal, NUMBER).issue.draft.columns
    desk.desk.store.put_articles([enriched(third.id, "国内资讯", title=third.title, text=third.text), grown])
    html = client.get(PAGE).text
    assert "起草之后发现的同文" in html
    assert "正文相同，标题较短" in html
    assert reading_of(desk.desk.journal, NUMBER).issue.draft.columns == before
    send(client, PAGE, kind="swap", other=third.id)
    assert third.id in home(desk)


def test_a_group_that_fell_apart_in_the_store_breaks_nothing(desk: Running, client: httpx.Client) -> None:
    """The text of one printing changes, so that the pair holds no more; then the assembler runs again."""
    changed = article(REPRINT, title="另一回事", text="完全不同的正文。")
    later = msgspec.structs.replace(changed, fetched_at=changed.fetched_at + timedelta(1))
    desk.desk.store.put_articles([replace_article(REPRINT, later)])
    write_change(
        desk.desk.journal, NUMBER, operation_kinds.Retitle(item=TWICE, value="人改过的题目"), "编辑乙", desk.clock(), 1
    )
    before = reading_of(desk.desk.journal, NUMBER).issue.draft.columns
    draft(desk.desk.store, NUMBER, SINCE, UNTIL)
    assert reading_of(desk.desk.journal, NUMBER).issue.draft.columns == before
    html = client.get(PAGE).text
    assert "题目不同" in html
    assert send(client, PAGE, kind="split_add", other=REPRINT).status_code == 303
    assert item(desk, REPRINT).title == "另一回事"
    assert item(desk, TWICE).title == "人改过的题目"


def replace_article(name: str, new: Article) -> EnrichedArticle:
    return msgspec.structs.replace(enriched(name, "国内资讯"), article=new)


def test_joining_and_splitting_back_and_forth_loses_nothing(desk: Running, client: httpx.Client) -> None:
    count = sum(len(items) for items in placed(desk).values())
    send(client, PAGE, kind="join", other=UNSOURCED)
    send(client, PAGE, kind="split_add", other=UNSOURCED)
    send(client, f"{BASE}/items/{UNSOURCED}/alternates", kind="join", other=TWICE)
    send(client, f"{BASE}/items/{UNSOURCED}/alternates", kind="split_add", other=TWICE)
    assert sum(len(items) for items in placed(desk).values()) == count
    names = [one for items in placed(desk).values() for one in items]
    assert len(names) == len(set(names))


def test_an_item_that_is_gone_says_so(desk: Running, client: httpx.Client) -> None:
    write_change(desk.desk.journal, NUMBER, operation_kinds.Drop(item=TWICE), "编辑乙", desk.clock(), 1)
    answer = client.get(PAGE)
    assert answer.status_code == 404
    assert "本期里已经没有《全国节能降碳三年行动启动》" in answer.text
    token = desk.token(client)
    sent = client.post(PAGE, data={"csrf": token, "base": "1", "kind": "swap", "other": REPRINT})
    assert sent.status_code == 404


def test_what_makes_no_sense_is_refused(desk: Running, client: httpx.Client) -> None:
    for form in ({"kind": "swap", "other": PLAIN}, {"kind": "join", "other": "nowhere"}):
        answer = send(client, PAGE, **form)
        assert answer.status_code == 409, form
        assert "没有改动：" in answer.text
    assert send(client, PAGE, kind="explode", other=REPRINT).status_code == 422
    assert reading_of(desk.desk.journal, NUMBER).version == 1


def test_a_reader_only_sees(desk: Running) -> None:
    html = desk.with_session("reader").get(PAGE).text
    assert "对照正文" in html
    assert "换用<" not in html
    assert "并入这一条" not in html


def test_likeness_of_texts() -> None:
    assert likeness(grams(""), grams("")) == 1.0
    assert likeness(grams("碳市场本周成交"), grams("碳市场本周成交")) == 1.0
    assert likeness(grams("碳市场本周成交"), grams("另一段完全不同的话")) == 0.0

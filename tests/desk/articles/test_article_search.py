"""Search and pull in: near misses before anything is typed, what was found and where it stands."""

from datetime import date

from bulletin.drafting.rules import load
from bulletin.issue import operation_kinds, reading_of, write_change
from desk.articles.article_search import asked_search, search, standing
from tests.support.articles import enriched
from tests.support.desk_backends import BASE, filled, forget, placed, send, shown
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import FOREIGN, LEFT, NUMBER, PLAIN, PRINTED, REPRINT, TWICE, UNDATED
from tests.support.desk_running import Running

# For tests that only look.
desk = desk_fixture(filled, scope="module")


own = desk_fixture(filled)


def test_near_misses_are_there_before_anything_is_typed(desk: Running) -> None:
    html = desk.with_session("editor").get(f"{BASE}/articles").text
    assert shown(html) == [UNDATED, LEFT]
    assert "没有发布日期，只作备选" in html
    assert "相关度0.20，低于0.50" in html
    assert "起草时落选的" in html


def test_near_misses_of_one_column(desk: Running) -> None:
    html = desk.with_session("editor").get(f"{BASE}/articles", params={"column": "国际资讯"}).text
    assert shown(html) == []
    assert "没有稿件" in html


def test_a_search_finds_says_where_it_stands_and_why_it_was_left_out(own: Running) -> None:
    client = own.with_session("editor")
    html = client.get(f"{BASE}/articles", params={"q": "马拉松"}).text
    assert shown(html) == [LEFT]
    assert "相关度0.20，低于0.50" in html
    html = client.get(f"{BASE}/articles", params={"q": "碳市场"}).text
    assert PLAIN in shown(html)
    assert "已在本期的市场热点" in html
    html = client.get(f"{BASE}/articles", params={"q": "行动启动"}).text
    assert set(shown(html)) == {TWICE, REPRINT}
    assert f"{BASE}/items/{TWICE}/alternates" in html
    html = client.get(f"{BASE}/articles", params={"q": "registry"}).text
    assert shown(html) == [FOREIGN]
    assert '<h3 lang="en">Kenya opens national carbon registry</h3>' in html
    html = client.get(f"{BASE}/articles", params={"q": "氢基竖炉"}).text
    assert f"已登在总第{NUMBER - 1}期" in html


def test_undated_and_old_articles_are_found_without_limits_of_time(own: Running) -> None:
    old = enriched("old", "国内资讯", title="多年以前的马拉松", published=date(2020, 1, 1))
    own.desk.store.put_articles([old])
    client = own.with_session("editor")
    assert shown(client.get(f"{BASE}/articles", params={"q": "没有日期"}).text) == []
    assert shown(client.get(f"{BASE}/articles", params={"q": "没有日期", "scope": "all"}).text) == [UNDATED]
    assert shown(client.get(f"{BASE}/articles", params={"q": "马拉松"}).text) == [LEFT]
    html = client.get(f"{BASE}/articles", params={"q": "马拉松", "scope": "all"}).text
    assert set(shown(html)) == {LEFT, "old"}
    assert "发布于2020-01-01，不在本期的日期里" in html


def test_an_article_is_taken_in_at_the_end_of_a_column(own: Running) -> None:
    client = own.with_session("editor")
    before = placed(own)["推荐阅读"]
    answer = send(client, f"{BASE}/articles?q=马拉松", article=LEFT, into="推荐阅读", q="马拉松")
    assert answer.status_code == 303
    html = client.get(answer.headers["location"]).text
    assert "《城市马拉松周日开跑》已取入本期" in html
    assert "已在本期的推荐阅读" in html
    assert placed(own)["推荐阅读"] == [*before, LEFT]
    operation = reading_of(own.desk.journal, NUMBER).operations[-1]
    assert (operation.kind, operation.who, operation.data["origin"]) == ("add", "编辑乙", "left_out")
    assert LEFT not in shown(client.get(f"{BASE}/articles").text)
    labels = [(one.field, one.before, one.after) for one in own.desk.store.labels()]
    assert sorted(labels) == [("column", "国内资讯", "推荐阅读"), ("relevance", "off-topic", "on-topic")]


def test_a_double_click_takes_in_once(own: Running) -> None:
    client = own.with_session("editor")
    for _ in range(2):
        assert send(client, f"{BASE}/articles?q=马拉松", article=LEFT, into="推荐阅读").status_code == 303
    assert placed(own)["推荐阅读"].count(LEFT) == 1
    assert reading_of(own.desk.journal, NUMBER).version == 2


def test_what_was_taken_out_comes_back_with_its_changes(own: Running) -> None:
    for change in (operation_kinds.Retitle(item=PLAIN, value="改过的题目"), operation_kinds.Drop(item=PLAIN)):
        write_change(own.desk.journal, NUMBER, change, "编辑乙", own.clock(), 10_000)
    client = own.with_session("editor")
    html = client.get(f"{BASE}/articles", params={"q": "周成交放量"}).text
    assert "曾被取下" in html
    send(client, f"{BASE}/articles?q=周成交放量", article=PLAIN, into="国内资讯")
    assert placed(own)["国内资讯"][-1] == PLAIN
    assert own.desk.journal.reading(NUMBER).issue.draft.columns[2].items[-1].title == "改过的题目"  # type: ignore[union-attr]


def test_an_alternate_is_not_taken_in_beside_its_item(own: Running) -> None:
    client = own.with_session("editor")
    answer = send(client, f"{BASE}/articles?q=行动启动", article=REPRINT, into="国内资讯")
    assert answer.status_code == 409
    assert "没有取入：它是《全国节能降碳三年行动启动》的备选" in answer.text
    assert reading_of(own.desk.journal, NUMBER).version == 1


def test_an_article_that_vanished_is_said_so(own: Running) -> None:
    client = own.with_session("editor")
    page = f"{BASE}/articles"
    client.get(page)
    forget(own, LEFT)
    html = client.get(page).text
    assert "这篇稿件已不在库里，不能取入" in html
    answer = send(client, page, article=LEFT, into="国内资讯")
    assert answer.status_code == 409
    assert "这篇稿件已不在库里" in answer.text


def test_a_column_that_does_not_exist(own: Running) -> None:
    answer = send(own.with_session("editor"), f"{BASE}/articles?q=马拉松", article=LEFT, into="体育")
    assert answer.status_code == 409
    assert "没有“体育”这个栏目" in answer.text


def test_a_reader_sees_but_takes_nothing_in(desk: Running) -> None:
    client = desk.with_session("reader")
    html = client.get(f"{BASE}/articles").text
    assert shown(html) == [UNDATED, LEFT]
    assert "取入本期" not in html.split("<main")[1]
    assert client.post(f"{BASE}/articles", data={"csrf": desk.token(client)}).status_code == 403


def test_long_results_come_in_pages(own: Running) -> None:
    own.desk.store.put_articles([enriched(f"n{at:02}", "国内资讯", title=f"风电{at}") for at in range(35)])
    client = own.with_session("editor")
    first = client.get(f"{BASE}/articles", params={"q": "风电"}).text
    assert len(shown(first)) == 20
    assert "第1—20篇，共36篇" in first
    second = client.get(f"{BASE}/articles", params={"q": "风电", "first": 20}).text
    assert len(shown(second)) == 16
    assert not set(shown(first)) & set(shown(second))


def test_odd_questions_are_answered(desk: Running) -> None:
    client = desk.with_session("editor")
    for params in (
        {"q": "'\"*()^ AND NOT"},
        {"q": "x" * 5000},
        {"scope": "x"},
        {"first": -5},
        {"first": 10**6},
        {"column": "x"},
    ):
        assert client.get(f"{BASE}/articles", params=params).status_code == 200
    assert client.get("/issues/99/articles").status_code == 404


def test_an_address_is_led_to_where_it_is_crawled(desk: Running) -> None:
    html = desk.with_session("editor").get(f"{BASE}/articles", params={"q": "https://x.example/a?b=1"}).text
    assert f'href="{BASE}/requests?url=https%3A//x.example/a%3Fb%3D1"' in html


def test_the_view_is_made_of_the_issue_and_the_store(desk: Running) -> None:
    reading = reading_of(desk.desk.journal, NUMBER)
    assert standing(reading.issue, PLAIN).kind == "in"
    assert standing(reading.issue, REPRINT).item == TWICE
    assert standing(reading.issue, "nowhere").kind == ""
    assert search(desk.desk.store, reading, asked_search("", "", "", 0), load()).total == 2
    found = search(desk.desk.store, reading, asked_search("氢基竖炉", "", "window", 0), load())
    assert [(one.id, [print_.issue for print_ in one.printed]) for one in found.hits] == [(PRINTED, [NUMBER - 1])]

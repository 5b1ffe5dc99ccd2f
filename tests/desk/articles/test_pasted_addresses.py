"""Paste an address: asked for on the bus, followed stage by stage, and taken in; the ledger is the real one."""

from urllib.parse import quote

import httpx
import pytest

from bulletin.issue import reading_of
from pipeline import records
from pipeline.encoding import decode
from pipeline.errors import RejectCode
from pipeline.ledger import Account, Fate
from pipeline.records import request_account
from pipeline.topics import PAGES_REQUESTED
from tests.support.desk_backends import BASE, PAGE, URL, arrive, filled, placed, send
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER
from tests.support.desk_running import Running

PROGRESS = f"{BASE}/requests/{PAGE}?url={quote(URL, safe='')}"


desk = desk_fixture(filled)


@pytest.fixture
def client(desk: Running) -> httpx.Client:
    return desk.with_session("editor")


def ask(client: httpx.Client, url: str = URL) -> httpx.Response:
    return send(client, f"{BASE}/requests", url=url)


def settle(desk: Running, fate: Fate, stage: str = "request", reason: str = "") -> None:
    """What the stage `request` writes of an address that it gave up."""
    entry = Account(
        account=request_account(URL),
        topic=PAGES_REQUESTED,
        source="news.example",
        url=URL,
        stage=stage,
        fate=fate,
        at=desk.clock(),
        reason=reason,
    )
    desk.desk.store.settle([entry])


def test_an_address_is_asked_for_on_the_bus(desk: Running, client: httpx.Client) -> None:
    answer = ask(client, f"  {URL} ")
    assert (answer.status_code, answer.headers["location"]) == (303, PROGRESS)
    (message,) = desk.desk.bus.read(PAGES_REQUESTED)
    request = decode(records.Request, message.value)
    assert (message.key, request.url, request.who, request.why) == (PAGE, URL, "编辑乙", f"issue {NUMBER}")
    html = client.get(PROGRESS).text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    assert '<li class="now">抓取网页' in html
    assert "没有动静" not in html


def test_an_address_without_a_scheme_is_understood(client: httpx.Client) -> None:
    assert ask(client, "news.example/a").headers["location"].endswith("?url=http%3A%2F%2Fnews.example%2Fa")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "请先粘贴网址"),
        ("两个 词", "这不是网址"),
        ("ftp://x.example/a", "这不是网址"),
        ("javascript://alert(1)", "这不是网址"),
        ("file:///etc/passwd", "这不是网址"),
        ("http://x.example/" + "a" * 2000, "网址太长：最多2000个字符"),
    ],
)
def test_what_is_no_address_is_refused_and_stays_in_the_form(
    desk: Running, client: httpx.Client, url: str, said: str
) -> None:
    answer = ask(client, url)
    assert answer.status_code == 422
    assert said in answer.text
    assert not list(desk.desk.bus.read(PAGES_REQUESTED))


def test_nothing_for_thirty_seconds_means_that_no_worker_runs(desk: Running, client: httpx.Client) -> None:
    ask(client)
    desk.clock.forward(seconds=31)
    html = client.get(PROGRESS).text
    assert "30秒没有动静" in html
    assert "tanxun work all" in html
    assert '<meta http-equiv="refresh"' in html


@pytest.mark.parametrize("reason", list(RejectCode))
def test_every_reason_is_said_with_what_to_do(desk: Running, client: httpx.Client, reason: RejectCode) -> None:
    ask(client)
    settle(desk, "rejected", reason=str(reason))
    html = client.get(PROGRESS).text
    assert "没有取到文章。" in html
    assert "请" in html.split("没有取到文章。")[1].split("</p>")[0] or "可以" in html
    assert '<meta http-equiv="refresh"' not in html
    assert f"{BASE}/new?url={quote(URL)}" in html


def test_a_dead_request_shows_its_cause_to_the_operator(desk: Running, client: httpx.Client) -> None:
    ask(client)
    settle(desk, "dead", reason="ValueError: <b>boom</b>")
    html = client.get(PROGRESS).text
    assert "处理时出了错" in html
    assert "ValueError: &lt;b&gt;boom&lt;/b&gt;" in html


def test_an_article_that_arrived_is_shown_and_taken_in(desk: Running, client: httpx.Client) -> None:
    ask(client)
    arrive(desk)
    html = client.get(PROGRESS).text
    assert "关于开展碳核查的通知" in html
    assert '<meta http-equiv="refresh"' not in html
    answer = send(client, PROGRESS, url=URL, into="政策聚焦")
    assert answer.headers["location"] == f"{BASE}#i{PAGE}"
    assert placed(desk)["政策聚焦"][-1] == PAGE
    assert reading_of(desk.desk.journal, NUMBER).operations[-1].data["origin"] == "address"
    assert "已在本期的政策聚焦" in client.get(PROGRESS).text
    assert send(client, f"{BASE}/requests", url=URL).headers["location"] == PROGRESS


def test_an_address_that_is_stored_already_is_not_crawled_again(desk: Running, client: httpx.Client) -> None:
    arrive(desk)
    html = client.get(ask(client).headers["location"]).text
    assert "取入本期" in html
    assert not list(desk.desk.bus.read(PAGES_REQUESTED))


def test_an_address_that_nobody_asked_for(client: httpx.Client) -> None:
    assert "这个地址还没有提交过" in client.get(PROGRESS).text
    for address in (
        f"{BASE}/requests/{PAGE}?url=http://other.example",
        f"{BASE}/requests/{PAGE}",
        f"{BASE}/requests/x?url=x",
    ):
        assert client.get(address).status_code == 404


def test_taking_in_what_is_not_there_yet_says_so(desk: Running, client: httpx.Client) -> None:
    ask(client)
    token = desk.token(client)
    answer = client.post(f"{BASE}/requests/{PAGE}", data={"csrf": token, "base": "1", "url": URL, "into": "政策聚焦"})
    assert answer.status_code == 409
    assert "没有取入" in answer.text


def test_a_reader_may_not_ask(desk: Running) -> None:
    client = desk.with_session("reader")
    assert client.post(f"{BASE}/requests", data={"csrf": desk.token(client), "url": URL}).status_code == 403

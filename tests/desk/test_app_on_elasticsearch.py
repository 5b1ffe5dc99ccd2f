"""The desk's pages on a real Elasticsearch: search, pull in, alternates, publish, the API; and the node gone in the middle."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bulletin.issue import operation_kinds, reading_of, write_change
from index.elastic.store import ElasticStore
from pipeline.settings import Settings
from tanxun.wiring.backends import init
from tanxun.wiring.desk import opened_desk
from tests.support.articles import MODEL
from tests.support.between import Between, between
from tests.support.desk_backends import BASE, filled, placed, send, shown
from tests.support.desk_issues import LEFT, NUMBER, PLAIN, REPRINT, TWICE, fill
from tests.support.desk_running import Clock, Running, add_users, served
from tests.support.stores import fresh_prefix, remove

pytestmark = pytest.mark.servers
# More than a client of Elasticsearch has connections, unless it is told otherwise.
READERS = 12


@pytest.fixture(scope="module")
def cut(elasticsearch: str) -> Iterator[Between]:
    with between(elasticsearch) as one:
        yield one


@pytest.fixture(scope="module")
def desk(cut: Between, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One issue for all tests of this file, which are in the order of a Friday."""
    with filled(tmp_path_factory.mktemp("desk"), cut.url) as one:
        yield one


@pytest.fixture(scope="module")
def chief(desk: Running) -> httpx.Client:
    return desk.with_session("chief")


def test_search_and_pull_in(desk: Running, chief: httpx.Client) -> None:
    assert LEFT in shown(chief.get(f"{BASE}/articles").text)
    assert shown(chief.get(f"{BASE}/articles", params={"q": "马拉松"}).text) == [LEFT]
    assert PLAIN in shown(chief.get(f"{BASE}/articles", params={"q": "碳市场"}).text)
    assert f"已登在总第{NUMBER - 1}期" in chief.get(f"{BASE}/articles", params={"q": "氢基竖炉"}).text
    send(chief, f"{BASE}/articles?q=马拉松", article=LEFT, into="推荐阅读")
    assert placed(desk)["推荐阅读"][-1] == LEFT


def test_swap_and_price(desk: Running, chief: httpx.Client) -> None:
    send(chief, f"{BASE}/items/{TWICE}/alternates", kind="swap", other=REPRINT)
    assert REPRINT in placed(desk)["国内资讯"]
    cell = {"exchange": "中津", "product": "ZJEA", "day": "2026-05-12", "field": "close"}
    assert send(chief, f"{BASE}/prices", **cell, value="69.5", reason="补发").status_code == 303


def test_a_node_that_goes_between_the_two_writes_leaves_nothing_half_public(
    desk: Running, chief: httpx.Client, cut: Between
) -> None:
    form = {"csrf": desk.token(chief), "base": str(reading_of(desk.desk.journal, NUMBER).version), "anyway": "1"}
    cut.cut_at = b"/_bulk"
    answer = chief.post(f"{BASE}/publish", data=form)
    assert answer.status_code == 503
    cut.mend()
    anybody = desk.client()
    assert anybody.get(f"/api/issues/{NUMBER}").status_code == 404
    assert desk.desk.store.published(NUMBER) == []
    assert desk.desk.completion.complete_recent() == [NUMBER]
    html = chief.get(f"{BASE}/publish").text
    assert "读者看到的是这一版" in html
    assert len(reading_of(desk.desk.journal, NUMBER).issue.editions) == 1
    assert LEFT in {one.id for one in desk.desk.store.published(NUMBER)}


def test_the_api_reads_what_is_public(desk: Running) -> None:
    anybody = desk.client()
    write_change(
        desk.desk.journal,
        NUMBER,
        operation_kinds.Retitle(item=PLAIN, value="还没有公开"),
        "编辑乙",
        desk.clock(),
        10_000,
    )
    assert [one["id"] for one in anybody.get("/api/items", params={"q": "马拉松"}).json()["items"]] == [LEFT]
    assert "还没有公开" not in anybody.get(f"/api/issues/{NUMBER}").text
    (printed,) = anybody.get(f"/api/items/{PLAIN}").json()["printed"]
    assert printed["item"]["title"] == "东海碳市场周成交放量"


def test_a_correction_with_a_withdrawal(desk: Running, chief: httpx.Client) -> None:
    send(chief, f"{BASE}/publish")
    token, version = desk.token(chief), reading_of(desk.desk.journal, NUMBER).version
    form = {"csrf": token, "base": str(version), "item": LEFT, "why": "与本刊无关"}
    assert chief.post(f"{BASE}/withdraw", data=form).status_code == 303
    assert send(chief, f"{BASE}/publish", note="撤下一条", anyway="1").status_code == 303
    assert [one.id for one in desk.desk.store.published(NUMBER) if one.withdrawn] == [LEFT]
    assert desk.client().get("/api/items", params={"q": "马拉松"}).json()["items"] == []


def test_a_node_that_is_gone_is_said_on_every_page(desk: Running, chief: httpx.Client, cut: Between) -> None:
    cut.is_cut = True
    for address in ("articles?q=碳", "alternates", "prices", "history", "publish"):
        where = f"{BASE}/items/{PLAIN}/alternates" if address == "alternates" else f"{BASE}/{address}"
        answer = chief.get(where)
        assert answer.status_code == 503, address
        assert "存储暂时没有响应" in answer.text
    assert desk.client().get("/api/issues").json()["error"] == "存储暂时没有响应"
    cut.mend()
    assert chief.get(f"{BASE}/history").status_code == 200


def test_a_node_that_hangs_keeps_nobody_waiting_for_somebody_else(elasticsearch: str, tmp_path: Path) -> None:
    """It takes requests and never answers: all readers ask it side by side, and are told so while they still wait."""
    prefix = fresh_prefix()
    with between(elasticsearch) as cut:
        settings = Settings(
            home=tmp_path, desk_port=0, store="elasticsearch", elasticsearch=cut.url, elasticsearch_prefix=prefix
        )
        init(settings, MODEL)
        with opened_desk(settings) as (desk, _), served(desk, Clock()) as one, ThreadPoolExecutor(READERS) as readers:
            fill(desk.store, desk.files)
            add_users(desk.data, desk.clock())
            clients = [one.with_session("editor") for _ in range(READERS)]
            # Less than the half minute that a worker gives the node.
            cut.hangs = True
            asking = [readers.submit(client.get, BASE, timeout=25) for client in clients]
            assert clients[0].get("/account").status_code == 200
            assert [one.result().status_code for one in asking] == [503] * READERS
            assert cut.most_waiting == READERS
            cut.hangs = False
            assert clients[0].get(BASE).status_code == 200
    remove(ElasticStore(elasticsearch, prefix), prefix)

"""The price table's page: figures changed with a reason, marks, gaps, clashes."""

import re
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from bulletin.issue import operation_kinds, reading_of, write_change
from pipeline.records import Quote
from tests.support.desk_backends import BASE, filled, send
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, SINCE
from tests.support.desk_running import Running

PAGE = f"{BASE}/prices"
CELL = {"exchange": "中津", "product": "ZJEA", "day": "2026-05-12", "field": "close"}


desk = desk_fixture(filled)


@pytest.fixture
def client(desk: Running) -> httpx.Client:
    return desk.with_session("editor")


def quotes(desk: Running) -> dict[tuple[str, date], float | None]:
    found = reading_of(desk.desk.journal, NUMBER).issue.draft.prices.quotes
    return {(one.exchange, one.day): one.close for one in found}


def test_the_table_shows_figures_and_what_is_missing(client: httpx.Client) -> None:
    html = client.get(PAGE).text
    assert "中津 ZJEA 缺 5-12 的行情" in html
    assert 'class="figure lack"' in html
    assert 'id="cell"' not in html
    assert f"{BASE}/chart.png?v=" in html


def test_a_missing_figure_is_filled_in_with_a_reason(desk: Running, client: httpx.Client) -> None:
    form = client.get(PAGE, params=CELL).text
    assert "改中津 ZJEA 2026-05-12 的收盘价" in form
    assert "现在是空" in form
    answer = send(client, PAGE, **CELL, value="69.50", reason="交易所补发")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?done=1")
    assert quotes(desk)["中津", date(2026, 5, 12)] == 69.5
    html = client.get(PAGE).text
    assert 'class="figure changed"' in html
    assert "缺 5-12" not in html
    assert "理由：交易所补发" in html
    assert reading_of(desk.desk.journal, NUMBER).operations[-1].who == "编辑乙"


def test_a_figure_may_be_emptied(desk: Running, client: httpx.Client) -> None:
    cell = {**CELL, "day": "2026-05-11"}
    assert 'name="value" value="69.5"' in client.get(PAGE, params=cell).text
    send(client, PAGE, **cell, value="", reason="当日没有成交")
    assert quotes(desk)["中津", date(2026, 5, 11)] is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": " "}, "改价的原因不能为空"),
        ({"value": "七十"}, "“七十”不是数"),
        ({"value": "-1"}, "不能是负数"),
        ({"value": "nan"}, "“nan”不是数"),
        ({"value": "77,5"}, "逗号不在千位上"),
        ({"day": "2026-06-12"}, "日期不在本期"),
        ({"day": "x"}, "不是日期"),
        ({"exchange": ""}, "交易所要有1到40个字"),
        ({"product": "长" * 41}, "产品要有1到40个字"),
        ({"field": "open"}, "收盘价还是成交量"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    desk: Running, client: httpx.Client, changes: dict[str, str], said: str
) -> None:
    answer = send(client, PAGE, **{**CELL, "value": "69.5", "reason": "补发", **changes})
    assert answer.status_code == 422, answer.text
    assert "没有改：" in answer.text
    assert said in answer.text
    assert reading_of(desk.desk.journal, NUMBER).version == 1


def test_two_editors_of_one_figure_clash_and_the_second_may_insist(desk: Running, client: httpx.Client) -> None:
    stale = {"csrf": desk.token(client), "base": "1", **CELL, "value": "70", "reason": "我看到的"}
    send(desk.with_session("chief"), PAGE, **CELL, value="69.5", reason="补发")
    answer = client.post(PAGE, data=stale)
    assert answer.status_code == 409
    assert "主编丙于" in answer.text
    assert "现在是69.5" in answer.text
    assert 'name="value" value="70"' in answer.text
    assert quotes(desk)["中津", date(2026, 5, 12)] == 69.5
    again = {**stale, "base": answer.text.split('name="base" value="')[1].split('"')[0]}
    assert client.post(PAGE, data=again).status_code == 303
    assert quotes(desk)["中津", date(2026, 5, 12)] == 70.0


def test_a_product_is_added(desk: Running, client: httpx.Client) -> None:
    send(client, PAGE, **{**CELL, "exchange": "新交所"}, value="50", reason="新开市")
    assert quotes(desk)["新交所", date(2026, 5, 12)] == 50.0


def test_a_product_that_vanished_is_named(desk: Running, client: httpx.Client) -> None:
    desk.desk.store.put_quotes([Quote(exchange="青屿", product="QYEA", day=SINCE - timedelta(days=7), close=40.0)])
    assert "青屿 QYEA 前几周有行情，本周一天也没有" in client.get(PAGE).text


def test_last_week_s_closes_stand_beside_each_product(desk: Running, client: httpx.Client) -> None:
    desk.desk.store.put_quotes(
        [
            Quote(exchange="东海", product="DHEA", day=SINCE - timedelta(days=ago), close=70.0 + ago, volume=1.0)
            for ago in (1, 7, 8)
        ]
    )
    row = client.get(PAGE).text.split('<tr data-exchange="东海"')[1].split("</tr>")[0]
    assert re.findall(r"<small>([\d-]+)</small> ([\d.]+)", row) == [("5-1", "77.00"), ("5-7", "71.00")]


def test_a_close_that_jumps_is_asked_beside_its_cell_until_somebody_has_checked_it(
    desk: Running, client: httpx.Client
) -> None:
    cell = {**CELL, "day": "2026-05-11"}
    send(client, PAGE, **cell, value="96.5", reason="交易所更正")
    html = client.get(PAGE).text
    assert "中津 ZJEA 5-11 收盘价96.50，前一次（5-8）70.50，变动+36.9%，请核对" in html
    assert '<span class="ask" title="收盘价96.50，前一次（5-8）70.50">5-8是70.50，+36.9%</span>' in html
    assert "中津 ZJEA 5-11 收盘价96.50，前一次" in client.get(f"{BASE}/publish").text
    # What the button beside the finding sends.
    send(client, PAGE, **cell, value="96.5", reason="核对过，没有错")
    html = client.get(PAGE).text
    assert "5-8是70.50" not in html
    assert "中津 ZJEA 5-13 收盘价67.50，前一次（5-11）96.50" in html, "the others are still asked"
    assert "中津 ZJEA 5-11 收盘价96.50" not in client.get(f"{BASE}/publish").text
    send(client, PAGE, **cell, value="97", reason="又更正")
    assert "中津 ZJEA 5-11 收盘价97.00，前一次（5-8）70.50" in client.get(PAGE).text


def test_a_reader_only_sees(desk: Running) -> None:
    client = desk.with_session("reader")
    html = client.get(PAGE, params=CELL).text
    assert "77" in html
    assert 'method="post" action="/issues' not in html


def test_a_week_without_a_close_has_no_chart(desk: Running, client: httpx.Client) -> None:
    held = reading_of(desk.desk.journal, NUMBER).issue.draft.prices.quotes
    figures = tuple(
        operation_kinds.PriceFigure(exchange=one.exchange, product=one.product, day=one.day, field="close", value=None)
        for one in held
        if one.close is not None
    )
    write_change(
        desk.desk.journal, NUMBER, operation_kinds.Reprice(figures=figures, reason="撤回"), "编辑乙", datetime.now(UTC)
    )
    assert "chart.png" not in client.get(PAGE).text + client.get(BASE).text
    assert client.get(f"{BASE}/chart.png").status_code == 404

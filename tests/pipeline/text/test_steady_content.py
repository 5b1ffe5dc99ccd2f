"""What changes by itself is no change of a page; what a person changed is."""

import pytest

from pipeline.text.steady_content import steady

BODY = "<p>云溪碳排放权交易中心昨日介绍，本季度配额清缴工作已经完成，成交量为1234吨。</p>"
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>云溪碳市场动态</title>
<meta name="PubDate" content="2026-09-10"><meta name="csrf-token" content="{token}">
<script type="application/ld+json">{{"datePublished": "2026-09-10"}}</script>
<script nonce="{token}">var writetime = "2026-09-10 10:00:00"; var now = {clock};</script></head>
<body data-now="{clock}"><div id="clock">{clock}</div><form><input type="hidden" name="__VIEWSTATE" value="{token}"></form>
<h1>云溪碳市场动态</h1>{body}
<a href="/a/1.html;jsessionid={token}?id=9&sessionid={token}">全文</a><img src="/a.png?t={clock}">{more}
<!-- generated {clock} --></body></html>"""


def page(token: str = "aa11bb22cc33", clock: str = "1757469600123", body: str = BODY, more: str = "") -> bytes:
    return steady(PAGE.format(token=token, clock=clock, body=body, more=more).encode())


def test_tokens_nonces_and_clocks_of_the_markup_are_no_change() -> None:
    assert page() == page(token="ff99ee88dd77", clock="1757555999001")


MOVING = [
    "浏览次数：<span>{}</span>",
    '<span class="hits">{}</span>',
    "<span>阅读</span> <em>{}</em>",
    "点击量:{} 次",
    "<b>{}</b> 次浏览",
    "Views: {}",
    "（下载：{}）",
    "您是第{}位访客",
    "<em>{}</em> views",
    '<i id="view-count">{}万</i>',
]


@pytest.mark.parametrize("counter", MOVING)
def test_a_counter_is_no_change(counter: str) -> None:
    assert page(more=f"<p>{counter.format(7)}</p>") == page(more=f"<p>{counter.format('1,208')}</p>")


CLOCKS = [
    ("今天是2026年9月10日 星期四 10:00:00", "今天是2026年9月11日 星期五 09:12:31"),
    ("当前时间：2026-09-10 10:00", "当前时间：2026-09-11 08:00"),
    ("北京时间：10:00:00", "北京时间：23:59:59"),
    ("页面执行时间 0.023 秒", "页面执行时间 1.5 秒"),
    ("Generated in 0.02 seconds", "Generated in 0.3 seconds"),
    ('<div class="now-time">10:00:00</div>', '<div class="now-time">11:11:11</div>'),
]


@pytest.mark.parametrize(("before", "after"), CLOCKS)
def test_a_clock_is_no_change(before: str, after: str) -> None:
    assert page(more=f"<p>{before}</p>") == page(more=f"<p>{after}</p>")


CHANGES = [
    ("1234吨", "1324吨"),
    ("云溪碳市场动态</h1>", "云溪碳市场动态（更正）</h1>"),
    ('content="2026-09-10"', 'content="2026-09-11"'),
    ('{"datePublished": "2026-09-10"}', '{"datePublished": "2026-09-11"}'),
    ('writetime = "2026-09-10 10:00:00"', 'writetime = "2026-09-12 10:00:00"'),
    ("?id=9&", "?id=10&"),
    ('src="/a.png', 'src="/b.png'),
    ("<p>云溪", "<p>北京时间2026年9月10日，云溪"),
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_what_a_person_changed_is_a_change(before: str, after: str) -> None:
    whole = PAGE.format(token="a1", clock="1757469600123", body=BODY, more="")
    assert before in whole
    assert steady(whole.encode()) != steady(whole.replace(before, after).encode())


def test_dates_of_a_body_count_where_no_clock_stands_before_them() -> None:
    one, other = (page(more=f"<p>北京时间2026年9月{day}日公布，访问团一行{day}人。</p>") for day in (10, 11))
    assert one != other


def test_a_page_in_gbk_is_read_as_one_in_utf_8() -> None:
    text = "<html><head><meta charset='gbk'></head><body><p>碳市场</p><p>浏览次数：{}</p></body></html>"
    assert steady(text.format(1).encode("gbk")) == steady(text.format(2).encode("gbk"))


@pytest.mark.parametrize("raw", [b"", b"<script>var a = 1</script>", b"<!-- only -->"])
def test_where_no_text_is_left_the_bytes_count(raw: bytes) -> None:
    assert steady(raw) == raw


def test_what_is_never_closed_hides_nothing() -> None:
    text = "<body><svg><p>成交量{}吨</p><script>var x = 1; <p>结尾{}</p>"
    assert len({steady(text.format(a, b).encode()) for a, b in ((1, 1), (2, 1), (1, 2))}) == 3


def test_hostile_pages_are_read_once() -> None:
    """A reading that starts over at every tag would not end this year."""
    for piece in (b"<!--", b"<script>", b'<a href="', b"<", b"<svg", b"views: 1", b"<b id='"):
        assert steady(piece * (2_000_000 // len(piece))) is not None

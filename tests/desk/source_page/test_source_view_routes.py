"""The source view: hostile pages are harmless, what was taken is marked, nothing comes from elsewhere."""

import hashlib
import io
import re
from datetime import timedelta

import httpx
import msgspec
import pytest
from PIL import Image as Pillow

from index.store import MediaFile
from pipeline.records import Block, Image
from tests.support.articles import NOON, enriched
from tests.support.desk_running import Running
from tests.support.hostile import PAGES, SAFE, Hostile, keep


def shown(desk: Running, name: str) -> httpx.Response:
    answer = desk.with_session("reader").get(f"/articles/{name}/source")
    assert answer.status_code == 200
    return answer


def foreign(html: str) -> str:
    """What of the answer came from the page."""
    assert html.count('id="taken"') <= 1
    return "".join(re.findall(r"<main[^>]*>(.*?)</main>", html.replace(' id="taken"', ""), re.DOTALL))


@pytest.mark.parametrize("hostile", PAGES, ids=lambda hostile: hostile.name)
def test_a_hostile_page_is_harmless(desk: Running, hostile: Hostile) -> None:
    name = f"hostile-{PAGES.index(hostile)}"
    keep(desk, name, hostile.raw)
    answer = shown(desk, name)
    left = foreign(answer.text).lower()
    assert [word for word in hostile.never if word in left] == []
    assert set(re.findall(r"<(\w+)", left)) <= set("a b br div i img li mark ol p span table tbody td tr ul".split())
    assert set(re.findall(r"<\w+[^>]*?\s([\w:-]+)=", left)) <= {"href", "rel", "target"}
    if SAFE.encode() in hostile.raw:
        assert f"<mark>{SAFE}</mark>" in foreign(answer.text)


def test_headers_of_the_source_view_and_of_other_pages(desk: Running) -> None:
    keep(desk, "plain", f"<p>{SAFE}</p>".encode())
    headers = shown(desk, "plain").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert "script-src" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    for path in ("/account", "/login", "/nowhere"):
        other = desk.client().get(path).headers
        assert "frame-ancestors 'none'" in other["content-security-policy"]
        assert "unsafe" not in other["content-security-policy"]
        assert other["x-frame-options"] == "DENY"


def test_what_was_taken_is_marked_and_what_was_not_is_not(desk: Running) -> None:
    html = """<html><head><title>碳市场周报</title></head><body>
      <h1>碳市场<br>周报</h1><div>2026年05月12日 来源：东海环境能源交易所</div>
      <p>　　东海碳市场&nbsp;本周<b>成交</b>活跃，配额收盘价每吨<a href="/n">八十二元</a>。</p>
      <div>本周共成交四十二万吨，较上周增长。<br>下周将有三场会议。</div>
      <table><tr><td>产品</td><td>收盘价</td></tr></table><ul><li>第一项说明</li></ul>
      <div class="side"><a href="/x">碳市场周报</a> 版权所有 <p>相关阅读：成交活跃</p></div></body></html>"""
    blocks = (
        Block(kind="paragraph", text=SAFE),
        Block(kind="paragraph", text="本周共成交四十二万吨，较上周增长。"),
        Block(kind="table", rows=(("产品", "收盘价"),)),
        Block(kind="list", items=("第一项说明",)),
    )
    keep(desk, "marked", html.encode("gb18030"), content_type="text/html; charset=gb2312", blocks=blocks)
    left = foreign(shown(desk, "marked").text)
    marks = re.findall(r"<mark>(.*?)</mark>", left)
    assert [re.sub(r"\s|&nbsp;", "", one) for one in marks] == [
        "碳市场",
        "周报",
        "2026年05月12日来源：东海环境能源交易所",
        "东海碳市场本周",
        "成交",
        "活跃，配额收盘价每吨",
        "八十二元",
        "。",
        "本周共成交四十二万吨，较上周增长。",
        "产品",
        "收盘价",
        "第一项说明",
    ]


@pytest.mark.parametrize(
    ("html", "begins"),
    [
        (
            f"<p>2026年5月12日 星期二</p><h1>碳市场周报</h1><p>2026-05-12</p><p>{SAFE}</p><p>{SAFE}</p>",
            f"{SAFE}</mark>",
        ),
        (f"<ul><li>收盘价</li></ul><p>{SAFE}</p><table><tr><td>收盘价</td></tr></table>", f"{SAFE}</mark>"),
        ("<ul><li>首页</li></ul><table><tr><td>收盘价</td></tr></table>", "收盘价</mark>"),
        ("<p>导航</p><h1>碳市场周报</h1><p>另一篇文章的话</p>", "碳市场周报</mark>"),
    ],
    ids=["a date in the header", "a word of the table in the navigation", "only a word", "only the title"],
)
def test_the_anchor_is_where_the_text_begins(desk: Running, html: str, begins: str) -> None:
    blocks = (Block(kind="paragraph", text=SAFE), Block(kind="table", rows=(("收盘价",),)))
    name = f"begins-{hashlib.sha256(html.encode()).hexdigest()[:8]}"
    keep(desk, name, html.encode(), content_type="text/html; charset=utf-8", blocks=blocks)
    _, after = shown(desk, name).text.split('<mark id="taken">')
    assert after.startswith(begins)


def test_the_anchor_of_an_article_over_several_pages_stands_on_the_first_that_has_its_text(desk: Running) -> None:
    keep(desk, "later", b"<p>2026-05-12</p>", f'<p id="taken">{SAFE}</p>'.encode(), f"<p>{SAFE}</p>".encode())
    first, second, third = re.findall(r"<main[^>]*>(.*?)</main>", shown(desk, "later").text, re.DOTALL)
    assert "<mark>2026-05-12</mark>" in first
    assert f'<p><mark id="taken">{SAFE}</mark></p>' in second
    assert f"<p><mark>{SAFE}</mark></p>" in third


def test_pictures_are_ours_or_left_out(desk: Running) -> None:
    picture = io.BytesIO()
    Pillow.new("RGB", (40, 30), "green").save(picture, "PNG")
    digest = desk.desk.files.put("media", picture.getvalue())
    url = "http://x.example/pictures/kept.png"
    desk.desk.store.put_media(
        [MediaFile(url=url, digest=digest), MediaFile(url="http://x.example/gone.png", digest=None)]
    )
    html = f'<p>{SAFE}</p><img data-original="/pictures/kept.png" src="/blank.gif"><img src="/gone.png"><img src="//cdn.example/x.png">'
    keep(desk, "pictured", html.encode(), images=(Image(url=url),))
    left = foreign(shown(desk, "pictured").text)
    (source,) = re.findall(r'<img src="([^"]+)"', left)
    assert source.startswith(f"/source-pictures/{digest}/")
    answer = desk.client().get(source)
    assert answer.status_code == 200, "the frame has no cookies"
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert desk.client().get(source[:-4] + "0000").status_code == 404
    assert desk.client().get(f"/pictures/{digest}").status_code == 303


def test_each_version_of_an_article_is_shown_beside_the_page_it_came_from(desk: Running) -> None:
    later = NOON + timedelta(hours=1)
    keep(desk, "versions", f"<p>{SAFE}</p>第二版".encode(), fetched_at=later)
    keep(desk, "versions", f"<p>{SAFE}</p>第一版".encode())
    assert "第二版" in foreign(shown(desk, "versions").text)
    keep(desk, "first", f"<p>{SAFE}</p>第一版".encode())
    (first,) = desk.desk.store.raw_pages(page="first")
    rejected = msgspec.structs.replace(first, file="0" * 64, account="other", fetched_at=later)
    desk.desk.store.put_raw_pages([rejected])
    assert "第一版" in foreign(shown(desk, "first").text), "a later page that came to no article is not its source"


def test_links_open_elsewhere_and_say_nothing_of_us(desk: Running) -> None:
    keep(desk, "linked", f'<p>{SAFE}</p><a href="../n/1.htm" onclick=x>下一篇</a><a href="#top">顶</a>'.encode())
    left = foreign(shown(desk, "linked").text)
    assert '<a href="http://x.example/n/1.htm" target="_blank" rel="noopener noreferrer nofollow">下一篇</a>' in left
    text = shown(desk, "linked").text
    assert text.count('rel="noopener noreferrer nofollow"') == text.count('target="_blank"') == 3


def test_an_article_over_several_pages(desk: Running) -> None:
    keep(desk, "parts", f"<p>{SAFE}</p>".encode(), "<p>第二页的话在这里</p>".encode())
    text = shown(desk, "parts").text
    assert text.count("<main") == 2
    assert "第二页的话在这里" in text


def test_the_version_that_the_article_came_from_is_shown(desk: Running) -> None:
    keep(desk, "versions", "<p>新的一版文字在这里</p>".encode(), fetched_at=NOON + timedelta(days=1))
    keep(desk, "versions", "<p>旧的一版文字在这里</p>".encode(), fetched_at=NOON)
    assert "新的一版" in shown(desk, "versions").text
    desk.desk.store.put_articles([enriched("versions", fetched_at=NOON + timedelta(days=2), text="第三版")])
    text = shown(desk, "versions").text
    assert "新的一版" in text
    assert "原网页已另抓过一次" in text


def test_a_vanished_article_and_a_page_that_was_not_kept(desk: Running) -> None:
    reader = desk.with_session("reader")
    gone = reader.get("/articles/nothing/source")
    assert gone.status_code == 404
    assert "已经不在库里" in gone.text
    assert "frame-ancestors 'self'" in gone.headers["content-security-policy"], "the message is seen in the frame"
    desk.desk.store.put_articles([enriched("pageless")])
    without = reader.get("/articles/pageless/source")
    assert without.status_code == 404
    assert "没有保存它的原网页" in without.text
    assert 'href="http://x.example/pageless"' in without.text


def test_an_article_whose_address_is_a_script(desk: Running) -> None:
    desk.desk.store.put_articles([enriched("evil", url="javascript:alert(1)")])
    assert "javascript" not in desk.with_session("reader").get("/articles/evil/source").text

"""Days beside links, in the markup that lists have, read on 15 May 2026."""

from datetime import UTC, date, datetime

import pytest

from crawlers.catalogue.entry import ListPages
from crawlers.pages.links import article_links
from crawlers.pages.markup import Markup

HERE = "http://green.example/news/"
NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)
TWO = [date(2026, 5, 14), date(2026, 5, 12)]


def days(html: str, **keys: object) -> list[date | None]:
    pages = ListPages.model_validate({"url": HERE, "articles": r"/\d+$", **keys})
    page = Markup(f"<html><body>{html}</body></html>", "", HERE)
    return [link.published for link in article_links(page, pages, lambda _: True, NOW).links]


LAYOUTS = {
    "a box beside the title's": """<ul><li><p class="h"><a href="1">甲</a></p><p class="when">2026-05-14</p></li>
        <li><p class="h"><a href="2">乙</a></p><p class="when">2026-05-12</p></li></ul>""",
    "a cell": """<table><tr><td>1</td><td><div><a href="1">甲</a></div></td><td>2026/05/14</td></tr>
        <tr><td>2</td><td><div><a href="2">乙</a></div></td><td>2026/05/12</td></tr></table>""",
    "boxes of boxes": """<section><div class="card"><div><div><a href="1">甲</a></div></div><div><div>05-14</div></div></div>
        <div class="card"><div><div><a href="2">乙</a></div></div><div><div>05-12</div></div></div></section>""",
    "text after the link": '<ul><li><a href="1">甲</a>（2026-05-14）</li><li><a href="2">乙</a>（2026-05-12）</li></ul>',
    "behind the title in one text": """<p><a href="1">·关于甲的通知  (2026-05-14)</a></p><p><a href="2">关于乙的通知 2026/05/12</a></p>""",
    "before the link": '<ul><li>[05-14] <a href="1">甲</a></li><li>[05-12] <a href="2">乙</a></li></ul>',
    "an attribute": """<article><a href="1">甲</a><time datetime="2026-05-14T09:00:00+08:00">last Thursday</time></article>
        <article><a href="2">乙</a><time datetime="2026-05-12">earlier</time></article>""",
    "another attribute": '<ul><li data-date="2026-05-14"><a href="1">甲</a></li><li data-date="2026-05-12"><a href="2">乙</a></li></ul>',
    "an attribute of 新华's": '<ul><li data-pt="2026-05-14"><a href="1">甲</a></li><li data-pt="2026-05-12"><a href="2">乙</a></li></ul>',
    "day and month in two boxes": """<ul><li><div class="t"><b>14</b><span>2026-05</span></div><h4><a href="1">甲</a></h4></li>
        <li><div class="t"><b>12</b><span>2026-05</span></div><h4><a href="2">乙</a></h4></li></ul>""",
    "two boxes without one around them": """<ul><li><em>14</em><i>5月</i><a href="1">甲</a></li><li><em>12</em><i>5月</i>
        <a href="2">乙</a></li></ul>""",
    "a line with the source": """<div><p><a href="1">甲</a></p><p>来源：某报 | 2026-05-14 08:00</p></div>
        <div><p><a href="2">乙</a></p><p>来源：某台 | 2026-05-12 21:40</p></div>""",
    "no box around an entry": '<div><a href="1">甲</a><span>05-14</span><br><a href="2">乙</a><span>05-12</span></div>',
    "no box, the date first": '<div><span>05-14</span><a href="1">甲</a><br><span>05-12</span><a href="2">乙</a></div>',
    "terms and descriptions": '<dl><dt><a href="1">甲</a></dt><dd>2026-05-14</dd><dt><a href="2">乙</a></dt><dd>2026-05-12</dd></dl>',
    "English words around it": """<article><a href="1">One</a><p>News — 14 May 2026</p></article>
        <article><a href="2">Two</a><p>By the press office | May 12, 2026</p></article>""",
    "between strokes, in figures": """<article><a href="1">One</a><p>News | 14/05/2026</p></article>
        <article><a href="2">Two</a><p>Brussels · 12/05/2026 · 3 min read</p></article>""",
    "headings of days": """<div><h3>2026年5月14日</h3><ul><li><a href="1">甲</a></li></ul><h3>2026年5月12日</h3><ul><li>
        <a href="2">乙</a></li></ul></div>""",
    "the day of signature before it": """<table><tr><td><p><a href="1">甲</a></p><p><span>文号：某发〔2026〕9号</span>
        <span>成文日期：2026-05-08</span><span>发布日期 ：2026-05-14</span></p></td></tr><tr><td><p><a href="2">乙</a></p>
        <p><span>成文日期：2026-05-07</span><span>发布日期 ：2026-05-12</span></p></td></tr></table>""",
    "labels in boxes of their own": """<div class="row"><a href="1">甲</a><b>成文日期：</b><i>2026-05-08</i><b>发布日期：</b>
        <i>2026-05-14</i></div><div class="row"><a href="2">乙</a><b>成文日期：</b><i>2026-05-07</i><b>发布日期：</b><i>2026-05-12</i>
        </div>""",
    "a summary that names a day, nearer to a link": """<dl><dt><a href="1">甲</a></dt><dd><a href="1"><img src="1.jpg"></a>导读：项目早在
        2025年12月3日即已启动 ...</dd><dd>分类：<a href="/c">观察</a> <span> 2026-5-14 8:00</span></dd></dl><dl><dt><a href="2">乙</a></dt>
        <dd><a href="2"><img src="2.jpg"></a>导读：自2026年3月1日起施行</dd><dd>分类：<a href="/c">观察</a> <span> 2026-5-12 9:10</span></dd></dl>""",
    "a stray day in the box of all": """<main><p>Updated 1 May 2026</p><div><p>Press release | 14 May 2026</p><a href="1">One</a></div>
        <div><p>Press release | 12 May 2026</p><a href="2">Two</a></div></main>""",
    "picture and title": """<ul><li><a href="1"><img src="1.jpg"></a><div><a href="1">甲</a><p>摘要：2026-01-01起施行的办法规定了各地应当
        于每季度末之前完成核查工作并将核查结果按照要求报送主管部门备案的时间和方式以及相应责任。</p><s>05-14</s></div></li>
        <li><a href="2"><img src="2.jpg"></a><div><a href="2">乙</a><s>05-12</s></div></li></ul>""",
}


@pytest.mark.parametrize("html", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_day_is_found_wherever_it_is_in_the_entry(html: str) -> None:
    assert days(html) == TWO


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>2026年5月14日</dt>{0}<dt>2026年5月12日</dt>{1}</dl>",
        "<div><h3 class='d'>Thursday, 14 May 2026</h3><ul>{0}</ul><h3 class='d'>Tuesday, 12 May 2026</h3><ul>{1}</ul></div>",
        "<table><tr><th colspan='2'>2026-05-14</th></tr>{0}<tr><th colspan='2'>2026-05-12</th></tr>{1}</table>",
    ],
    ids=["terms", "headings", "rows"],
)
def test_a_day_over_several_links_is_each_ones(html: str) -> None:
    entry = {"<dl": "<dd>{}</dd>", "<di": "<li>{}</li>", "<ta": "<tr><td></td><td>{}</td></tr>"}[html[:3]]
    first, second = (
        "".join(entry.format(f"<a href='{n}'>条目{n}</a>") for n in numbers) for numbers in ((1, 2, 3, 4), (5, 6, 7))
    )
    assert days(html.format(first, second)) == [TWO[0]] * 4 + [TWO[1]] * 3


@pytest.mark.parametrize(
    ("css", "html"),
    [
        (".when", LAYOUTS["a box beside the title's"]),
        ("td:last-child", LAYOUTS["a cell"]),
        ("time", LAYOUTS["an attribute"]),
        (".t", LAYOUTS["day and month in two boxes"]),
        ("em", LAYOUTS["two boxes without one around them"]),
        ("dd", LAYOUTS["terms and descriptions"]),
        (".gone", LAYOUTS["a box beside the title's"]),
    ],
)
def test_a_selector_says_which_date_is_meant(css: str, html: str) -> None:
    assert days(html, date=css) == TWO


def test_a_selector_tells_the_date_from_a_deadline() -> None:
    html = '<ul><li><a href="1">征集</a><i>2026-05-01</i><b>2026-05-14</b></li><li><a href="2">二</a><b>2026-05-12</b></li></ul>'
    assert days(html, date="b") == TWO


def test_a_notice_and_what_hangs_on_it_have_the_day_of_their_entry() -> None:
    html = """<ul><li><a href="1">办法</a><div class="pop"><ul><li><a href="11">答问</a></li></ul></div><span>2026-05-14</span></li>
    <li><a href="2">细则</a><div class="pop"><ul></ul></div><span>2026-05-12</span></li></ul>"""
    assert days(html) == [TWO[0], TWO[0], TWO[1]]


@pytest.mark.parametrize(
    "html",
    [
        '<div>今天是2026年5月15日</div><ul><li><a href="1">甲</a></li><li><a href="2">乙</a></li></ul>',
        '<ul><li><a href="1">甲</a></li><li><a href="2">乙</a></li></ul><div>最近更新 2026-05-15</div>',
        """<p>2026-05-15</p><ul><li><a href="1">甲</a></li><li><a href="2">乙</a></li><li><a href="3">丙</a></li>
        <li><a href="4">丁</a></li><li><a href="5">戊</a></li></ul><p>2026-05-14</p>""",
        '<ul><li><a href="1">关于2026年5月14日会议的通知</a></li><li><a href="2">第12-30号</a></li></ul>',
        '<ul><li><a href="1">甲</a><b>2026-06-30</b></li><li><a href="2">乙</a><b>截止 2026-07-01</b></li></ul>',
    ],
    ids=["the head of the page", "its foot", "head and foot", "titles", "deadlines"],
)
def test_a_date_that_is_no_entrys_own_is_nobodys(html: str) -> None:
    assert set(days(html)) == {None}

"""Titles of pages that mark none, or only their site: what is printed above the body."""

import pytest

from enrich.extract.extract import extract
from tests.support.pages import SENTENCE, page

TITLE = "澜水市召开园区节水现场会"
BODY = f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("", f"<h2 id='activity-name'>\n {TITLE} </h2>"),
        ("<title></title><script>var msg_title = '澜水市召开园区节水现场会';</script>", ""),
        ("", f"<div class='bt'>{TITLE}</div><div>http://www.lan.example/ 2026-05-12 09:10:00</div>"),
        ("<title>澜水水文研究所</title>", f"<div><a href='/a'>首页</a></div><div>首页 &gt; 要闻</div><h5>{TITLE}</h5>"),
        ("<title>澜水商报</title>", f"<p>首页 &gt; <span>资讯</span> &gt; 列表</p><p class='big'>{TITLE}</p><p></p>"),
        (f"<title>{TITLE}—要闻—澜水水利网</title>", f"<table><tr><td>{TITLE}</td></tr></table>"),
        (f"<title>{TITLE}—要闻—澜水水利网</title>", ""),
        (f"<title>澜水晚报数字报-{TITLE}</title>", f"<table><tr><td><b>{TITLE}</b></td></tr></table>"),
        (f"<title>澜水晚报数字报-{TITLE}</title>", ""),
        (f"<title>Lan Water Board - {TITLE}</title>", f"<a href='/'><span>Lan Water Board</span></a><h2>{TITLE}</h2>"),
        (f"<title>{TITLE}_澜水日报</title>", "<h1>澜水日报</h1>"),
        (
            "<title>工作简报-澜水市水务局</title><meta name='ArticleTitle' content='工作简报'>",
            f"<p>首页 &gt; <a href='../'>工作简报</a></p><h2>{TITLE}</h2><p>2026-05-12 09:10</p>",
        ),
        ("<title>澜水水文站-新闻</title>", f"<h2>{TITLE}</h2><p>發布日期：2026/05/12　點閱數：31</p>"),
        ("<title>澜水市水务局</title>", f"<div>{TITLE}</div><p>澜水发〔2026〕31号</p>"),
        ("", f"<div class='bt'>{TITLE}</div><div>局长　沈渡</div><div>（二〇二六年五月十二日）</div>"),
    ],
)
def test_the_headline_is_found(head: str, above: str) -> None:
    assert extract(page(f"{above}{BODY}", head=head)).title == TITLE


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        ("关于《节水办法》&amp;amp;细则的通知", "关于《节水办法》&细则的通知"),
        ("关于修订&lt;园区节水办法&gt;的决定", "关于修订<园区节水办法>的决定"),
        ("园区节水&lt;br/&gt;现场会在澜水召开", "园区节水现场会在澜水召开"),
    ],
)
def test_entities_and_brackets_stay_words(marked: str, title: str) -> None:
    assert extract(page(BODY, head=f"<meta name='ArticleTitle' content='{marked}'>")).title == title


def test_a_short_line_beside_the_papers_name_is_the_headline() -> None:
    above = "<table><tr><td>2026年05月12日 星期二</td></tr><tr><td>渠水进园</td></tr><tr><td>本报记者　沈渡</td></tr></table>"
    assert extract(page(f"{above}{BODY}", head="<title>澜水晚报数字报-渠水进园</title>")).title == "渠水进园"

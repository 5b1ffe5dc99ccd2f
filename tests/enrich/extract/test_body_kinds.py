"""Kinds of pages on which a body is lost, or more than it is taken: each an invented page in one family's markup."""

import pytest

from enrich.extract.extract import extract
from tests.support.pages import page

HEADLINE = "澜水市公布节水型园区名单"
PARAGRAPHS = (
    "澜水市水务局九日公布首批节水型园区名单，十一家园区入围，年节水量合计超过四百万立方米，单位产值用水量下降一成。",
    "名单显示，纺织和食品园区占了六席，中水回用是主要办法，其中两家园区的再生水使用率已经超过六成，冷却水全部循环使用。",
    "市水务局表示，明年将把节水指标纳入园区考核，连续两年不达标的园区暂停新增取水许可，并向社会公布整改进展情况。",
)
WHOLE = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
PROMOTED = "万千读者都在用，装上澜水通抢先看，下载客户端还能领取新人红包哦！"
NEIGHBOURS = "".join(f"<li><a href='/n/{n}.html'>澜水市第{n}水厂停水检修安排公布</a></li>" for n in range(9))
CASES = {
    # An e-paper's first paragraph stands bare before the first <P>, in an element of the system's own.
    "bare lead": f"<h2>{HEADLINE}</h2><div id='ozoom'><paper-text>{PARAGRAPHS[0]}<P>{PARAGRAPHS[1]}<P>{PARAGRAPHS[2]}</paper-text></div>",
    "bare text and breaks": f"<h1>{HEADLINE}</h1><div class='c'><div id='pic'></div><hr>{PARAGRAPHS[0]}<br>　　{PARAGRAPHS[1]}<br>{PARAGRAPHS[2]}</div>"
    "<div>澜水报业版权所有(c) 未经授权不得镜像，违者必究，澜新备2026001</div>",
    "a container that is too wide": f"<h1>{HEADLINE}</h1><div class='article-content'><div class='l'><div class='words'>{WHOLE}</div>"
    "<div class='cmtBox comment-list'><p>最新跟帖</p><p>网友小河：园区的水价也该公开，让大家看看省下的钱去了哪里，光说不练可不行！</p></div></div>"
    f"<div class='r'><h3>排行榜</h3><ul>{NEIGHBOURS}</ul></div></div>",
    "neighbours above the body": f"<h1>{HEADLINE}</h1><div class='post_body'><p>{PROMOTED}</p><p><b>相关报道：</b></p>"
    f"<p><a href='/live/3'>图文直播：节水型园区现场评审会实录</a></p>{WHOLE}</div>",
    "traditional characters": f"<h1>{HEADLINE}</h1><div class='t'>{WHOLE}<p>【延伸閱讀】</p><p>●<a href='/9'>水費下月調整 議員質疑時機</a></p><p>請下載App看更多新聞</p></div>",
    "promotion at the end": f"<h1>{HEADLINE}</h1><div class='t'>{WHOLE}<p>（澜水融媒独家稿件，转载请注明出处）</p><p>新闻热线：0000-1234567</p><p>扫描下方二维码关注我们</p><p>((责编：沈渡、韩越))</p></div>",
    "a form with one long cell": f"<h1>{HEADLINE}</h1><table><tr><td><p>名单编号</p></td><td><p>澜水节二〇二六</p></td></tr><tr><td><p>发布单位</p></td><td><p>澜水市水务局</p></td></tr>"
    f"<tr><td><p>有效期</p></td><td><p>三年</p></td></tr><tr><td colspan='2'>{WHOLE}</td></tr></table>",
    "sections of one kind": f"<h1>{HEADLINE}</h1><div class='page'>{''.join(f'<section class=b><div><p>{text}</p></div></section>' for text in PARAGRAPHS)}</div>",
    "paragraphs that are divisions": f"<h1>{HEADLINE}</h1><td>{''.join(f'<div>{text}</div>' for text in PARAGRAPHS)}</td>",
    "a digest under a heading that ends others": f"<h1>{HEADLINE}</h1><div class='t'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>热点资讯</p><p>{PARAGRAPHS[2]}</p></div>",
    "a container within one of a wider name": f"<h1>{HEADLINE}</h1><div class='article-content'><div class='col-l'><div id='artibody'>{WHOLE}</div></div>"
    "<div class='col-r'><p>图文直播全天滚动播出，跟帖有奖，欢迎大家踊跃参与本台的互动节目。</p></div></div>",
    "an invitation to a group": f"<h1>{HEADLINE}</h1><div class='t'>{WHOLE}<p>END</p><p>商务合作请加热线微信号 lanwater</p><p>欢迎加入水务跟帖交流群，备注姓名和单位</p></div>",
    "a sentence that ends in 敬请关注": f"<h1>{HEADLINE}</h1><div class='t'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2][:-1]}，敬请关注。</p><p>特此公告。</p></div>",
    "a letter and a share bar in the body": f"<h1>{HEADLINE}</h1><div class='entry-content'>{WHOLE}<aside class='newsletter'><h3>The Monday Note</h3><p>Water policy in five minutes, every week.</p></aside>"
    "<div class='subscribe-box'>Get our briefing by mail, free of charge.</div><ul class='share'><li><a href='#'>Email this story</a></li></ul></div>",
}
STRANGE = (
    "责编 跟帖 红包 图文直播 閱讀 议员 議員 App 转载 热线 二维码 违者必究 第3水厂 Monday policy briefing Email".split()
)


@pytest.mark.parametrize("kind", CASES)
def test_the_whole_body_and_nothing_else(kind: str) -> None:
    article = extract(page(CASES[kind], head=f"<title>{HEADLINE}</title>"))

    assert [text for text in PARAGRAPHS if text[:-1] not in article.text] == []
    assert [word for word in STRANGE if word in article.text] == []


@pytest.mark.parametrize(
    ("lead", "kept"),
    [
        (
            "<div class='article-header'><p>澜水市十一家园区入围首批名单，连续两年不达标的将暂停新增取水许可。</p></div>",
            True,
        ),
        ("<div class='box'><b>核心提示：</b>十一家园区入围，中水回用是主要办法，水价改革同步推进</div>", True),
        ("<div><p>欢迎扫描二维码关注澜水发布，获取更多新闻资讯和便民服务信息。</p></div>", False),
        ("<div><p>来源：澜水日报 发布时间：2026-05-12 浏览次数：31</p></div>", False),
        (f"<div><p>{PARAGRAPHS[0]}</p></div>", False),
    ],
)
def test_a_lead_in_a_box_above_the_body(lead: str, kept: bool) -> None:
    article = extract(page(f"<h1>{HEADLINE}</h1>{lead}<div class='article-content'>{WHOLE}</div>"))

    assert len(article.blocks) == len(PARAGRAPHS) + kept


@pytest.mark.parametrize(
    "name", ["1690873345120877.png", "微信图片_20260917.jpg", "0.jpg", "未命名", "IMG_8429.JPG", "a3f9c2d17b604e5f"]
)
def test_a_file_name_is_no_caption(name: str) -> None:
    body = (
        f"<p>{PARAGRAPHS[0]}</p><p><img src='/u/1.png' title='{name}'></p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"
    )

    assert [image.caption for image in extract(page(f"<h1>{HEADLINE}</h1><div>{body}</div>")).images] == [""]


def test_short_news_among_many_links_is_no_list() -> None:
    links = "".join(f"<a href='/n/{n}'>澜水市第{n}期水质公报今日发布</a>" for n in range(40))
    news = "澜水市首批节水型园区九日挂牌。据水务局介绍，十一家园区去年节水四百万立方米。点击视频了解更多~"

    assert news in extract(page(f"<h1>{HEADLINE}</h1><div class='c'><p>{news}</p></div><div>{links}</div>")).text


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("澜水发﹝2026﹞8号", "澜水发〔2026〕8号"),
        ("澜水发〔2026〕十二号", "澜水发〔2026〕十二号"),
        ("公告2026年第15号", "公告2026年第15号"),
        ("2026年第9号公告", "公告2026年第9号"),
        ("澜水市水务局令 2026年 第3号", "澜水市水务局令2026年第3号"),
        ("依据澜水市2026年第3号地块方案", None),
    ],
)
def test_document_numbers(line: str, number: str | None) -> None:
    assert extract(page(f"<h1>{HEADLINE}</h1><div><p>{line}</p>{WHOLE}</div>")).document_number == number


@pytest.mark.parametrize("quoted", ["content_noencode: '{}'", 'desc: JsDecode("{}")'])
def test_the_text_of_a_picture_post_stands_in_a_script(quoted: str) -> None:
    text = "\\x0a\\x0a".join(PARAGRAPHS).replace("，", "\\u002c")
    state = f"window.cgiDataNew = {{ {quoted.format(text)}, page_type: 'picture_page', picture_page_info_list: [{{cdn_url: 'http://p.example/1', width: '1'}}] }};"

    article = extract(
        page(
            f"<h1 style='display:none'></h1><div>关注后可查看更多图片</div><script>{state}</script>",
            head=f"<meta property='og:title' content='{HEADLINE}'>",
        )
    )

    assert article.title == HEADLINE
    assert article.text.split("\n")[:3] == [text.replace("，", ",") for text in PARAGRAPHS]
    assert [image.url for image in article.images] == ["http://p.example/1"]


@pytest.mark.parametrize(
    ("names", "family"), [("artibody article_content", "门户与报纸"), ("article_content artibody", "Discuz 门户")]
)
def test_of_two_known_names_the_first_is_told_in_every_process(names: str, family: str) -> None:
    found = extract(page(f"<h1>{HEADLINE}</h1><div class='{names}'>{WHOLE}</div>", f"<title>{HEADLINE}</title>"))
    assert found.found_by["body"] == f"container of {family}"

"""extract on whole pages: the demo's layouts against what their writers meant, then single faults."""

from collections.abc import Sequence

import pytest

from demo.sites import sites
from demo.texts import ArticleText, TextPiece, texts
from enrich.extract.extract import extract
from enrich.extract.lines import squeeze
from pipeline.errors import Reject, RejectCode
from pipeline.records import Article, PagePart, Publisher
from tests.support.pages import SENTENCE, article_html, demo_page, page, page_of

FAMILIES = sorted({sites()[text.publisher].family for text in texts()})


def of_family(family: str) -> list[ArticleText]:
    return [text for text in texts() if sites()[text.publisher].family == family]


def squeezed(text: str) -> str:
    """Without white space, full-width letters and figures narrow: what extraction mends."""
    return "".join(squeeze(text).split())


def said(pieces: Sequence[TextPiece]) -> list[str]:
    """What a reader reads of these pieces: paragraphs, headings, quotations, list items and cells."""
    lines: list[str] = []
    for piece in pieces:
        if piece.kind != "picture":
            lines += [piece.text, *piece.items, *(cell for row in piece.rows for cell in row)]
    return [line for line in lines if line]


def extracted() -> dict[str, tuple[ArticleText, Article]]:
    return {text.key: (text, extract(demo_page(text))) for text in texts()}


@pytest.fixture(scope="module")
def done() -> dict[str, tuple[ArticleText, Article]]:
    return extracted()


@pytest.mark.parametrize("family", FAMILIES)
class TestLayouts:
    """Every layout family of the demo."""

    def test_title_date_and_source(self, family: str, done: dict[str, tuple[ArticleText, Article]]) -> None:
        for text in of_family(family):
            article = done[text.key][1]
            assert article.title.startswith(squeeze(text.title)), text.key
            assert article.published == text.day, text.key
            if text.source:
                assert article.source == text.source, text.key

    def test_the_whole_body_and_little_else(self, family: str, done: dict[str, tuple[ArticleText, Article]]) -> None:
        for text in of_family(family):
            body = squeezed(done[text.key][1].text)
            wanted = [squeezed(line) for pieces in text.pages for line in said(pieces)]
            assert [line for line in wanted if line not in body] == [], text.key
            assert len(body) <= 1.15 * sum(map(len, wanted)) + 80, text.key

    def test_pictures_with_captions_and_attachments(
        self, family: str, done: dict[str, tuple[ArticleText, Article]]
    ) -> None:
        for text in of_family(family):
            article = done[text.key][1]
            pictures = [piece for pieces in text.pages for piece in pieces if piece.kind == "picture"]
            assert [image.caption for image in article.images] == [piece.text for piece in pictures], text.key
            assert len(article.attachments) == len(text.attachments), text.key
            for printed, file in zip(text.attachments, article.attachments, strict=True):
                assert printed.rpartition(".")[0] in file.name, text.key


def test_a_file_is_told_by_its_address_or_by_its_name() -> None:
    links = (
        "<a href='/download?id=3'>申报表.doc（23KB）</a><a href='javascript:down(3)'>甲.pdf</a><a href='/f/1.et'>附表</a>"
        "<a href='/a/2.html'>关于某某的通知.pdf</a><a href='#'>乙.docx</a><a href='/list/'>更多</a>"
    )
    found = extract(page(article_html(body=f"<p>{SENTENCE * 4}</p><p>{links}</p>"))).attachments
    assert [(file.url, file.name) for file in found] == [
        ("http://hb.example/download?id=3", "申报表.doc（23KB）"),
        ("http://hb.example/f/1.et", "附表"),
    ]


def test_the_same_page_gives_the_same_article() -> None:
    assert all(extract(demo_page(text)) == extract(demo_page(text)) for text in texts()[:10])


def test_a_title_that_begins_with_a_separator_has_the_sites_name_only() -> None:
    head = "<html><head><title>-东海碳排放权交易所</title></head><body><h3>第二期有偿竞价发放公告</h3>"
    found = extract(page(f"{head}<p>来源： 时间：</p><p>{SENTENCE * 4}</p><p>东海碳排放权交易所</p></body></html>"))
    assert found.title == "第二期有偿竞价发放公告"


def test_a_watermark_is_cut_and_a_name_stays() -> None:
    marked = f"{SENTENCE}本`文内.容.来.自：中`国`碳`排*放*交*易^网 t a np ai fan g.com"
    found = extract(page(article_html(body=f"<p>{marked}</p><p>{SENTENCE}（转自tanpaifang.com）{SENTENCE}</p>")))
    assert [block.text for block in found.blocks] == [SENTENCE, f"{SENTENCE}（转自tanpaifang.com）{SENTENCE}"]


def test_an_authors_own_element_is_no_source() -> None:
    info = '<span>2026-05-12</span><span class="s">来源：东海网</span><span>黎舟</span>'
    assert extract(page(article_html(info=info))).source == "东海网"


def test_htmldate_fault() -> None:
    """htmldate reads 2025年11月28日 as 2025-01-01; the visible line decides."""
    article = extract(page(article_html(info="2025年11月28日 来源：东海日报")))
    assert str(article.published) == "2025-11-28"
    assert article.source == "东海日报"


@pytest.mark.parametrize(
    ("info", "language", "day"),
    [
        ("发布时间：2026-5-2 09:30", "zh", "2026-05-02"),
        ("2026/05/02", "zh", "2026-05-02"),
        ("Published: May 2, 2026", "en", "2026-05-02"),
        ("02.05.2026 | 3:30pm", "en", "2026-05-02"),
        ("发布时间：2026-05-02T13:00:00-04:00", "zh", "2026-05-03"),
        ("发布时间：2026-05-02T12:00:00-04:00", "zh", "2026-05-02"),
        ("Press release from Brussels: 2 September 2025", "en", "2025-09-02"),
        ("2 mei 2026", "nl", "2026-05-02"),
        ("成文日期：2026年4月1日 发布日期：2026年5月2日", "zh", "2026-05-02"),
        ("[实施日期] 2026-04-20<br>[成文日期] 2026-04-01<br>[发布日期] 2026-05-02", "zh", "2026-05-02"),
        (
            "<table><tr><th>成文日期</th><td>2026年4月1日</td><th>发布日期</th><td>2026年5月2日</td></tr></table>",
            "zh",
            "2026-05-02",
        ),
        ("发布日期：2027年1月2日", "zh", "None"),
        ("今天是2026年5月14日 星期四", "zh", "None"),
        ("来源：东海日报", "zh", "None"),
    ],
)
def test_dates(info: str, language: str, day: str) -> None:
    assert str(extract(page(article_html(info=info), language=language)).published) == day


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("来源：东海日报 作者：李明 责任编辑：王芳", "东海日报"),
        ("信息来源：东海省发展改革委 字号：[大 中 小]", "东海省发展改革委"),
        ("稿源： 新华社东海分社　浏览次数：12", "新华社东海分社"),
        ("文章来源：东海日报　更新时间：2026-5-12　点击数：", "东海日报"),
        ("来源：城市更新网 时间：09:12", "城市更新网"),
        ("<table><tr><td>信息来源</td><td>东海省发展改革委</td></tr></table>", "东海省发展改革委"),
        ("<div>来源：</div><div>字号：大 中 小</div>", None),
        ("2026-5-12 09:12|发布者: tanbianji|查看: 87|评论: 0|来自: 东海日报", "东海日报"),
        ("来源：本站", None),
        ("图片来源：某摄影师", None),
        ("作者：李明", None),
        ("来源：" + "很长的说明" * 60, None),
    ],
)
def test_sources(printed: str, source: str | None) -> None:
    assert extract(page(article_html(info=f"2026年5月12日 {printed}"))).source == source


@pytest.mark.parametrize("charset", ["gbk", "gb2312", "utf-8"])
def test_a_wrong_charset_label_does_no_harm(charset: str) -> None:
    whole = f"<html><head><meta charset='{charset}'><title>东海省部署碳市场核查工作</title></head><body>{article_html()}</body></html>"
    for real in ("gb18030", "utf-8"):
        article = extract(page(whole.encode(real), content_type=f"text/html; charset={charset}"))
        assert SENTENCE in article.text


def test_further_parts_follow_in_order() -> None:
    raw = [
        f"<html><head><title>东海省部署碳市场核查工作</title></head><body>{article_html(body=f'<p>第{n}页。{SENTENCE * 3}</p>')}</body></html>".encode()
        for n in (1, 2, 3)
    ]
    parts = tuple(PagePart.pack(f"http://hb.example/a/1_{n}.html", one) for n, one in enumerate(raw, start=1))
    text = extract(page_of(parts, Publisher(id="hb", name="东海省生态环境厅"))).text
    assert [text.count(f"第{n}页。") for n in (1, 2, 3)] == [1, 1, 1]
    assert text.index("第1页。") < text.index("第2页。") < text.index("第3页。")


def test_official_document() -> None:
    body = f"<p>东环发〔2026〕15号</p><p>各市生态环境局：</p><p>{SENTENCE * 2}</p>"
    article = extract(page(article_html(body=body)))
    assert article.document_number == "东环发〔2026〕15号"


def test_the_marks_of_an_official_document() -> None:
    table = (
        "<table><tr><td>索 引 号：</td><td>000014349/2026-00021</td><td>主题分类：</td><td>节能</td></tr>"
        "<tr><td>发文机关：</td><td>东海省发展改革委</td><td>成文日期：</td><td>2026年05月06日</td></tr></table>"
    )
    body = f"<p>东发改环资〔2026〕21号</p><p>各市发展改革委：</p><p>{SENTENCE * 3}</p>"
    article = extract(page(table + article_html(info="发布日期：2026年05月12日", body=body)))
    assert article.index_number == "000014349/2026-00021"
    assert article.issuers == ("东海省发展改革委",)
    assert (str(article.issued), str(article.published)) == ("2026-05-06", "2026-05-12")


def test_a_joint_document_is_signed_by_all_its_issuers() -> None:
    signed = "<p>国家发展改革委</p><p>财 政 部</p><p>生态环境部　国家能源局</p><p>2026年5月6日</p>"
    article = extract(page(article_html(body=f"<p>{SENTENCE * 3}</p>{signed}")))
    assert article.issuers == ("国家发展改革委", "财政部", "生态环境部", "国家能源局")


def test_news_has_no_issuers() -> None:
    article = extract(page(article_html()))
    assert (article.issuers, article.issued, article.index_number, article.document_number) == ((), None, None, None)


def test_full_width_letters_and_digits_are_narrow() -> None:
    article = extract(
        page(
            article_html(
                headline="东海省２０２６年ＣＯ２减排计划公布", body=f"<p>减排１２．５万吨，{SENTENCE}</p>" * 2
            ),
            head="",
        )
    )
    assert article.title == "东海省2026年CO2减排计划公布"
    assert "减排12.5万吨，" in article.text


def test_lines_broken_at_a_width_are_joined() -> None:
    whole = SENTENCE * 4
    lines = [whole[at : at + 30] for at in range(0, len(whole), 30)]
    article = extract(page(article_html(body="<p>" + "<br>".join(lines) + "</p>")))
    assert article.text.replace("\n", "") == whole
    assert len(article.blocks) < len(lines) / 2


def test_an_element_with_a_bodys_name_may_hold_a_caption() -> None:
    picture = "<div class='zoom'><img src='/p.jpg'><p>图为东港园区的屋顶光伏项目现场，记者李明摄影报道</p></div>"
    text = f"<div class='text'>{f'<p>{SENTENCE}</p>' * 5}</div>"
    article = extract(page(f"<h1>东海省部署碳市场核查工作</h1><p>2026年5月12日</p>{picture}{text}"))
    assert article.text.count(SENTENCE) == 5


def test_short_lines_stay_lines() -> None:
    names = [f"东海第{n}热电有限公司" for n in "一二三四五六七八"]
    article = extract(page(article_html(body=f"<p>{SENTENCE * 2}</p>" + "".join(f"<p>{name}</p>" for name in names))))
    assert [block.text for block in article.blocks[-8:]] == names


def test_foreign_markup_becomes_plain_text() -> None:
    body = f"<p>{SENTENCE}</p><p>甲&lt;script&gt;alert(1)&lt;/script&gt;乙，{SENTENCE}</p><script>alert(2)</script><p>{SENTENCE}</p>"
    text = extract(page(article_html(body=body))).text
    assert "甲<script>alert(1)</script>乙" in text
    assert "alert(2)" not in text


LINKS = "".join(
    f"<li><a href='/a/{n}.html'>东海省碳市场第{n}期交易情况的通告</a> 2026-05-{n % 28 + 1:02}</li>" for n in range(60)
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"<h1>碳市场要闻</h1><ul>{LINKS}</ul>", RejectCode.LIST_PAGE),
        ("<h1>404</h1><p>您访问的页面不存在或已被删除</p>", RejectCode.SOFT_404),
        ("<h1>请先登录</h1><p>登录后查看全文</p><form><input name='u'></form>", RejectCode.LOGIN_WALL),
        ("<div id='app'></div><script src='/app.js'></script>", RejectCode.EMPTY_SHELL),
        ("<script>document.cookie='k=' + f(7); location.reload()</script>", RejectCode.LOGIN_WALL),
        (
            f"<h1>东海省部署碳市场核查工作</h1><video src='/v.mp4'></video><p>视频：核查现场。</p>{'<div><a href=/>栏目导航</a></div>' * 20}",
            RejectCode.MEDIA_PAGE,
        ),
    ],
)
def test_what_is_no_article(body: str, reason: RejectCode) -> None:
    with pytest.raises(Reject) as caught:
        extract(page(body, head="<title>东海省生态环境厅</title>"))
    assert caught.value.reason is reason


HOSTILE = {
    "nothing": b"",
    "null bytes": b"\0" * 5000,
    "random bytes": bytes(range(256)) * 400,
    "deep": b"<div>" * 10_000 + SENTENCE.encode(),
    "a million tags": b"<b></b>" * 1_000_000,
    "entities": b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><p>"
    + b"&b;" * 50_000,
    "one long line": b"<p>" + b"\xe7\xa2\xb3" * 1_000_000,
    "spaces": b"<p>" + b" \xe3\x80\x80" * 500_000,
    "brackets": ("<p>" + "【（[" * 300_000).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_one_way(name: str) -> None:
    try:
        article = extract(page(HOSTILE[name]))
    except Reject as verdict:
        assert verdict.reason in RejectCode
    else:
        assert article.title

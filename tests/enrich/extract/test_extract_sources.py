"""Where real pages print their 来源: with every kind of label, without one, at the body's end, in marks; and where they do not."""

import pytest

from enrich.extract.extract import extract
from tests.support.pages import SENTENCE, article_html, page

BODY = (
    f"<p>{SENTENCE}</p><p>会议要求，各市在六月底以前报送上一年度的核查报告，逾期不报的单位由省厅约谈。</p>"
    "<p>与会单位表示，将完善台账，配齐计量器具，主动接受监督，按时足额完成今年的清缴。</p>"
)
HEADLINE = "东海省部署碳市场核查工作"


def found(info: str, body: str = BODY, after: str = "", head: str = "", language: str = "zh") -> str | None:
    html = f"<h1>{HEADLINE}</h1>{info}<div class='article-content'>{body}</div>{after}"
    return extract(page(html, f"<title>{HEADLINE}</title>{head}", language=language)).source


@pytest.mark.parametrize(
    ("info", "source"),
    [
        # A name beside the date
        ("<p><i>潮声观察</i> <i>2026-05-12 09:15</i></p>", "潮声观察"),
        ("<p><em>能源</em><em>北岭工坊</em><em>2026-05-12 09:15</em></p><p>12评论 收藏</p>", "北岭工坊"),
        ("<p>HJ.DONGHAI.EXAMPLE.CN 2026年05月12日16:36 东海网—碳刊</p>", "东海网—碳刊"),
        ("<p>http://hj.donghai.example.cn 2026年05月12日03:18 <font>东海民生信报</font></p>", "东海民生信报"),
        ("<p>2026年05月12日 11:21 《潮汐周刊》 我有话说(12人参与)</p>", "潮汐周刊"),
        ("<p>2026-05-12 09:30 东海经纬 分享</p>", "东海经纬"),
        ("<p>东海日报快讯／林舟 2026年05月12日 20:19:00</p>", "东海日报"),
        ("<div>灯塔号外</div><div>2026-05-12 07:48</div>", "灯塔号外"),
        ("<div>2026</div><div>05/12</div><div>19:02</div><div>观潮</div><div>企鹅号</div>", "观潮"),
        ("<div>2026-05-12 16:56发布于东海</div><div>东海时报新媒体官方账号</div>", "东海时报新媒体"),
        ("<p>2026-05-12 18:00 东海 综合办公室</p>", "综合办公室"),
        ("<p><span>5月12日</span> · <span>东海财经</span> · <span>陈舟</span></p>", "东海财经"),
        ("<p>2026-05-12 10:00 | 作者：陈舟 | 碳市场部 | 阅读(1.9K)</p>", "碳市场部"),
        ("<p><b>2026-05-12 15:20</b> <b>东海发布</b></p>", "东海发布"),
        ("<p>發布時間：2026-05-12 點閱數：362 東海日報</p>", "東海日報"),
        # Labels
        ("<p>2026-05-12 10:22:14 出处：东海快讯台 作者：陈舟 人气： 5380 次</p>", "东海快讯台"),
        ("<p>发布/2026年5月12日 3:30 AM 文/陈舟 来自/东海早报</p>", "东海早报"),
        ("<p>2026-05-12 | 稿源：东海广播电视台</p>", "东海广播电视台"),
        ("<p>发表于2026-05-12 21:30| 1164次阅读| 来源东海极客| 0 条评论| 作者陈舟</p>", "东海极客"),
        ("<p>05-12 13:15 | <b>海风科学</b>来源: 东海日报客户端</p>", "东海日报客户端"),
        ("<p><span>来源：</span><a>东海网</a>－<a>东海日报</a> <span>2026-05-12</span></p>", "东海网－东海日报"),
        ("<p>2026-05-12 本文来源于东海商报</p>", "东海商报"),
        ("<p>2026-05-12 來源：東海電子報 責任編輯：林舟</p>", "東海電子報"),
        ("<dl><dt>[来源]</dt><dd>东海省能源局</dd><dt>[发布时间]</dt><dd>2026-05-12</dd></dl>", "东海省能源局"),
        ("<p>转载自 东海日报 2026-05-12</p>", "东海日报"),
        ("<p>来源：东海中央厨房 陈舟 林海 王山 2026-05-12</p>", "东海中央厨房"),
        ("<p>[ 2026-05-12 ] 来源：[ 东海电力报 ] 专题：新型电力系统</p>", "东海电力报"),
        ("<p>2026-05-12 来源：东海社“碳路”客户端</p>", "东海社“碳路”客户端"),
        ("<p>Source: Lime &amp; Ore Review 2026-05-12</p>", "Lime & Ore Review"),
        ("<p>东海网 · 海风客户端</p><p>作者：陈舟</p><p>2026-05-12 10:12</p>", "东海网"),
        # No name
        ("<p>發布日期：中華民國115年5月12日 點閱數：362</p>", None),
        ("<p>2026-05-12 瀏覽人數：31 分享 列印</p>", None),
        ("<p>2026-05-12</p><p>[制发机构] <b>东海省能源局</b></p>", None),
        (
            "<table><tr><td>发布机构：</td><td>东海省能源局</td></tr><tr><td>发布日期：</td><td>2026-05-12</td></tr></table>",
            None,
        ),
        ("<p><b>2026年5月12日</b> <a>气候和环境</a></p>", None),
        ("<p>东海省统计局副局长 陈舟 2026-05-12</p>", None),
        ("<p>2026-05-12 10:00 已阅 300 语音播报</p>", None),
        ("<p>2026-05-12</p><p>观众在参观作品</p><p>分享</p>", None),
        ("<p>2026-05-12 陈舟</p>", None),
        ("<p><span>文｜陈舟</span> <span>2026年05月12日 11:25</span> <span>听报道</span> <span>T中</span></p>", None),
        ("<p>2026-05-12 玛蒂尔德·若斯</p>", None),
        ("<p>更新时间 2026年5月12日, 格林尼治标准时间10:41</p>", None),
        ("<p>2026年5月12日 查看旧版(2007年11月18号以前)</p>", None),
        ("<p>2026年05月12日 责任编辑：陈舟 林海潮</p>", None),
        ("<p>2026-05-12 18:03:35 来自东海省</p>", None),
        ("<p>2026-05-12 来源： 字号： 默认 大 超大 | 打印</p>", None),
        ("<p>来源：本站原创 作者：陈舟 2026-05-12</p>", None),
        ("<p>来源：互联网 2026-05-12 云图</p>", None),
        ("<p>首页 > 海风资讯 > 正文 2026-05-12 10:00</p>", None),
        ("<p>2026-05-12 头条号</p>", None),
        ("<p>索引号：</p><p>00001/2026-21</p><p>主题词：</p><p>节能</p><p>发布日期：</p><p>2026-05-12</p>", None),
    ],
)
def test_beside_the_headline(info: str, source: str | None) -> None:
    assert found(info) == source


@pytest.mark.parametrize(
    ("info", "last", "after", "source"),
    [
        ("2026-05-12 06:40更新 来源：转载文章", "", "<p>来源：东海晚报</p><p>编辑：陈舟</p>", "东海晚报"),
        ("2026-05-12 来源：网络", "（来源：东海商报，作者：陈舟，图片来源：东海大学）", "", "东海商报"),
        ("2026-05-12 来源：综合整理", "（文章来源：东海财经网）", "", "东海财经网"),
        ("2026-05-12", "", "<p>转自：海风能源</p>", "海风能源"),
        ("2026-05-12", "", "<p>来源丨东海科技报</p>", "东海科技报"),
        ("2026-05-12", "", "<p><b>版权声明</b> 来源：东海商情 时间：2026-05-12 14:34:05 作者：</p>", "东海商情"),
        ("2026-05-12 法学院宣传部", "", "<p>来源：海潮新闻 2026-02-26 15:18 作者：陈舟</p>", "海潮新闻"),
        ("2026-05-12", "文｜东海能源观察", "", "东海能源观察"),
        ("来源：网络 时长：03:15 2026-05-12", "（视频来源：东海经济频道）", "", "东海经济频道"),
        ("2026-05-12", "（视频来源：东海经济频道）", "", None),
        ("2026-05-12", "", "<p>图片来源：东海视觉</p><p>数据来源：东海统计局</p>", None),
        (
            "2026-05-12",
            "",
            "<aside><h4>热门推荐</h4><a href='/1'>河湾镇新建三座垃圾中转站</a><i class='source'>远帆社</i></aside>",
            None,
        ),
        ("2026-05-12", "文｜陈舟", "", None),
    ],
)
def test_at_the_end_of_the_body(info: str, last: str, after: str, source: str | None) -> None:
    assert found(f"<p>{info}</p>", f"{BODY}<p>{last}</p>", after) == source


@pytest.mark.parametrize(
    ("begins", "source"),
    [
        ("东海社北京5月12日电 （记者陈舟）", "东海社"),
        ("（東海社記者陳舟青石12日電）", "東海社"),
        ("（东海社记者陈舟青石十二日电）", "东海社"),
        ("本报北京5月12日电 （记者陈舟）", None),
        ("据东海社北京5月12日电 ", None),
        ("东海晚报5月12日讯（记者 陈舟）", None),
    ],
)
def test_the_agency_in_whose_name_the_body_begins(begins: str, source: str | None) -> None:
    assert found("<p>2026-05-12 21:20</p>", f"<p>{begins}{SENTENCE}</p>{BODY}") == source


@pytest.mark.parametrize(
    ("begins", "source"),
    [
        ("OSLO, Sept. 9, 2026 /HarbourWire/ -- The yard has won", "HarbourWire"),
        ("LONDON, May 12 (Tidewater) - The yard has won", "Tidewater"),
        ("Harbour Climate Press, 23 June – The yard has won", "Harbour Climate Press"),
        ("The yard (Oslo) - a builder of ships - has won", None),
    ],
)
def test_the_agency_of_an_english_text(begins: str, source: str | None) -> None:
    body = (
        f"<p>{begins} an order for three vessels that lay cables in shallow water, the company said on Tuesday.</p>" * 3
    )
    assert found("<p>09 September 2026</p>", body, language="en") == source


@pytest.mark.parametrize(
    ("head", "info", "source"),
    [
        ("<meta name='ContentSource' content='东海省发展改革委'>", "2026-05-12", "东海省发展改革委"),
        ("<meta name='ContentSource' content='本站'>", "2026-05-12", None),
        ("<meta name='mediaid' content='绿能小站'>", "2026-05-12 来源：网络转载", "绿能小站"),
        ("<meta name='source' content='潮汐通稿'>", "2026-05-12", None),
        ("<meta name='source' content='潮汐通稿'>", "2026-05-12 潮汐通稿", "潮汐通稿"),
        ("<meta property='og:site_name' content='潮间带'>", "<b>陈舟</b> <b>潮间带</b> <b>5月12日</b>", "潮间带"),
        ("<meta property='og:site_name' content='潮间带'>", "2026-05-12", None),
    ],
)
def test_marks(head: str, info: str, source: str | None) -> None:
    assert found(f"<p>{info}</p>", head=head) == source


def test_the_publisher_of_json_ld_counts_where_it_is_printed() -> None:
    data = '{"@type":"NewsArticle","publisher":{"@type":"Organization","name":"风光半月"}}'
    head = f"<script type='application/ld+json'>{data}</script>"
    assert found("<p>陈舟 · 风光半月 · 5月12日</p>", head=head) == "风光半月"
    assert found("<p>陈舟 · 5月12日</p>", head=head) is None


def test_the_info_line_may_stand_above_the_headline() -> None:
    above = "<div>2026</div><div>05/12</div><div>21:06</div><div>东海晚八点</div><div>分享</div><div>评论 7</div>"
    assert extract(page(f"{above}{article_html(info='')}")).source == "东海晚八点"


@pytest.mark.parametrize(
    ("headline", "info"),
    [
        ("Calm days strain the northern grid", "<h4 class='author-name'><a>Ada Okonwe</a></h4><p>May 12, 2026</p>"),
        ("排出枠取引、来年度から義務化へ", "<p><span>汐見澤亮</span> <time>2026年5月12日 20時30分</time></p>"),
    ],
)
def test_an_author_is_no_source_on_foreign_pages_of_unknown_publishers(headline: str, info: str) -> None:
    html = f"<h1>{headline}</h1>{info}<div class='article-content'>{BODY}</div>"
    assert extract(page(html, f"<title>{headline}</title>")).source is None

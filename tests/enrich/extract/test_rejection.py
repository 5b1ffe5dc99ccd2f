"""List pages of every layout family, and shells of every kind: at least 95 % are rejected, each with its reason."""

from collections import Counter
from collections.abc import Iterator

from demo.layout import entry, list_page
from demo.sites import sites
from demo.texts import texts
from demo.web import published
from enrich.extract.extract import extract
from pipeline.errors import Reject, RejectCode
from pipeline.records import Page, PagePart, Publisher
from tests.support.pages import page, page_of

NAVIGATION = "".join(
    f"<li><a href='/c{n}/'>{name}</a></li>"
    for n, name in enumerate("首页 要闻 政策 市场 国际 科技 专题 视频 服务 关于我们".split())
)
FRAME = "<div class='nav'><ul>{nav}</ul></div>{body}<div class='footer'><p>主办单位：东海省生态环境厅　备案号：演ICP备00000001号</p></div>"

SOFT_404 = (
    "<h1>404</h1><p>抱歉，您访问的页面不存在</p>",
    "<div class='err'>页面找不到了，三秒后返回首页</div>",
    "<h2>您要查看的信息已删除</h2><a href='/'>返回</a>",
    "<p>该文章已失效或已下线</p>",
    "<h1>Page not found</h1><p>The page you requested could not be found.</p>",
    "<div><img src='/404.png'><p>页面无法显示，链接不存在</p></div>",
    "<h1>提示信息</h1><p>对不起，该内容已被删除</p>",
)
WALLS = (
    "<h1>用户登录</h1><p>请先登录后查看全文</p><form><input name='u'><input name='p' type='password'></form>",
    "<p>登录后阅读全文</p><form></form>",
    "<p>访问过于频繁，请输入验证码</p><img src='/captcha.png'>",
    "<div id='challenge'>Checking your browser before accessing. Please enable JavaScript and cookies.</div>",
    "<h1>Access denied</h1><p>You do not have permission to view this page.</p>",
    "<h1>安全验证</h1><p>请完成人机验证后继续访问</p>",
    "<p>Please log in to continue reading.</p>",
)
SHELLS = (
    "<div id='app'></div><script src='/app.js'></script>",
    "<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>",
    "<noscript>本页需要启用JavaScript</noscript><div class='loading'>加载中…</div>",
    "<frameset><frame src='/a.html'></frameset>",
    "",
    "<script>location.href='/new/'</script>",
)
MEDIA = (
    "<h1>东海省碳市场启动一周年</h1><video src='/v.mp4'></video><p>时长：03:21</p>",
    "<h1>视频：走进低碳园区</h1><div class='player' data-src='/a.m3u8'></div><p>点击播放</p>",
    "<h1>图说碳市场</h1><object data='/a.swf'></object>",
    "<h1>直播回放</h1><iframe src='//player.example/1'></iframe><p>主持人：李明</p>",
)
SHORT = (
    "<h1>关于网站维护的提示</h1><p>今晚维护。</p>",
    "<h1>东海碳市场行情</h1><p>数据更新中</p>",
    "<h1>联系我们</h1><p>电话：000-0000000</p>",
)


def lists() -> Iterator[Page]:
    """Every list page of the demo's sites, and a home page of headlines for each."""
    for site in sites().values():
        own = [entry(site, text) for text in published(site.id, revision=1)]
        publisher = Publisher(id=site.id, name=site.name, language=site.language)
        for section in site.sections:
            # Real lists hold twenty rows and more.
            rows = (own * 12)[:30]
            for number in range(1, section.pages + 1):
                url = site.root + section.page_path(number)
                raw = list_page(site, section, rows, number)
                yield page_of((PagePart.pack(url, raw),), publisher, site.header)


def homes() -> Iterator[Page]:
    headlines = [text.title for text in texts()]
    for start in range(0, 60, 12):
        columns = "".join(
            f"<div class='box'><h3>栏目{n}</h3><ul>"
            + "".join(
                f"<li><a href='/a/{n}{k}.html'>{title}</a><span>05-{k % 28 + 1:02}</span></li>"
                for k, title in enumerate(headlines[start + n : start + n + 10])
            )
            + "</ul></div>"
            for n in range(6)
        )
        yield page(FRAME.format(nav=NAVIGATION, body=columns), head="<title>东海省生态环境厅门户网站</title>")


def shells() -> Iterator[tuple[Page, set[RejectCode]]]:
    kinds = (
        (SOFT_404, {RejectCode.SOFT_404}),
        (WALLS, {RejectCode.LOGIN_WALL}),
        (SHELLS, {RejectCode.EMPTY_SHELL, RejectCode.UNREADABLE}),
        (MEDIA, {RejectCode.MEDIA_PAGE}),
        (SHORT, {RejectCode.TOO_SHORT, RejectCode.EMPTY_SHELL}),
    )
    for bodies, reasons in kinds:
        for body in bodies:
            yield page(body, head="<title>东海省生态环境厅</title>"), reasons
            if body:
                framed = FRAME.format(nav=NAVIGATION, body=body)
                yield (
                    page(framed, head="<title>东海省生态环境厅</title>"),
                    {*reasons, RejectCode.TOO_SHORT, RejectCode.LIST_PAGE},
                )


def verdict(one: Page) -> RejectCode | None:
    try:
        extract(one)
    except Reject as rejected:
        return rejected.reason
    return None


def test_lists_and_homes_are_rejected() -> None:
    found = [(one.url, verdict(one)) for one in [*lists(), *homes()]]
    accepted = [url for url, reason in found if reason is None]
    assert len(found) >= 20
    assert len(accepted) <= 0.05 * len(found), accepted


def test_shells_are_rejected_with_their_reason() -> None:
    found = [(one, verdict(one), reasons) for one, reasons in shells()]
    assert len(found) >= 40
    wrong = [(one.parts[0].unpack()[:200].decode(), reason) for one, reason, reasons in found if reason not in reasons]
    assert [item for item in wrong if item[1] is None] == []
    assert len(wrong) <= 0.05 * len(found), Counter(reason for _, reason in wrong)

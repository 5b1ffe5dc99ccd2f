"""Lines that stand in a body and are not of it: the headline repeated, info lines, editors, promotion, what follows the article."""

import re
from collections.abc import Sequence

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import simplified
from enrich.extract.prose.watermarks import without_watermarks
from pipeline.records import Block, blocks_text

# What a heading of a box stands between.
_MARKS = "[【(（<《「『■●▼▲◆◎★☆※·•→>»|*#＊\\s　]*"
_MARKS_AFTER = "[\\]】)）>》」』■●▼▲◆◎★☆※·•→«|:：＞>…\\s　]*"
_BOILERPLATE = re.compile(
    r"^(?:[\[【(（\s]*(?:责任编辑|责\s{0,9}编|编辑|审核|校对|监制|值班编辑|文字编辑|网络编辑|视频编辑|总监制|排版|美编|初审|复审|终审|一审|二审|三审)\s{0,9}[:：|｜丨/].{0,60}|[（(]?(?:本文)?原标题[:：].*|[（(]?原题为.*|本文来源[:：].{0,60}|关键[字词]\s{0,9}[:：].{0,60}|(?:标签|tags?)\s{0,9}[:：].{0,60}|扫码.{0,12}|点击查看高清原图|扫一扫.{0,30}|分享到.{0,30}|分享让更多人看到|"
    r"(?:【|\[)?\s{0,9}(?:打印|关闭|字号|字体|大|中|小|纠错|返回顶部|关闭窗口|打印本页|打印本文|发送给朋友|发给好友|我要纠错|我要反馈|意见反馈|收藏|收藏本文|分享|下载)(?:[\s】\]|｜]{1,20}(?:打印|关闭|字号|字体|大|中|小|纠错|返回顶部|关闭窗口|打印本页|收藏))*+\s{0,9}(?:】|\])?|"
    r"上一[篇页条].{0,80}|下一[篇页条].{0,80}|(?:\d{1,2}\s{0,9}){2,80}+(?:下一页|末页|尾页)?|第\s{0,9}\d+\s{0,9}页\s{0,9}/\s{0,9}共\s{0,9}\d+\s{0,9}页.{0,20}|相关(?:阅读|新闻|链接|文章|推荐|稿件).{0,40}|延伸阅读.{0,20}|更多(?:精彩|新闻).{0,30}|"
    r"免责声明.*|版权声明.*|(?:本站|本网).{0,20}(?:不代表|版权).*|声明[:：].*|特别声明.*|关注.{0,12}(?:公众号|微信).{0,20}|长按.{0,10}二维码.*|点击上方.{0,30}|内容来自\s{0,9}[\w.-]+|"
    r"(?:您(?:现在|所在|当前)?(?:所在)?(?:的)?位置|当前位置)(?:是|为)?\s{0,9}[:：].{0,80}|"
    r"(?:(?:\d{1,12}\s{0,9}(?:条|次|人)?\s{0,9})?(?:评论|收藏|分享|点赞|赞|阅读|浏览|转发|跟贴|参与)\s{0,9}(?:[（(]?\d+[)）]?)?[\s|｜]*){1,6}|"
    r"share(?: this)?(?: (?:page|article|post|story))?(?: on .{1,20})?|read more|back to top|print(?: this page)?|sharelines.{0,30}|advertisement|【?返回列表】?|阅读原文|点击(?:查看|进入|下载).{0,20}|责任编辑.{0,20}|首页|更多|广告|加载中.{0,3}|自动播放|(?:pdf|word|附件)下载(?:\s{1,9}(?:pdf|word)下载)*|赞一?个?\s{0,9}[（(]?\d*[)）]?)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"^{_MARKS}(?:相关(?:阅读|新闻|链接|文章|推荐|报道|专题|资讯|内容|稿件|信息)|延伸阅读|推荐(?:阅读|新闻|文章|资讯)|(?:新闻|精彩|热门|编辑|为您|今日)推荐|热[门点](?:新闻|推荐|文章|点阅|评论|资讯|专题|消息|信息)|"
    r"(?:点击|阅读|评论|新闻|热点|一周|24小时)*排行榜?|猜你(?:喜欢|感兴趣)|你可能(?:喜欢|感兴趣).{0,6}|大家都在(?:看|搜)|更多(?:新闻|精彩|报道|阅读)|往期(?:回顾|精彩|推荐)|精彩(?:视频)?推荐|此前报道|"
    r"(?:网友|最热|最新|全部|热门|发表|精彩|我要)(?:评论|跟帖|留言).{0,10}|\d+\s{0,9}条(?:评论|跟贴|跟帖).{0,20}|评论\s{0,9}[（(]?\d*[)）]?|"
    r"related(?: (?:content|articles?|news|stories|posts|links|reading|topics))?|you (?:may|might) also (?:like|be interested in)|(?:also |further )reading|see also|recommended(?: for you)?|most (?:read|popular)|"
    rf"more (?:on this(?: topic)?|stories|news)|(?:leave a |post a )?(?:reply|comments?)(?: \(\d+\))?){_MARKS_AFTER}$",
    re.IGNORECASE,
)
# Where the page goes on after its article: neighbours and footers.
_AFTER = re.compile(
    r"^(?:上一[篇条]|下一[篇条])|版权所有|凡未注明|^[①②\d.、\s]*凡(?:本网|本站|注明)|^.{0,12}简介\s*[-|]|^关于我们|ICP备|网站标识码|copyright\s*(?:©|\(c\))|all rights reserved|powered by|^©\s*\d{4}|违法和不良信息举报",
    re.IGNORECASE,
)
# What a release says of those who gave it out.
_GIVEN_BY = re.compile(
    r"^(?:(?:媒体|投资者)(?:联络|联系|关系|垂询|查询|咨询|热线)(?:人|方式)?\s*[:：].*|关于[^，。；：:]{2,24}\s*[:：].{0,40}(?:公司|集团|机构|成立于|创立于|创办于|总部|是一家|是全球|致力于).*|(?:本(?:新闻稿|公告|新闻发布).{0,12})?前瞻性(?:陈述|声明).*|(?:press|media|news) (?:contacts?|enquiries|inquiries)|for (?:further|more) information,? (?:please )?(?:contact|visit)|contacts?|notes? (?:to|for) editors?|about (?:the )?[A-Z][\w&.’' -]{1,50})\s*(?::.*)?$",
    re.IGNORECASE,
)
LONGEST_AFTER = 200
# What asks the reader for something, or says who may copy: promotion and rights at a body's begin and end.
_PROMOTION = re.compile(
    r"下载.{0,8}(?:客户端|app)|(?:客户端|app).{0,8}下载|点[我击此这].{0,4}(?:下载|投票|领取)|(?:扫描|识别|长按).{0,8}二维码(?!.{0,16}(?:报名|填|提交|参会|反馈))|点(?:个|亮|一下)?[“「【]?(?:在看|赞|星标|关注)|点击.{0,4}蓝字|一键关注|点击(?:参与|报名|领取|抢购|试用)|免费(?:带走|抱回家|领取)|[可请].{0,4}下载本[文页篇]|设为“?星标|分享(?:到|给).{0,6}(?:朋友圈|更多)|返回.{0,8}查看更多|限时.{0,4}(?:福利|优惠|特惠|抢购|免费)|立减|名额有限|火热(?:报名|招生)|扫码(?:报名|咨询|领取|入群|进群|加入|关注|下载)|领取.{0,8}(?:红包|福利|资料|优惠|奖)|每日签到|(?:加入|追踪).{0,6}(?:群组|频道|我们的?(?:line|telegram|facebook|社群|专页))|(?:欢迎|点击|(?<!敬)请)(?:扫描|关注|订阅|分享|转发).{0,20}|敬请(?:关注|订阅).{0,20}(?:公众号|微信|微博|账号|客户端)|商务合作.{0,12}(?:联系|微信|电话|邮箱)|添加.{0,8}(?:小助手|微信号?)|加入.{0,12}(?:交流|读者|讨论|粉丝|微信|QQ)群|"
    r"免费试[用玩]|(?:请|须|需|务请)注明(?:出处|来源)|未经.{0,10}(?:授权|许可|允许|同意).{0,16}(?:转载|复制|摘编|镜像)|(?:严禁|谢绝|不得|请勿|禁止)转载|版权(?:均?属|归).{0,24}所有|"
    r"相关权益归.{0,20}所有|(?:原创|独家)(?:文章|稿件|作品)|如有侵权|侵权.{0,6}删除|(?:爆料|报料|新闻热线|投稿邮箱)(?:邮箱|热线|电话)?\s*[:：]|保证天天中奖|(?:看都看完了|点个?【?在看)|"
    r"仅代表.{0,12}(?:观点|立场|本人)|仅提供信息(?:存储|发布)|(?:转载|分享|刊登|发布).{0,6}(?:仅|只).{0,4}(?:为|是|供).{0,8}(?:传播|传递|分享|交流|参考|学习)|不(?:代表|构成).{0,20}(?:观点|立场|建议)|图片来[自源]网络|sign up (?:for|to)|subscribe (?:to|for|now)|to your inbox|follow us on|join our (?:newsletter|mailing list)|(?:download|get) (?:our|the) (?:free )?app|(?:free|our|weekly|daily|monthly) newsletter|become a (?:member|subscriber)|already a (?:member|subscriber)|support our (?:work|journalism)|register now|follow .{1,40} on (?:x|twitter|linkedin|facebook|instagram|bluesky)\b|"
    r"(?:may|must) not be (?:reproduced|republished)|reproduction (?:is )?prohibited",
    re.IGNORECASE,
)
LONGEST_PROMOTION = 160
# A sentence beside promotion that is news of its own.
LEAST_TOLD = 20
# Blocks at a body's begin, and at its end, that may be promotion or signed by its makers.
EDGE = 3
# Who made the text, in a line of its own: the fields have it.
_SIGNED = re.compile(
    r"^[\s　（(□■\[【]*(?:(?:(?:本报|本网|本台|特约|实习|[\u4e00-\u9fff·]{2,12})?(?:全媒体|首席)?(?:记者|通讯员|评论员|实习生)\s{0,9}[:：]?\s{0,9}[\u4e00-\u9fff]{1,4}(?:[\s　、,，/]+[\u4e00-\u9fff]{1,4}){0,6}(?:\s{0,9}[/／]?\s{0,9}(?:文|图|摄|文/图|图/文|报道))?)|"
    r"(?:文|图|文图|图文|撰文|撰稿|作者|来源|稿源|供稿|供稿单位|摄影|整理|编译|信息来源|资料来源|文章来源|素材来源)\s{0,9}[:：/／|｜丨]\s{0,9}[^。！？；]{1,40}|"
    r"《[^》]{2,16}》?\s{0,9}[（(]\s{0,9}\d{4}\s{0,9}年\s{0,9}\d{1,2}\s{0,9}月\s{0,9}\d{1,2}\s{0,9}日\s{0,9}(?:第?\s{0,9}\d+\s{0,9}版)?\s{0,9}[）)]|\d{4}年\d{1,2}月\d{1,2}日\s{0,9}第?\s{0,9}\d+\s{0,9}版)[\s　）)\]】]*$"
)
# Several of them side by side in one line: labels, each with a name.
_CREDITS = re.compile(
    r"^[（(\[【]?(?:(?:来源|作者|编辑|责编|责任编辑|审核|校对|监制|记者|通讯员|摄影|文|图|文字|图片|统筹|策划|制图|设计|出品|主编|编审|值班编[委辑]|[一二三初复终]审|签发|排版|供稿|撰稿|撰文|翻译|剪辑|视频)\s*[:：/|丨｜]\s*[^\s:：/|丨｜。；]{1,16}[\s　;；,，|丨｜]*){2,8}[）)\]】]?$"
)
# What a line says before another page's headline.
_POINTER = re.compile(
    r"^(?:related|read more|also read|see also|更多阅读|延伸阅读|相关阅读|此前报道)\s*[:：]\s*", re.IGNORECASE
)
_LISTED_DAY = re.compile(r"\s{0,9}[\[(（]?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s{0,9}$")
_LISTED_MARK = re.compile(r"^[●■◆·•▪※→\-–—\s]+")
_DAY = re.compile(r"[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")
_INFO = re.compile(
    r"^.{0,80}(?:来源|发布时间|发布日期|信息来源|浏览次数|访问量|阅读次数|点击数)\s{0,9}[:：].{0,80}$|^(?:更新|发布)?(?:时间|日期)?\s{0,9}[:：]?\s{0,9}(?:19|20)\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s{0,9}\d{1,2}:\d\d(?::\d\d)?)?(?:\s{0,9}更新)?$|"
    r"^(?:(?:published|posted|updated|last (?:modified|updated))(?: on)?\s{0,9}:?\s{0,9}(?:\d|[a-z]{3,9} \d).{0,80}|\d{1,3} min(?:ute)?s? read|press release)$",
    re.IGNORECASE,
)
# What a share bar's list has for its items.
_SHARED_BY = frozenset(
    "facebook twitter x linkedin whatsapp email e-mail mail bluesky reddit telegram threads print copy copylink 微信 微博 qq qq空间".split()
)
_TRAILING_EDITOR = re.compile(
    r"[\s　]{0,20}[\[【(（]\s{0,9}(?:责任编辑|责编|编辑)\s{0,9}[:：]?[^\]】)）]{0,30}[\]】)）]\s{0,9}$"
)
# A paragraph of at least so many characters that ends like a sentence is prose; with so much kept an article may end.
LEAST_SENTENCE, LEAST_KEPT = 40, 60
_END = re.compile(r"[。！？.!?][”」』）)\"']?\s*$")


def prose(blocks: Sequence[Block]) -> int:
    """Characters in paragraphs that read like prose: long, and ended like a sentence."""
    return sum(len(block.text) for block in blocks if len(block.text) >= LEAST_SENTENCE and _END.search(block.text))


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph says when, from whom or how to share, or asks the reader for something."""
    said = simplified(text)
    patterns = (_BOILERPLATE, _TAIL, _INFO, _SIGNED)
    return any(pattern.match(said) for pattern in patterns) or any(
        pattern.search(said) for pattern in (_PROMOTION, _AFTER)
    )


def cleaned(blocks: Sequence[Block], headline: str, document: HtmlDocument) -> tuple[Block, ...]:
    """Without lines that are no article: the headline repeated, the info line, editors, share bars, what follows."""
    kept: list[Block] = []
    key = re.sub(r"\W", "", headline)
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        text = without_watermarks(block.text)
        if block.kind not in ("paragraph", "heading", "quotation"):
            if not _is_link_list(block, document):
                kept.append(block)
            continue
        said = simplified(text)
        given = _GIVEN_BY.match(said) is not None
        if _ends(said, kept) and not _goes_on(blocks[at + 1 :], kept, document, given):
            break
        if _is_left_out(text, said, document, following) or (block.kind == "paragraph" and text in document.contents):
            continue
        if len(kept) < EDGE and (re.sub(r"\W", "", text) == key or _INFO.match(said)):
            continue
        text = _TRAILING_EDITOR.sub("", text)
        if text:
            kept.append(Block(kind=block.kind, text=text))
    return _without_edges(kept)


def _ends(said: str, kept: list[Block]) -> bool:
    """Whether the article has ended before this line."""
    if not kept:
        return False
    if _TAIL.match(said):
        return True
    after = len(said) <= LONGEST_AFTER and _AFTER.search(said) is not None
    # All that was kept is looked at only below a line that may be an end.
    return (after or _GIVEN_BY.match(said) is not None) and (
        len(blocks_text(tuple(kept))) >= LEAST_KEPT or prose(kept) > 0
    )


def _goes_on(rest: Sequence[Block], kept: list[Block], document: HtmlDocument, given: bool) -> bool:
    """Whether the article goes on below a line that ends others: most of it is still to come, or its next paragraph is."""
    after = [block for block in rest if block.text not in document.links]
    # Under a heading such as 热点新闻 a digest goes on; what a release says of its makers is prose, too.
    if given:
        return prose(after) > prose(kept) / 2
    return prose(after) > prose(kept) or (prose(rest[:1]) > 0 and rest[0].text not in document.links)


def _is_left_out(text: str, said: str, document: HtmlDocument, following: Block | None) -> bool:
    pointed = _LISTED_MARK.sub("", _LISTED_DAY.sub("", _POINTER.sub("", text)))
    return (
        (len(said) <= LONGEST_AFTER and _AFTER.search(said) is not None)
        or _BOILERPLATE.match(said) is not None
        or _TAIL.match(said) is not None
        or (pointed in document.links and not _is_signed(following))
    )


def _without_edges(kept: list[Block]) -> tuple[Block, ...]:
    """Without promotion and the makers' names in the first and last blocks, as long as an article is left."""
    edge = {*range(min(EDGE, len(kept))), *range(max(0, len(kept) - EDGE - 2), len(kept))}
    asks = {
        at
        for at in edge
        if kept[at].kind == "paragraph"
        and (
            (len(kept[at].text) <= LONGEST_PROMOTION and _promotes(kept[at].text))
            or (len(kept[at].text) <= LONGEST_PROMOTION and _makers(kept[at].text))
        )
    }
    left = tuple(block for at, block in enumerate(kept) if at not in asks)
    # What is promotion for the most part is an article of that kind.
    most = 2 * len(blocks_text(left)) >= len(blocks_text(tuple(kept)))
    return left if most and (prose(left) or len(blocks_text(left)) >= LEAST_KEPT) else tuple(kept)


def _promotes(text: str) -> bool:
    """Whether a paragraph is promotion and tells nothing else: a last sentence of news may lead to a code, too."""
    sentences = re.split(r"(?<=[。！？])", text)
    asking = [_PROMOTION.search(simplified(one)) is not None for one in sentences]
    told = (one for one, asks in zip(sentences, asking, strict=True) if not asks and one.endswith("。"))
    return any(asking) and not any(len(one) >= LEAST_TOLD for one in told)


def _makers(text: str) -> bool:
    """Whether a line only says who made the text."""
    return _SIGNED.match(text) is not None or _CREDITS.match(simplified(text)) is not None


def _is_link_list(block: Block, document: HtmlDocument) -> bool:
    """Whether a list is of other pages' headlines, of the page's own, or of the ways to share it."""
    linked = sum(
        _LISTED_DAY.sub("", item) in document.links
        or item in document.contents
        or item.lower().replace(" ", "") in _SHARED_BY
        for item in block.items
    )
    return linked > len(block.items) / 2


def _is_signed(following: Block | None) -> bool:
    """Whether the line before this one signs a notice: its issuer, whom the footer may link to, stands over the date."""
    return following is not None and _DAY.fullmatch(following.text.strip()) is not None

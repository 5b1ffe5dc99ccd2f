"""The body as blocks: trafilatura on the part of the page that holds it; the only module that imports trafilatura."""

import re
from copy import deepcopy
from itertools import groupby

from lxml import html
from trafilatura import bare_extraction

from enrich.extract.blocks import blocks_of
from enrich.extract.density import densest
from enrich.extract.families import bodies
from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import is_broken, joined, squeeze
from enrich.extract.watermarks import without_watermarks
from pipeline.records import Block, blocks_text

# A container with less text than this is not where the body is; one with little of the page's prose is a summary.
LEAST_CHARACTERS = 60
# The last page of an article may be one line; its container is known all the same.
LEAST_CONTAINED = 16
# When trafilatura keeps less than this share of a known container, it has cut into the body.
LEAST_SHARE = 0.7
# A single paragraph that is this many lines of the page is the page, not its article.
SWALLOWED = 3
# As far as that is looked into: a bound for pages of nonsense.
MOST_LOOKED_AT, MOST_LINES = 20_000, 400
# Chosen on the pages that `make bench` measures on; between .6 and .95 their figures hardly differ.
LEAST_PROSE = 0.9
# A container that holds less than half of the densest element's prose holds something else.
MUCH_MORE = 2
# Captions and summaries are shorter than this many characters: a container with more is not looked beside.
PLENTY = 400
LEAST_SENTENCE = 40
_END = re.compile(r"[。！？.!?][”」』）)\"']?\s*$")

_BOILERPLATE = re.compile(
    r"^(?:[\[【(（]?\s*(?:责任编辑|责\s*编|编辑|审核|校对|监制|值班编辑|文字编辑|网络编辑)\s*[:：|｜丨].{0,40}|[（(]?(?:本文)?原标题[:：].*|本文来源[:：].{0,60}|关键[字词][:：].{0,60}|扫码.{0,12}|点击查看高清原图|扫一扫.{0,30}|分享到.{0,30}|分享让更多人看到|"
    r"(?:【|\[)?\s*(?:打印|关闭|字号|大|中|小|纠错|返回顶部|关闭窗口|打印本页|我要纠错|收藏)(?:\s*(?:】|\]|\||｜|\s)\s*(?:打印|关闭|字号|大|中|小|纠错|返回顶部|关闭窗口|打印本页|收藏))*\s*(?:】|\])?|"
    r"上一[篇页条].{0,80}|下一[篇页条].{0,80}|相关(?:阅读|新闻|链接|文章|推荐|稿件).{0,40}|延伸阅读.{0,20}|更多(?:精彩|新闻).{0,30}|"
    r"免责声明.*|版权声明.*|(?:本站|本网).{0,20}(?:不代表|版权).*|声明[:：].*|特别声明.*|关注.{0,12}(?:公众号|微信).{0,20}|长按.{0,10}二维码.*|点击上方.{0,30}|内容来自\s*[\w.-]+|"
    r"share(?: this)?(?: (?:page|article|post|story))?(?: on .{1,20})?|read more|back to top|print(?: this page)?|sharelines.{0,30}|【?返回列表】?|阅读原文|点击(?:查看|进入).{0,20}|责任编辑.{0,20}|首页|更多)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^(?:相关(?:阅读|新闻|链接|文章|推荐|报道)|延伸阅读|推荐阅读|热门(?:新闻|推荐|文章)|猜你喜欢|网友评论|精彩推荐|"
    r"related(?: (?:content|articles?|news|stories|posts|links|reading))?|you (?:may|might) also (?:like|be interested in)|"
    r"more on this(?: topic)?|(?:press|media) contacts?)\s*[:：]?$",
    re.IGNORECASE,
)
# Where the page goes on after its article: neighbours and footers.
_AFTER = re.compile(
    r"^(?:上一[篇条]|下一[篇条])|版权所有|凡未注明|凡本网|^.{0,12}简介\s*[-|]|^关于我们|ICP备|网站标识码|copyright\s*(?:©|\(c\))|all rights reserved|powered by|^©\s*\d{4}",
    re.IGNORECASE,
)
LONGEST_AFTER = 200
# What a line says before another page's headline.
_POINTER = re.compile(r"^(?:related|read more|also read|see also|更多阅读|延伸阅读|相关阅读)\s*[:：]\s*", re.IGNORECASE)
_LISTED_DAY = re.compile(r"\s*[\[(（]?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s*$")
_DAY = re.compile(r"[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")
_INFO = re.compile(
    r"^.{0,80}(?:来源|发布时间|发布日期|信息来源|浏览次数|访问量)\s*[:：].{0,80}$|"
    r"^(?:(?:published|posted|updated|last (?:modified|updated))(?: on)?\s*:?\s*(?:\d|[a-z]{3,9} \d).{0,80}|\d{1,3} min(?:ute)?s? read|press release)$",
    re.IGNORECASE,
)
# What a share bar's list has for its items.
_SHARED_BY = frozenset(
    "facebook twitter x linkedin whatsapp email e-mail mail bluesky reddit telegram threads print copy copylink 微信 微博 qq qq空间".split()
)
_TRAILING_EDITOR = re.compile(r"[\s　]*[\[【(（]\s*(?:责任编辑|责编|编辑)\s*[:：]?[^\]】)）]{0,30}[\]】)）]\s*$")


def body(document: HtmlDocument, headline: str) -> tuple[tuple[Block, ...], str]:
    """The body's blocks in order, and the rule; ((), "") where there is none. Text is plain, nothing is rewritten.

    Where a family's known container holds the body, trafilatura works on it alone, and the container is taken whole
    if trafilatura cut into it. Elsewhere it works on the page; the second candidate is the element with the densest
    prose. The score is the prose kept: the narrow candidate wins where it has LEAST_PROSE of trafilatura's, since
    what it leaves out then is navigation, comments and neighbours.
    """
    contained = _in_known_container(document, headline)
    if contained is not None and _length(contained[0]) >= PLENTY:
        return contained
    dense = densest(document.tree)
    narrow = _clean(blocks_of(dense, document.absolute), headline, document) if dense is not None else ()
    # An element may have a body's name and hold a caption: then the prose is elsewhere.
    if contained is not None and _prose(narrow) <= MUCH_MORE * _prose(contained[0]) + LEAST_CHARACTERS:
        return contained
    guessed = _trafilatura(document.tree, document)
    found = () if _is_whole_page(guessed, document) else _clean(guessed, headline, document)
    if _length(narrow) >= LEAST_CHARACTERS and _prose(narrow) >= LEAST_PROSE * _prose(found):
        return narrow, "the densest element"
    return found, "trafilatura" if found else ""


def _in_known_container(document: HtmlDocument, headline: str) -> tuple[tuple[Block, ...], str] | None:
    """The body in a family's known container, and the rule; None where no container holds one."""
    known = _known_container(document)
    if known is None:
        return None
    container, family = known
    whole = _clean(blocks_of(container, document.absolute), headline, document)
    page: html.HtmlElement = html.document_fromstring("<html><body><article></article></body></html>")
    inner = deepcopy(container)
    inner.tail = None
    page.find(".//article").append(inner)
    found = _clean(_trafilatura(page, document), headline, document)
    if _length(found) >= LEAST_SHARE * _length(whole) >= LEAST_SHARE * LEAST_CONTAINED:
        return found, f"trafilatura in the container of {family}"
    return (whole, f"container of {family}") if _length(whole) >= LEAST_CONTAINED else None


def _prose(blocks: tuple[Block, ...]) -> int:
    """Characters in paragraphs that read like prose: long, and ended like a sentence."""
    return sum(len(block.text) for block in blocks if len(block.text) >= LEAST_SENTENCE and _END.search(block.text))


def _is_whole_page(blocks: list[Block], document: HtmlDocument) -> bool:
    """Whether trafilatura found no body and gave what is visible as one paragraph, navigation and all."""
    if len(blocks) != 1 or any(blocks[0].text in line for line in document.lines):
        return False
    text = blocks[0].text[:MOST_LOOKED_AT]
    return sum(len(line) > 1 and line in text for line in document.lines[:MOST_LINES]) >= SWALLOWED


def mended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with runs of paragraphs that were broken at a fixed width joined again; nothing else is rewritten."""
    done: list[Block] = []
    for is_text, run in groupby(blocks, lambda block: block.kind == "paragraph"):
        held = list(run)
        lines = [block.text for block in held]
        if is_text and is_broken(lines):
            held = [Block(kind="paragraph", text=text) for text in joined(lines)]
        done += held
    return tuple(done)


def _length(blocks: tuple[Block, ...]) -> int:
    return len(blocks_text(blocks))


def _known_container(document: HtmlDocument) -> tuple[html.HtmlElement, str] | None:
    """The known container with the most text, and its family."""
    best, most, known = None, LEAST_CONTAINED, bodies()
    for element in document.tree.iter():
        names = {element.get("id", ""), *element.get("class", "").split()} if isinstance(element.tag, str) else set()
        mark = next((name for name in names if name in known), "")
        size = len(squeeze(str(element.text_content()))) if mark else 0
        if size > most:
            best, most = (element, known[mark]), size
    return best


def _trafilatura(tree: html.HtmlElement, document: HtmlDocument) -> list[Block]:
    """What trafilatura takes for the body; pictures that are loaded late are given their own address first."""
    copied = deepcopy(tree)
    for image in copied.iter("img"):
        lazy = image.get("data-src") or image.get("data-original") or image.get("data-lazy-src")
        if lazy:
            image.set("src", lazy)
    found = bare_extraction(copied, url=document.url, include_comments=False, include_tables=True, include_images=True)
    text = getattr(found, "body", None)
    return blocks_of(text, document.absolute) if text is not None else []


def _clean(blocks: list[Block], headline: str, document: HtmlDocument) -> tuple[Block, ...]:
    """Without lines that are no article: the headline repeated, the info line, editors, share bars, what follows."""
    kept: list[Block] = []
    key = re.sub(r"\W", "", headline)
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        text = without_watermarks(block.text)
        if block.kind not in ("paragraph", "heading", "quotation"):
            if not _is_link_list(block, document):
                kept.append(block)
            continue
        after = len(text) <= LONGEST_AFTER and _AFTER.search(text) is not None
        if kept and (
            _TAIL.match(text) or (after and (_length(tuple(kept)) >= LEAST_CHARACTERS or _prose(tuple(kept))))
        ):
            break
        if (
            after
            or _BOILERPLATE.match(text)
            or (_LISTED_DAY.sub("", _POINTER.sub("", text)) in document.links and not _is_signed(following))
            or (block.kind == "paragraph" and text in document.contents)
        ):
            continue
        if len(kept) < 3 and (re.sub(r"\W", "", text) == key or _INFO.match(text)):
            continue
        text = _TRAILING_EDITOR.sub("", text)
        if text:
            kept.append(Block(kind=block.kind, text=text))
    return tuple(kept)


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

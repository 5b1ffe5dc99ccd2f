"""The headline as an editor prints it."""

import re
from html import unescape as html_entities
from itertools import pairwise

from lxml import html

from enrich.extract.families import marks
from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import letters, squeeze
from enrich.extract.printed.printed_name import INSTITUTION

# Between a headline and the site's name in <title>.
_SEPARATOR = re.compile(r"\s*(?:[_|｜»›]+|\s[-–—]+\s?|-{2,}|——|\s[-–—]|[-–—](?=[^-–—]{2,12}$))\s*")
_HEADINGS = (
    "//h1 | //h2 | //h3 | //*[" + " or ".join(f"@id='{mark}'" for mark in marks("title")) + "]"
    " | //*[contains(@class,'title') or contains(@class,'headline') or contains(@class,'Title') or contains(@class,'tit')]"
    "[not(self::a or self::li or self::ul or self::body or self::html)]"
)
LONGEST = 200
LEAST_ABOVE = 8
LONGEST_SUBTITLE = 60
_SUBTITLE = re.compile(r"(?:——|－－|--)(?=.{4})")
# Markup inside a mark's text; other words between < and > are the headline's own.
_TAG = re.compile(
    r"</?(?:a|b|big|br|center|div|em|font|h\d|i|p|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
# An entity that the publisher escaped twice.
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_DAY = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[\sT]*\d{1,2}:\d\d(?::\d\d)?)?")
_INFO = re.compile(
    r"^(?:(?:发布|发表)?(?:时间|日期)\s*[:：]?\s*20\d\d|(?:信息|文章)?来源\s*[:：]|20\d\d[-/年]\d{1,2}[-/月]\d{1,2}|(?:点击|浏览|阅读)(?:次?数|量)?\s*[:：])"
)
_COUNTER = re.compile(r"\d[\d.,]*\s*[万亿wk]?\+?\s*[次人条]?\s*(?:播放|阅读|浏览|点击|观看|评论|点赞)", re.IGNORECASE)
# What stands beside the date on a line that has nothing else, without counters.
_LONGEST_BESIDE = 12
_GENERIC = re.compile(
    r"^(首页|新闻|正文|资讯|详情|文章详情|内容页|无标题|untitled|home|news|nieuws|新闻中心|通知公告)$", re.IGNORECASE
)
# What sites and their sections are called at the ends of a <title>.
_SITE = re.compile(
    rf"(?:{INSTITUTION}|网站|门户|栏目)$|"
    r"^(?:首页|新闻|要闻|资讯|正文|文章|详情|内容|公告|通知|动态|政策|图片|视频|国内|国际|财经|评论|news|home|press|press releases?)$",
    re.IGNORECASE,
)
_LONGEST_SITE = 24
_BOUNDARY = r"[\s_|｜»›:：\-–—·>《》]"
_DASHES = re.compile(r"\s*(?:[_|｜»›]+|[-–—]+)\s*")
# Where a system cut what it put into <title>.
_CUT = re.compile(r"(.+?)\s*(?:…+|\.{3,})$")
_COPYRIGHT = re.compile(r"版权(?:所有|声明|归)|地\s*址\s*[:：]|copyright|©|all rights reserved", re.IGNORECASE)
# Where a page's script keeps its headline (WeChat, portals).
_SCRIPT = re.compile(r"""\bmsg_title\s*=\s*["']([^"'<>\n]{4,200})["']""")
# As far as the first sentence of the body is looked for, and as far above it as the headline is.
MOST_LINES, MOST_ABOVE = 400, 8
LEAST_SENTENCE = 40
_SENTENCE = re.compile(r"[。！？.!?…][”」』）)\"']?$")
# What stands above a body and is no headline: crumbs, buttons, the makers.
_NO_HEADLINE = re.compile(
    r"[>»›]|^(?:您?(?:现在|当前|所在).{0,6}位置|字[号体]|【|分享|打印|关闭|来源|作者|编辑|记者|时间|日期|发布)|[。；：:;，,]$|^[\d\s:：/年月日.-]+$|^(?:本报|本网|通讯员).{0,20}$|^[上下左右]?图\s*[为是：:]|（资料图[片]?）$|[（(].{0,8}摄[）)]$|记者\s?[\u4e00-\u9fff]{2,4}$"
)


def title(document: HtmlDocument) -> tuple[str, str]:
    """The headline with its subtitle, and the rule that gave it; ("", "") where the page has none.

    In order: the government mark ArticleTitle; a heading that <title> or og:title also says; og:title without the
    site's name; the only h1; a line that the page prints and <title> says beside the site's name; <title> without the
    site's name; where <title> is missing or only the site's name, what a family's mark or a script says, the line above
    the info line, the line above the body; what the list page said.
    """
    headline, rule = _headline(document)
    headline = squeeze(html_entities(headline)) if _ENTITY.search(headline) else headline
    if _SUBTITLE.search(headline):
        return headline, rule
    for line, following in pairwise(document.lines):
        # A subtitle has a line of its own, which begins with a dash.
        if line == headline and _SUBTITLE.match(following) and len(following) <= LONGEST_SUBTITLE:
            return headline + following, rule
    return headline, rule


def _headline(document: HtmlDocument) -> tuple[str, str]:
    """The headline without a subtitle's own line, and its rule, in the order that `title` states."""
    marked = squeeze(_TAG.sub("", document.meta("articletitle")))
    if _good(marked):
        # A heading that says the same has its subtitle's punctuation as printed.
        printed = next((heading for heading in _headings(document) if letters(heading) == letters(marked)), marked)
        return printed, "meta ArticleTitle"
    head = document.tree.find(".//title")
    graph = document.meta("og:title", "twitter:title")
    said = [one for one in (graph, squeeze(head.text_content()) if head is not None else "") if one]
    said = [one for one in said if not _is_site(one, document)]
    headings = [heading for heading in _headings(document) if not _is_site(heading, document)]
    for heading in headings:
        if any(_agree(heading, one) and not _is_at_end(heading, one) for one in said):
            return heading, "heading as in <title>"
    if _good(graph) and graph in said:
        return _trimmed(graph), "og:title"
    first = [_heading_text(h1) for h1 in document.tree.iter("h1")]
    first = [one for one in first if _good(one) and not _is_site(one, document)]
    first = [one for one in first if not any(_is_at_end(one, title) for title in said)]
    if len(first) == 1:
        return first[0], "the only h1"
    return _unmarked(document, said)


def _unmarked(document: HtmlDocument, said: list[str]) -> tuple[str, str]:
    """The headline of a page that marks none, from its <title> and its lines."""
    for one in said:
        printed = _printed(document, one)
        if printed:
            return printed, "line as in <title>"
    above = _above_info(document)
    for one in said:
        # A <title> that begins with a separator has the site's name and an empty headline.
        if _SEPARATOR.match(one):
            continue
        trimmed = _trimmed(one)
        if _good(trimmed) and not _is_site(trimmed, document):
            # <title> may name the site or the column only; then the headline stands over the info line.
            unsaid = letters(trimmed) not in map(letters, document.lines[1:])
            if unsaid and _names_site(trimmed) and _above_body(document):
                continue
            return (above, "line above the info line") if above and unsaid else (trimmed, "<title>")
    script = _SCRIPT.search(document.scripts)
    marked = (
        squeeze(str(element.text_content()))
        for name in marks("title")
        for element in document.tree.xpath("//*[@id=$name]", name=name)
    )
    listed = squeeze(document.listed_title)
    for found, rule in (
        (next((one for one in marked if _good(one)), ""), "element"),
        (squeeze(script[1]) if script else "", "script"),
        (above, "line above the info line"),
        # A link may say no more than its own address.
        (listed if listed not in document.url else "", "list page"),
        (_above_body(document), "line above the body"),
    ):
        if _good(found) and not _is_site(found, document):
            return found, rule
    return "", ""


def _printed(document: HtmlDocument, said: str) -> str:
    """The longest line that <title> says at its begin, at its end or between separators; "" where there is none."""
    lines = {line for line in document.lines if LEAST_ABOVE <= len(line) < len(said) and line in said}
    for line in sorted(lines, key=len, reverse=True):
        alone = re.search(f"(?:^|{_BOUNDARY}){re.escape(line)}(?:$|{_BOUNDARY})", said)
        if alone and _good(line) and not _is_site(line, document) and 2 * len(line) >= len(_trimmed(said)):
            return line
    return ""


def _above_info(document: HtmlDocument) -> str:
    """The line over the first line that prints a date and a 来源; "" where it is no headline."""
    for before, line in pairwise(document.lines):
        if len(line) <= LONGEST and _is_info(line):
            fit = _good(before) and len(before) >= LEAST_ABOVE and not before.endswith(("。", "；", "："))
            fit = fit and before.lstrip("·• ") not in document.links and not _is_site(before, document)
            if fit and _NO_HEADLINE.search(before) is None:
                return before
            if _INFO.search(line):
                return ""
    return ""


def _is_info(line: str) -> bool:
    """Whether a line says when and from whom, or only when."""
    bare = _ADDRESS.sub("", line).strip()
    return _INFO.search(bare) is not None or (
        _DAY.search(bare) is not None and len(_COUNTER.sub("", _DAY.sub("", bare)).strip()) <= _LONGEST_BESIDE
    )


def _above_body(document: HtmlDocument) -> str:
    """The line nearest above the first sentence of the body that can be its headline; ""."""
    lines = document.lines[:MOST_LINES]
    for at, line in enumerate(lines):
        if len(line) >= LEAST_SENTENCE and _SENTENCE.search(line) and line not in document.links:
            above = reversed(lines[max(0, at - MOST_ABOVE) : at])
            fit = (one for one in above if LEAST_ABOVE <= len(one) <= LONGEST_SUBTITLE and one not in document.links)
            fit = (one for one in fit if _NO_HEADLINE.search(one) is None and not _is_info(one))
            return next((one for one in fit if not _is_site(one, document)), "")
    return ""


def _is_site(text: str, document: HtmlDocument) -> bool:
    """Whether a text is the site's name and no more: said so by a mark, by the link to its front, by its copyright line."""
    key = letters(text)
    if not key or len(text) > _LONGEST_SITE + len(document.publisher.name):
        return False
    if key in (
        letters(document.meta("og:site_name", "application-name", "sitename")),
        letters(document.publisher.name),
    ):
        return True
    return key in _site_names(document) or (_SITE.search(text) is not None and key in _copyright(document))


def _site_names(document: HtmlDocument) -> set[str]:
    """What the links to the front page say, by their letters."""
    front = (link for link in document.tree.iter("a") if link.get("href") in ("/", "./", "index.html", "/index.html"))
    return {letters(squeeze(str(link.text_content()))) for link in front}


def _copyright(document: HtmlDocument) -> str:
    """The lines that say whose the page is, by their letters."""
    return letters(" ".join(line for line in document.lines if len(line) <= LONGEST and _COPYRIGHT.search(line)))


def _headings(document: HtmlDocument) -> list[str]:
    """Headings of the page, most like a headline first: h1, then by the length of what they say."""
    found: list[tuple[int, int, str]] = []
    for number, element in enumerate(document.tree.xpath(_HEADINGS)):
        if not isinstance(element, html.HtmlElement):
            continue
        text = _heading_text(element)
        if _good(text):
            found.append((0 if element.tag == "h1" else 1, number, text))
    return [text for _, _, text in sorted(found)]


def _heading_text(element: html.HtmlElement) -> str:
    """What a heading says, without an info line in an element of its own at its end."""
    whole = squeeze(element.text_content())
    # What is much longer than a headline is no heading, whatever its class says.
    if len(whole) > 2 * LONGEST or not _DAY.search(whole):
        return whole
    for inner in reversed(element.findall(".//*")):
        info = squeeze(inner.text_content())
        if whole != info and whole.endswith(info) and _DAY.search(info):
            return whole.removesuffix(info).strip()
    return whole


def _agree(heading: str, said: str) -> bool:
    """Whether a heading is what <title> or og:title says, with or without the site's name, whole or cut short."""
    one, other = letters(heading), letters(said)
    cut = _CUT.match(_trimmed(said))
    if cut and len(cut[1]) >= LEAST_ABOVE and one.startswith(letters(cut[1])):
        return True
    return len(one) >= 4 and (
        other.startswith(one) or one == letters(_trimmed(said)) or (len(one) >= 8 and one in other)
    )


def _trimmed(said: str) -> str:
    """Without what follows the last separators, as long as what is left is the longest piece; without sites at its ends."""
    pieces = [piece for piece in _SEPARATOR.split(said) if piece.strip()]
    if len(pieces) < 2:
        return _without_sites(said)
    longest = max(pieces, key=len)
    first = pieces[0]
    kept = first if (len(first) >= LEAST_ABOVE and not _names_site(first)) or first == longest else longest
    return _without_sites(kept.strip())


def _is_at_end(heading: str, said: str) -> bool:
    """Whether a heading is the site's or section's name that a <title> ends or begins with, beside something longer."""
    return (
        _names_site(heading)
        and len(said) > 2 * len(heading)
        and letters(_without_sites(said)).find(letters(heading)) < 0
    )


def _without_sites(said: str) -> str:
    """Without the names of sites and their sections at the ends of a chain of dashes, while a headline is left."""
    while True:
        dashes = list(_DASHES.finditer(said))
        if not dashes:
            return said
        head, tail = said[: dashes[-1].start()], said[dashes[-1].end() :]
        first, rest = said[: dashes[0].start()], said[dashes[0].end() :]
        if _names_site(tail) and len(head) >= LEAST_ABOVE:
            said = head
        elif _names_site(first) and len(rest) >= LEAST_ABOVE:
            said = rest
        else:
            return said


def _names_site(text: str) -> bool:
    return len(text) <= _LONGEST_SITE and _SITE.search(text.strip()) is not None


def _good(text: str) -> bool:
    """Whether a text can be a headline: of some length, and not the site's word for any page."""
    return 4 <= len(text) <= LONGEST and _GENERIC.match(text) is None and bool(letters(text))

"""The headline as an editor prints it."""

import re
from html import unescape as html_entities
from itertools import pairwise

from lxml import html

from enrich.extract.families import marks
from enrich.extract.html_document import LISTED, HtmlDocument
from enrich.extract.lines import letters, simplified, squeeze
from enrich.extract.printed.printed_date import in_digits
from enrich.extract.printed.site_name import is_section, is_site, names_site

# Between a headline and the site's name in <title>.
_SEPARATOR = re.compile(r"\s{0,9}(?:[_|｜»›]+|\s[-–—]+\s?|-{2,}|——|\s[-–—]|[-–—](?=[^-–—]{2,12}$))\s{0,9}")
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
    r"^(?:(?:发布|发表)?(?:时间|日期)\s{0,9}[:：]?\s{0,9}20\d\d|(?:信息|文章)?来源\s{0,9}[:：]|20\d\d[-/年]\d{1,2}[-/月]\d{1,2}|(?:点击|浏览|阅读)(?:次?数|量)?\s{0,9}[:：])"
)
_COUNTER = re.compile(
    r"\d[\d.,]{0,15}\s{0,9}[万亿wk]?\+?\s{0,9}[次人条]?\s{0,9}(?:播放|阅读|浏览|点击|观看|评论|点赞)", re.IGNORECASE
)
# What stands beside the date on a line that has nothing else, without counters.
_LONGEST_BESIDE = 12
_GENERIC = re.compile(
    r"^(首页|新闻|正文|资讯|详情|文章详情|内容页|无标题|untitled|home|news|nieuws|新闻中心|通知公告)$", re.IGNORECASE
)
_BOUNDARY = r"[\s_|｜»›:：\-–—·>《》]"
_DASHES = re.compile(r"\s{0,9}(?:[_|｜»›]+|[-–—]+)\s{0,9}")
# Where a system cut what it put into <title>.
_CUT = re.compile(r"(.{1,400}?)\s?(?:…{1,9}|\.{3,9})$")
# Where a page's script keeps its headline (WeChat, portals).
_SCRIPT = re.compile(r"""\bmsg_title\s*=\s*["']([^"'<>\n]{4,200})["']""")
# As far as the first sentence of the body is looked for, and as far above it as the headline is.
MOST_LINES, MOST_ABOVE = 400, 8
LEAST_SENTENCE = 40
_SENTENCE = re.compile(r"[。！？.!?…][”」』）)\"']?$")
# What stands above a body and is no headline: crumbs, buttons, the makers.
_NO_HEADLINE = re.compile(
    r"[>»›]|^(?:——|－－|--)|^[\u4e00-\u9fff]{2,14}\s?[〔﹝\[(（【]\s?20\d\d\s?[〕﹞\])）】]\s?第?\s?\d{1,4}\s?号$|^(?:您?(?:现在|当前|所在).{0,6}位置|字[号体]|【|分享|打印|关闭|来源|作者|编辑|记者|时间|日期|发布)|[。；：:;，,]$|^[\d\s:：/年月日.-]+$|^(?:本报|本网|通讯员).{0,20}$|^[上下左右]?图\s*[为是：:]|（资料图[片]?）$|[（(].{0,8}摄[）)]$|记者\s?[\u4e00-\u9fff]{2,4}$"
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
    every = _headings(document)
    # A heading that says the same has its subtitle's punctuation as printed.
    printed = next((heading for heading in every if letters(heading) == letters(marked)), "")
    if _good(marked) and (printed or not is_section(marked, document)):
        return printed or marked, "meta ArticleTitle"
    head = document.tree.find(".//title")
    graph = document.meta("og:title", "twitter:title")
    said = [one for one in (graph, squeeze(head.text_content()) if head is not None else "") if one]
    said = [one for one in said if not is_site(one, document)]
    headings = [heading for heading in every if not is_site(heading, document)]
    for heading in headings:
        if any(_agree(heading, one) and not _is_at_end(heading, one) for one in said):
            return heading, "heading as in <title>"
    if _good(graph) and graph in said:
        return _trimmed(graph), "og:title"
    first = [_heading_text(h1) for h1 in document.tree.iter("h1")]
    first = [one for one in first if _good(one) and not is_site(one, document)]
    first = [one for one in first if not any(_is_at_end(one, title) for title in said)]
    if len(first) == 1:
        return first[0], "the only h1"
    return _unmarked(document, said, every)


def _unmarked(document: HtmlDocument, said: list[str], headings: list[str]) -> tuple[str, str]:
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
        if _good(trimmed) and not is_site(trimmed, document) and not is_section(trimmed, document):
            # <title> may name the site or the column only; then the headline stands over the info line.
            unsaid = letters(trimmed) not in map(letters, document.lines[1:])
            if unsaid and names_site(trimmed) and _above_body(document, headings):
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
        (listed if listed not in document.url else "", LISTED),
        (_above_body(document, headings), "line above the body"),
    ):
        if _good(found) and not is_site(found, document):
            return found, rule
    return "", ""


def _printed(document: HtmlDocument, said: str) -> str:
    """The longest line that <title> says at its begin, at its end or between separators; "" where there is none."""
    lines = {line for line in document.lines if len(line) < len(said) and line in said}
    # A shorter line is the headline where the site's name is all that <title> adds.
    lines = {line for line in lines if len(line) >= LEAST_ABOVE or _is_rest_of_site(line, said)}
    for line in sorted(lines, key=len, reverse=True):
        alone = re.search(f"(?:^|{_BOUNDARY}){re.escape(line)}(?:$|{_BOUNDARY})", said)
        if alone and _good(line) and not is_site(line, document) and 2 * len(line) >= len(_trimmed(said)):
            return line
    return ""


def _is_rest_of_site(line: str, said: str) -> bool:
    pieces = [piece for piece in _SEPARATOR.split(said) if piece.strip()]
    return line in pieces and not names_site(line) and all(piece == line or names_site(piece) for piece in pieces)


def _above_info(document: HtmlDocument) -> str:
    """The line over the first line that prints a date and a 来源; "" where it is no headline."""
    head = squeeze(" ".join(document.tree.xpath("//head/title//text()")))
    # Where the first line is the <title>, it has been asked.
    for before, line in pairwise(document.lines[1:] if head and document.lines[:1] == [head] else document.lines):
        if len(line) <= LONGEST and _is_info(line):
            fit = _good(before) and len(before) >= LEAST_ABOVE and not before.endswith(("。", "；", "："))
            fit = fit and before.lstrip("·• ") not in document.links and not is_site(before, document)
            if fit and _NO_HEADLINE.search(before) is None:
                return before
            if _INFO.search(line):
                return ""
    return ""


def _is_info(line: str) -> bool:
    """Whether a line says when and from whom, or only when."""
    bare = simplified(_ADDRESS.sub("", line)).strip()
    bare = in_digits(bare)
    return _INFO.search(bare) is not None or (
        _DAY.search(bare) is not None and len(_COUNTER.sub("", _DAY.sub("", bare)).strip()) <= _LONGEST_BESIDE
    )


def _above_body(document: HtmlDocument, headings: list[str]) -> str:
    """The line nearest above the first sentence of the body that can be its headline, one of the headings first; ""."""
    lines = document.lines[:MOST_LINES]
    for at, line in enumerate(lines):
        if len(line) >= LEAST_SENTENCE and _SENTENCE.search(line) and line not in document.links:
            above = reversed(lines[max(0, at - MOST_ABOVE) : at])
            fit = (one for one in above if LEAST_ABOVE <= len(one) <= LONGEST_SUBTITLE and one not in document.links)
            fit = (one for one in fit if _NO_HEADLINE.search(simplified(one)) is None and not _is_info(one))
            found = [one for one in fit if not is_site(one, document)]
            return next((one for one in found if one in headings), found[0] if found else "")
    return ""


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
    kept = first if (len(first) >= LEAST_ABOVE and not names_site(first)) or first == longest else longest
    return _without_sites(kept.strip())


def _is_at_end(heading: str, said: str) -> bool:
    """Whether a heading is the site's or section's name that a <title> ends or begins with, beside something longer."""
    return (
        names_site(heading)
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
        if names_site(tail) and len(head) >= LEAST_ABOVE:
            said = head
        elif names_site(first) and len(rest) >= LEAST_ABOVE:
            said = rest
        else:
            return said


def _good(text: str) -> bool:
    """Whether a text can be a headline: of some length, and not the site's word for any page."""
    return 4 <= len(text) <= LONGEST and _GENERIC.match(text) is None and bool(letters(text))

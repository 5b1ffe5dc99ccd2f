"""The headline as an editor prints it."""

import re
import unicodedata
from itertools import pairwise

from lxml import html

from enrich.extract.families import marks
from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import squeeze

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
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_INFO = re.compile(
    r"^(?:(?:发布|发表)?(?:时间|日期)\s*[:：]?\s*20\d\d|(?:信息|文章)?来源\s*[:：]|20\d\d[-/年]\d{1,2}[-/月]\d{1,2})"
)
_GENERIC = re.compile(
    r"^(首页|新闻|正文|资讯|详情|文章详情|内容页|无标题|untitled|home|news|nieuws|新闻中心|通知公告)$", re.IGNORECASE
)


def title(document: HtmlDocument) -> tuple[str, str]:
    """The headline with its subtitle, and the rule that gave it; ("", "") where the page has none.

    In order: the government mark ArticleTitle; a heading that <title> or og:title also says; og:title without the
    site's name; the only h1; <title> without the site's name, or the line above the info line where the page does not
    print what <title> says; what the list page said.
    """
    headline, rule = _headline(document)
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
        printed = next((heading for heading in _headings(document) if _key(heading) == _key(marked)), marked)
        return printed, "meta ArticleTitle"
    head = document.tree.find(".//title")
    graph = document.meta("og:title", "twitter:title")
    said = [one for one in (graph, squeeze(head.text_content()) if head is not None else "") if one]
    for heading in _headings(document):
        if any(_agree(heading, one) for one in said):
            return heading, "heading as in <title>"
    if _good(graph):
        return _trimmed(graph), "og:title"
    first = [squeeze(h1.text_content()) for h1 in document.tree.iter("h1")]
    if len([one for one in first if _good(one)]) == 1:
        return next(one for one in first if _good(one)), "the only h1"
    above = _above_info(document)
    for one in said:
        # A <title> that begins with a separator has the site's name and an empty headline.
        if _SEPARATOR.match(one):
            continue
        if _good(_trimmed(one)):
            # <title> may name the site or the column only; then the headline stands over the info line.
            unsaid = _key(_trimmed(one)) not in map(_key, document.lines[1:])
            return (above, "line above the info line") if above and unsaid else (_trimmed(one), "<title>")
    if above:
        return above, "line above the info line"
    listed = squeeze(document.listed_title)
    # A link may say no more than its own address.
    if _good(listed) and listed not in document.url:
        return listed, "list page"
    return "", ""


def _above_info(document: HtmlDocument) -> str:
    """The line over the first line that prints a date and a 来源; "" where it is no headline."""
    for before, line in pairwise(document.lines):
        if _INFO.search(line) and len(line) <= LONGEST:
            fit = _good(before) and len(before) >= LEAST_ABOVE and not before.endswith(("。", "；", "："))
            return before if fit and before.lstrip("·• ") not in document.links else ""
    return ""


def _headings(document: HtmlDocument) -> list[str]:
    """Headings of the page, most like a headline first: h1, then by the length of what they say."""
    found: list[tuple[int, int, str]] = []
    for number, element in enumerate(document.tree.xpath(_HEADINGS)):
        if not isinstance(element, html.HtmlElement):
            continue
        text = squeeze(element.text_content())
        if _good(text):
            found.append((0 if element.tag == "h1" else 1, number, text))
    return [text for _, _, text in sorted(found)]


def _agree(heading: str, said: str) -> bool:
    """Whether a heading is what <title> or og:title says, with or without the site's name."""
    one, other = _key(heading), _key(said)
    return len(one) >= 4 and (other.startswith(one) or one == _key(_trimmed(said)) or (len(one) >= 8 and one in other))


def _trimmed(said: str) -> str:
    """Without what follows the last separators, as long as what is left is the longest piece."""
    pieces = [piece for piece in _SEPARATOR.split(said) if piece.strip()]
    if len(pieces) < 2:
        return said
    longest = max(pieces, key=len)
    first = pieces[0]
    return (first if len(first) >= 8 or first == longest else longest).strip()


def _key(text: str) -> str:
    """Letters and digits alone, in one width and case: what two spellings of a headline have in common."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def _good(text: str) -> bool:
    """Whether a text can be a headline: of some length, and not the site's word for any page."""
    return 4 <= len(text) <= LONGEST and _GENERIC.match(text) is None and bool(_key(text))

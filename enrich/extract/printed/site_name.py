"""What is the site's name or a section's, and so no headline."""

import re

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import letters, squeeze
from enrich.extract.printed.printed_name import INSTITUTION

# What sites and their sections are called at the ends of a <title>.
_SITE = re.compile(
    rf"(?:{INSTITUTION}|网站|门户|栏目)$|"
    r"^(?:首页|新闻|要闻|资讯|正文|文章|详情|内容|公告|通知|动态|政策|图片|视频|国内|国际|财经|评论|news|home|press|press releases?)$",
    re.IGNORECASE,
)
_LONGEST_SITE = 24
_LONGEST_SECTION = 12
_COPYRIGHT = re.compile(r"版权(?:所有|声明|归)|地\s*址\s*[:：]|copyright|©|all rights reserved", re.IGNORECASE)
# A line that says whose the page is is no longer.
_LONGEST_LINE = 200


def is_site(text: str, document: HtmlDocument) -> bool:
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


def is_section(text: str, document: HtmlDocument) -> bool:
    """Whether a short text is what a link of the page says, and so the name of a section that it leads to."""
    if len(text) > _LONGEST_SECTION:
        return False
    return any(letters(str(link.text_content())) == letters(text) for link in document.tree.iter("a"))


def _site_names(document: HtmlDocument) -> set[str]:
    """What the links to the front page say, by their letters."""
    front = (link for link in document.tree.iter("a") if link.get("href") in ("/", "./", "index.html", "/index.html"))
    return {letters(squeeze(str(link.text_content()))) for link in front}


def _copyright(document: HtmlDocument) -> str:
    """The lines that say whose the page is, by their letters."""
    return letters(" ".join(line for line in document.lines if len(line) <= _LONGEST_LINE and _COPYRIGHT.search(line)))


def names_site(text: str) -> bool:
    """Whether a text ends as the names of sites and their sections do, or is a section's."""
    return len(text) <= _LONGEST_SITE and _SITE.search(text.strip()) is not None

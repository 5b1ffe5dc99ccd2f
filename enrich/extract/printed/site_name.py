"""What is the site's name or a section's, and so no headline."""

import re

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import letters
from enrich.extract.printed.printed_name import INSTITUTION

# What sites and their sections are called at the ends of a <title>.
_SITE = re.compile(
    rf"(?:{INSTITUTION}|网站|门户|栏目)$|"
    r"^(?:首页|新闻|要闻|资讯|正文|文章|详情|内容|公告|通知|动态|政策|图片|视频|国内|国际|财经|评论|news|home|press|press releases?)$",
    re.IGNORECASE,
)
_LONGEST_SITE = 24
_LONGEST_SECTION = 12


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
    return key in document.front_names or (_SITE.search(text) is not None and key in document.owner)


def is_section(text: str, document: HtmlDocument) -> bool:
    """Whether a short text is what a link of the page says, and so the name of a section that it leads to."""
    if len(text) > _LONGEST_SECTION:
        return False
    key = letters(text)
    return any(letters(str(link.text_content())) == key for link in document.tree.iter("a"))


def names_site(text: str) -> bool:
    """Whether a text ends as the names of sites and their sections do, or is a section's."""
    return len(text) <= _LONGEST_SITE and _SITE.search(text.strip()) is not None

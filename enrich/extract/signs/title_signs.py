"""Signs of a headline that was read rightly, or of one that is a site's name, an info line or a caption."""

import re

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import letters, squeeze
from enrich.extract.printed.printed_date import without_dates
from enrich.extract.printed.surroundings import Surroundings
from enrich.extract.signs.spelling import rare
from pipeline.records import Article

# Words of an info line, of a caption, of a breadcrumb.
_FIELDS = re.compile(
    r"来源|稿源|出自|作者|记者|編輯|编辑|点击|點閱|浏览|阅读[量数次]|播放|[:：]\s*\d+\s*$|发布[:：]|^\s*(?:图为|资料图|图片|□|■)|资料图|hits\b|^by\b",
    re.IGNORECASE,
)
# What names of sites and offices end with.
_NAME = re.compile(
    r"(?:网|報|报|社|台|局|厅|廳|部|委|院|所|会|會|中心|政府|大学|公司|中国|频道|federation|institute|council|bank|news|letter|times)$",
    re.IGNORECASE,
)
_LONGEST_NAME = 16
# Of the letters of a headline; real ones have a rare name at most.
_MOST_RARE = 0.2
_UNFINISHED = re.compile(r"[。；：:;，,、]$|^[（(][^）)]*[）)]$")
# Shorter headlines are rare.
_SHORT = 9


def title_signs(document: HtmlDocument, around: Surroundings, article: Article) -> dict[str, bool]:
    """The signs by name."""
    title, key = article.title, letters(article.title)
    head = letters(" ".join(document.tree.xpath("//head/title//text()")))
    graph = letters(document.meta("og:title", "twitter:title", "articletitle"))
    headings = [letters(squeeze(one.text_content())) for one in document.tree.iter("h1", "h2", "h3")]
    printed = [letters(line) for line in document.lines[1:]]
    names = [letters(document.meta("og:site_name")), letters(document.publisher.name)]
    return {
        "in <title>": key in head,
        "all of <title>": key == head,
        "<title> says otherwise": bool(head) and key not in head and head not in key,
        "in og:title": bool(graph) and key in graph,
        "a heading": key in headings,
        "a line": key in printed,
        "begins a longer line": key not in printed and any(line.startswith(key) for line in printed),
        "near the body": around.body is not None and any(0 <= around.body[0] - at <= 12 for at in around.headline),
        "info or caption": _FIELDS.search(title) is not None or without_dates(title) != title,
        "a name": any(key in name for name in names if name)
        or (len(title) <= _LONGEST_NAME and _NAME.search(title) is not None),
        "a link": title in document.links,
        "rare characters": document.publisher.language.startswith("zh") and rare(title) > _MOST_RARE,
        "unfinished": _UNFINISHED.search(title) is not None,
        "short": len(title) < _SHORT,
        "list page agrees": bool(document.listed_title) and letters(document.listed_title or "")[:12] in key,
    }

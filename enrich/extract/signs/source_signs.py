"""Signs of a 来源 that was read rightly: a label, a medium's name, and whether it is cut short or holds too much."""

import re

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import letters
from enrich.extract.printed.printed_date import without_dates
from enrich.extract.printed.printed_name import MEDIUM
from enrich.extract.printed.surroundings import Surroundings
from enrich.extract.signs.spelling import rare
from pipeline.records import Article

_LABEL = re.compile(
    r"(?:来\s{0,9}源|來\s{0,9}源|稿\s{0,9}源|出\s{0,9}处|出\s{0,9}處|转自|来自|供稿|发布机构|source|bron)[\]】]?\s{0,9}(?:于|自)?\s{0,9}[:：/｜|]?\s{0,9}$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:来\s*源|來\s*源|稿\s*源|出\s*处|转自|来自|source)\s*[:：]\s*(?P<value>[^\s|｜]{2,30})", re.IGNORECASE
)
_MORE = re.compile(
    r"[/:：|｜]|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]|\d{2}|举报|字[号体]|发表|刊登|录入|点击|记者|作者|编辑|转载|原创|分享|阅读|关注|下载|打印|责编"
)
_SENTENCE = re.compile(
    r"[，。！？；]|(?<!内)在(?!线)|[了着被把将]|(?:图|照|作品|时间|日期|地点|附件|正文|首页|支部|专题)$"
)
_LONG, _SHORT = 14, 3
# Of a name's letters; one in four is a rare family name.
_MOST_RARE = 0.25


def source_signs(document: HtmlDocument, around: Surroundings, article: Article) -> dict[str, bool]:
    """The signs by name; {} where no 来源 was found."""
    name = article.source
    if not name:
        return {}
    key = letters(name)
    holding = [line for line in map(" ".join, around.lines) if name in line]
    before = [line.split(name, 1)[0][-12:] for line in holding]
    after = [line.split(name, 1)[1][:2] for line in holding]
    beside = [line for line in map(" ".join, around.beside()) if name in line]
    marked = letters(document.meta("contentsource", "source", "mediaid", "article:source"))
    own = [letters(one) for one in (document.publisher.name, document.meta("og:site_name")) if one]
    labelled = {letters(match["value"]) for line in map(" ".join, around.lines) for match in _LABELLED.finditer(line)}
    return {
        "labelled": any(_LABEL.search(text) for text in before),
        "beside the headline": bool(beside),
        "beside a date": any(without_dates(line) != line for line in beside),
        "a line of its own": name in holding,
        "printed": bool(holding),
        "mark agrees": bool(marked) and (marked in key or key in marked),
        "mark says otherwise": bool(marked) and marked not in key and key not in marked,
        "another label says otherwise": any(other not in key and key not in other for other in labelled if other),
        "the site's own": any(key in one or one in key for one in own),
        "a medium or office": MEDIUM.search(name) is not None,
        "more than a name": _MORE.search(name) is not None,
        "of a sentence": _SENTENCE.search(name) is not None,
        "goes on": bool(after) and all(re.match(r"[\u4e00-\u9fff]|\s?[&＆A-Za-z]", text) is not None for text in after),
        "a link": name in document.links,
        "rare characters": rare(name) > _MOST_RARE,
        "long": len(name) > _LONG,
        "short": len(name) <= _SHORT,
        "in the body": any(name in block.text for block in article.blocks),
        "in the body without a label": any(name in block.text for block in article.blocks)
        and not any(_LABEL.search(text) for text in before),
    }

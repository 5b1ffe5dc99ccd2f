"""Signs of a body that is whole and alone: what of the page's prose it left out, and what at its ends is none of it."""

import re

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import letters
from enrich.extract.printed.surroundings import Surroundings
from enrich.extract.signs.spelling import rare
from pipeline.records import Article

_SENTENCE = re.compile(r"[。！？.!?…；;][”」』）)\"']?\s*$")
# A line of so many characters that ends like a sentence is prose.
_PROSE = 30
# What invites, warns or leads on: said around articles in any of their languages, seldom in them.
_AROUND = re.compile(
    r"(?:点击|點擊|点此|點我|扫码|扫描|长按|关注|下载|下載|打开|订阅|訂閱|加入|报名)[^。]{0,16}(?:关注|二维码|客户端|客戶端|公众号|订阅|app|蓝字|原文|查看|下载|电子版|pdf|版本|交流群|减|优惠|名额)|在看|点赞|一键三连|"
    r"立即(?:下载|下載|报名|订阅)|限时|福利|抢先|招募|版权(?:所有|声明|归)|(?:不得|禁止|谢绝|转载)[^。]{0,10}(?:转载|轉載|出处)|侵权|(?:免责|特别|版权)声明|推荐阅读|相关(?:新闻|阅读|文章)|延伸阅读|往期|"
    r"联系我们|媒体(?:联络|联系)|前瞻性陈述|仅代表|查看更多|返回(?:首页|列表|目录|搜)|上传|信息存储空间|网友[^。]{0,8}[:：]|爆料|热线|"
    r"subscribe|newsletter|sign up|\bmembers? |cookies?\b|all rights reserved|copyright|click here|read more|share this|follow us|\bcontact\b|about (?:us|the author)|call for",
    re.IGNORECASE,
)
_LONGEST_AROUND = 100
_ABOUT = re.compile(r"^(?:关于|關於|about )\S{2,20}\s*[:：]?|^.{2,12}简介", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp)\b|\d{10,}", re.IGNORECASE)
_EDGE = 3
_LITTLE, _MUCH = 200, 3000


def body_signs(document: HtmlDocument, around: Surroundings, article: Article) -> dict[str, float]:
    """The signs by name, each 0..1; {} where there is no text."""
    texts = [text for block in article.blocks for text in (block.text, *block.items) if text]
    if not texts:
        return {}
    whole = letters(article.text)
    lines = document.lines
    prose = [line for line in lines if len(line) >= _PROSE and _SENTENCE.search(line)]
    left = sum(len(line) for line in prose if letters(line) not in whole)
    first, last = around.body or (0, -1)
    within = [line for line in map(" ".join, around.lines[first : last + 1]) if len(line) >= 15]
    above = [
        line for line in map(" ".join, around.lines[max([0, *around.headline[:1]]) + 1 : first]) if len(line) >= _PROSE
    ]
    above = [line for line in above if _SENTENCE.search(line) and line not in document.links]
    below = [
        line
        for line in map(" ".join, around.lines[last + 1 : last + 6])
        if len(line) >= _PROSE and _SENTENCE.search(line)
    ]
    short = [text for text in texts if len(text) < _PROSE and not _SENTENCE.search(text)]
    edges = [*texts[:_EDGE], *texts[-_EDGE:]] if len(texts) > _EDGE else texts
    return {
        "prose left out": min(1.0, left / max(1, len(article.text))),
        "lines left out within": min(1.0, 3 * sum(letters(line) not in whole for line in within) / max(3, len(within))),
        "prose left out above": any(letters(line) not in whole for line in above),
        "prose left out below": bool(below),
        "invites at its ends": min(1.0, sum(_invites(text) for text in edges) / 2),
        "invites within": min(1.0, sum(map(_invites, texts)) / 3),
        "about somebody": any(_ABOUT.search(text) for text in texts[1:]),
        "file names": any(_FILE_NAME.search(text) for text in texts),
        "links": min(1.0, 3 * sum(text in document.links for text in texts) / len(texts)),
        "short lines": len(short) / len(texts),
        "short at its ends": sum(text in short for text in edges) / len(edges),
        "ends like a sentence": bool(_SENTENCE.search(texts[-1])),
        "little": len(article.text) < _LITTLE,
        "much": len(article.text) > _MUCH,
        "not found among the lines": around.body is None,
        "far from the headline": around.body is not None and bool(around.headline) and first - around.headline[-1] > 15,
        "rare characters": min(1.0, 5 * rare(article.text[:_MUCH])),
        "no Chinese": not re.search(r"[\u4e00-\u9fff]", article.text),
    }


def _invites(text: str) -> bool:
    return len(text) <= _LONGEST_AROUND and _AROUND.search(text) is not None

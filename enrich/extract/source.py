"""来源 as printed, author and 责任编辑: from the marks and the info line next to the headline; whether it is a repost."""

import re

from enrich.extract.date import near_headline
from enrich.extract.families import marks
from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import labelled, squeeze

_LABEL = re.compile(
    r"(?:信息来源|文章来源|新闻来源|稿件来源|内容来源|(?<![图片像频据])来\s*源(?:\s*于)?|稿\s*源|转自|来自|source|bron)\s*[:：]\s*(?:[:：]\s*)?(?P<value>[^\n]*)",
    re.IGNORECASE,
)
# What may follow the 来源 on the same line.
_END = re.compile(
    r"\s*(?:作\s*者|记\s*者|编\s*辑|责任编辑|责\s*编|字\s*号|字\s*体|发布|更新(?=时|日|[:：])|时\s*间|日\s*期|浏览|阅读|点击|访问|打印|分享|评论|查看|收藏|关闭|审核|撰稿|通讯员|"
    r"原标题|【|〖|\[大|大\s*中\s*小|\d{4}\s*[-年/.]\s*\d|\d{1,2}:\d\d|扫一扫|我要|参与|手机|\|| {2,}|[|｜]|&)"
)
_AUTHOR = re.compile(
    r"(?:作\s*者|记\s*者|撰\s*文)\s*[:：]\s*(?P<value>[^\s：:|｜]{2,20}(?:\s[^\s：:|｜]{2,4}(?=\s|$))?)"
)
_EDITOR = re.compile(
    r"(?:责任编辑|责\s*编|编\s*辑)\s*[:：]\s*(?P<value>[\u4e00-\u9fffA-Za-z·]{2,12}(?:[ 、][\u4e00-\u9fff·]{2,4}(?=\s|$|[】\])）]))*)"
)
LONGEST_LINE = 160
_SCRIPT_ACCOUNT = re.compile(
    rf"""\bvar\s+(?:{"|".join(marks("account_script"))})\s*=\s*(?:htmlDecode\()?["']([^"']{{2,40}})["']"""
)
_SCRIPT_SOURCE = re.compile(r"""\bvar\s+source\s*=\s*["']([^"']{2,40})["']""")
# A name that says what it is: a paper, an agency, a broadcaster, an office. 報, 網, 聞 are traditional.
_MEDIUM = re.compile(
    r"(?:[\u4e00-\u9fff·]{1,8}/)?(?P<name>[\u4e00-\u9fffA-Za-z0-9·]{1,10}(?:报|報|社|网|網|日报网|电视台|電視台|广播网|周刊|週刊|杂志|雜誌|新闻|新聞|在线|"
    r"频道|客户端|通讯社|发改委|环境厅|环境局|管理局|委员会|协会|学会|研究院|交易所))(?=[\s,，(（]|$)"
)
_DATE_AND_TIME = re.compile(
    r"[(（]?(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[)）]?"
)
# E-papers by Founder keep the paper's name in a comment.
_PAPER = re.compile(r"<founder-papername>([^<]{2,40})</founder-papername>")
_JSON_ACCOUNT = re.compile(rf"""["'](?:{"|".join(marks("account_json"))})["']\s*:\s*["']([^"'\\]{{2,30}})["']""")
# Unlabelled names stand within these lines after the headline.
_NEXT_LINES = 4
# A name of a paper, body or site; what is longer is a sentence.
LONGEST = 40
_NOT_A_NAME = re.compile(
    r"^((?:信息|文章|稿件)?来源|来源于|本站|本网|本所|本报|本刊|本局|本委|本厅|本中心|网络|互联网|未知|佚名|综合|null|none|undefined|原创|转载|作者|管理员|admin|(?:下载|关注|打开|扫码|手机|登录|返回).*)$",
    re.IGNORECASE,
)


def source(document: HtmlDocument, headline: str) -> tuple[str | None, str]:
    """The 来源 as printed, without labels and what follows it, and the rule; (None, "") where the page prints none.

    In order: the info line next to the headline, an element that is called source, the marks, WeChat's account name,
    any labelled line, a medium's name by itself below the headline, an e-paper's mark, a platform's account.
    """
    for line in near_headline(labelled(document.lines), headline):
        found = _value(line)
        if found:
            return _by_itself(document, found), "visible line"
    for name in marks("source"):
        for element in document.tree.xpath(
            "//*[@id=$name or contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]", name=name
        )[:3]:
            text = squeeze(element.text_content())
            found = _value(text) or _named(text)
            if found and not re.search(r"\d{4}[-年]", found):
                return found, f"element {name}"
    marked = _named(document.meta("contentsource", "source", "mediaid", "article:source"))
    if marked:
        return marked, "meta"
    for pattern, rule in ((_SCRIPT_ACCOUNT, "account in a script"), (_SCRIPT_SOURCE, "script")):
        match = pattern.search(document.scripts)
        if match and _named(match[1]):
            return _named(match[1]), rule
    for line in document.lines:
        if len(line) < 80 and _LABEL.match(line) and (found := _value(line)):
            return found, "labelled line"
    return _unlabelled(document, headline)


def _by_itself(document: HtmlDocument, found: str) -> str:
    """A 来源 without what stands right behind it in an element of its own (an author), where it has its own with its label."""
    for element in document.tree.iter("span", "em", "i", "font", "b", "p", "div"):
        text = squeeze(element.text_content()) if "来" in (element.text or "") else ""
        alone = _value(text) if _LABEL.match(text) else ""
        if alone and alone != found and found.startswith(alone):
            return alone
    return found


def _unlabelled(document: HtmlDocument, headline: str) -> tuple[str | None, str]:
    """A medium's name by itself next to the headline, an e-paper's own mark, or a platform's account."""
    dated = [line for line in near_headline(document.lines, headline) if _DATE_AND_TIME.search(line)]
    own = document.publisher.name
    if any(own in squeeze(_DATE_AND_TIME.sub(" ", line)).split() for line in dated):
        return own, "name below the headline"
    for line in [*_below(document.lines, headline), *dated]:
        rest = squeeze(_DATE_AND_TIME.sub(" ", line))
        match = _MEDIUM.match(rest)
        if match and len(rest) <= LONGEST and (found := _named(match["name"])):
            return found, "name below the headline"
    paper = _PAPER.search(document.text)
    if paper and (found := _named(squeeze(paper[1]))):
        return found, "e-paper"
    for name in marks("account"):
        for element in document.tree.xpath(
            "//*[contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]", name=name
        )[:1]:
            if found := _named(squeeze(element.text_content())):
                return found, "account"
    match = _JSON_ACCOUNT.search(document.scripts)
    return (_named(match[1]), "account") if match and _named(match[1]) else (None, "")


def _below(lines: list[str], headline: str) -> list[str]:
    """The lines right after each place where the headline stands."""
    at = [number for number, line in enumerate(lines) if line == headline]
    return [line for number in at[:2] for line in lines[number + 1 : number + 1 + _NEXT_LINES]]


def author(document: HtmlDocument, headline: str) -> str | None:
    """The author as printed next to the headline or marked, or None."""
    for line in near_headline(document.lines, headline):
        match = _AUTHOR.search(line)
        if match:
            return match["value"].strip()
    marked = document.meta("author", "og:article:author")
    return marked if 2 <= len(marked) <= 20 and not _NOT_A_NAME.match(marked) else None


def editor(document: HtmlDocument) -> str | None:
    """The 责任编辑 as printed, or None."""
    for line in document.lines:
        match = _EDITOR.search(line) if len(line) <= LONGEST_LINE else None
        if match:
            return match["value"].strip("：: ")
    return None


def is_repost(document: HtmlDocument, source: str | None) -> bool:
    """Whether the page says that the article is somebody else's: a 来源 that is not the publisher's own name."""
    own = document.publisher.name
    return source is not None and source not in own and own not in source


def _value(line: str) -> str:
    match = _LABEL.search(line)
    return _named(_END.split(match["value"], maxsplit=1)[0]) if match else ""


def _named(text: str) -> str:
    name = squeeze(_END.split(text, maxsplit=1)[0] if text else "").strip(" ：:，,。;；-—")
    name = re.sub(r"^(?:(?:来源|信息来源|稿源|转自)\s*[:：]|(?:本文)?转载自)\s*", "", name)
    return (
        name
        if 2 <= len(name) <= LONGEST
        and not re.fullmatch(r"[\d\W]+", name)
        and not re.search("[”“，。；]", name)
        and not _NOT_A_NAME.match(name)
        else ""
    )

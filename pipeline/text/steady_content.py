"""What a page says, without what changes by itself: clocks, counters, tokens and nonces.

Two fetches of a page that nobody changed give the same bytes here. What counts: the text, the addresses of links and
pictures, meta marks, JSON-LD, and the script variables that extraction reads a field from. What does not: every other
attribute, script and style, comments, forms, and numbers that stand where counters and clocks do.
"""

import re
from collections.abc import Iterator

from pipeline.text.charset import decode

# The script variables that a field is read from: enrich/extract/date.py, enrich/extract/source.py and `account_script` and
# `account_json` in enrich/extract/families/ (tests/enrich/extract/test_families_script_fields.py holds the two together).
SCRIPT_FIELDS = (
    "source nickname catename mediaName media_name accountName ct writetime pubtime publishTime publish_time pubDate "
    "publishDate createTime create_time oriCreateTime ptime datePublished"
).split()
# A tag that is longer is text with a < in it.
LONGEST_TAG = 8000

_NAME = re.compile(r"</?([a-zA-Z][\w:-]*)")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]+)\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+)""")
_FIELD = re.compile(
    rf"""\b({"|".join(SCRIPT_FIELDS)})["']?\s*[=:]\s*(?:htmlDecode\()?(?:["']([^"']{{1,80}})["']|(\d{{10,13}})\b)""",
    re.IGNORECASE,
)
# Elements of which nothing is read, but for what `_script` takes.
_CLOSED = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in "script style noscript template svg".split()}
# E-papers made with Founder's system keep their data in a comment.
_COMMENT_MARK = "founder-"
_READ: dict[str, tuple[str, ...]] = {
    "a": ("href",),
    "img": ("src", "data-src", "data-original", "alt"),
    "meta": ("name", "property", "itemprop", "content"),
    "time": ("datetime",),
}
# Metas of a server's own business (the marks of Rails, Laravel, Django, ASP.NET and of tracing proxies).
_OWN_META = re.compile(r"csrf|token|nonce|request-?id|trace|session|time-?stamp|server|generated|render", re.IGNORECASE)
# Parts of an address that name a visit: those that are tokens by their name, and short names with a clock or a hash.
_VISIT = re.compile(
    r";jsessionid=[^?#]*|(?<=[?&])(?:(?:amp;)?(?:jsessionid|phpsessid|sessionid|session_id|sid|token|nonce|sign|signature|"
    r"auth_key|expires|timestamp|ts|rand|random)=[^&#]*|(?:_|t|v|r|time)=(?:[0-9a-f]{8,}|0?\.\d+))(?:&|(?=#)|$)",
    re.IGNORECASE,
)
# What an element with a counter or a clock in it is called, by its id and its classes.
_MOVING = re.compile(
    r"clock|counter|hits|views?(?:num|count)?\b|(?:view|read|click|visit|browse)[-_]?(?:s|num|count|times)\b|now[-_]?time|"
    r"cur(?:rent)?[-_]?(?:time|date)|(?:server|sys)[-_]?time|\b[pu]v\b|online",
    re.IGNORECASE,
)
_MOVING_TEXT = re.compile(r"[\d\s:：,./\-年月日时分秒星期周一二三四五六天次人万wk+]{1,60}(?=</)", re.IGNORECASE)
_COUNTED = "浏览|阅读|点击|访问|查看|观看|围观|人气|点赞|评论|转发|收藏|下载|分享|热度"
_NUMBER = r"\d[\d,.]{0,15}\s{0,9}(?:万|亿|[wk])?\+?\s{0,9}(?:次|人|条)?"
_COUNTERS = re.compile(
    rf"(?:{_COUNTED})(?:次数|总数|人数|量|数|值)?\s{{0,9}}[:：(（\[【]\s{{0,9}}{_NUMBER}"
    rf"|(?<!\S)(?:{_COUNTED})(?:次数|总数|人数|量|数|值)?\s{{1,9}}{_NUMBER}(?!\S)"
    rf"|(?<!\S){_NUMBER}\s{{0,9}}(?:{_COUNTED}|views?|reads?|hits|comments|likes|shares)(?!\S)"
    rf"|\b(?:views?|hits|reads?|visits|comments|downloads?|likes?|shares?)\s{{0,9}}[:：(]\s{{0,9}}{_NUMBER}"
    rf"|第\s{{0,9}}[\d,]{{1,15}}\s{{0,9}}(?:位|个)(?:访客|访问者|浏览者)|在线人?数?\s{{0,9}}[:：]\s{{0,9}}\d+",
    re.IGNORECASE,
)
_CLOCKS = re.compile(
    r"(?:(?:今天|今日|现在)是|(?:现在|当前|系统|服务器)(?:时间|日期)|页面(?:生成|执行|加载)时间|(?:server|current) time|"
    r"generated (?:at|on|in)|processed in|(?:北京时间|生成时间)\s*(?=[:：]))\s*[:：]?\s*"
    r"[\d年月日时分秒/.:\-\s]{0,40}(?:(?:星期|周)[一二三四五六日天])?[\d:\s时分秒]{0,20}(?:ms|s\b|毫秒|seconds)?",
    re.IGNORECASE,
)


def steady(raw: bytes, content_type: str = "") -> bytes:
    """The steady content of a page's bytes, as UTF-8; the bytes themselves where no text is left of them."""
    text, marks = list[str](), list[str]()
    for is_text, piece in _pieces(decode(raw, content_type)):
        (text if is_text else marks).append(piece)
    words = " ".join(" ".join(text).split())
    if not words:
        return raw
    return "\n".join((_CLOCKS.sub("", _COUNTERS.sub("", words)), *marks)).encode("utf-8", "surrogatepass")


def _pieces(page: str) -> Iterator[tuple[bool, str]]:
    """The page's text (True) and what is kept of its tags, scripts and comments (False), in order."""
    at, unclosed = 0, set[str]()
    while at < len(page):
        start = page.find("<", at)
        if start < 0:
            yield True, page[at:]
            return
        yield True, page[at:start]
        if page.startswith("<!--", start):
            end = page.find("-->", start)
            comment, at = page[start : end if end >= 0 else None], end + 3 if end >= 0 else len(page)
            if _COMMENT_MARK in comment:
                yield False, comment
            continue
        named, end = _NAME.match(page, start), page.find(">", start, start + LONGEST_TAG)
        if named is None or end < 0:
            # <!doctype …> is a tag of no name; any other < stands in the text.
            at = end + 1 if page.startswith("<!", start) and end >= 0 else start + 1
            continue
        name, tag, at = named[1].lower(), page[start:end], end + 1
        if tag.startswith("</"):
            continue
        if name in _CLOSED and name not in unclosed:
            closing = _CLOSED[name].search(page, at)
            if closing is not None:
                body, at = page[at : closing.start()], closing.start()
                yield from ((False, piece) for piece in (_script(tag, body) if name == "script" else ()))
                continue
            unclosed.add(name)
        values = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(tag)}
        if _MOVING.search(f"{values.get('id', '')} {values.get('class', '')}"):
            moving = _MOVING_TEXT.match(page, at)
            at = moving.end() if moving else at
        if name in _READ and (kept := _kept(name, values)):
            yield False, kept


def _kept(name: str, values: dict[str, str]) -> str:
    """What counts of a tag; "" where nothing does."""
    if name == "meta" and (
        "content" not in values or _OWN_META.search(values.get("name", "") or values.get("property", ""))
    ):
        return ""
    own = [values[key] for key in _READ[name] if key in values]
    if name == "meta" and len(own) < 2:
        return ""  # a meta of http-equiv, or a charset
    if name in ("a", "img"):
        own = [_VISIT.sub("", value) for value in own if not value.lower().startswith(("javascript:", "data:", "#"))]
    return "\t".join((name, *own)) if own else ""


def _script(tag: str, body: str) -> Iterator[str]:
    """JSON-LD whole; of any other script the variables that a field is read from."""
    if "ld+json" in tag:
        yield " ".join(body.split())
        return
    for name, text, stamp in _FIELD.findall(body):
        yield f"{name}={text or stamp}"

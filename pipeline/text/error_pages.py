"""Pages that a server sends in place of what was asked for, with the status of success."""

import re

from pipeline.errors import RejectCode
from pipeline.text.charset import decode
from pipeline.text.steady_content import steady

# "There is no such page", in the words of publishers' own error pages.
GONE = re.compile(
    r"(?<![0-9a-z])404(?![0-9a-z])|找不到|不存在|已(?:被)?(?:发布者)?删除|已失效|(?:内容|文章).{0,12}(?:违规|投诉).{0,12}无法查看|(?:账号|公众号)已(?:被屏蔽|停用|注销)|链接已过期|已下线|页面无法|page not found|not be found|no longer available",
    re.IGNORECASE,
)
# A page that asks for a login, or for a proof that a person is there.
WALL = re.compile(
    r"(?:请|需要?)(?:先)?登录|登录后(?:查看|阅读)|安全验证|人机验证|环境异常|完成验证后|访问过于频繁|验证码|please (?:log|sign) in|"
    r"enable javascript and cookies|checking your browser|access denied|are you a (?:human|robot)",
    re.IGNORECASE,
)
# Scripts that prove a browser: they write a cookie and load the page again, or are made unreadable (瑞数's $_ts, 阿里云's acw_sc__v2,
# 加速乐's __jsl_clearance, names of javascript-obfuscator). A script that only leads on to another address is none.
_PROOF = re.compile(
    r"document\.cookie\s*=(?!=)|document\[['\"]cookie['\"]\]\s*=|location\.reload\(|\$_ts\b|acw_sc__v2|__jsl_clearance|"
    r"\b_0x[0-9a-f]{4,}\b"
)
_SCRIPT = re.compile(r"<(script|style|noscript)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
# What a page has that a script fills: a box to fill, a list, a picture, a link.
_PLACE = re.compile(
    r"<(?:div|main|section|article|table|ul|ol|img|a|p|iframe|frame|h[1-6])\b|<(?!!|/)[a-z]+-[a-z]", re.IGNORECASE
)
# Characters of a challenge's visible text, title and all: “请稍候…”, “Loading, one moment please”.
_MOST_OF_CHALLENGE = 40
# Characters of all text on a page: an error page says little else, an article more.
MOST_TEXT = 250


def in_place_of(raw: bytes, content_type: str = "") -> frozenset[RejectCode]:
    """What a page says in place of what was asked for: that it is not there (SOFT_404), that a person must first prove to be
    one, or a browser (LOGIN_WALL), or both; empty for any other page."""
    content = steady(raw, content_type)
    # Without any text it is the bytes themselves.
    words = "" if content is raw else content.decode("utf-8", "replace").partition("\n")[0]
    if len(words) >= MOST_TEXT:
        return frozenset()
    if len(words) <= _MOST_OF_CHALLENGE and is_challenge(decode(raw, content_type), words):
        return frozenset({RejectCode.LOGIN_WALL})
    says = {RejectCode.SOFT_404: GONE, RejectCode.LOGIN_WALL: WALL}
    return frozenset(code for code, form in says.items() if form.search(words))


def is_challenge(markup: str, words: str) -> bool:
    """Whether a page with these visible words is nothing but a script that a browser must run to be let in.

    It has no text to speak of and no place for any; what a script fills has a place.
    """
    if len(words) > _MOST_OF_CHALLENGE or _PROOF.search(markup) is None:
        return False
    rest, scripts = _SCRIPT.subn("", markup)
    return scripts > 0 and _PLACE.search(rest) is None

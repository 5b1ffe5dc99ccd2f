"""Pages that a server sends in place of what was asked for, with the status of success."""

import re

from pipeline.errors import RejectCode
from pipeline.text.steady_content import steady

# "There is no such page", in the words of publishers' own error pages.
GONE = re.compile(
    r"404|找不到|不存在|已(?:被)?(?:发布者)?删除|已失效|(?:内容|文章).{0,12}(?:违规|投诉).{0,12}无法查看|(?:账号|公众号)已(?:被屏蔽|停用|注销)|链接已过期|已下线|页面无法|page not found|not be found|no longer available",
    re.IGNORECASE,
)
# A page that asks for a login, or for a proof that a person is there.
WALL = re.compile(
    r"(?:请|需要?)(?:先)?登录|登录后(?:查看|阅读)|安全验证|人机验证|环境异常|完成验证后|访问过于频繁|验证码|please (?:log|sign) in|"
    r"enable javascript and cookies|checking your browser|access denied|are you a (?:human|robot)",
    re.IGNORECASE,
)
# Characters of all text on a page: an error page says little else, an article more.
MOST_TEXT = 250


def in_place_of(raw: bytes, content_type: str = "") -> frozenset[RejectCode]:
    """What a page says in place of what was asked for: that it is not there (SOFT_404), that a person must first prove to be
    one (LOGIN_WALL), or both; empty for any other page."""
    words = steady(raw, content_type).decode("utf-8", "replace").partition("\n")[0]
    if len(words) >= MOST_TEXT:
        return frozenset()
    says = {RejectCode.SOFT_404: GONE, RejectCode.LOGIN_WALL: WALL}
    return frozenset(code for code, form in says.items() if form.search(words))

"""Pages that a server sends in place of what was asked for, with the status of success."""

import re

from pipeline.text.steady_content import steady

# "There is no such page", in the words of publishers' own error pages.
GONE = re.compile(
    r"404|找不到|不存在|已(?:被)?删除|已失效|已下线|页面无法|page not found|not be found|no longer available",
    re.IGNORECASE,
)
# A page that asks for a login, or for a proof that a person is there.
WALL = re.compile(
    r"(?:请|需要?)(?:先)?登录|登录后(?:查看|阅读)|安全验证|人机验证|访问过于频繁|验证码|please (?:log|sign) in|"
    r"enable javascript and cookies|checking your browser|access denied|are you a (?:human|robot)",
    re.IGNORECASE,
)
# Characters of all text on a page: an error page says little else, an article more.
MOST_TEXT = 250


def says_gone(raw: bytes, content_type: str = "") -> bool:
    """Whether a page says that what was asked for is not there (a soft 404)."""
    words = _words(raw, content_type)
    return len(words) < MOST_TEXT and GONE.search(words) is not None


def is_wall(raw: bytes, content_type: str = "") -> bool:
    """Whether a page stands in front of what was asked for, until a person proves to be one."""
    words = _words(raw, content_type)
    return len(words) < MOST_TEXT and WALL.search(words) is not None


def _words(raw: bytes, content_type: str) -> str:
    return steady(raw, content_type).decode("utf-8", "replace").partition("\n")[0]

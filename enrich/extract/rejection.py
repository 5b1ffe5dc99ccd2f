"""Whether a page is no article, and why it is rejected then."""

import re

from enrich.extract.html_document import HtmlDocument
from pipeline.errors import Reject, RejectCode
from pipeline.records import Attachment, Block, blocks_text
from pipeline.text.error_pages import GONE, WALL, is_challenge

# Shorter bodies are teasers and captions; a notice with an attachment or a picture may be one line.
LEAST_CHARACTERS = 50
LEAST_WITH_FILES = 8
# A page of which this share of the visible text stands in links, with many of them, is a list.
LINK_SHARE = 0.7
LEAST_LINKS = 25
# With fewer characters, and neither table, picture nor file, a page of many headlines is their list.
MOST_BARE = 200
# A body of this many blocks, of which this share stands beside other pages' headlines, is a list with leads.
LEAST_LEADS, LEAD_SHARE = 4, 0.7

_SCRIPT_NEEDED = re.compile(
    r"(?:启用|开启|打开|支持)\s*javascript|enable javascript|requires javascript", re.IGNORECASE
)
_VIDEO = re.compile(
    r"""<(?:video|object|embed)\b|<iframe[^>]{0,200}player|class=["']?[\w-]*player|\.m3u8|\.mp4""", re.IGNORECASE
)
# Lists print a date beside each link.
_DAY = re.compile(r"[\[(（]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?")
_LISTED = re.compile(
    r"^[·•\s]*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s{0,9})?|\s{0,9}[\[(（]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s{0,9}$"
)
_SHORT_PAGE, _TINY_PAGE = 600, 250
LEAST_SENTENCE = 40
# With one character in twenty lost, no editor could mend a text; one lost in a page is a typo.
MOST_BROKEN = 0.05
# Sentences inside a paragraph whose end is none ("戳视频了解详情~").
_FULL_STOP = re.compile(r"[。！？]")
LEAST_WITHIN, LEAST_CLAUSE = 2, 12
_END = re.compile(r"[。！？.!?][”」』）)]?\s*$")


def judge(document: HtmlDocument, headline: str, blocks: tuple[Block, ...], files: tuple[Attachment, ...]) -> None:
    """Raise Reject with the reason where the page is no article; return where it is one, with a headline or without."""
    text = blocks_text(blocks)
    pictures = sum(block.kind == "image" for block in blocks)
    enough = LEAST_WITH_FILES if files or pictures else LEAST_CHARACTERS
    visible = "\n".join(document.lines)
    if len(visible) < _SHORT_PAGE or len(text) < enough:
        _judge_short(document, headline, visible, text)
    bare = len(text) < MOST_BARE and not files and not any(block.kind in ("table", "image") for block in blocks)
    listed = _is_list(document, visible) or (bare and len(document.links) >= LEAST_LINKS)
    if (listed and not _has_sentence(blocks)) or _is_index(document, blocks):
        raise Reject(RejectCode.LIST_PAGE, "most of the text stands in links")
    if text.count("\ufffd") > MOST_BROKEN * len(text):
        raise Reject(
            RejectCode.UNREADABLE, f"{text.count(chr(0xFFFD))} characters are lost: the page's own charset is broken"
        )
    if not headline and not _has_sentence(blocks):
        raise Reject(RejectCode.UNREADABLE, "neither a headline nor a sentence")
    if len(text) < enough:
        raise Reject(RejectCode.TOO_SHORT, f"{len(text)} characters")


def _judge_short(document: HtmlDocument, headline: str, visible: str, text: str) -> None:
    if len(text) < LEAST_CHARACTERS or len(visible) < _TINY_PAGE or GONE.search(headline):
        if GONE.search(headline) or (GONE.search(visible[:_SHORT_PAGE]) and len(visible) < _SHORT_PAGE):
            raise Reject(RejectCode.SOFT_404, "says that there is no such page")
        if WALL.search(visible[:_SHORT_PAGE]) or is_challenge(document.text, visible):
            raise Reject(RejectCode.LOGIN_WALL, "asks for a login or a check")
    if len(text) < LEAST_CHARACTERS and _VIDEO.search(document.text):
        raise Reject(RejectCode.MEDIA_PAGE, f"a player and {len(text)} characters")
    if len(text) < LEAST_CHARACTERS and (_SCRIPT_NEEDED.search(document.text) or len(visible) < LEAST_CHARACTERS):
        raise Reject(RejectCode.EMPTY_SHELL, f"{len(visible)} visible characters")


def _has_sentence(blocks: tuple[Block, ...]) -> bool:
    """Whether a paragraph reads like prose: a short news item among many links is still one."""
    return any(
        block.kind == "paragraph"
        and len(block.text) >= LEAST_SENTENCE
        and (_END.search(block.text) or _sentences(block.text) >= LEAST_WITHIN)
        for block in blocks
    )


def _sentences(text: str) -> int:
    """How many sentences of some length end inside a text."""
    return sum(len(piece) >= LEAST_CLAUSE for piece in _FULL_STOP.split(text)[:-1])


def _is_index(document: HtmlDocument, blocks: tuple[Block, ...]) -> bool:
    """Whether the body is the leads of other articles: each stands in a link, or right beside one with a headline."""
    lines = [_LISTED.sub("", line) for line in document.lines]
    beside = {number + step for number, line in enumerate(lines) if line in document.links for step in (-1, 0, 1, 2)}
    place = {line: number for number, line in reversed(list(enumerate(document.lines)))}
    at = [place[block.text] for block in blocks if block.text in place]
    return len(at) >= LEAST_LEADS and sum(number in beside for number in at) >= LEAD_SHARE * len(at)


def _is_list(document: HtmlDocument, visible: str) -> bool:
    linked = [str(link.text_content()).strip() for link in document.tree.iter("a")]
    linked = [text for text in linked if text]
    rest = _DAY.sub("", visible.replace("\n", ""))
    return len(linked) >= LEAST_LINKS and sum(map(len, linked)) > LINK_SHARE * max(1, len(rest))

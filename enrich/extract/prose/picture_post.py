"""Posts of pictures and of bare text whose words stand in a script: WeChat's 图片消息 and 文字消息."""

import re
from html import unescape

from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import squeeze
from pipeline.records import Block

# Fields of the page's own data, as WeChat serves them; JsDecode is its own function for the escapes.
_TEXT = re.compile(
    r"""\b(?:content_noencode|text_content|desc)\s*:\s*(?:JsDecode\()?(['"])((?:(?!\1)[^\\\n]|\\.){1,40000})\1"""
)
_PICTURES = re.compile(r"\bpicture_page_info_list\b")
_PICTURE = re.compile(r"""\bcdn_url\s*:\s*(?:JsDecode\()?['"](https?:[^'"\s]{4,500})['"]""")
_POST = re.compile(r"\b(?:picture_page_info_list|picture_page|text_page_info|page_share_img|share_content_page)\b")
_CODE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)")
_PLAIN = {"n": "\n", "r": "\n", "t": " "}
MOST_PICTURES = 40


def picture_post(document: HtmlDocument) -> tuple[Block, ...]:
    """The paragraphs and pictures of such a post, its longest text first asked; () for any other page."""
    if not _POST.search(document.text):
        return ()
    texts = [_unescaped(match[2]) for match in _TEXT.finditer(document.scripts)]
    text = max([*texts, _unescaped(document.meta("description"))], key=len)
    listed = _PICTURES.search(document.scripts)
    found = _PICTURE.findall(document.scripts, listed.end()) if listed else []
    addresses = dict.fromkeys(document.absolute(_unescaped(address)) for address in found[:MOST_PICTURES])
    return (
        *(Block(kind="paragraph", text=line) for line in map(squeeze, text.split("\n")) if line),
        *(Block(kind="image", image=address) for address in addresses if address),
    )


def _unescaped(text: str) -> str:
    """A script's string as it is read: its own escapes first, then those of HTML."""
    plain = _CODE.sub(
        lambda code: chr(int(code[1] or code[2], 16)) if code[1] or code[2] else _PLAIN.get(code[3], code[3]), text
    )
    return re.sub(r"<br\s*/?>", "\n", unescape(unescape(plain)))

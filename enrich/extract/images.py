"""Pictures of the article with their captions, and its attachments."""

import re

from lxml import html

from enrich.extract.attachments.choose import has_format
from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import squeeze
from pipeline.records import Attachment, Block, Image

# Icons, trackers, QR codes and share buttons: by name, since their pages seldom give sizes.
_NO_PICTURE = re.compile(
    r"(icon|logo|qr|erweima|ewm|share|weixin|wechat|weibo|blank|spacer|pixel|stat|tongji|arrow|btn|button|/face/|emoji|/ads?/|banner|doc\.gif|pdf\.gif|\.svg(\?|$))",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^[（(▲△↑\s]*(?:图为|图\s{0,9}[:：]|图\d*[:：]|资料图|配图|上图|下图|左图|右图).*|.{2,60}(?:摄|供图|图/.{2,12}|摄影报道)[）)]?$"
)
LONGEST_CAPTION = 120
LONGEST_BARE_CAPTION = 40
# A sentence's end, or a numbered heading: no caption.
_SENTENCE = re.compile(r"[。；：！？;:!?]$|^[（(]?[一二三四五六七八九十\d]+[）)、.．]")
# What an editor program or a camera calls a file: no caption.
_FILE_NAME = re.compile(
    r"[^。，,!?！？]{0,80}\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic)|(?:无标题|未命名|未标题|微信(?:图片|截图)|QQ(?:图片|截图)|屏幕截图|截图|图片|照片|image|img|dsc|photo|picture|screenshot|untitled|WDCM上传图片)?[\s_\-()（）]*[\da-f_\-.]*(?:\s*[(（]\d+[)）])?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\.(?:s?html?|xhtml)(?:$|[?#])", re.IGNORECASE)


def captioned(blocks: tuple[Block, ...], captions: dict[str, str]) -> tuple[Block, ...]:
    """The blocks with each picture's caption in its block: figcaption, the small paragraph under it, or its title.

    Icons and trackers are left out, and so is a second copy of a picture. A paragraph that became a caption goes.
    """
    done: list[Block] = []
    seen: set[str] = set()
    skip = False
    for block, following in zip(blocks, (*blocks[1:], None), strict=False):
        if skip:
            skip = False
        elif block.kind != "image":
            done.append(block)
        elif block.image not in seen and not _NO_PICTURE.search(block.image):
            seen.add(block.image)
            under = following.text if following is not None and following.kind == "paragraph" else ""
            title = "" if _FILE_NAME.fullmatch(block.text) else block.text
            skip = bool(under) and (under in (captions.get(block.image), block.text) or _is_caption(under))
            text = under if skip else captions.get(block.image, "") or title
            done.append(Block(kind="image", image=block.image, text="" if _FILE_NAME.fullmatch(text) else text))
    return tuple(done)


def _is_caption(text: str) -> bool:
    """Whether the paragraph under a picture is its caption: it says so, or it is a few words and no sentence."""
    if len(text) > LONGEST_CAPTION:
        return False
    return bool(_CAPTION.match(text)) or (len(text) <= LONGEST_BARE_CAPTION and not _SENTENCE.search(text))


def captions(document: HtmlDocument) -> dict[str, str]:
    """What <figcaption> says, by the picture's address."""
    found = {}
    for figure in document.tree.iter("figure"):
        caption, image = figure.find(".//figcaption"), figure.find(".//img")
        if caption is not None and image is not None:
            address = document.absolute(image.get("data-src") or image.get("src") or "")
            found[address] = squeeze(str(caption.text_content()))[:LONGEST_CAPTION]
    return found


def images(blocks: tuple[Block, ...]) -> tuple[Image, ...]:
    """The pictures of the blocks, in order."""
    return tuple(Image(url=block.image, caption=block.text) for block in blocks if block.kind == "image")


def attachments(document: HtmlDocument) -> tuple[Attachment, ...]:
    """The files that the page links to, with their printed names, each once, in order.

    A file is told by its address, or by its name where the address is a program's (download?id=12).
    """
    found: dict[str, Attachment] = {}
    for link in document.tree.iter("a"):
        target = link.get("href") or ""
        if not target or target.startswith("#") or not isinstance(link, html.HtmlElement):
            continue
        printed = squeeze(str(link.text_content())) or squeeze(link.get("title"))
        if not has_format(target) and (_PAGE.search(target) or not has_format(printed)):
            continue
        address = document.absolute(target)
        name = printed or address.rsplit("/", 1)[-1]
        if address and address not in found:
            found[address] = Attachment(url=address, name=name[:LONGEST_CAPTION])
    return tuple(found.values())

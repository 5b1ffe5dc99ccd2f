"""An item that an editor writes: a form's words as a whole item, or what is wrong with them."""

import re
import secrets
from collections.abc import Sequence

from pydantic import BaseModel

from bulletin.issue import Item, Picture, blocks_of_text, with_pictures
from desk.editing.typed_values import Unclear, day_of, one_line
from pipeline.addresses import followable
from pipeline.records import Block, Reason, blocks_text

# As an article's id looks; 64 random bits never meet the hash of an address.
ID_BYTES = 8
_ID = re.compile(r"[0-9a-f]{16}")
CHINESE = re.compile("[\u4e00-\u9fff]")


class Written(BaseModel):
    """What was typed. `id` was given out with the form, so that a second click writes no second item."""

    id: str = ""
    title: str = ""
    published: str = ""
    source: str = ""
    column: str = ""
    url: str = ""
    text: str = ""


def new_id() -> str:
    """An id for an item that has no address: 16 hex digits of a random source."""
    return secrets.token_hex(ID_BYTES)


def item_by_hand(written: Written, pictures: Sequence[Picture], who: str) -> Item:
    """The item. Raises Unclear, which names the first field that is wrong and what is expected."""
    title, source = one_line(written.title, "题目"), one_line(written.source, "来源")
    places = [Block(kind="image", image=one.url, text=one.caption) for one in pictures]
    blocks = with_pictures(blocks_of_text(written.text, places), tuple(pictures))
    if not pictures and not blocks_text(blocks).strip():
        raise Unclear("正文是空的；请写几个字，或附上图片")
    url = followable(written.url) if written.url.strip() else ""
    if written.url.strip() and not url:
        raise Unclear("链接不是网址；请以 http:// 或 https:// 开头，没有就留空")
    published = day_of(written.published)
    if published is None:
        raise Unclear("发布日期不能为空；请写成 2026-05-13 这样")
    return Item(
        id=written.id if _ID.fullmatch(written.id) else new_id(),
        url=url,
        title=title,
        published=published,
        source=source,
        blocks=blocks,
        images=tuple(pictures),
        attachments=(),
        language="zh" if CHINESE.search(title + written.text) else "und",
        score=1.0,
        revised=False,
        reasons=(Reason("by_hand", {"who": who}),),
        warnings=(),
        alternates=(),
    )

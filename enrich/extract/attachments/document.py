"""An article whose document is an attachment: what it waits for, and what it is once that was read."""

import re
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from enrich.extract import official_document
from enrich.extract.attachments.choose import documents, is_like
from enrich.extract.confidence import of_attachment
from enrich.extract.language import language_of
from enrich.extract.revision import text_hash
from pipeline.errors import RejectCode
from pipeline.records import Article, Attachment, Block, HeldArticle, ReadAttachment, blocks_text

# A page with less text than this and a document among its files is a notice whose text is in there; with less than
# LEAST_OWN it says nothing itself, and a numbered annex is better than nothing.
THIN, LEAST_OWN = 300, 50
# A short page of more sentences than a covering letter has, which does not send its reader to the file, is a notice of its own.
MOST_OF_A_LETTER = 3
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s|$)")
# Of so many files the first that has a text is taken.
MOST_TRIED = 3
# What a page may be called for want of text; the second ones only hold it where a file is called as its title.
_SAYS_LITTLE = (RejectCode.TOO_SHORT,)
_LOOKS_EMPTY = (RejectCode.EMPTY_SHELL, RejectCode.MEDIA_PAGE, RejectCode.LIST_PAGE)
HOLDING = (*_SAYS_LITTLE, *_LOOKS_EMPTY)
RULE, RECOGNISED_RULE = "text of the attachment", "text recognised in the attachment"
# A line that only leads to the files.
_POINTER = re.compile(
    r"(?:全文|正文|原文|内容|详情|详|具体).{0,12}(?:见|以|看|阅|载).{0,8}附[件后]|^请?见附[件后][。.]?$|^附\s{0,9}件\s{0,9}\d*\s{0,9}[:：]?$"
)
_LONGEST_POINTER = 100
# A list's title ends so where it was too long for its line.
_CUT = re.compile(r"(?:(?<!…)…+|(?<!\.)\.{3,})$")


def awaited(article: Article, verdict: RejectCode | None) -> tuple[Attachment, ...]:
    """The files that a page waits for, the likeliest document first; () for a page with its own text, or without any.

    `verdict` is what a page without them would be rejected as.
    """
    if verdict is None and (len(article.text) >= THIN or _is_whole(article.text)):
        return ()
    found = documents(article.title, article.attachments, annexes=len(article.text) < LEAST_OWN)
    if verdict in _LOOKS_EMPTY:
        found = tuple(file for file in found if is_like(file, article.title))
    return found[:MOST_TRIED]


def with_text(held: HeldArticle, tried: Sequence[ReadAttachment], blocks: tuple[Block, ...]) -> Article:
    """The article with the text of the last of these files, the others being unread; newer than the page by a millisecond.

    What the page itself says stays before it, but for what only leads to the file or is in there too. Of title, 文号,
    发文机关 and 成文日期 those that the page lacks are the document's.
    """
    page, read = held.article, tried[-1]
    said = _squeezed(blocks_text(blocks))
    own = tuple(block for block in _unnamed(page) if not _is_said(block, said))
    rule = RULE if read.recognised is None else RECOGNISED_RULE
    title, found_by = _title(page, blocks)
    number = page.document_number or official_document.number_at_top(blocks)
    whole = (*own, *(official_document.without_head(blocks, title, number) or blocks))
    body = ", ".join(one for one in (page.found_by.get("body", "") if own else "", rule) if one)
    sure = of_attachment("body") if read.recognised is None else round(read.recognised, 2)
    return msgspec.structs.replace(
        page,
        title=title,
        blocks=whole,
        text_hash=text_hash(title, whole),
        fetched_at=page.fetched_at + timedelta(milliseconds=1),
        attachments_read=tuple(tried),
        document_number=number,
        issuers=page.issuers or official_document.signers(blocks),
        issued=page.issued or official_document.signed_on(blocks),
        language=language_of(blocks_text(whole)) or page.language,
        found_by={**page.found_by, **found_by, "body": body},
        confidence={**page.confidence, **{name: of_attachment(name) for name in found_by}, "body": sure},
    )


def without_text(held: HeldArticle, tried: Sequence[ReadAttachment]) -> Article:
    """The article as its page has it, with why none of its files was read.

    Lines that only name a file go where anything else is said: the files are told of beside the text.
    """
    page = held.article
    own = _unnamed(page)
    blocks = own if blocks_text(own) else page.blocks
    return msgspec.structs.replace(
        page, blocks=blocks, text_hash=text_hash(page.title, blocks), attachments_read=tuple(tried)
    )


def _unnamed(page: Article) -> tuple[Block, ...]:
    """The page's blocks but for those that say a file's name and no more."""
    names = {_squeezed(name) for file in page.attachments for name in (file.name, f"附件：{file.name}")}
    return tuple(
        block for block in page.blocks if block.kind == "image" or _squeezed(blocks_text((block,))) not in names
    )


def _is_whole(text: str) -> bool:
    """Whether a short text is a notice of its own and no covering letter."""
    return len(_SENTENCE_END.findall(text)) > MOST_OF_A_LETTER and _POINTER.search(text) is None


def _title(page: Article, blocks: tuple[Block, ...]) -> tuple[str, dict[str, str]]:
    """The page's title, and no rule; the document's, with its rule, where the page has none or one that is cut off."""
    own = official_document.title_of(blocks)
    cut = _CUT.sub("", page.title)
    if own and (not page.title or (cut != page.title and own.startswith(cut))):
        return own, {"title": RULE}
    return page.title, {}


def _is_said(block: Block, said: str) -> bool:
    """Whether a block of the page leads to the file only, or stands in the document as well."""
    if block.kind == "image":
        return False
    text = _squeezed(blocks_text((block,)))
    points = len(text) <= _LONGEST_POINTER and _POINTER.search(text) is not None
    return not text or text in said or points


def _squeezed(text: str) -> str:
    return "".join(text.split())

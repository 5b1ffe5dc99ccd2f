"""What becomes of an article that waits for its attachments: each is fetched and opened in turn, until one has a text."""

import time
from collections.abc import Callable

from crawlers.media.download import MediaContent
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.document import with_text, without_text
from enrich.extract.attachments.read import read_attachment
from pipeline.errors import Reject
from pipeline.records import Article, Attachment, HeldArticle, ReadAttachment, Reason

# Gives the bytes at an address, or why there are none.
Fetch = Callable[[str], MediaContent | Reason]
# After so many seconds no further file of one article is begun: a batch of the stage has to end within the bus's five minutes.
LONGEST_SECONDS = 30.0


def settled(held: HeldArticle, fetch: Fetch) -> Article:
    """The article with its document's text, or with why its files are unread.

    Text that was recognised in a scan is taken only where no other file has any. Raises the Reject that the page was held
    back from where it is no article without a text.
    """
    tried, recognised, opened, until = list[ReadAttachment](), None, False, time.monotonic() + LONGEST_SECONDS
    for file in held.awaited:
        if tried and time.monotonic() > until:
            break
        found = fetch(file.url)
        if isinstance(found, Reason):
            tried.append(ReadAttachment(url=file.url, name=file.name, unread=found))
            continue
        opened = True
        text = read_attachment(found.content, file.name, found.content_type)
        read = _read(file, text)
        if read.unread is not None:
            tried.append(read)
        elif read.recognised is None:
            return with_text(held, [*tried, read], text.blocks)
        elif recognised is None:
            recognised = (read, text)
    if recognised is not None:
        read, text = recognised
        return with_text(held, [*tried, read], text.blocks)
    # A title and a file that is there are worth an editor's look, whatever keeps the file from being read.
    if held.verdict is not None and not (opened and held.article.title):
        raise Reject(held.verdict, held.detail)
    return without_text(held, tried)


def _read(file: Attachment, text: AttachmentText) -> ReadAttachment:
    """What the reader says of a file, for the record."""
    unread = Reason(CODES[text.unread], {"format": text.format}) if text.unread else None
    return ReadAttachment(
        url=file.url,
        name=file.name,
        format=text.format,
        pages=text.pages,
        cut=text.cut,
        recognised=text.ocr_confidence if unread is None else None,
        unread=unread,
    )


# The readers' codes, as the table of reasons has words for them.
CODES = {
    "empty": "media_empty",
    "nothing_inside": "attachment_without_text",
    "damaged": "attachment_broken",
    "encrypted": "attachment_encrypted",
    "too_large": "attachment_too_large",
    "timed_out": "attachment_timed_out",
    "out_of_memory": "attachment_out_of_memory",
    "reader_died": "attachment_reader_died",
    "unknown_format": "attachment_unknown_format",
    "scan_without_ocr": "attachment_scan",
}

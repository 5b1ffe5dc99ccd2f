"""Plain text files (.txt)."""

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.printed.printed_lines import paragraphs_of_lines


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The paragraphs of a text in UTF-8, UTF-16 with its mark, or GB 18030."""
    del name
    for encoding in ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030"):
        try:
            blocks = paragraphs_of_lines(allowance.text(content.decode(encoding)).splitlines())
        except UnicodeDecodeError:
            continue
        if not blocks:
            raise UnreadError("nothing_inside")
        return AttachmentText(blocks=blocks, cut=allowance.cut)
    raise UnreadError("unknown_format")

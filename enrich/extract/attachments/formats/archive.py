"""Zip archives: every name, and what is read of each file within one allowance; archives inside are not followed."""

from pathlib import PurePosixPath

from enrich.extract.attachments.allowance import Allowance, UnreadError
from enrich.extract.attachments.attachment_text import ArchiveMember, AttachmentText
from enrich.extract.attachments.by_format import ARCHIVES, text_within
from enrich.extract.attachments.file_format import format_of
from enrich.extract.attachments.formats.zip_file import member, opened, printed_name
from pipeline.records import Block

# What a system puts beside the files: no member.
_NO_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read(content: bytes, name: str, allowance: Allowance) -> AttachmentText:
    """The blocks of all members that could be read, each below its name where there are several.

    Raises UnreadError where the file is broken; where no member has a text, `unread` is the first one's code.
    """
    del name
    archive = opened(content)
    members: list[ArchiveMember] = []
    for info in archive.infolist():
        path = printed_name(info)
        if info.is_dir() or any(part in path for part in _NO_FILES):
            continue
        if len(members) == allowance.bounds.members:
            allowance.cut = allowance.cut or "members"
            break
        if not allowance.goes_on():
            break
        try:
            inside = member(archive, info, allowance)
            kind = format_of(inside)
            text = (
                AttachmentText(unread="unknown_format", format=kind)
                if kind in ARCHIVES
                else text_within(inside, path, allowance)
            )
        except UnreadError as unread:
            text = AttachmentText(unread=unread.code)
        members.append(ArchiveMember(path, text))
    read_ones = [one for one in members if one.text.blocks]
    blocks: list[Block] = []
    for one in read_ones:
        if len(read_ones) > 1:
            blocks.append(Block(kind="heading", text=PurePosixPath(one.name).stem))
        blocks += one.text.blocks
    confidences = [one.text.ocr_confidence for one in read_ones if one.text.ocr_confidence is not None]
    return AttachmentText(
        blocks=tuple(blocks),
        unread="" if blocks else members[0].text.unread if members else "nothing_inside",
        cut=allowance.cut,
        ocr_confidence=min(confidences, default=None),
        members=tuple(members),
    )

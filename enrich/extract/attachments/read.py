"""Reads an attachment in a child process of its own, which may die: whatever the file is, the answer is a value."""

import subprocess
import sys

import msgspec

from enrich.extract.attachments.attachment_text import AttachmentText, ReadingBounds
from enrich.extract.attachments.child import Order

BOUNDS = ReadingBounds()


def read_attachment(content: bytes, name: str, media_type: str = "", bounds: ReadingBounds = BOUNDS) -> AttachmentText:
    """The text of a file, whatever its name and media type (as served) claim; takes at most `bounds.seconds`.

    A child is started for each file (0.2 s): it imports only what the file's format needs, limits its own memory, and is
    killed at its deadline.
    """
    if not content:
        return AttachmentText(unread="empty")
    if len(content) > bounds.content:
        return AttachmentText(unread="too_large")
    order = msgspec.msgpack.encode(Order(name=name, media_type=media_type, bounds=bounds, content=content))
    command = [sys.executable, "-m", "enrich.extract.attachments.child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        try:
            answer, _ = child.communicate(order, timeout=bounds.seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            return AttachmentText(unread="timed_out")
    try:
        return msgspec.msgpack.decode(answer, type=AttachmentText)
    except msgspec.DecodeError:
        return AttachmentText(unread="reader_died")

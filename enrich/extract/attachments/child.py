"""The child process: an order on standard input, an AttachmentText on standard output, both msgpack."""

import math
import os
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from enrich.extract.attachments.attachment_text import AttachmentText, ReadingBounds
from enrich.extract.attachments.by_format import text_of


@dataclass(frozen=True)
class Order:
    """What is to be read, by the name and media type it came under."""

    name: str
    media_type: str
    bounds: ReadingBounds
    content: bytes


def main() -> None:
    """Read one order and answer it; memory and processor time are limited first."""
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    # Libraries print to standard output (in C, too): the answer has it for itself.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limit(order.bounds)
    try:
        text = text_of(order.content, order.name, order.bounds)
    except MemoryError:
        text = AttachmentText(unread="out_of_memory")
    answer.write(msgspec.msgpack.encode(text))
    answer.close()


def limit(bounds: ReadingBounds) -> None:
    """Limit this process: its address space, and its processor time for where the parent is gone."""
    limit_memory(bounds.memory)
    # One core for all of the wall time; a library with threads gets to twice that.
    seconds = 2 * math.ceil(bounds.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def limit_memory(memory: int) -> None:
    """Limit this process' address space to so many bytes; a process that dies of it leaves no core."""
    # Not every system has a limit of address space (macOS); the deadline holds there, too.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()

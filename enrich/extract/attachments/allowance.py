"""What a reading may still use: pages, characters, bytes unpacked, seconds; it remembers what ran out first."""

import time
from collections.abc import Iterable
from dataclasses import replace

from enrich.extract.attachments.attachment_text import Cut, ReadingBounds, Unread
from enrich.extract.attachments.printed.placed import PrintedPage
from pipeline.records import Block, blocks_text

# Of the seconds, after which nothing new is begun: the rest is for what runs, so that what was read is handed over
# before the child is ended.
BEGIN_WITHIN = 0.7


class UnreadError(Exception):
    """Nothing can be read of this file, by its code; `by_format.text_of` makes a value of it."""

    def __init__(self, code: Unread) -> None:
        super().__init__(code)
        self.code = code


class Allowance:
    """Of one attachment, an archive's members sharing it."""

    def __init__(self, bounds: ReadingBounds) -> None:
        self.bounds = bounds
        self.cut: Cut = ""
        self._pages, self._characters, self._bytes = bounds.pages, bounds.characters, bounds.content
        self._until = time.monotonic() + BEGIN_WITHIN * bounds.seconds

    def goes_on(self) -> bool:
        """Whether characters and seconds are left."""
        if self._characters <= 0:
            self.cut = self.cut or "characters"
        elif time.monotonic() > self._until:
            self.cut = self.cut or "seconds"
        else:
            return True
        return False

    def another_page(self) -> bool:
        """Whether one more page may be begun; it is counted."""
        if self._pages <= 0:
            self.cut = self.cut or "pages"
            return False
        self._pages -= 1
        return self.goes_on()

    def unpack(self, size: int) -> None:
        """Count bytes that are to be unpacked; raises UnreadError where there is no room for them."""
        if size > self._bytes:
            raise UnreadError("too_large")
        self._bytes -= size

    def text(self, text: str) -> str:
        """As much of the text as there are characters left."""
        if len(text) > self._characters:
            self.cut = self.cut or "characters"
        taken = text[: max(0, self._characters)]
        self._characters -= len(taken)
        return taken

    def page(self, page: PrintedPage) -> PrintedPage:
        """As many of a page's first pieces as there are characters left."""
        kept = []
        for piece in page.pieces:
            text = self.text(piece.text)
            if not text:
                break
            kept.append(replace(piece, text=text))
        return replace(page, pieces=tuple(kept))

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks as far as the allowance reaches; the block in which it ends is the last, whole."""
        taken: list[Block] = []
        for block in blocks:
            if not self.goes_on():
                break
            taken.append(block)
            self._characters -= len(blocks_text((block,)))
        return tuple(taken)

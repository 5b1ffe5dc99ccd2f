"""Words found through a whole issue, and what replacing them would change: nothing is written here."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from bulletin.issue import Draft, Issue, Item, Repicture, Several, operation_kinds
from desk.editing.typed_values import Unclear, one_line
from pipeline.records import Block

FIELDS: Final = {"title": "题目", "source": "来源", "text": "正文", "caption": "图片说明"}
# Characters that are shown on either side of what was found.
AROUND = 24
# More than anybody looks through; the words are too short then.
MOST_PLACES = 500
LONGEST_WORDS = 200
# Full-width forms of what ASCII has, and the ideographic space: each one character for one.
_NARROW = {0x3000: 0x20, **{0xFF01 + at: 0x21 + at for at in range(94)}}


@dataclass(frozen=True)
class Searched:
    """What is looked for and what is put in its place; `loose` takes capital for small and full-width for half-width."""

    words: str
    put: str
    fields: frozenset[str]
    loose: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds the words in a text that `folded` has made."""
        return re.compile(re.escape(self.folded(self.words)), re.IGNORECASE if self.loose else 0)

    def folded(self, text: str) -> str:
        """The text as it is compared: as long as it was, so that places in it are places in the text."""
        return text.translate(_NARROW) if self.loose else text


@dataclass(frozen=True)
class FoundPlace:
    """A place where the words stand. `key` names it among all places of one version: item, field, how many before it."""

    key: str
    item: str
    title: str
    field: str
    before: str
    found: str
    behind: str


def places(draft: Draft, wanted: Searched) -> list[FoundPlace]:
    """Where the words stand, in the order of the issue; MOST_PLACES and one more at most."""
    found = list[FoundPlace]()
    for item in (item for column in draft.columns for item in column.items):
        counts = Counter[str]()
        for field, text in _texts(item):
            if field not in wanted.fields:
                continue
            for match in wanted.pattern.finditer(wanted.folded(text)):
                start, end = match.span()
                place = FoundPlace(
                    key=f"{item.id}/{field}/{counts[field]}",
                    item=item.id,
                    title=item.title,
                    field=field,
                    before=("…" if start > AROUND else "") + text[max(0, start - AROUND) : start],
                    found=text[start:end],
                    behind=text[end : end + AROUND] + ("…" if end + AROUND < len(text) else ""),
                )
                counts[field] += 1
                found.append(place)
                if len(found) > MOST_PLACES:
                    return found
    return found


def replaced(issue: Issue, wanted: Searched, chosen: Iterable[str]) -> Several:
    """The change that replaces the words in the chosen places of an issue as it was looked at. Raises Unclear."""
    keys = frozenset(chosen)
    edits = [edit for column in issue.draft.columns for item in column.items for edit in _edits(item, wanted, keys)]
    return Several(edits=tuple(edits), found=wanted.words, put=wanted.put)


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    """The item's texts with their fields, in reading order."""
    yield "title", item.title
    yield "source", item.source
    for block in item.blocks:
        for text in _of_block(block):
            yield "text", text
    for picture in item.images:
        yield "caption", picture.caption


def _of_block(block: Block) -> Sequence[str]:
    """A block's texts; a picture's is its caption, which is the picture's."""
    if block.kind == "image":
        return ()
    return (block.text, *block.items, *(cell for row in block.rows for cell in row))


def _edits(item: Item, wanted: Searched, keys: frozenset[str]) -> Iterator[operation_kinds.Single]:
    for field in FIELDS:
        if field not in wanted.fields or not any(key.startswith(f"{item.id}/{field}/") for key in keys):
            continue
        change = _replacing(item, field, wanted, keys)
        try:
            if field == "title":
                yield operation_kinds.Retitle(item=item.id, value=one_line(change(item.title), "题目"))
            elif field == "source":
                yield operation_kinds.Resource(item=item.id, value=one_line(change(item.source), "来源", empty=True))
            elif field == "text":
                yield operation_kinds.Rewrite(item=item.id, value=tuple(_block(one, change) for one in item.blocks))
            else:
                renamed = [(one, one_line(change(one.caption), "图片说明", empty=True)) for one in item.images]
                pictures = tuple(msgspec.structs.replace(one, caption=caption) for one, caption in renamed)
                yield Repicture(item=item.id, value=pictures)
        except Unclear as problem:
            raise Unclear(f"《{item.title[:60]}》：替换后{problem}；请去掉这一处的勾") from None


def _replacing(item: Item, field: str, wanted: Searched, keys: frozenset[str]) -> Callable[[str], str]:
    """Replaces in one text of the field after the other, counting the places as `places` does."""
    count = 0

    def change(text: str) -> str:
        nonlocal count
        made, done = list[str](), 0
        for match in wanted.pattern.finditer(wanted.folded(text)):
            if f"{item.id}/{field}/{count}" in keys:
                made += [text[done : match.start()], wanted.put]
                done = match.end()
            count += 1
        return "".join([*made, text[done:]])

    return change


def _block(block: Block, change: Callable[[str], str]) -> Block:
    if block.kind == "image":
        return block
    return msgspec.structs.replace(
        block,
        text=change(block.text),
        items=tuple(change(one) for one in block.items),
        rows=tuple(tuple(change(cell) for cell in row) for row in block.rows),
    )

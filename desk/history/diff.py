"""What differs between two texts, in pieces: by lines first, then within changed lines by Chinese character or word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A Latin word or a figure is one token, and so is every other character: Chinese has no spaces to split at.
TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.,:/-][0-9A-Za-z]+)*%?|\s+|.", re.DOTALL)
# An unchanged run this short (in tokens) between two changes is only noise to a reader; two characters are a word.
ISLAND = 1
# Unchanged characters that are shown around a change; the rest of a longer run is left out.
AROUND = 40
# Pairs of equal tokens: above it (two seconds and more) the texts are shown one after the other instead.
MOST_PAIRS = 2_000_000

# What is done, from and to in the one text, from and to in the other.
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class DiffPiece:
    """A run of text that is in both, was taken out, was put in, or (gap) is in both and not shown."""

    kind: Literal["same", "del", "ins", "gap"]
    text: str


def diff(before: str, after: str) -> list[DiffPiece]:
    """The pieces from one text to the other, in reading order; neighbours are of different kinds."""
    one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found = list[DiffPiece]()
    for tag, a, b, c, d in _opcodes(one, other):
        old, new = "".join(one[a:b]), "".join(other[c:d])
        found += [DiffPiece("same", old)] if tag == "equal" else _within(old, new)
    return _joined(found)


def shortened(pieces: Sequence[DiffPiece], around: int = AROUND) -> list[DiffPiece]:
    """The pieces with long unchanged runs left out but for `around` characters beside each change."""
    found = list[DiffPiece]()
    for at, piece in enumerate(pieces):
        head = 0 if at == 0 else around
        tail = 0 if at == len(pieces) - 1 else around
        if piece.kind != "same" or len(piece.text) <= head + tail + around:
            found.append(piece)
            continue
        middle = piece.text[head : len(piece.text) - tail]
        shown = [
            DiffPiece("same", piece.text[:head]),
            DiffPiece("gap", middle),
            DiffPiece("same", piece.text[-tail:] if tail else ""),
        ]
        found += [one for one in shown if one.text]
    return found


def likeness(before: str, after: str) -> float:
    """The share of characters that are in both, 0..1; 1 for two empty texts."""
    same = sum(len(piece.text) for piece in diff(before, after) if piece.kind == "same")
    whole = len(before) + len(after)
    return 2 * same / whole if whole else 1.0


def _within(old: str, new: str) -> Iterator[DiffPiece]:
    one, other = TOKEN.findall(old), TOKEN.findall(new)
    changes = _opcodes(one, other)
    for at, (tag, a, b, c, d) in enumerate(changes):
        if tag == "equal" and not (b - a <= ISLAND and "\n" not in one[a:b] and _disturbs(changes, at)):
            yield DiffPiece("same", "".join(one[a:b]))
        else:
            yield DiffPiece("del", "".join(one[a:b]))
            yield DiffPiece("ins", "".join(other[c:d]))


def _disturbs(changes: Sequence[Opcode], at: int) -> bool:
    """Whether text is both taken out and put in around this run."""
    around = {tag for tag, *_ in (*changes[max(0, at - 1) : at], *changes[at + 1 : at + 2])}
    return 0 < at < len(changes) - 1 and around not in ({"insert"}, {"delete"})


def _opcodes(one: Sequence[str], other: Sequence[str]) -> list[Opcode]:
    counts, others = Counter(one), Counter(other)
    if sum(count * others[token] for token, count in counts.items()) > MOST_PAIRS:
        return [("replace", 0, len(one), 0, len(other))]
    return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())


def _joined(pieces: Sequence[DiffPiece]) -> list[DiffPiece]:
    """Runs of one kind as one piece; between two unchanged runs first all that went, then all that came."""
    found, gone, come = list[DiffPiece](), "", ""
    for piece in [*pieces, DiffPiece("same", "")]:
        if piece.kind == "del":
            gone += piece.text
        elif piece.kind == "ins":
            come += piece.text
        else:
            found += [made for made in (DiffPiece("del", gone), DiffPiece("ins", come)) if made.text]
            gone = come = ""
            found += [piece] if piece.text else []
    return _merged(found)


def _merged(pieces: Sequence[DiffPiece]) -> list[DiffPiece]:
    found = list[DiffPiece]()
    for piece in pieces:
        if found and found[-1].kind == piece.kind:
            found[-1] = DiffPiece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found

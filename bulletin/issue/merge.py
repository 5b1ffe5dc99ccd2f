"""Two people's changes of one text, put together by paragraph: a line of the light notation is the unit of a clash.

Each version is read as what became of every line of the text before, and what was put in between two of them. What only
one of the two did is done, what both did alike is done once, and a line that both made something else of is a clash, with
both versions. So changes in neighbouring paragraphs meet nowhere, and nobody's words are lost: they stand in what is agreed
or in a clash.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

# Of two paragraphs that were put in at one place: from this share of common pairs of characters on they are two versions of
# one, and a person decides; below it both are taken. Two wordings of one Chinese sentence share half of them and more, two
# sentences of one article a tenth.
ALIKE = 0.4
# Lines of one version times lines of the other, of a passage in which all differ: above it they are paired in their order.
MOST_PAIRED = 10_000
# What a pair counts beside its likeness: as many lines as can be are paired.
PAIRED = 0.01

Lines = tuple[str, ...]


@dataclass(frozen=True)
class AgreedLines:
    """Lines about which there is nothing to decide: as before, changed by one of the two, or by both alike."""

    lines: Lines


@dataclass(frozen=True)
class ClashingLines:
    """A paragraph that both changed, each otherwise: as it was, as one and as the other has it; () where it is not there."""

    before: Lines
    mine: Lines
    theirs: Lines


MergedPart = AgreedLines | ClashingLines


@dataclass(frozen=True)
class _Version:
    """What a version made of the text before: of each line, and before each line (one more: behind the last)."""

    became: list[Lines]
    put_in: list[Lines]


def merge_texts(before: str, mine: str, theirs: str) -> list[MergedPart]:
    """The parts of the merged text in their order; two agreed ones never stand beside each other."""
    base = _lines(before)
    one, other = _version(base, _lines(mine)), _version(base, _lines(theirs))
    known = {*base} | _follow_moves(base, one, other)
    parts = list[MergedPart]()
    for at in range(len(base) + 1):
        _join(parts, _put_in(one.put_in[at], other.put_in[at], known))
        if at < len(base):
            _join(parts, [_of_line((base[at],), one.became[at], other.became[at])])
    return parts


def merged_text(parts: Sequence[MergedPart]) -> str | None:
    """The text that the parts come to; None where a person has to decide."""
    lines = list[str]()
    for part in parts:
        if isinstance(part, ClashingLines):
            return None
        lines += part.lines
    return "\n".join(lines)


def _lines(text: str) -> Lines:
    return tuple(text.split("\n")) if text else ()


def _version(base: Lines, lines: Lines) -> _Version:
    made = _Version([(line,) for line in base], [() for _ in range(len(base) + 1)])
    head = 0
    while head < min(len(base), len(lines)) and base[head] == lines[head]:
        head += 1
    tail = 0
    while tail < min(len(base), len(lines)) - head and base[-1 - tail] == lines[-1 - tail]:
        tail += 1
    known = {*base} - {""}
    old, new = base[head : len(base) - tail], lines[head : len(lines) - tail]
    for tag, a, b, c, d in _opcodes(old, new):
        if tag == "equal":
            continue
        # A line that stood elsewhere came from there.
        fresh = [at for at, line in enumerate(new[c:d]) if line not in known]
        pairs = {fresh[to]: one for one, to in _pairs(old[a:b], [new[c + at] for at in fresh])}
        behind = a - 1
        for at in range(a, b):
            made.became[head + at] = ()
        for at, line in enumerate(new[c:d]):
            if at in pairs:
                behind = a + pairs[at]
                made.became[head + behind] = (line,)
            else:
                made.put_in[head + behind + 1] += (line,)
    return made


def _opcodes(old: Lines, new: Lines) -> list[tuple[str, int, int, int, int]]:
    counts, others = Counter(old), Counter(new)
    if sum(count * others[line] for line, count in counts.items()) > MOST_PAIRED:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which line of a passage became which (old, new), both in their order, so that the likenesses add up to the most."""
    if not old or not new:
        return []
    if len(old) * len(new) > MOST_PAIRED:
        return [(at, at) for at in range(min(len(old), len(new)))]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    worth = [[likeness(one, other) + PAIRED for other in new] for one in old]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            best[a][b] = max(best[a + 1][b], best[a][b + 1], best[a + 1][b + 1] + worth[a][b])
    pairs, a, b = list[tuple[int, int]](), 0, 0
    while a < len(old) and b < len(new):
        if best[a][b] == best[a + 1][b + 1] + worth[a][b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return pairs


def likeness(one: str, other: str) -> float:
    """The share of pairs of neighbouring characters that two lines have in common, 0..1."""
    here, there = Counter(pairwise(one)), Counter(pairwise(other))
    whole = here.total() + there.total()
    return 2 * (here & there).total() / whole if whole else float(one == other)


def _follow_moves(base: Lines, one: _Version, other: _Version) -> set[str]:
    """A paragraph that one of the two moved and the other changed stands, changed, where it was moved to; returns those.

    Of two different places `one`'s is taken; what one moved and the other took out stays, moved.
    """
    here, there = _moved(base, one), _moved(base, other)
    changed = set[str]()
    for moved, mover, changer in ((here, one, other), (there, other, one)):
        for at, place in moved.items():
            if changer.became[at] not in ((), (base[at],)):
                mover.put_in[place] = _in_place_of(base[at], changer.became[at], mover.put_in[place])
                changed.update(changer.became[at])
                changer.became[at] = ()
    for at in here.keys() & there.keys():
        if here[at] != there[at]:
            other.put_in[there[at]] = _in_place_of(base[at], (), other.put_in[there[at]])
    return changed


def _moved(base: Lines, version: _Version) -> dict[int, int]:
    """The lines that stand elsewhere in a version, and before which one."""
    counts, come = Counter(base), Counter(line for lines in version.put_in for line in lines)
    places = {line: place for place, lines in enumerate(version.put_in) for line in lines if come[line] == 1}
    gone = (at for at, became in enumerate(version.became) if not became)
    return {at: places[base[at]] for at in gone if base[at].strip() and counts[base[at]] == 1 and base[at] in places}


def _in_place_of(line: str, lines: Lines, within: Lines) -> Lines:
    at = within.index(line)
    return (*within[:at], *lines, *within[at + 1 :])


def _of_line(before: Lines, mine: Lines, theirs: Lines) -> MergedPart:
    if mine in (before, theirs):
        return AgreedLines(theirs)
    return AgreedLines(mine) if theirs == before else ClashingLines(before, mine, theirs)


def _put_in(mine: Lines, theirs: Lines, known: set[str]) -> list[MergedPart]:
    """What both put in at one place; what stood elsewhere before (`known`) is no version of what is new."""
    if not mine or not theirs or mine == theirs:
        return [AgreedLines(mine or theirs)]
    further = tuple(line for line in mine if not line.strip() or line not in theirs)
    new, strange = ([line for line in lines if line not in known] for lines in (further, theirs))
    if any(likeness(one, line) >= ALIKE for one in new for line in strange if line not in mine):
        moved = tuple(line for line in (*theirs, *further) if line in known)
        return [
            AgreedLines(moved),
            ClashingLines((), tuple(line for line in mine if line not in known), tuple(strange)),
        ]
    # Whoever saved first stands first.
    return [AgreedLines((*theirs, *further))]


def _join(parts: list[MergedPart], more: Sequence[MergedPart]) -> None:
    for part in more:
        last = parts[-1] if parts else None
        if isinstance(part, AgreedLines) and isinstance(last, AgreedLines):
            parts[-1] = AgreedLines((*last.lines, *part.lines))
        elif not isinstance(part, AgreedLines) or part.lines:
            parts.append(part)

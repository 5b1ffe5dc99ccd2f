"""Tables by their ruled lines: which lines belong together, what cells they make, which cells are merged."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from enrich.extract.attachments.printed.placed import Piece, RuledLine

# Of the usual letter's size: lines nearer than this are one (double lines, a border drawn cell by cell).
_NEAR = 0.25
# A frame with one cell is a box; pages of drawings have more lines than any table of a notice.
LEAST_CELLS, MOST_RULES = 4, 3000


@dataclass(frozen=True)
class RuledTable:
    """A grid: where its columns and rows are parted, and for each of its fields the field whose cell it is part of."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    cells: dict[tuple[int, int], tuple[int, int]]

    @property
    def top(self) -> float:
        """Where its first row begins."""
        return self.down[0]

    @property
    def bottom(self) -> float:
        """Where its last row ends."""
        return self.down[-1]

    def cell_of(self, piece: Piece) -> tuple[int, int] | None:
        """Row and column of the cell in which a piece stands; None outside the table."""
        x, y = (piece.left + piece.right) / 2, piece.base - piece.size / 3
        field = bisect_right(self.down, y) - 1, bisect_right(self.across, x) - 1
        return self.cells.get(field)


def ruled_tables(rules: Sequence[RuledLine], size: float) -> list[RuledTable]:
    """The tables of a page from the top; `size` is its usual letter's."""
    if len(rules) > MOST_RULES:
        return []
    near = _NEAR * size
    tables = [_table(group, near) for group in _connected(_merged(rules, near), near)]
    return sorted((table for table in tables if table is not None), key=lambda table: table.top)


def _merged(rules: Sequence[RuledLine], near: float) -> list[RuledLine]:
    """Lines at one place that touch or overlap, as one."""
    done: list[RuledLine] = []
    for across in (True, False):
        places: list[tuple[float, list[RuledLine]]] = []
        for rule in sorted((one for one in rules if one.across == across), key=lambda one: one.at):
            if places and rule.at - places[-1][0] <= near:
                places[-1][1].append(rule)
            else:
                places.append((rule.at, [rule]))
        for at, together in places:
            start = end = None
            for rule in sorted(together, key=lambda one: one.start):
                if start is None or end is None or rule.start > end + near:
                    if start is not None and end is not None:
                        done.append(RuledLine(across, at, start, end))
                    start, end = rule.start, rule.end
                else:
                    end = max(end, rule.end)
            if start is not None and end is not None:
                done.append(RuledLine(across, at, start, end))
    return done


def _connected(rules: list[RuledLine], near: float) -> list[list[RuledLine]]:
    """The lines in groups that cross or touch each other."""
    group = list(range(len(rules)))

    def root(one: int) -> int:
        while group[one] != one:
            group[one] = group[group[one]]
            one = group[one]
        return one

    flat = [n for n, rule in enumerate(rules) if rule.across]
    for upright in (n for n, rule in enumerate(rules) if not rule.across):
        b = rules[upright]
        for n in flat:
            a = rules[n]
            if a.start - near <= b.at <= a.end + near and b.start - near <= a.at <= b.end + near:
                group[root(n)] = root(upright)
    groups: dict[int, list[RuledLine]] = {}
    for n, rule in enumerate(rules):
        groups.setdefault(root(n), []).append(rule)
    return list(groups.values())


def _table(rules: list[RuledLine], near: float) -> RuledTable | None:
    across = tuple(sorted({rule.at for rule in rules if not rule.across}))
    down = tuple(sorted({rule.at for rule in rules if rule.across}))
    fields = [(row, column) for row in range(len(down) - 1) for column in range(len(across) - 1)]
    if len(across) < 3 or len(down) < 2 or len(fields) > MOST_RULES:
        return None
    cells = {field: field for field in fields}
    # From the top left: a field without a line above or to its left is part of the cell there.
    for row, column in fields:
        middle_x, middle_y = (across[column] + across[column + 1]) / 2, (down[row] + down[row + 1]) / 2
        if column and not _is_ruled(rules, False, across[column], middle_y, near):
            cells[row, column] = cells[row, column - 1]
        elif row and not _is_ruled(rules, True, down[row], middle_x, near):
            cells[row, column] = cells[row - 1, column]
    return RuledTable(across, down, cells) if len(set(cells.values())) >= LEAST_CELLS else None


def _is_ruled(rules: list[RuledLine], across: bool, at: float, along: float, near: float) -> bool:
    return any(
        rule.across == across and abs(rule.at - at) <= near and rule.start <= along <= rule.end for rule in rules
    )

"""SentencePiece's precompiled map of code points to replacements: a Darts-clone double array and the strings."""

import struct

import numpy as np

# A unit of the double array: label in the low byte, then "has a leaf", then the offset; leaves have the top bit.
HAS_LEAF, LEAF, OFFSET_SHIFT = 1 << 8, 1 << 31, 10
MOST_OFFSET = 1 << 21

TrieNode = dict[int, "TrieNode | int"]


def charsmap(replacements: dict[int, str]) -> bytes:
    """The map in SentencePiece's form: size of the array, the array, the strings ended by NUL."""
    strings, root = _trie(replacements)
    units = _units(root)
    array = np.zeros((max(units) | 255) + 257, "<u4")
    for at, value in units.items():
        array[at] = value
    return struct.pack("<I", array.nbytes) + array.tobytes() + strings


def _trie(replacements: dict[int, str]) -> tuple[bytes, TrieNode]:
    strings, places, root = bytearray(), dict[str, int](), TrieNode()
    for point, replacement in replacements.items():
        if replacement not in places:
            places[replacement] = len(strings)
            strings += replacement.encode() + b"\0"
        node = root
        for byte in chr(point).encode():
            child = node.setdefault(byte, {})
            assert isinstance(child, dict)
            node = child
        node[0] = places[replacement]
    return bytes(strings), root


def _units(root: TrieNode) -> dict[int, int]:
    """Place every node: a base such that base XOR label is free for all its labels."""
    units: dict[int, int] = {}
    used, bases, start = {0}, set[int](), [1, 1]
    todo: list[tuple[int, int, TrieNode]] = [(0, 0, root)]
    while todo:
        at, label, node = todo.pop()
        base = start[len(node) > 1]
        while base in bases or any((base ^ byte) in used for byte in node):
            base += 1
        # Never looking back costs a little space and saves a lot of time.
        start[len(node) > 1] = base
        bases.add(base)
        used.update(base ^ byte for byte in node)
        if (at ^ base) >= MOST_OFFSET:
            raise ValueError("the map is too large for a double array")
        units[at] = label | (HAS_LEAF if 0 in node else 0) | ((at ^ base) << OFFSET_SHIFT)
        for byte, child in node.items():
            if isinstance(child, dict):
                todo.append((base ^ byte, byte, child))
            else:
                units[base] = child | LEAF
    return units

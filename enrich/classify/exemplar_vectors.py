"""The exemplars' vectors: they ship beside the exemplars, so that no machine has to make them; what is not shipped is made once.

Shipped vectors count for the model whose digest they carry, each for the text whose digest stands beside it. They are
float32: with half the digits (0.7 MB less) decisions differ in their last digits from those on what the model itself makes.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from enrich.classify.machine_cache import kept
from enrich.embed.embedder import Vectors

NAME = "exemplars.safetensors"
# Bytes of a text's digest; of some thousand texts no two share it by chance.
KEY = 16
# A line of progress each time that so many are embedded: some seconds on two cores.
TOLD = 100


class Encoder(Protocol):
    """What the columns need of the embedder."""

    name: str

    @property
    def digest(self) -> str:
        """What its vectors depend on, in hex."""

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        """One normalised vector a text."""


def key_of(text: str) -> bytes:
    """What a text's vector is found by."""
    return hashlib.sha256(text.encode()).digest()[:KEY]


def vectors_of(
    embedder: Encoder, texts: Sequence[str], folder: Path, cache: Path, progress: Callable[[str], None]
) -> Vectors:
    """The texts' vectors: those that ship in `folder` for this model; for the rest what it makes, kept in `cache`."""
    try:
        known = shipped(folder, embedder.digest)
    except (OSError, ValueError) as problem:
        progress(f"{folder / NAME} cannot be read ({problem}); install tanxun again")
        known = {}
    missing = [text for text in texts if key_of(text) not in known]
    if missing:
        digest = hashlib.sha256("\0".join([embedder.digest, *missing]).encode()).hexdigest()[:16]
        made = kept(
            cache / f"exemplars-{digest}.npz", _load, partial(_embed, embedder, missing, progress), _save, progress
        )
        known |= {key_of(text): vector for text, vector in zip(missing, made, strict=True)}
    return np.stack([known[key_of(text)] for text in texts])


def shipped(folder: Path, model: str) -> dict[bytes, Vectors]:
    """The shipped vectors by their texts' keys, in their order; none where they are another model's, or not there.

    Raises OSError or ValueError where the file cannot be read.
    """
    file = folder / NAME
    if not file.exists():
        return {}
    try:
        with safe_open(file, "np") as tensors:
            if (tensors.metadata() or {}).get("model") != model:
                return {}
            keys, vectors = tensors.get_tensor("keys"), tensors.get_tensor("vectors")
    except SafetensorError as problem:
        raise ValueError(str(problem)) from problem
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def ship(folder: Path, model: str, texts: Sequence[str], vectors: Vectors) -> Path:
    """Write what ships: the same bytes for the same vectors. Returns the file."""
    keys = np.stack([np.frombuffer(key_of(text), np.uint8) for text in texts])
    file = folder / NAME
    part = file.with_suffix(".part")
    part.write_bytes(save({"keys": keys, "vectors": vectors.astype(np.float32)}, metadata={"model": model}))
    part.replace(file)
    return file


def _embed(embedder: Encoder, texts: Sequence[str], progress: Callable[[str], None]) -> Vectors:
    progress(f"embedding {len(texts)} exemplars of the columns (once a machine)")
    made = [embedder.encode(texts[:TOLD])]
    for start in range(TOLD, len(texts), TOLD):
        progress(f"embedded {start} of {len(texts)}")
        made.append(embedder.encode(texts[start : start + TOLD]))
    return np.concatenate(made)


def _load(file: Path) -> Vectors:
    with np.load(file) as arrays:
        return np.asarray(arrays["vectors"], np.float32)


def _save(vectors: Vectors, file: Path) -> None:
    """Whole or not at all; with the sums of a ZIP file, so that a broken one is told from a good one."""
    part = file.with_suffix(".part.npz")
    np.savez(part, vectors=vectors)
    part.replace(file)

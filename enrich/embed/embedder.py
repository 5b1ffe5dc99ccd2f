"""Text to vectors; the only module that imports sentence-transformers and torch."""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from enrich.embed.model_folder import PROMPTS
from pipeline.errors import ModelError
from pipeline.records import Article

Vectors = npt.NDArray[np.float32]

# A chunk of 700 Chinese characters is some 450 tokens; the model reads 512 with its prompt. Latin text has some three
# characters a token.
CHUNK, LATIN_CHUNK = 700, 1400
# Chunks of an article that are read: of a longer one the beginning, and samples as far as its end.
MOST_CHUNKS = 4
# Of a model's folder, what is no text for people: configurations, vocabularies and weights.
PARTS = (".json", ".txt", ".model", ".safetensors", ".bin")


class Embedder:
    """A sentence-transformers model on the CPU. `name` is what its vectors are kept with."""

    def __init__(self, folder_or_name: str, name: str, threads: int = 0) -> None:
        """Load it. Raises ModelError in one line where it is not there or not whole; nothing is downloaded."""
        ending = "in TANXUN_MODEL, or leave it empty for the built-in model"
        # Said before torch is read, which takes seconds.
        if Path(folder_or_name).is_absolute() and not Path(folder_or_name).is_dir():
            raise ModelError(f"the model {folder_or_name} is no folder that is there; mend the folder {ending}")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if threads:
            torch.set_num_threads(threads)
        try:
            self._model = SentenceTransformer(folder_or_name, device="cpu", prompts=PROMPTS, local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as problem:
            kind = "folder" if Path(folder_or_name).exists() else "name"
            first = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
            raise ModelError(
                f"the model {folder_or_name} cannot be loaded ({first[:160]}); mend the {kind} {ending}"
            ) from problem
        self.name = name
        self._folder = Path(folder_or_name)

    @cached_property
    def digest(self) -> str:
        """16 hex digits over the files of the model's folder that its vectors depend on; of a model by name, the name.

        Half a second: all of the weights are read.
        """
        if not self._folder.is_dir():
            return self.name
        total = hashlib.sha256()
        for file in sorted(path for path in self._folder.rglob("*") if path.suffix in PARTS):
            total.update(f"{file.relative_to(self._folder)}\0".encode())
            with file.open("rb") as opened:
                total.update(hashlib.file_digest(opened, "sha256").digest())
        return total.hexdigest()[:16]

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        """One vector a text: float32, (n, dimension), L2-normalised.

        Texts are encoded one by one: in a batch, padding would change the last digits with the neighbours, and an
        issue must not depend on what was handled together. On two cores batches gain little for texts of this length.
        """
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), np.float32)
        return np.stack(
            [
                self._model.encode(text, prompt_name=kind, normalize_embeddings=True, show_progress_bar=False)
                for text in texts
            ]
        ).astype(np.float32)

    def vectors(self, articles: Sequence[Article]) -> list[Vectors]:
        """One vector an article: the normalised mean of its chunks. `pack` makes of it what the records hold."""
        return [mean(self.encode(chunks(article))) for article in articles]


def chunks(article: Article) -> list[str]:
    """An article as texts the model can read whole: headline and body, cut at lines where possible."""
    return chunks_of(article.title, article.text)


def chunks_of(title: str, text: str) -> list[str]:
    """Headline and body in chunks, at least one, at most MOST_CHUNKS; a longer text's are spread to its end."""
    size = CHUNK if any("\u4e00" <= character <= "\u9fff" for character in text[:2000]) else LATIN_CHUNK
    whole = f"{title}\n{text}"
    if len(whole) > size * MOST_CHUNKS:
        last = len(whole) - size
        starts = [last * at // (MOST_CHUNKS - 1) for at in range(MOST_CHUNKS)]
        return [whole[start : start + size].strip() for start in starts]
    rest, cut = whole, list[str]()
    while rest.strip() and len(cut) < MOST_CHUNKS:
        # At a line where possible.
        end = len(rest) if len(rest) <= size else max(rest.rfind("\n", size // 2, size), 0) or size
        cut.append(rest[:end].strip())
        rest = rest[end:]
    return cut or [""]


def mean(vectors: Vectors) -> Vectors:
    """The normalised mean of vectors (n, dimension) → (dimension)."""
    middle = vectors.mean(axis=0)
    length = float(np.linalg.norm(middle))
    return np.asarray(middle / length if length else middle, np.float32)


def pack(vector: Vectors) -> bytes:
    """A vector as the records hold it."""
    return vector.astype("<f4").tobytes()


def unpack(vector: bytes) -> Vectors:
    """The vector of a record."""
    return np.frombuffer(vector, "<f4")

"""exemplar_vectors: what ships is what the exemplars need; anything else is embedded once a machine, and said."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from safetensors import safe_open

from enrich.classify.column_definitions import FOLDER, exemplars
from enrich.classify.exemplar_vectors import NAME, TOLD, key_of, ship, shipped, vectors_of
from enrich.embed.embedder import Embedder, Vectors
from tests.support.classification import Hashed

TEXTS = [f"第{number}号机组并网发电。" for number in range(250)]


class Watched(Hashed):
    """The cheap encoder, and what it was asked to embed."""

    def __init__(self, digest: str = "hashed") -> None:
        self.digest = digest
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"] = "passage") -> Vectors:
        self.asked += texts
        return super().encode(texts, kind)


def shipped_model() -> str:
    with safe_open(FOLDER / NAME, "np") as file:
        return str(file.metadata()["model"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with vectors of TEXTS by the cheap encoder."""
    made = tmp_path / "columns"
    made.mkdir()
    ship(made, "hashed", TEXTS, Hashed().encode(TEXTS))
    return made


def test_vectors_ship_for_exactly_these_exemplars() -> None:
    keys = list(shipped(FOLDER, shipped_model()))
    assert keys == [key_of(text) for text in exemplars()], "the exemplars were changed: run `make exemplars`"


def test_shipped_vectors_are_normalised_and_tell_texts_apart() -> None:
    vectors = np.stack(list(shipped(FOLDER, shipped_model()).values()))
    assert vectors.dtype == np.dtype(np.float32)
    assert vectors.shape == (len(exemplars()), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert len(np.unique(vectors, axis=0)) == len(vectors)


def test_some_shipped_vectors_are_what_the_model_makes(week_model: Path) -> None:
    embedder = Embedder(str(week_model), "test")
    known, some = shipped(FOLDER, embedder.digest), exemplars()[::120]
    assert known, (
        "the vectors are another model's: remove enrich/classify/columns/exemplars.safetensors, `make exemplars`"
    )
    assert np.allclose([known[key_of(text)] for text in some], embedder.encode(some), atol=1e-5)


def test_writing_them_again_gives_the_same_bytes(tmp_path: Path) -> None:
    known = shipped(FOLDER, shipped_model())
    file = ship(tmp_path, shipped_model(), exemplars(), np.stack(list(known.values())))
    assert file.read_bytes() == (FOLDER / NAME).read_bytes()


def test_the_shipped_model_embeds_nothing(folder: Path, tmp_path: Path) -> None:
    encoder, told = Watched(), list[str]()
    found = vectors_of(encoder, TEXTS[::-1], folder, tmp_path / "cache", told.append)
    assert found.tobytes() == Hashed().encode(TEXTS[::-1]).tobytes()
    assert (encoder.asked, told) == ([], [])


def test_another_model_embeds_once_a_machine_and_says_how_far(folder: Path, tmp_path: Path) -> None:
    told = list[str]()
    first, again = Watched("another"), Watched("another")
    vectors = vectors_of(first, TEXTS, folder, tmp_path / "cache", told.append)
    assert first.asked == TEXTS
    assert told == [
        "embedding 250 exemplars of the columns (once a machine)",
        f"embedded {TOLD} of 250",
        f"embedded {2 * TOLD} of 250",
    ]
    assert vectors_of(again, TEXTS, folder, tmp_path / "cache", told.append).tobytes() == vectors.tobytes()
    assert again.asked == []
    third = Watched("a third")
    vectors_of(third, TEXTS, folder, tmp_path / "cache", told.append)
    assert third.asked == TEXTS


def test_of_changed_exemplars_only_those_are_embedded(folder: Path, tmp_path: Path) -> None:
    encoder, texts = Watched(), [*TEXTS[:100], "新的样例。", *TEXTS[101:]]
    vectors = vectors_of(encoder, texts, folder, tmp_path / "cache", print)
    assert encoder.asked == ["新的样例。"]
    assert vectors.tobytes() == Hashed().encode(texts).tobytes()


def test_a_broken_file_of_the_cache_is_made_again(tmp_path: Path) -> None:
    first, second = Watched(), Watched()
    vectors = vectors_of(first, TEXTS, tmp_path, tmp_path / "cache", print)
    (file,) = (tmp_path / "cache").glob("*.npz")
    kept = bytearray(file.read_bytes())
    kept[len(kept) // 2] ^= 1
    file.write_bytes(kept)
    assert vectors_of(second, TEXTS, tmp_path, tmp_path / "cache", print).tobytes() == vectors.tobytes()
    assert second.asked == TEXTS


def test_broken_shipped_vectors_are_told_and_done_without(folder: Path, tmp_path: Path) -> None:
    file, told = folder / NAME, list[str]()
    file.write_bytes(file.read_bytes()[:1000])
    encoder = Watched()
    vectors_of(encoder, TEXTS, folder, tmp_path / "cache", told.append)
    assert f"{file} cannot be read" in told[0]
    assert encoder.asked == TEXTS

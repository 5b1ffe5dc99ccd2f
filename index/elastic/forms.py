"""The form of each kind's index: its mapping file, and a digest by which a changed one is known."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.store import MediaFile
from pipeline.records import EnrichedArticle, Quote, Record

Json = dict[str, Any]

# Raised with every changed mapping, so that an older tanxun refuses the store instead of moving it back;
# index/sqlite/migrations/ counts the same: 2 added language and labels, 3 what is published, 5 when pages are due.
SCHEMA_VERSION = 5
MAPPINGS = Path(__file__).parent / "mappings"
KINDS = tuple(sorted(path.stem for path in MAPPINGS.glob("*.json")))
# Kinds whose record has a schema: another schema of it is another form, and the copy brings it to that schema.
RECORDS: Mapping[str, type[Record]] = {
    "articles": EnrichedArticle,
    "revisions": EnrichedArticle,
    "quotes": Quote,
    "media": MediaFile,
}


@dataclass(frozen=True)
class IndexForm:
    """The index behind a kind's alias, the digest of the form it was made in, and whose vectors it holds.

    `digest` is "" for an index of schema 3 or before; `model` is "" for a kind without vectors.
    """

    index: str
    digest: str
    model: str


def definition(kind: str, model: str, replicas: int) -> Json:
    """Settings and mappings of a kind's index; `_meta` says in it what IndexForm tells. Only articles have a model."""
    made: Json = json.loads((MAPPINGS / f"{kind}.json").read_text())
    own_model = model if kind == "articles" else ""
    made["mappings"]["_meta"] = {"kind": kind, "form": digest(kind), "model": own_model}
    made["settings"]["number_of_replicas"] = replicas
    return made


def digest(kind: str) -> str:
    """The digest of a kind's mapping file and of the schema of the records in it: 12 hex digits."""
    content = json.loads((MAPPINGS / f"{kind}.json").read_text())
    if kind in RECORDS:
        content["record"] = RECORDS[kind].SCHEMA
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def stale(found: Mapping[str, IndexForm]) -> list[str]:
    """The kinds that have no index, or one of another form."""
    return [kind for kind in KINDS if kind not in found or found[kind].digest != digest(kind)]


def told(mappings: Mapping[str, Any], prefix: str) -> dict[str, IndexForm]:
    """The form of each kind, from what Elasticsearch answers when it is asked for the mappings behind the aliases."""
    found = {}
    for index, answer in mappings.items():
        meta = answer["mappings"].get("_meta", {})
        kind = meta.get("kind") or index.removeprefix(f"{prefix}-").split("-v")[0]
        found[kind] = IndexForm(index, meta.get("form", ""), meta.get("model") or "")
    return found


def next_name(alias: str, taken: Iterable[str]) -> str:
    """The name of a kind's next index: <alias>-v<number>, one above the highest there is."""
    numbers = [name.removeprefix(f"{alias}-v").split("-")[0] for name in taken]
    return f"{alias}-v{max((int(number) for number in numbers if number.isdigit()), default=0) + 1}"

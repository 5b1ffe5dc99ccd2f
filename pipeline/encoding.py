"""Records as JSON on the wire and in stores; a record of the schema before is brought to the present one as it is read."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from pipeline.errors import NewerRecord
from pipeline.records import EnrichedArticle, Page, Reason, Record


class SchemaError(ValueError):
    """A message is not a record that this version can read."""


R = TypeVar("R", bound=Record)


# (record, schema) -> turns the decoded JSON of that older schema into the current form.
UPGRADES: dict[tuple[type[Record], int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


def as_written(sentence: str) -> Reason:
    """A reason of the version before, which stored its sentence and no code."""
    return Reason("as_written", {"text": sentence})


def _with_reasons(data: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 of EnrichedArticle held sentences where 2 has reasons."""
    pairs = [{**pair, "why": as_written(pair["why"])} for pair in data.get("duplicates", ())]
    return {**data, "schema": 2, "reasons": [as_written(one) for one in data["reasons"]], "duplicates": pairs}


UPGRADES[EnrichedArticle, 1] = _with_reasons


def _as_kept(data: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 of Page had the same fields; it stays what it is, for its schema says how its account was made."""
    return data


UPGRADES[Page, 1] = _as_kept


def encode(record: Record) -> bytes:
    """A record as JSON, its schema version included."""
    return msgspec.json.encode(record)


def decode(kind: type[R], value: bytes) -> R:
    """Read a record of this schema or the one before; raises SchemaError for anything else, NewerRecord for a later schema."""
    try:
        version = msgspec.json.decode(value, type=Record).schema
        if version == kind.SCHEMA:
            return msgspec.json.decode(value, type=kind)
        if version > kind.SCHEMA:
            raise NewerRecord(
                f"a {kind.__name__} of schema {version} was written by a newer version (this one reads {kind.SCHEMA}); "
                "upgrade tanxun here, then start it again: nothing was lost"
            )
        upgrade = UPGRADES.get((kind, version))
        if upgrade is None:
            raise SchemaError(f"{kind.__name__} has schema {version}; this version reads {kind.SCHEMA}")
        return msgspec.convert(upgrade(msgspec.json.decode(value)), type=kind)
    except (msgspec.MsgspecError, KeyError, TypeError) as problem:
        raise SchemaError(f"not a {kind.__name__}: {problem}") from problem

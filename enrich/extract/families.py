"""Layout families as data: where each keeps its headline, 来源, account and body (families/*.toml)."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "families"


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A family's marks: ids or classes of elements; `account_json` are fields of the page's JSON.

    `account_script` are script variables; a `watermark` is scattered through the body, what is
    `aside` stands in it without being of it. `origin` says where the facts come from.
    """

    name: str
    origin: str
    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    account_json: tuple[str, ...] = ()
    account_script: tuple[str, ...] = ()
    watermark: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


@cache
def families() -> tuple[Family, ...]:
    """All families, by file name. Raises msgspec.ValidationError for a key that no family has."""
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Family) for path in files)


@cache
def bodies() -> dict[str, str]:
    """The family's name by the id or class of its body's element."""
    return {mark: family.name for family in families() for mark in family.body}


@cache
def marks(kind: str) -> tuple[str, ...]:
    """All families' marks of one kind (title, source, account, account_json, account_script, watermark, aside), in order."""
    return tuple(mark for family in families() for mark in getattr(family, kind))
